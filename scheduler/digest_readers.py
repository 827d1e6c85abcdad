"""Who reads a digest, and the part of the week that each of them may see."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from reports.facts import WeekFacts
from reports.views import narrowed
from scheduler.recipients import Recipient, of_people
from storage import digests, people
from storage.models import Person, Unit
from storage.units import fold_commune
from storage.weekly_facts import unit_names

READERS = {"digest": ("leader",), "preview": ("coordinator", "admin"), "look": ("leader", "coordinator", "admin")}
"""Whose scope counts for a kind of sending."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the tree: what its units are called, its communes folded, and how the whole of it is called."""

    units: frozenset[str]
    communes: frozenset[str]
    name: str

    def of(self, facts: WeekFacts) -> WeekFacts:
        """The week as somebody sees it who answers for this part."""
        communes = {one.commune for one in facts.criteria if fold_commune(one.commune) in self.communes}
        return narrowed(facts, self.units, self.name, communes)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who can be reached. `part` None: they see the whole."""

    to: Recipient
    part: Part | None = None


def reader(session: Session, person_id: int, kind: str) -> Reader | None:
    """Somebody with the scope they have now; None where they cannot be reached, or have no such role any more."""
    person = session.get(Person, person_id)
    held = [one for one in people.memberships(session, person) if one.role in READERS[kind]] if person is not None else []
    reached = of_people(session, [person]) if person is not None and held else []
    if not reached:
        return None
    scopes = [people.scope(session, one) for one in held]
    unit_ids = None if None in scopes else {unit_id for scope in scopes for unit_id in scope or ()}
    if unit_ids is None or digests.covers_all(session, unit_ids):
        return Reader(reached[0])
    return Reader(reached[0], _part(session, unit_ids))


def _part(session: Session, unit_ids: set[int]) -> Part:
    names = unit_names(session)
    rows = list(session.exec(select(Unit).where(col(Unit.id).in_(unit_ids)).order_by(col(Unit.id))))
    tops = [names[row.id or 0] for row in rows if row.parent_id not in unit_ids]
    return Part(frozenset(names[row.id or 0] for row in rows), frozenset(fold_commune(row.name) for row in rows), ", ".join(tops))

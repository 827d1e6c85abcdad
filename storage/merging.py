"""Units merge, get another name or end on a date. Old letters still find them; from that day on their work is their heir's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from storage import events, units
from storage.models import Assignment, ChatAddress, GroupMember, Mark, Membership, Occurrence, Unit, UnitAlias
from storage.roster import remember_alias
from storage.text import fold

MERGED, RENAMED, ENDED, MOVED = "unit_merged", "unit_renamed", "unit_ended", "moved_to_heir"


@dataclass(frozen=True, slots=True)
class Moved:
    """What moved with units that ended: how many duties and people, from whom to whom."""

    duties: int = 0
    people: int = 0


def merge(session: Session, old: Sequence[Unit], into: Unit, on: date, now: datetime, person_id: int | None = None) -> None:
    """Units become one on a day, the first on which the heir stands for them. `move_due` moves their work when that day has come."""
    for unit in old:
        if unit.id == into.id:
            continue
        unit.ends_on, unit.merged_into_id = on, into.id
        session.add(unit)
        after = {"into": into.name, "on": on.isoformat()}
        events.record(session, MERGED, now, person_id=person_id, unit_id=unit.id, before={"name": unit.name}, after=after)
    session.flush()


def new_unit(session: Session, name: str, like: Unit) -> Unit:
    """The unit that others become, of their kind and in their place of the tree; the one that stands where the name is known."""
    known = units.named(session, name)
    if known is not None:
        return known
    unit = Unit(name=name, name_key=fold(name), kind=like.kind, parent_id=like.parent_id)
    session.add(unit)
    session.flush()
    return unit


def rename(session: Session, unit: Unit, name: str, on: date, now: datetime, today: date, person_id: int | None = None) -> Unit:
    """Gives a unit another name from a day on. Today it is the same unit with its old name as an alias; later its heir bears the name."""
    if on > today:
        heir = new_unit(session, name, unit)
        merge(session, [unit], heir, on, now, person_id)
        return heir
    before = {"name": unit.name}
    old = unit.name
    unit.name, unit.name_key = name, fold(name)
    session.add(unit)
    session.flush()
    remember_alias(session, unit, old)
    events.record(session, RENAMED, now, person_id=person_id, unit_id=unit.id, before=before, after={"name": name})
    return unit


def end(session: Session, unit: Unit, on: date, now: datetime, person_id: int | None = None) -> None:
    """Ends a unit without an heir on a day; its open duties wait for the coordinator to hand them over."""
    unit.ends_on, unit.merged_into_id = on, None
    session.add(unit)
    events.record(session, ENDED, now, person_id=person_id, unit_id=unit.id, before={"name": unit.name}, after={"on": on.isoformat()})
    session.flush()


def move_daily(session: Session, today: date, now: datetime) -> None:
    """`move_due` once a day: for units whose day has come since yesterday."""
    if session.get(Mark, f"{MOVED}:{today.isoformat()}") is None:
        session.add(Mark(name=f"{MOVED}:{today.isoformat()}", at=now))
        move_due(session, today, now)


def move_due(session: Session, today: date, now: datetime) -> Moved:
    """Moves the work, people, chats and places of units that have ended to their heirs. Harmless when it was done already.

    1. Living duties keep their occurrences, reports and deadlines and change their holder. 2. Officers and group chats follow. 3. Units
    below and groups that held it are the heir's. 4. Its names are further spellings of the heir.
    """
    ended = session.exec(select(Unit).where(col(Unit.merged_into_id).is_not(None), col(Unit.ends_on) <= today).order_by(col(Unit.id)))
    moved, people = 0, 0
    for unit in ended:
        heir = units.heir(session, unit, today)
        if heir.id == unit.id or _has_moved(session, unit, heir):
            continue
        moved += _move_duties(session, unit, heir, now)
        people += _move_people(session, unit, heir, now)
        _move_places(session, unit, heir)
    session.flush()
    return Moved(moved, people)


def _has_moved(session: Session, unit: Unit, heir: Unit) -> bool:
    """Whether the heir bears the unit's name already: the last step of moving."""
    query = select(UnitAlias.id).where(UnitAlias.unit_id == heir.id, UnitAlias.alias_key == unit.name_key)
    return session.exec(query).first() is not None or heir.name_key == unit.name_key


def _move_duties(session: Session, unit: Unit, heir: Unit, now: datetime) -> int:
    held = list(session.exec(select(Assignment).where(Assignment.unit_id == unit.id, col(Assignment.ended_at).is_(None))))
    for row in held:
        twin = session.exec(
            select(Assignment).where(Assignment.task_id == row.task_id, Assignment.unit_id == heir.id, col(Assignment.ended_at).is_(None))
        ).first()
        if twin is None:
            row.unit_id = units.unit_id(heir)
        else:
            twin.part = "lead" if "lead" in (row.part, twin.part) else twin.part
            _close(session, row, now)
            session.add(twin)
        session.add(row)
        _look_again(session, row, now)
        before, after = {"unit": unit.name}, {"unit": heir.name}
        events.record(session, MOVED, now, unit_id=heir.id, task_id=row.task_id, before=before, after=after)
    session.flush()
    return len(held)


def _close(session: Session, row: Assignment, now: datetime) -> None:
    """The heir holds the task already: the ended unit's own copy of it is over."""
    row.ended_at, row.next_occurrence_on = now, None
    for occurrence in session.exec(select(Occurrence).where(Occurrence.assignment_id == row.id, Occurrence.state == "open")):
        occurrence.state = "cancelled"
        session.add(occurrence)


def _look_again(session: Session, row: Assignment, now: datetime) -> None:
    for occurrence in session.exec(select(Occurrence).where(Occurrence.assignment_id == row.id, Occurrence.state == "open")):
        occurrence.next_reminder_at = now
        session.add(occurrence)


def _move_people(session: Session, unit: Unit, heir: Unit, now: datetime) -> int:
    rows = list(session.exec(select(Membership).where(Membership.unit_id == unit.id, col(Membership.until_at).is_(None))))
    for row in rows:
        same = session.exec(
            select(Membership.id).where(
                Membership.person_id == row.person_id,
                Membership.unit_id == heir.id,
                Membership.role == row.role,
                col(Membership.until_at).is_(None),
            )
        ).first()
        row.until_at = now
        session.add(row)
        if same is None:
            session.add(Membership(person_id=row.person_id, unit_id=heir.id, role=row.role, since_at=now))
    for chat in session.exec(select(ChatAddress).where(ChatAddress.unit_id == unit.id)):
        chat.unit_id = heir.id
        session.add(chat)
    return len(rows)


def _move_places(session: Session, unit: Unit, heir: Unit) -> None:
    for child in session.exec(select(Unit).where(Unit.parent_id == unit.id, Unit.id != heir.id)):
        child.parent_id = heir.id
        session.add(child)
    for place in session.exec(select(GroupMember).where(GroupMember.unit_id == unit.id)):
        known = session.get(GroupMember, (place.group_id, units.unit_id(heir)))
        session.delete(place)
        if known is None:
            session.add(GroupMember(group_id=place.group_id, unit_id=units.unit_id(heir)))
    session.flush()
    remember_alias(session, heir, unit.name)
    for alias in list(session.exec(select(UnitAlias).where(UnitAlias.unit_id == unit.id))):
        remember_alias(session, heir, alias.alias)

"""What letters in force say that communes have reached of their criteria."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from directives.criteria import criteria_set
from storage.models import Directive
from storage.units import fold_commune


@dataclass(frozen=True, slots=True)
class Reached:
    """How many criteria of a set a commune has met. `missing` is empty where the letter gives only the count.

    `set_name` is "ntm" or "ntm_nang_cao"; `directive_id` is the letter that says so.
    """

    commune: str
    set_name: str
    met: int
    total: int
    missing: tuple[str, ...]
    directive_id: int


def reached(session: Session, commune: str | None = None) -> list[Reached]:
    """The newest letter's word for every commune and set, by name; `commune` limits it to one, however its name is written."""
    query = select(Directive.id, Directive.criteria).where(Directive.state == "in_force").order_by(col(Directive.id))
    key = fold_commune(commune) if commune is not None else None
    found: dict[tuple[str, str], Reached] = {}
    for directive_id, statements in session.exec(query):
        for status in statements:
            named = fold_commune(str(status.get("commune", "")))
            if status.get("kind") == "self" and status.get("total") and key in (None, named):
                one = _reached(status, directive_id or 0)
                found[(named, one.set_name)] = one
    return [found[place] for place in sorted(found)]


def _reached(status: dict[str, object], directive_id: int) -> Reached:
    listed = status.get("met")
    met = [str(number) for number in listed] if isinstance(listed, list) else []
    total = int(str(status["total"]))
    missing = tuple(str(number) for number in range(1, total + 1) if met and str(number) not in met)
    set_name = "ntm_nang_cao" if status.get("set") == "ntm_nang_cao" else "ntm"
    return Reached(str(status["commune"]), set_name, len(met) or int(str(status.get("claimed") or 0)), total, missing, directive_id)


def sets_of(session: Session, directive_ids: Sequence[int]) -> dict[int | None, str]:
    """Which of the two sets each letter numbers its criteria by: the one that it states results for, else the one that it speaks of."""
    found: dict[int | None, str] = {}
    query = select(Directive.id, Directive.criteria, Directive.body).where(col(Directive.id).in_(directive_ids))
    for directive_id, statements, body in session.exec(query):
        named = {str(status.get("set")) for status in statements}
        found[directive_id] = named.pop() if len(named) == 1 else criteria_set(body)
    return found

"""Which unit is meant by what somebody typed: one, a question with buttons, or the nearest names."""

from collections.abc import Callable
from dataclasses import dataclass

from handlers.buttons import in_rows
from handlers.desk import Desk
from handlers.understand import value
from handlers.understanding.intents import Intent
from storage import units
from storage.messages import Choice, Reply
from storage.models import Unit

Again = Callable[[int], Intent]
"""The same wish once more, with the unit's id in the place of the words."""


@dataclass(frozen=True, slots=True)
class Named:
    """The unit that is meant and may be seen, or the reply that says why there is none."""

    unit: Unit | None = None
    reply: Reply | None = None


def unit_named(desk: Desk, typed: str, unit_id: int | None, again: Again | None = None) -> Named:
    """The unit behind a button's id or typed words. A unit outside the asker's part of the tree is refused."""
    unit = desk.session.get(Unit, unit_id) if unit_id else None
    found = units.Found(unit) if unit_id else units.find(desk.session, typed)
    if found.sure is None:
        return Named(reply=unit_question(desk, typed, found, again))
    if not may_see_unit(desk, found.sure):
        return Named(reply=Reply(desk.words.text("You have no right to do this.")))
    return Named(found.sure)


def may_see_unit(desk: Desk, unit: Unit) -> bool:
    """Whether a unit, or somebody in a group of units, is the asker's business."""
    members = units.members(desk.session, unit)
    return any(desk.may_see(units.unit_id(member)) for member in members) if members else desk.may_see(units.unit_id(unit))


def unit_question(desk: Desk, asked: str, found: units.Found, again: Again | None = None) -> Reply:
    """Two candidates are asked about, with a button each; none offers the nearest names. Units outside the asker's part are not named."""
    said = desk.words
    candidates = [unit for unit in found.candidates if may_see_unit(desk, unit)]
    nearest = [unit for unit in found.nearest if may_see_unit(desk, unit)]
    if candidates:
        names = "" if again else "\n" + "\n".join(f"• {unit.name}" for unit in candidates)
        return Reply(said.text("Which unit do you mean by “{name}”?", name=asked) + names, _buttons(candidates, again))
    if nearest:
        names = ", ".join(unit.name for unit in nearest)
        return Reply(said.text("There is no unit “{name}”. The nearest names: {names}.", name=asked, names=names), _buttons(nearest, again))
    return Reply(said.text("There is no unit “{name}”.", name=asked))


def _buttons(candidates: list[Unit], again: Again | None) -> tuple[tuple[Choice, ...], ...]:
    if again is None:
        return ()
    return in_rows([Choice(unit.name, value(again(units.unit_id(unit)))) for unit in candidates], 1)

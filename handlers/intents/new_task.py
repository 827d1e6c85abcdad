"""A task by hand: `giao Phòng Nội vụ: rà soát … trước 30/4` makes one task with the care that a letter gets."""

from dataclasses import dataclass
from typing import Any

from directives.deadlines import Deadline, Frame, deadlines
from handlers.desk import Desk
from handlers.intents.acts import actor, receipt
from handlers.intents.unit_asking import unit_named
from handlers.understand import value
from handlers.understanding import intents as i
from handlers.understanding.intents import Intent
from reports.lines import code, deadline
from storage import by_hand, people, units
from storage.messages import Choice, Reply
from storage.models import Unit


@dataclass(frozen=True, slots=True)
class Order:
    """What was ordered, as read: the unit, the work, its deadlines."""

    unit: Unit
    text: str
    deadlines: tuple[Deadline, ...]


def new_task(desk: Desk, intent: i.NewTask) -> list[Reply]:
    """Clear orders are given at once; where the unit or the deadline is a guess, what was understood is shown back first."""
    typed, text = (intent.unit, intent.text) if intent.sure else _split(desk, intent.text)
    if not typed:
        return [Reply(desk.words.text("To which unit? For example: “giao Phòng Nội vụ: rà soát hồ sơ trước 30/4”."))]
    named = unit_named(desk, typed, None)
    if named.unit is None:
        return [named.reply or Reply("")]
    order = _read(desk, named.unit, text)
    clear = intent.sure and len(order.deadlines) == 1 and not order.deadlines[0].warnings and not _is_past(desk, order.deadlines[0])
    return [_given(desk, order)] if clear else [_show_back(desk, order)]


def _split(desk: Desk, both: str) -> tuple[str, str]:
    """Where the unit's name ends and the work begins, by the longest name of the roster that the words begin with."""
    words = both.split()
    for length in range(min(len(words) - 1, 12), 0, -1):
        name = " ".join(words[:length])
        unit = units.named(desk.session, name)
        if unit is not None:
            return unit.name, " ".join(words[length:])
    return "", both


def _read(desk: Desk, unit: Unit, text: str) -> Order:
    today = desk.today
    return Order(unit, text.strip(), tuple(deadlines(text, Frame(today.year, today.month, today.day))))


def _is_past(desk: Desk, one: Deadline) -> bool:
    return one.due_on is not None and one.due_on < desk.today


def _given(desk: Desk, order: Order) -> Reply:
    said = desk.words
    one = order.deadlines[0] if order.deadlines else None
    task, event = by_hand.give(desk.session, order.unit, order.text, one, desk.now, desk.today, actor(desk))
    text = said.text("Recorded {code}: given to {unit}, deadline {day}.", code=code(task), unit=order.unit.name, day=deadline(said, task))
    if people.holders(desk.session, "officer", [units.unit_id(order.unit)]):
        text += " " + said.text("The unit is told in working hours.")
    else:
        text += "\n" + said.text("Nobody of {unit} is linked yet. Use “mời {unit}” to make an invite.", unit=order.unit.name)
    return receipt(desk, f"{text}\n{task.text}", [event])


def _show_back(desk: Desk, order: Order) -> Reply:
    said = desk.words
    lines = [said.text("Did I understand this rightly? Nothing is given out yet."), f"{order.unit.name}: {order.text}"]
    if not order.deadlines:
        lines.append(said.text("No deadline was read; the unit is not reminded of a day."))
    elif len(order.deadlines) > 1:
        lines.append(said.text("Several deadlines were read; the first counts: {day}.", day=_day(desk, order.deadlines[0])))
    else:
        lines.append(said.text("Deadline: {deadline}", deadline=_day(desk, order.deadlines[0])))
    if order.deadlines and _is_past(desk, order.deadlines[0]):
        lines.append(said.text("This day has passed already."))
    choices = ((Choice(said.text("Give out"), value(i.Yes())), Choice(said.text("No"), value(i.No()))),)
    return desk.ask("new_task", "\n".join(lines), choices, to=order.unit.id, work=order.text)


def _day(desk: Desk, one: Deadline) -> str:
    return f"{desk.words.date(one.due_on)} ({one.text})" if one.due_on else one.text


def confirmed(desk: Desk, data: dict[str, Any], intent: Intent) -> list[Reply] | None:
    """What was shown back is given out by a yes."""
    if isinstance(intent, i.No):
        desk.answered()
        return [Reply(desk.words.text("All right, nothing was changed and nothing was sent."))]
    if not isinstance(intent, i.Yes):
        return None
    desk.answered()
    return [_given(desk, _read(desk, desk.session.get_one(Unit, data["to"]), str(data["work"])))]

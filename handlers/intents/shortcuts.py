"""One tap under a red line: the bot drafts the order, a second tap sends it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from handlers.desk import Desk
from handlers.intents import handing, steering, undoing
from handlers.intents.acts import held, open_held, sentence
from handlers.intents.unit_asking import unit_named
from handlers.understand import pressed, value
from handlers.understanding import intents as i
from handlers.understanding.intents import Intent
from reports.lines import task_line
from storage.messages import Choice, Reply
from storage.models import Unit


def nudge(desk: Desk, intent: i.Nudge) -> list[Reply]:
    """Typed, it is done at once; tapped, its message is shown first."""
    if desk.message.choice is None:
        return steering.nudge(desk, intent)
    return _drafted(desk, intent, "nudge")


def praise(desk: Desk, intent: i.Praise) -> list[Reply]:
    """Typed, it is done at once; tapped, its message is shown first."""
    if desk.message.choice is None:
        return steering.praise(desk, intent)
    return _drafted(desk, intent, "praised")


def _drafted(desk: Desk, intent: i.Nudge | i.Praise, write: str) -> list[Reply]:
    """The message as the unit would read it, with a button that sends it."""
    said = desk.words
    lines: list[str] = []
    if intent.task is not None:
        found, reply = open_held(desk, intent.task) if write == "nudge" else held(desk, intent.task)
        if reply is not None or not found:
            return [reply or Reply(said.text("There is no open task to remind of."))]
        names = ", ".join(dict.fromkeys(desk.session.get_one(Unit, duty.assignment.unit_id).name for duty in found))
        lines = [sentence(said, write), *dict.fromkeys(task_line(said, duty, desk.today) for duty in found)]
    else:
        named = unit_named(desk, intent.unit, intent.unit_id)
        if named.unit is None:
            return [named.reply or Reply("")]
        names, lines = named.unit.name, [sentence(said, write)]
    head = said.text("To {units}:", units=names)
    choices = ((Choice(said.text("Send"), value(i.Yes())), Choice(said.text("Don't send"), value(i.No()))),)
    body = "\n".join(lines)
    return [desk.ask("order", f"{head}\n“{body}”", choices, value=value(intent))]


def ordered(desk: Desk, data: dict[str, Any], intent: Intent) -> list[Reply] | None:
    """A drafted order is sent, or an ending confirmed, by a yes; a no leaves everything as it is."""
    if isinstance(intent, i.No):
        desk.answered()
        return [Reply(desk.words.text("All right, nothing was changed and nothing was sent."))]
    if not isinstance(intent, i.Yes):
        return None
    desk.answered()
    order = pressed(str(data["value"]))
    if data.get("reason") and isinstance(order, i.Cancel):
        order = replace(order, reason=str(data["reason"]))
    act = _ACTS.get(type(order))
    return act(desk, order) if act is not None else None


def day_given(desk: Desk, data: dict[str, Any], intent: Intent) -> list[Reply] | None:
    """The day of an extension was asked for: typed, or tapped."""
    if isinstance(intent, i.Extension) and (intent.until or intent.days):
        return steering.extend(desk, i.Extend(data["task"], intent.until, intent.days, intent.reason, intent.was))
    if isinstance(intent, i.Answer | i.Unclear):
        return [Reply(desk.words.text("Please type a day, for example 15/5, or /huy to stop."))]
    return None


_ACTS: dict[type[Intent], Callable[[Desk, Any], list[Reply]]] = {
    i.Nudge: steering.nudge,
    i.Praise: steering.praise,
    i.Cancel: handing.cancelled,
    i.Undo: undoing.confirmed,
}

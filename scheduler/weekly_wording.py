"""The words of the weekly prompt and its one nudge."""

from collections.abc import Sequence
from datetime import date, datetime

from locales import Words
from scheduler.wording import ROOM, Line, Said, fitting, task_line, task_rows
from storage.messages import Choice, bold


def prompt(words: Words, lines: Sequence[Line], cutoff: datetime, today: date, max_text: int, *, nudge: bool) -> Said:
    """All open tasks in one message, answerable task by task or with "no change" for all. `cutoff` is in the office's zone."""
    when = {"time": words.time(cutoff), "day": words.date(cutoff.date())}
    if nudge:
        head = words.text("No report from you yet this week. Please report before {time} on {day}:", **when)
    else:
        head = words.text("Weekly report: please say before {time} on {day} where these tasks stand:", **when)
    same = (Choice(words.text("No change since last week"), "same"),)
    if all(line.detail == "doorbell" for line in lines):
        return Said(bold(head.rstrip(":") + "."), (same, (Choice(words.text("See my tasks"), "mine"),)))
    several = len({line.unit for line in lines}) > 1
    shown = fitting([task_line(words, line, today, with_unit=several) for line in lines], max_text - ROOM)
    parts = [bold(head), *shown]
    if len(shown) < len(lines):
        parts.append(words.plural("and {n} more task", "and {n} more tasks", len(lines) - len(shown)))
    return Said("\n".join(parts), (same, *task_rows(words, [line.duty.task for line in lines])))

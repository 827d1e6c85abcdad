"""On which days before its deadline a duty is reminded of: the task's own days, or else its letter's; now, and as they were."""

from collections.abc import Sequence
from datetime import datetime

from scheduler.plan import Earlier
from storage.models import Directive, Task

Days = tuple[int, ...] | None
"""None = the office's."""


def days_now(task: Task, directive: Directive | None) -> Days:
    """The days that hold now."""
    return _read(task.remind_days) or _read(directive.remind_days if directive is not None else None)


def days_before(task: Task, directive: Directive | None) -> tuple[Earlier, ...]:
    """What held before, oldest first: a stretch ends whenever the task's days or its letter's were changed."""
    own, letters = _stretches(task), _stretches(directive)
    return tuple(
        Earlier(until, _at(until, own, task.remind_days) or _at(until, letters, directive.remind_days if directive is not None else None))
        for until in sorted({one.until for one in (*own, *letters)})
    )


def _stretches(row: Task | Directive | None) -> list[Earlier]:
    kept = row.remind_days_before if row is not None else []
    return [Earlier(datetime.fromisoformat(str(one["until"])), _read(one["days"])) for one in kept]


def _at(until: datetime, stretches: Sequence[Earlier], current: str | None) -> Days:
    """What held just before an instant."""
    return next((one.days for one in stretches if one.until >= until), _read(current))


def _read(text: str | None) -> Days:
    return tuple(int(day) for day in text.split(",")) if text else None

"""What was planned for a unit lately and what became of it: the facts behind "why did they get nothing?"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from storage.models import Assignment, Occurrence, Reminder, Task


@dataclass(frozen=True, slots=True)
class Told:
    """One reminder of a unit's: which task, when, what became of it and why."""

    task: int
    at: datetime
    state: str
    why: str | None


def lately(session: Session, unit_id: int, since: datetime, limit: int) -> Sequence[Told]:
    """The unit's reminders planned since a moment, the newest first."""
    query = (
        select(Task.id, Reminder.planned_at, Reminder.state, Reminder.why)
        .join(Occurrence, col(Occurrence.id) == Reminder.occurrence_id)
        .join(Assignment, col(Assignment.id) == Occurrence.assignment_id)
        .join(Task, col(Task.id) == Assignment.task_id)
        .where(Assignment.unit_id == unit_id, col(Reminder.planned_at) >= since)
        .order_by(col(Reminder.planned_at).desc(), col(Reminder.id).desc())
        .limit(limit)
    )
    return [Told(number or 0, at, state, why) for number, at, state, why in session.exec(query)]

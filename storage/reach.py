"""Who could not be told: units with nobody, and duties that were due to be said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from storage.models import Assignment, Occurrence, Reminder, Task


def units_nobody_was_told(session: Session, planned_before: datetime) -> Sequence[int]:
    """Units with an open duty of which a reminder planned before that instant found nobody to tell."""
    query = (
        select(Assignment.unit_id)
        .join(Occurrence, col(Occurrence.assignment_id) == Assignment.id)
        .join(Reminder, col(Reminder.occurrence_id) == Occurrence.id)
        .where(Reminder.state == "nobody", col(Reminder.planned_at) <= planned_before)
        .where(Occurrence.state == "open", col(Assignment.ended_at).is_(None))
    )
    return session.exec(query.distinct().order_by(col(Assignment.unit_id))).all()


def open_duties(session: Session) -> int:
    """How many occurrences are open."""
    return session.exec(select(func.count(col(Occurrence.id))).where(Occurrence.state == "open")).one()


@dataclass(frozen=True, slots=True)
class NotTold:
    """A reminder that did not arrive: which, of what task, and `why` as a code of `Reminder.why`."""

    reminder: Reminder
    task: Task
    why: str

"""Who could not be told: units with nobody, and duties that were due to be said."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from storage.models import Assignment, Occurrence, Reminder


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

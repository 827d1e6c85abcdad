"""What the weekly cycle asks of the store: who has open work, who has been silent, whose units are whose."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.models import Assignment, Membership, Occurrence, Report, Task


def units_with_open_work(session: Session, after_id: int, limit: int, silent_since: datetime | None = None) -> Sequence[int]:
    """The next units, by id, that lead a duty in force; with `silent_since` only those that have reported nothing since then."""
    query = (
        select(Assignment.unit_id)
        .join(Occurrence, col(Occurrence.assignment_id) == Assignment.id)
        .join(Task, col(Assignment.task_id) == Task.id)
        .where(Occurrence.state == "open", col(Assignment.ended_at).is_(None), Assignment.part == "lead", Task.state == "active")
        .where(col(Assignment.unit_id) > after_id)
    )
    if silent_since is not None:
        query = query.where(col(Assignment.unit_id).not_in(_heard(silent_since)))
    return session.exec(query.distinct().order_by(col(Assignment.unit_id)).limit(limit)).all()


def _heard(since: datetime) -> SelectOfScalar[int]:
    return (
        select(Assignment.unit_id)
        .join(Occurrence, col(Occurrence.assignment_id) == Assignment.id)
        .join(Report, col(Report.occurrence_id) == Occurrence.id)
        .where(col(Report.at) >= since, col(Report.undone_at).is_(None))
    )


def units_heard(session: Session, since: datetime) -> set[int]:
    """The units that have reported since then."""
    return set(session.exec(_heard(since).distinct()))


def officer_units(session: Session, person_id: int) -> set[int]:
    """The units that a person answers for as an officer."""
    query = select(Membership.unit_id).where(
        Membership.person_id == person_id, Membership.role == "officer", col(Membership.until_at).is_(None)
    )
    return {unit_id for unit_id in session.exec(query) if unit_id is not None}

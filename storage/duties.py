"""Duties: who holds a task, its due occurrences, and every change of deadline or state that restarts the ladder of reminders."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from storage import events
from storage.models import Assignment, Event, Occurrence, Task


@dataclass(frozen=True, slots=True)
class Duty:
    """An occurrence with what it belongs to."""

    occurrence: Occurrence
    assignment: Assignment
    task: Task


def assign(session: Session, task: Task, unit_id: int, part: str, now: datetime, today: date) -> Assignment:
    """Gives a task to a unit as "lead" or "support" and makes its occurrence; those of a recurring duty are the beat's work.

    A unit that holds it already keeps what it has.
    """
    held = session.exec(
        select(Assignment).where(Assignment.task_id == task.id, Assignment.unit_id == unit_id, col(Assignment.ended_at).is_(None))
    ).first()
    if held is not None:
        return held
    assignment = Assignment(task_id=task.id or 0, unit_id=unit_id, part=part, given_at=now)
    session.add(assignment)
    session.flush()
    if task.rrule:
        assignment.next_occurrence_on = today
    else:
        add_occurrence(session, assignment, task, "", task.due_on, now)
    session.flush()
    return assignment


def add_occurrence(session: Session, assignment: Assignment, task: Task, period: str, due_on: date | None, now: datetime) -> Occurrence:
    """One more occurrence of an assignment, to be planned at the next beat."""
    row = new_occurrence(assignment, task, period, due_on, now)
    session.add(row)
    return row


def new_occurrence(assignment: Assignment, task: Task, period: str, due_on: date | None, began_at: datetime) -> Occurrence:
    """An occurrence whose ladder begins at an instant, not stored yet."""
    return Occurrence(
        assignment_id=assignment.id or 0,
        period=period,
        original_due_on=due_on,
        due_on=due_on,
        due_time=task.due_time,
        next_reminder_at=began_at,
        given_at=began_at,
        since_at=began_at,
    )


def duty(session: Session, occurrence_id: int) -> Duty | None:
    """An occurrence by its id, with its assignment and task."""
    row = session.exec(
        select(Occurrence, Assignment, Task)
        .join(Assignment, col(Occurrence.assignment_id) == Assignment.id)
        .join(Task, col(Assignment.task_id) == Task.id)
        .where(Occurrence.id == occurrence_id)
    ).first()
    return Duty(*row) if row else None


def of_task(session: Session, task_id: int, unit_ids: set[int] | None = None) -> list[Duty]:
    """A task's occurrences with living assignments, whatever their state, cancelled ones left out; nearest deadline first."""
    query = (
        select(Occurrence, Assignment, Task)
        .join(Assignment, col(Occurrence.assignment_id) == Assignment.id)
        .join(Task, col(Assignment.task_id) == Task.id)
        .where(Task.id == task_id, col(Assignment.ended_at).is_(None), col(Occurrence.state) != "cancelled")
        .order_by(col(Occurrence.due_on).nulls_last(), col(Occurrence.id))
    )
    if unit_ids is not None:
        query = query.where(col(Assignment.unit_id).in_(unit_ids))
    return [Duty(*row) for row in session.exec(query)]


def open_duties(
    session: Session,
    *,
    unit_ids: set[int] | None = None,
    task_id: int | None = None,
    part: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[Duty]:
    """Open occurrences of living assignments in force, nearest deadline first, those without a deadline last."""
    query = (
        select(Occurrence, Assignment, Task)
        .join(Assignment, col(Occurrence.assignment_id) == Assignment.id)
        .join(Task, col(Assignment.task_id) == Task.id)
        .where(*_is_open(unit_ids))
        .order_by(col(Occurrence.due_on).nulls_last(), col(Task.id), col(Occurrence.id))
    )
    if task_id is not None:
        query = query.where(Task.id == task_id)
    if part is not None:
        query = query.where(Assignment.part == part)
    return [Duty(*row) for row in session.exec(query.limit(limit).offset(offset))]


def count_open(session: Session, unit_ids: set[int]) -> int:
    """How many `open_duties` some units have."""
    query = (
        select(func.count(col(Occurrence.id)))
        .join(Assignment, col(Occurrence.assignment_id) == Assignment.id)
        .join(Task, col(Assignment.task_id) == Task.id)
        .where(*_is_open(unit_ids))
    )
    return session.exec(query).one()


def _is_open(unit_ids: set[int] | None) -> list[ColumnElement[bool]]:
    """What makes an occurrence an open duty in force, of certain units or of any."""
    living = [col(Assignment.ended_at).is_(None), col(Task.state) == "active"]
    if unit_ids is None:
        return [col(Occurrence.state) == "open", *living]
    # Hidden from the indexes: a unit holds little, and SQLite would walk through all that is open anywhere instead.
    return [func.coalesce(col(Occurrence.state), "") == "open", *living, col(Assignment.unit_id).in_(unit_ids)]


def move_deadline(
    session: Session, duty: Duty, due_on: date | None, now: datetime, *, person_id: int | None, inbox_id: int | None, why: str
) -> Event:
    """Gives an occurrence a new deadline; None = none. Returns the trail's row.

    1. The original deadline stays as it was. 2. The version rises, so that what the old one had planned is dead.
    3. The planner looks again at once. 4. The trail keeps both days.
    """
    row = duty.occurrence
    before = {"due_on": row.due_on.isoformat() if row.due_on else None, "version": row.deadline_version}
    row.due_on = due_on
    row.deadline_version += 1
    row.since_at = row.next_reminder_at = now
    session.add(row)
    return events.record(
        session,
        "deadline_moved",
        now,
        person_id=person_id,
        inbox_id=inbox_id,
        unit_id=duty.assignment.unit_id,
        directive_id=duty.task.directive_id,
        task_id=duty.task.id,
        occurrence_id=row.id,
        before=before,
        after={"due_on": due_on.isoformat() if due_on else None, "version": row.deadline_version},
        note=why,
    )


def end_assignment(session: Session, assignment: Assignment, now: datetime) -> list[int]:
    """Takes a task away from a unit: its open occurrences are cancelled and planned no further. Returns their ids, for `give_back`."""
    assignment.ended_at, assignment.next_occurrence_on = now, None
    session.add(assignment)
    ended = []
    for row in session.exec(select(Occurrence).where(Occurrence.assignment_id == assignment.id, Occurrence.state == "open")):
        row.state, row.next_reminder_at = "cancelled", now
        session.add(row)
        ended.append(row.id or 0)
    return ended


def give_back(session: Session, assignment: Assignment, occurrence_ids: Iterable[int], now: datetime, today: date) -> bool:
    """Undoes `end_assignment`: the unit holds the task again as it did. False where it was given the task anew meanwhile."""
    again = select(Assignment.id).where(
        Assignment.task_id == assignment.task_id, Assignment.unit_id == assignment.unit_id, col(Assignment.ended_at).is_(None)
    )
    task = session.get_one(Task, assignment.task_id)
    if session.exec(again).first() is not None:
        return False
    assignment.ended_at, assignment.next_occurrence_on = None, today if task.rrule else None
    session.add(assignment)
    for row in session.exec(select(Occurrence).where(col(Occurrence.id).in_(list(occurrence_ids)))):
        row.state, row.next_reminder_at = "open", now
        session.add(row)
    session.flush()
    return True


def last_done(session: Session, unit_id: int) -> Duty | None:
    """What a unit finished last as its lead; None where it has finished nothing."""
    query = (
        select(Occurrence, Assignment, Task)
        .join(Assignment, col(Occurrence.assignment_id) == Assignment.id)
        .join(Task, col(Assignment.task_id) == Task.id)
        .where(Occurrence.state == "done", Assignment.unit_id == unit_id, Assignment.part == "lead", col(Assignment.ended_at).is_(None))
        .order_by(col(Occurrence.last_report_at).desc(), col(Occurrence.id).desc())
    )
    row = session.exec(query).first()
    return Duty(*row) if row else None


def ever_held(session: Session, task_id: int) -> set[int]:
    """The units that hold a task or once did."""
    return set(session.exec(select(Assignment.unit_id).where(Assignment.task_id == task_id)))


def holding_units(session: Session) -> set[int]:
    """Every unit that holds a task now."""
    return set(session.exec(select(Assignment.unit_id).where(col(Assignment.ended_at).is_(None)).distinct()))

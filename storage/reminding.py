"""On which days before a deadline a task or a letter in force is reminded of: changed for what lies ahead, and taken back."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select, update

from storage import events
from storage.models import Assignment, Directive, Event, Occurrence, Reminder, Task
from storage.steering import Actor

SET = "remind_days_set"


def set_days(session: Session, row: Task | Directive, days: str | None, now: datetime, actor: Actor) -> Event:
    """Gives a task, or all those of a letter that have none of their own, other days of reminding; None = the letter's or the office's.

    1. What held before is kept with the row, so that the ladder knows which days held when. 2. The planner looks again at once and drops
    what only the old days had planned. 3. The trail keeps both.
    """
    before = row.remind_days
    row.remind_days_before = [*row.remind_days_before, {"until": now.isoformat(), "days": before}]
    row.remind_days = days
    _look_again(session, row, now)
    return events.record(
        session,
        SET,
        now,
        person_id=actor.person_id,
        inbox_id=actor.inbox_id,
        directive_id=row.directive_id if isinstance(row, Task) else row.id,
        task_id=row.id if isinstance(row, Task) else None,
        before={"remind_days": before},
        after={"remind_days": days},
    )


def take_back(session: Session, event: Event, now: datetime) -> bool:
    """The days of before hold again. False where they were changed once more since.

    As if nothing had been changed where nothing came of it yet; else from now on, for what has been said was said.
    """
    row: Task | Directive | None = session.get(Task, event.task_id) if event.task_id else session.get(Directive, event.directive_id)
    if row is None or not row.remind_days_before or datetime.fromisoformat(str(row.remind_days_before[-1]["until"])) != event.at:
        return False
    kept = row.remind_days_before[:-1]
    if _anything_came_of_it(session, row, event.at):
        kept = [*row.remind_days_before, {"until": now.isoformat(), "days": row.remind_days}]
    row.remind_days_before, row.remind_days = kept, event.before["remind_days"]
    _look_again(session, row, now)
    return True


def holders(session: Session, row: Task | Directive) -> set[int]:
    """The units that hold a task, or any task of a letter."""
    query = select(Assignment.unit_id).where(col(Assignment.task_id).in_(_task_ids(session, row)), col(Assignment.ended_at).is_(None))
    return set(session.exec(query.distinct()))


def tasks_with_own_days(session: Session, letter: Directive) -> list[int]:
    """The tasks of a letter in force whose own days win over the letter's."""
    query = select(Task.id).where(Task.directive_id == letter.id, Task.state == "active", col(Task.remind_days).is_not(None))
    return [number or 0 for number in session.exec(query.order_by(col(Task.id)))]


def _task_ids(session: Session, row: Task | Directive) -> Collection[int | None]:
    if isinstance(row, Task):
        return [row.id]
    return session.exec(select(Task.id).where(Task.directive_id == row.id, Task.state == "active")).all()


def _look_again(session: Session, row: Task | Directive, now: datetime) -> None:
    session.add(row)
    session.flush()
    held = select(Assignment.id).where(col(Assignment.task_id).in_(_task_ids(session, row)))
    still_open = (col(Occurrence.state) == "open") & col(Occurrence.assignment_id).in_(held)
    session.exec(update(Occurrence).where(still_open).values(next_reminder_at=now))


def _anything_came_of_it(session: Session, row: Task | Directive, since: datetime) -> bool:
    """Whether the planner has said or dropped a reminder for the days that have held since."""
    query = (
        select(Reminder.id)
        .join(Occurrence, col(Reminder.occurrence_id) == Occurrence.id)
        .join(Assignment, col(Occurrence.assignment_id) == Assignment.id)
        .where(col(Assignment.task_id).in_(_task_ids(session, row)), Reminder.decided_at >= since)
        .where((col(Reminder.planned_at) >= since) | (Reminder.state == "obsolete"))
    )
    return session.exec(query.limit(1)).first() is not None

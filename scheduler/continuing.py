"""Occurrences of recurring duties: always one ahead of today."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from scheduler.owed import ladder_began_at, starts_on
from scheduler.recurrence import next_occurrence, occurrences
from scheduler.rules import Rules
from storage import events, reminders
from storage.duties import add_occurrence
from storage.models import Assignment, Task

BATCH = 500
DAY = timedelta(days=1)


def continue_duties(session: Session, now: datetime, rules: Rules) -> bool:
    """Makes the occurrences that are due to be made, in the caller's transaction; True where more are left for another call.

    Of those that fell due while the service stood still only the newest is made: nobody was told of the others, and the trail says so.
    """
    found = reminders.to_continue(session, rules.day(now), BATCH)
    for assignment, task in found:
        _continue(session, assignment, task, now, rules)
    session.flush()
    return len(found) == BATCH


def _continue(session: Session, assignment: Assignment, task: Task, now: datetime, rules: Rules) -> None:
    today = rules.day(now)
    made_until = (assignment.next_occurrence_on or today) - DAY
    try:
        wanted, following = _wanted(task, made_until, today, rules)
    except ValueError as error:
        assignment.next_occurrence_on = None
        events.record(session, "rule_unreadable", now, task_id=task.id, unit_id=assignment.unit_id, note=str(error))
        return
    missed = [due_on for due_on in wanted if due_on < today]
    if len(missed) > 1:
        skipped = [due_on.isoformat() for due_on in missed[:-1]]
        events.record(session, "occurrences_skipped", now, task_id=task.id, unit_id=assignment.unit_id, after={"due_on": skipped})
    known = reminders.periods(session, assignment.id or 0)
    for due_on in [*missed[-1:], *([following] if following else [])]:
        if due_on.isoformat() not in known:
            row = add_occurrence(session, assignment, task, due_on.isoformat(), due_on, now)
            row.since_at = ladder_began_at(assignment, task, due_on, rules)
    assignment.next_occurrence_on = following + DAY if following else None
    session.add(assignment)


def _wanted(task: Task, made_until: date, today: date, rules: Rules) -> tuple[list[date], date | None]:
    rule, starts = task.rrule or "", starts_on(task, rules)
    missed = occurrences(rule, starts, made_until, today - DAY, rules.days)
    return missed, next_occurrence(rule, starts, max(made_until, today - DAY), rules.days)

"""From stored rows to the planner's plain duty."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache

from scheduler import plan
from scheduler.own_days import days_before, days_now
from scheduler.recurrence import next_occurrence, previous_occurrence
from scheduler.rules import Rules
from storage.duties import Duty
from storage.models import Assignment, Directive, Event, Task


def owed(duty: Duty, rules: Rules, directive: Directive | None = None) -> plan.Duty:
    """The duty as the planner sees it: its own reminder days or its directive's win over the office's."""
    row, assignment, task = duty.occurrence, duty.assignment, duty.task
    period_days, ends_at = _period(duty, row.due_on, rules)
    return plan.Duty(
        since=row.since_at,
        due_on=row.due_on,
        due_time=row.due_time,
        lead=assignment.part == "lead",
        given=row.deadline_version == 1 and row.since_at == assignment.given_at,
        open=row.state == "open" and assignment.ended_at is None and task.state == "active",
        closed_at=_closed_at(duty),
        answered_at=row.last_report_at,
        remind_days=days_now(task, directive),
        days_before=days_before(task, directive),
        period_days=period_days,
        ends_at=ends_at,
        code=f"#{task.id}",
    )


def _closed_at(duty: Duty) -> datetime | None:
    """When the duty ended: with the report that it was done, or as it was taken away."""
    if duty.occurrence.state == "done":
        return duty.occurrence.last_report_at
    return duty.assignment.ended_at


def starts_on(task: Task, rules: Rules) -> date:
    """From which day on a recurring duty is counted."""
    return task.starts_on or rules.day(task.created_at)


def _period(duty: Duty, due_on: date | None, rules: Rules) -> tuple[int | None, datetime | None]:
    """For an occurrence of a recurring duty: how many days it has, and when the next one takes over (never, if moved past that)."""
    row = duty.occurrence
    if not duty.task.rrule or not row.period or due_on is None:
        return None, None
    first_due = date.fromisoformat(row.period)
    following = _next(duty.task.rrule, starts_on(duty.task, rules), first_due, rules)
    if following is None:
        return None, None
    ends_at = plan.deadline_at(following, row.due_time, rules)
    moved_past = plan.deadline_at(due_on, row.due_time, rules) >= ends_at
    return (following - first_due).days, None if moved_past else ends_at


@lru_cache(maxsize=10_000)
def _next(rule: str, starts: date, after: date, rules: Rules) -> date | None:
    return next_occurrence(rule, starts, after, rules.days)


@lru_cache(maxsize=10_000)
def _previous(rule: str, starts: date, before: date, rules: Rules) -> date | None:
    return previous_occurrence(rule, starts, before, rules.days)


def ladder_began_at(assignment: Assignment, task: Task, due_on: date, rules: Rules) -> datetime:
    """When the ladder of an occurrence begins: as the one before it falls due, for the first one as the duty was given."""
    before = _previous(task.rrule or "", starts_on(task, rules), due_on, rules)
    if before is None:
        return assignment.given_at
    return max(assignment.given_at, plan.deadline_at(before, task.due_time, rules))


def older_versions(duty: Duty, owing: plan.Duty, moves: Sequence[Event], rules: Rules) -> Iterator[tuple[int, plan.Duty]]:
    """The duty under each deadline that it had before, oldest first; each planned nothing after it was moved."""
    if not moves:
        return
    since = duty.occurrence.given_at
    if duty.task.rrule and duty.occurrence.period:
        since = ladder_began_at(duty.assignment, duty.task, date.fromisoformat(duty.occurrence.period), rules)
    for move in moves:
        due_on = date.fromisoformat(move.before["due_on"]) if move.before["due_on"] else None
        period_days, ends_at = _period(duty, due_on, rules)
        given = since == duty.assignment.given_at
        older = replace(owing, since=since, due_on=due_on, given=given, closed_at=move.at, period_days=period_days, ends_at=ends_at)
        yield move.before["version"], older
        since = move.at

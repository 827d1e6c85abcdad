"""From stored rows, and rows that will be, to what the look ahead plays: duties to watch, and the other messages of a week."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from functools import partial

from sqlmodel import Session

from scheduler import plan
from scheduler.ahead import Extra, Watched
from scheduler.owed import ladder_began_at, starts_on
from scheduler.received import has_asked_on, unasked
from scheduler.recurrence import occurrences
from scheduler.rules import Rules
from scheduler.slots import next_working_moment
from scheduler.table import OWN_ACT, Table
from scheduler.week import cycle
from scheduler.workdays import is_working_day, next_working_day
from storage import reminders, weeks
from storage.duties import Duty, new_occurrence
from storage.models import Assignment, Task

AHEAD = timedelta(days=14)
EVERY = 1_000_000
WEEK = timedelta(days=7)
WEEKLY = "weekly"


def to_come(session: Session, assignment: Assignment, task: Task, start: datetime, end: datetime, rules: Rules) -> Iterator[Duty]:
    """The occurrences of a recurring duty that the beat makes from `start` on and that may be reminded of by `end`."""
    today = rules.day(start)
    made_until = (assignment.next_occurrence_on or today) - timedelta(days=1)
    dates = occurrences(task.rrule or "", starts_on(task, rules), made_until, rules.day(end) + AHEAD, rules.days)
    missed = [due_on for due_on in dates if due_on < today]
    known = reminders.periods(session, assignment.id or 0)
    for due_on in dates[max(len(missed) - 1, 0) :]:
        if due_on.isoformat() not in known:
            row = new_occurrence(assignment, task, due_on.isoformat(), due_on, ladder_began_at(assignment, task, due_on, rules))
            row.next_reminder_at = _made_at(row.since_at, rules) if row.since_at > assignment.given_at else row.since_at
            yield Duty(row, assignment, task)


def _made_at(began_at: datetime, rules: Rules) -> datetime:
    """An occurrence is made on the day after the one before it fell due, whatever its hour."""
    return rules.instant(rules.day(began_at - timedelta(microseconds=1)) + timedelta(days=1), time.min)


def at_once(assignment: Assignment, task: Task) -> Duty:
    """The only occurrence of a plain duty as it is given."""
    return Duty(new_occurrence(assignment, task, "", task.due_on, assignment.given_at), assignment, task)


def watched(table: Table, number: int, duty: Duty, owing: plan.Duty, end: datetime) -> Watched:
    """A duty with what is undecided of its ladder up to `end`."""
    row = duty.occurrence
    rows = table.rows.get(row.id or 0, ()) if row.id is not None else ()
    decided = {(old.stage, old.serial) for old in rows if old.deadline_version == row.deadline_version and old.state != "put_off"}
    pending = [planned for planned in plan.stages(owing, table.rules, end) if planned.key not in decided] if owing.open else []
    look_at = row.next_reminder_at
    if look_at is not None:
        look_at = next_working_moment(max(look_at, table.now, *(one.at for one in pending[:1])), table.rules)
    return Watched(number, owing, pending, look_at if pending else None, partial(_told, table, duty))


def _told(table: Table, duty: Duty, planned: plan.Planned) -> list[str] | None:
    told, why = table.told(duty, planned)
    return None if why == OWN_ACT else [to.key for to in told]


def week_messages(table: Table, duties: Sequence[Duty], start: datetime, end: datetime) -> Iterator[Extra]:
    """The prompts, and the nudges to units that have not reported by `start`; a person in several units gets one of each."""
    rules, day = table.rules, table.rules.day(start)
    silent = weeks.units_with_open_work(table.session, 0, EVERY, rules.instant(day - timedelta(days=day.weekday()), time.min))
    reported = {duty.assignment.unit_id for duty in duties if duty.occurrence.id is not None} - set(silent)
    while day - timedelta(days=day.weekday()) <= rules.day(end):
        week = cycle(day, rules)
        if week is not None and start <= week.prompt_at <= end:
            held = [number for number, duty in enumerate(duties) if duty.occurrence.since_at <= week.prompt_at]
            for to, numbers in _by_person(table, duties, held).items():
                yield Extra(week.prompt_at, to, WEEKLY, tuple(numbers), week.cutoff_at)
        if week is not None and start <= week.nudge_at <= end:
            held = [
                n for n, duty in enumerate(duties) if duty.occurrence.since_at <= week.nudge_at and duty.assignment.unit_id not in reported
            ]
            yield from (Extra(week.nudge_at, to, until=week.cutoff_at) for to in _by_person(table, duties, held))
        day, reported = day + WEEK, set()


def _by_person(table: Table, duties: Sequence[Duty], numbers: Iterable[int]) -> dict[str, list[int]]:
    """Of some duties those that a unit leads, by who is told."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number in numbers:
        assignment = duties[number].assignment
        for to in table.officers.get(assignment.unit_id, ()) if assignment.part == "lead" else ():
            found[to.key].append(number)
    return dict(found)


def receipt_questions(table: Table, duties: Sequence[Duty], start: datetime) -> list[Extra]:
    """The question whether new duties were received, one a person and morning."""
    rules, today = table.rules, table.rules.day(start)
    if has_asked_on(table.session, today):
        start = rules.instant(next_working_day(today, rules.days), rules.remind_at)
    waiting = [duty for duty in duties if duty.assignment.part == "lead" and duty.assignment.received_at is None]
    asked: set[tuple[datetime, str]] = set()
    for duty in unasked(table.session, waiting):
        given_on = rules.day(duty.assignment.given_at)
        worked = given_on if is_working_day(given_on, rules.days) else next_working_day(given_on, rules.days)
        day = next_working_day(worked, rules.days)
        at = next_working_moment(max(rules.instant(day, rules.remind_at), start), rules)
        asked |= {(at, to.key) for to in table.officers.get(duty.assignment.unit_id, ())}
    return [Extra(at, to) for at, to in sorted(asked)]

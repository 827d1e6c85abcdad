"""From stored rows, and rows that will be, to what the look ahead plays: duties to watch, and the other messages of a week."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import partial

from sqlmodel import Session

from scheduler import plan
from scheduler.ahead import Extra, Watched
from scheduler.digest import preview_readers
from scheduler.morning import has_spoken_on
from scheduler.owed import ladder_began_at, starts_on
from scheduler.received import has_asked_on, unasked
from scheduler.recipients import Recipient, of_people, of_units
from scheduler.recurrence import occurrences
from scheduler.rules import Rules
from scheduler.slots import next_working_moment
from scheduler.table import OWN_ACT, Table
from scheduler.week import cycle, week_name
from scheduler.weekly import Step, steps
from scheduler.workdays import is_working_day, next_working_day
from storage import digests, people, reminders, weeks
from storage.duties import Duty, new_occurrence
from storage.models import Assignment, Task

NUDGE = "nudge"
RECEIVED = "received"
AHEAD = timedelta(days=14)
EVERY = 1_000_000
WEEK = timedelta(days=7)
WEEKLY = "weekly"


_LEFT_OUT: dict[str, tuple[str, ...]] = {"preview": (), "put_off": ("digest",), "due": ("preview", "digest"), "sent": ("preview", "digest")}
"""By the state of a week's digest."""


@dataclass(frozen=True, slots=True)
class Readers:
    """Who gets the week's reports: units that have `reported` since Monday their own, the readers `of` "preview" and "digest" all of it.

    `left_out` are the steps, by name and week, that have been taken already or wait for somebody to say so.
    """

    reported: set[int]
    summaries: list[Recipient]
    of: dict[str, list[Recipient]]
    left_out: set[tuple[str, str]]

    def everyone(self) -> list[Recipient]:
        """All of them."""
        return [*self.summaries, *(to for told in self.of.values() for to in told)]


def readers(session: Session, now: datetime, rules: Rules) -> Readers:
    """Those of the week that holds `now`, and of the weeks to come if nothing changes."""
    today = rules.day(now)
    reported = weeks.units_heard(session, rules.instant(today - timedelta(days=today.weekday()), time.min))
    told = {to.key: to for people_told in of_units(session, reported).values() for to in people_told}
    known = digests.week_named(session, week_name(today))
    return Readers(
        reported,
        list(told.values()),
        {"preview": of_people(session, preview_readers(session)), "digest": of_people(session, people.holders(session, "leader"))},
        {(name, known.week) for name in _LEFT_OUT[known.state]} if known is not None else set(),
    )


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


def watched(table: Table, number: int, duty: Duty, owing: plan.Duty, end: datetime, raised: Collection[int] = ()) -> Watched:
    """A duty with what is undecided of its ladder up to `end`. `raised` are units of which the coordinators know that nobody is linked."""
    row = duty.occurrence
    rows = table.rows.get(row.id or 0, ()) if row.id is not None else ()
    decided = {(old.stage, old.serial) for old in rows if old.deadline_version == row.deadline_version and old.state != "put_off"}
    pending = [planned for planned in plan.stages(owing, table.rules, end) if planned.key not in decided] if owing.open else []
    look_at = row.next_reminder_at
    if look_at is not None:
        look_at = next_working_moment(max(look_at, table.now, *(one.at for one in pending[:1])), table.rules)
    unit_id = duty.assignment.unit_id
    silent = unit_id not in table.officers and unit_id not in raised and owing.open
    return Watched(
        number,
        owing,
        pending,
        look_at if pending else None,
        partial(_told, table, duty),
        unit_id,
        tuple(to.key for to in table.watchers(unit_id)) if silent else (),
        min((old.planned_at for old in rows if old.state == "nobody"), default=None),
    )


def _told(table: Table, duty: Duty, planned: plan.Planned) -> list[str] | None:
    told, why = table.told(duty, planned)
    return None if why == OWN_ACT else [to.key for to in told]


def week_messages(table: Table, duties: Sequence[Duty], readers: Readers, start: datetime, end: datetime) -> Iterator[Extra]:
    """The steps of the weeks: prompts, nudges to units that have not reported by `start`, and the reports; one of each to a person."""
    this_week = week_name(table.rules.day(start))
    for step in _steps(start, end, table.rules):
        reported = readers.reported if step.week.week == this_week else set()
        held = [n for n, duty in enumerate(duties) if duty.occurrence.since_at <= step.at]
        if step.name == "prompt":
            told = _by_person(table, duties, held)
            yield from (Extra(step.at, to, WEEKLY, tuple(numbers), step.week.cutoff_at) for to, numbers in told.items())
        elif step.name == "nudge":
            told = _by_person(table, duties, [n for n in held if duties[n].assignment.unit_id not in reported])
            yield from (Extra(step.at, to, NUDGE, tuple(numbers), step.week.cutoff_at) for to, numbers in told.items())
        elif step.name == "summary":
            yield from (Extra(step.at, to.key, "summary") for to in readers.summaries if reported)
        elif (step.name, step.week.week) not in readers.left_out:
            yield from (Extra(step.at, to.key, step.name, free=True) for to in readers.of[step.name])


def _steps(start: datetime, end: datetime, rules: Rules) -> Iterator[Step]:
    """The steps that fall due from `start` on and by `end`, each at its working moment."""
    day = rules.day(start)
    while day - timedelta(days=day.weekday()) <= rules.day(end):
        week = cycle(day, rules)
        for step in steps(week, rules) if week is not None else ():
            at = next_working_moment(step.at, rules)
            if start <= at <= end and at < step.until:
                yield replace(step, at=at)
        day += WEEK


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
    waiting = {id(duty) for duty in unasked(table.session, [duty for duty in duties if duty.assignment.received_at is None])}
    asked: defaultdict[tuple[datetime, str], list[int]] = defaultdict(list)
    for number, duty in enumerate(duties):
        if duty.assignment.part == "lead" and id(duty) in waiting:
            given_on = rules.day(duty.assignment.given_at)
            worked = given_on if is_working_day(given_on, rules.days) else next_working_day(given_on, rules.days)
            day = next_working_day(worked, rules.days)
            at = next_working_moment(max(rules.instant(day, rules.remind_at), start), rules)
            for to in table.officers.get(duty.assignment.unit_id, ()):
                asked[at, to.key].append(number)
    return [Extra(at, to, RECEIVED, tuple(numbers)) for (at, to), numbers in sorted(asked.items())]


def mornings_from(table: Table) -> datetime:
    """When the coordinators' morning word can be said next: this morning, or now, where it has not been said today."""
    rules, today = table.rules, table.rules.day(table.now)
    if has_spoken_on(table.session, today):
        return rules.instant(next_working_day(today, rules.days), rules.remind_at)
    return next_working_moment(max(table.now, rules.instant(today, rules.remind_at)), rules)

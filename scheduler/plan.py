"""Which reminders a duty gets and when: the ladder from its deadline, what is due now, what has gone stale. Pure."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import count, takewhile
from typing import Literal

from scheduler.rules import Rules
from scheduler.slots import is_working_moment, slot
from scheduler.workdays import add_working_days, next_working_day, previous_working_day

FIRST, OVERDUE, ESCALATION = "first", "overdue", "escalation"
Audience = Literal["unit", "coordinator"]
StageKey = tuple[str, int]

# A recurring duty is reminded only within this part of its period: a weekly one 1 day before, not 7 and 3.
PERIOD_SHARE = 3


@dataclass(frozen=True, slots=True)
class Earlier:
    """Other days of reminding, which held up to and including an instant; None = the office's."""

    until: datetime
    days: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Duty:
    """What one unit owes by one deadline: a task's assignment, or one occurrence of a recurring one, in its current version.

    `since` is when this ladder began: the task was given, the deadline moved, the occurrence before it fell due. `given` is whether
    the unit still has to be told of the task itself (its first ladder). `due_on` is the last day on time; None for an order without
    a deadline. Nothing is planned after `closed_at`, when a duty that is not open any more ended. `answered_at` is the last report.
    `remind_days` overrides the office's; `days_before` are the days that held before these, oldest first. `period_days` is how long a
    recurring duty has between two deadlines, and `ends_at` when the next one takes over.
    """

    since: datetime
    due_on: date | None
    due_time: time | None = None
    lead: bool = True
    given: bool = True
    open: bool = True
    closed_at: datetime | None = None
    answered_at: datetime | None = None
    remind_days: tuple[int, ...] | None = None
    days_before: tuple[Earlier, ...] = ()
    period_days: int | None = None
    ends_at: datetime | None = None
    code: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """One reminder of a ladder. `serial` counts repeated overdue chasers from 1 and is 0 for all other stages."""

    at: datetime
    stage: str
    serial: int = 0
    audience: Audience = "unit"

    @property
    def key(self) -> StageKey:
        """What tells this reminder from the others of the same ladder."""
        return self.stage, self.serial


@dataclass(frozen=True, slots=True)
class Dropped:
    """A reminder that will never go out. `why` is "superseded", "days_changed", "stale", "answered" or "closed"."""

    planned: Planned
    why: str


@dataclass(frozen=True, slots=True)
class Due:
    """What one look at a duty decides: at most one reminder for the unit, one for the coordinator, and what is dropped."""

    unit: Planned | None = None
    coordinator: Planned | None = None
    dropped: tuple[Dropped, ...] = ()


def deadline_at(due_on: date, due_time: time | None, rules: Rules) -> datetime:
    """The first instant at which the work is late: the hour named, else the end of the day in the office's zone."""
    if due_time is not None:
        return rules.instant(due_on, due_time)
    return rules.instant(due_on + timedelta(days=1), time.min)


def is_overdue(duty: Duty, now: datetime, rules: Rules) -> bool:
    """Whether an open duty's deadline has passed; never at any hour of its last day unless an hour is named."""
    return duty.open and duty.due_on is not None and now >= deadline_at(duty.due_on, duty.due_time, rules)


def stages(duty: Duty, rules: Rules, until: datetime) -> list[Planned]:
    """The ladder as planned, in order, up to and including `until`. The duty's answers do not change it."""
    return list(takewhile(lambda planned: planned.at <= until, ladder(duty, rules)))


def next_reminder_at(duty: Duty, decided: Collection[StageKey], rules: Rules) -> Planned | None:
    """The earliest reminder not decided yet, which may lie in the past; None when there is nothing left to decide.

    Of a closed duty that is only something up to its end, which lies ahead when a clock that ran fast at that moment was set back.
    """
    if not duty.open and duty.closed_at is None:
        return None
    return next((planned for planned in ladder(duty, rules) if planned.key not in decided), None)


def due_stage(duty: Duty, decided: Collection[StageKey], now: datetime, rules: Rules) -> Due:
    """What to do at `now` about the undecided reminders whose time has come: the newest goes out, older ones are dropped."""
    return newest(duty, [planned for planned in stages(duty, rules, now) if planned.key not in decided], now, rules)


def newest(duty: Duty, pending: Sequence[Planned], now: datetime, rules: Rules) -> Due:
    """The same of reminders known to be undecided and due, in order of time."""
    unit: Planned | None = None
    coordinator: Planned | None = None
    dropped: list[Dropped] = []
    for planned in reversed(pending):
        why = why_not(duty, planned, now, rules)
        if why is None and planned.audience == "coordinator":
            coordinator = planned
        elif why is None and unit is None:
            unit = planned
        else:
            dropped.append(Dropped(planned, why or "superseded"))
    return Due(unit, coordinator, tuple(reversed(dropped)))


def why_not(duty: Duty, planned: Planned, now: datetime, rules: Rules) -> str | None:
    """Why a planned reminder must not go out at `now`, or None if it may. Asked again at the last step before the wire."""
    if not duty.open:
        return "closed"
    if duty.ends_at is not None and now >= duty.ends_at:
        return "superseded"
    if planned.audience == "coordinator":
        return None
    if planned.stage.isdigit() and int(planned.stage) not in _remind_days(duty, rules):
        return "days_changed"
    if planned.stage not in (FIRST, OVERDUE) and is_overdue(duty, now, rules):
        return "stale"
    if duty.answered_at is not None and rules.day(duty.answered_at) >= rules.day(planned.at):
        return "answered"
    return None


def ladder(duty: Duty, rules: Rules) -> Iterator[Planned]:
    """Every reminder of the duty in order of time; without end while a lead's duty is open and has a deadline and no `ends_at`."""
    if duty.closed_at is None:
        return _whole_ladder(duty, rules)
    closed_at = duty.closed_at
    return takewhile(lambda planned: planned.at <= closed_at, _whole_ladder(duty, rules))


def _whole_ladder(duty: Duty, rules: Rules) -> Iterator[Planned]:
    given_at = slot(duty.since, duty.since, rules) if duty.given else None
    if given_at is not None:
        yield Planned(given_at, FIRST)
    if duty.due_on is None:
        return
    yield from _before(duty, duty.due_on, given_at, rules)
    if duty.lead:
        chasers = _overdue(duty.due_on, given_at or duty.since, rules)
        yield from takewhile(lambda planned: duty.ends_at is None or planned.at < duty.ends_at, chasers)


def _before(duty: Duty, due_on: date, given_at: datetime | None, rules: Rules) -> Iterator[Planned]:
    """The reminders before the deadline and on its day, each by the days that held at its hour: what is past is nobody's to catch up."""
    ended: datetime | None = None
    for earlier in duty.days_before:
        then = _by_day(replace(duty, remind_days=earlier.days), due_on, given_at, rules)
        yield from (planned for planned in then if (ended is None or planned.at > ended) and planned.at <= earlier.until)
        ended = earlier.until
    yield from (planned for planned in _by_day(duty, due_on, given_at, rules) if ended is None or planned.at > ended)


def _by_day(duty: Duty, due_on: date, given_at: datetime | None, rules: Rules) -> Iterable[Planned]:
    """Those of one choice of days, after the ladder began and at most one a day: the nearest to the deadline."""
    begun = duty.since if given_at is None else given_at
    by_day: dict[date, Planned] = {}
    for days in sorted(_remind_days(duty, rules), reverse=True):
        at = _stage_at(due_on, duty.due_time, days, begun, rules)
        told_that_day = given_at is not None and rules.day(at) <= rules.day(given_at)
        if at >= duty.since and not told_that_day and at < deadline_at(due_on, duty.due_time, rules):
            by_day[rules.day(at)] = Planned(at, str(days))
    return sorted(by_day.values(), key=lambda planned: planned.at)


def _remind_days(duty: Duty, rules: Rules) -> set[int]:
    if duty.remind_days is not None:
        wanted = set(duty.remind_days)
    else:
        wanted = {days for days in rules.remind_days if duty.period_days is None or days * PERIOD_SHARE <= duty.period_days}
    return wanted if duty.lead else set(sorted(wanted)[:1])


def _stage_at(due_on: date, due_time: time | None, days: int, begun: datetime, rules: Rules) -> datetime:
    """When the reminder `days` before the deadline goes out; on the deadline's own day before its hour."""
    wanted = rules.instant(due_on - timedelta(days=days), rules.remind_at)
    at = slot(wanted, begun, rules) if wanted >= begun else wanted
    late = deadline_at(due_on, due_time, rules)
    if at < late or days > 0:
        return at
    opening = rules.instant(due_on, rules.works_from)
    if opening < late and is_working_moment(opening, rules):
        return opening
    return rules.instant(previous_working_day(due_on, rules.days), rules.remind_at)


def _overdue(due_on: date, begun: datetime, rules: Rules) -> Iterator[Planned]:
    """On the first working day that is late the coordinator hears of it; the unit then and every so many working days after."""
    first = next_working_day(max(due_on, rules.day(begun)), rules.days)
    mornings = _chasing(first, rules)
    yield Planned(mornings[0][1], ESCALATION, audience="coordinator")
    for serial in count(1):
        while len(mornings) < serial:
            day = add_working_days(mornings[-1][0], rules.overdue_every, rules.days)
            mornings.append((day, _morning(day, rules)))
        yield Planned(mornings[serial - 1][1], OVERDUE, serial)


@lru_cache(maxsize=5_000)
def _chasing(first: date, rules: Rules) -> list[tuple[date, datetime]]:
    """The mornings of the chasers that begin on a day, as many as anybody has asked for: thousands of duties share them."""
    return [(first, _morning(first, rules))]


def _morning(day: date, rules: Rules) -> datetime:
    wanted = rules.instant(day, rules.remind_at)
    return slot(wanted, wanted, rules)

"""Which instant a message may start at: never in quiet hours, never on a day off."""

from datetime import UTC, date, datetime

from scheduler.rules import Rules
from scheduler.workdays import is_working_day, next_working_day, previous_working_day


def is_working_moment(at: datetime, rules: Rules) -> bool:
    """Whether a message may start at that aware instant."""
    local = rules.local(at)
    return is_working_day(local.date(), rules.days) and not rules.is_quiet(local.time())


def next_working_moment(at: datetime, rules: Rules) -> datetime:
    """That instant itself if a message may start at it, else the next one that may, in UTC."""
    if is_working_moment(at, rules):
        return at
    day = rules.day(at)
    if is_working_day(day, rules.days):
        quiet_ends = rules.instant(day, rules.quiet_to)
        if quiet_ends > at:
            return quiet_ends
    return opening(next_working_day(day, rules.days), rules)


def opening(day: date, rules: Rules) -> datetime:
    """The first instant of a working day at which a message may start."""
    return rules.instant(day, rules.quiet_to if rules.is_quiet(rules.works_from) else rules.works_from)


def next_days_opening(at: datetime, rules: Rules) -> datetime:
    """The first instant at which a message may start on the working day after that of `at`."""
    return opening(next_working_day(rules.day(at), rules.days), rules)


def slot(wanted: datetime, not_before: datetime, rules: Rules) -> datetime:
    """When a message wanted at that instant goes out, never before `not_before`; both aware, result in UTC.

    What falls on a day off goes out at the same hour of the working day before it, if that still lies ahead, else at the next
    working moment; what falls in quiet hours waits for their end.
    """
    day = rules.day(wanted)
    if not is_working_day(day, rules.days):
        hour = rules.local(wanted).time()
        before = previous_working_day(day, rules.days)
        earlier = opening(before, rules) if rules.is_quiet(hour) else rules.instant(before, hour)
        if earlier >= not_before:
            return earlier
    return next_working_moment(max(wanted, not_before), rules).astimezone(UTC)

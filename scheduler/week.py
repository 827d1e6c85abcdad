"""The hours of the weekly cycle: prompt, nudge, cut-off, digest. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from scheduler.rules import Rules, WeekTime
from scheduler.workdays import is_working_day, previous_working_day

NUDGE_BEFORE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Cycle:
    """One week's instants in UTC. `week` is its ISO name ("2024-W13"), `monday` its first day."""

    week: str
    monday: date
    prompt_at: datetime
    nudge_at: datetime
    cutoff_at: datetime
    digest_at: datetime


def week_name(day: date) -> str:
    """The ISO week that holds the day: "2024-W13"."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def cycle(day: date, rules: Rules) -> Cycle | None:
    """The cycle of the week that holds the office's date; None where all its days are off.

    When the cut-off's day is off, the whole cycle moves to the last working day before it in that week and keeps its hours and
    its distance in working days.
    """
    monday = day - timedelta(days=day.weekday())
    last = _last_worked(monday, max(rules.weekly_cutoff.weekday, rules.digest_at.weekday), rules)
    if last is None:
        return None
    cutoff_at = _moment(rules.weekly_cutoff, last, rules)
    return Cycle(
        week=week_name(monday),
        monday=monday,
        prompt_at=_moment(rules.weekly_prompt, last, rules),
        nudge_at=_nudge(cutoff_at, rules),
        cutoff_at=cutoff_at,
        digest_at=_moment(rules.digest_at, last, rules),
    )


def _nudge(cutoff_at: datetime, rules: Rules) -> datetime:
    """An hour before the cut-off, after the morning's reminders, but not before the quiet hours end that morning."""
    wanted = cutoff_at - NUDGE_BEFORE
    return rules.instant(rules.day(cutoff_at), rules.quiet_to) if rules.is_quiet(rules.local(wanted).time()) else wanted


def _last_worked(monday: date, weekday: int, rules: Rules) -> date | None:
    days = [monday + timedelta(days=n) for n in range(weekday, -1, -1)]
    return next((day for day in days if is_working_day(day, rules.days)), None)


def _moment(wanted: WeekTime, last: date, rules: Rules) -> datetime:
    """The hour on its own weekday or, counted back in working days from the last one, on the day that takes its place."""
    steps = max(rules.weekly_cutoff.weekday, rules.digest_at.weekday) - wanted.weekday
    day = last
    for _ in range(steps):
        day = previous_working_day(day, rules.days)
    return rules.instant(day, wanted.at)

"""Deadlines as an iCalendar file that phones keep up to date: stable ids, a sequence that follows the deadline's version."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Calendar, Event, vRecur

from locales import Words, words
from reports.facts import TaskLine
from reports.letter import printable
from reports.phrases import state_name

DEADLINE_LASTS = timedelta(minutes=30)
"""A deadline with an hour is drawn as the half hour before it."""


def calendar(
    tasks: Iterable[TaskLine],
    as_of: datetime,
    name: str,
    *,
    language: str = "vi",
    zone: str = "Asia/Ho_Chi_Minh",
    host: str = "tien-do",
) -> bytes:
    """The .ics of some tasks: a unit's, or all. `host` keeps the ids of two offices apart; `as_of` is aware.

    A deadline by the day is an all-day event on the last day on time; recurring duties carry a rule; tasks without a day are left out.
    """
    said, office = words(language), ZoneInfo(zone)
    whole = Calendar()
    whole.add("prodid", "-//Tien Do//VI")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add("x-wr-calname", " ".join(printable(name).split()))  # the library escapes no line ends of x- properties
    whole.add("x-wr-timezone", zone)
    for task in tasks:
        if (event := _event(said, task, as_of, office, host)) is not None:
            whole.add_component(event)
    whole.add_missing_timezones()
    return bytes(whole.to_ical())


def _event(said: Words, task: TaskLine, as_of: datetime, office: ZoneInfo, host: str) -> Event | None:
    first = _first_day(task, as_of.astimezone(office).date())
    if first is None:
        return None
    event = Event()
    event.add("uid", f"{task.key}@{host}")
    event.add("sequence", task.deadline_version - 1)
    event.add("dtstamp", as_of.astimezone(UTC))
    event.add("summary", printable(_summary(said, task)))
    event.add("description", printable(_description(said, task)))
    event.add("transp", "TRANSPARENT")
    event.add("categories", [state_name(said, task.state)])
    _add_times(event, first, task.due_time, office)
    if task.rrule:
        event.add("rrule", vRecur.from_ical(_rule(task.rrule)))
    return event


def _add_times(event: Event, day: date, at: time | None, office: ZoneInfo) -> None:
    if at is None:
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        return
    end = datetime.combine(day, at, office)
    event.add("dtstart", end - DEADLINE_LASTS)
    event.add("dtend", end)


def _first_day(task: TaskLine, today: date) -> date | None:
    """The day of the event; of a recurring duty the first one, counted from its start so that the file doesn't change every week."""
    if not task.rrule:
        return task.due_on
    start = datetime.combine(task.starts_on or task.due_on or today, time())
    found = rrulestr(_rule(task.rrule), dtstart=start).after(start, inc=True)
    return found.date() if found else None


def _rule(rule: str) -> str:
    """The rule for calendars: the 29th to 31st of every month also falls in shorter months, on their last day."""
    parts = dict(part.split("=", 1) for part in rule.removeprefix("RRULE:").split(";") if "=" in part)
    days = sorted(int(day) for day in parts.get("BYMONTHDAY", "").split(",") if day)
    if parts.get("FREQ") == "MONTHLY" and days and days[0] > 0 and days[-1] > 28:
        common = [day for day in days if day <= 28]
        parts["BYMONTHDAY"] = ",".join(map(str, sorted({*common, *range(28, days[-1] + 1)})))
        parts["BYSETPOS"] = ",".join(map(str, [*range(1, len(common) + 1), -1]))
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _summary(said: Words, task: TaskLine) -> str:
    # a recurring duty is one event for all its days: one day's "done" says nothing of the next
    mark = "✓ " if task.state in ("done_on_time", "done_late") and not task.rrule else ""
    return mark + said.text("{code} {unit}: {text}", code=task.code, unit=task.unit, text=task.text)


def _description(said: Words, task: TaskLine) -> str:
    lines = [said.text("State: {state}", state=state_name(said, task.state))]
    if task.deadline_text:
        lines.append(said.text("Deadline as printed: “{words}”", words=task.deadline_text))
    if task.original_due_on and task.original_due_on != task.due_on:
        lines.append(said.text("Original last day: {day}", day=said.date(task.original_due_on)))
    if task.directive:
        lines.append(said.text("Directive: {directive}, clause {ref}", directive=task.directive, ref=task.ref or "–"))
    return "\n".join(lines)

"""The dates of a recurring duty, from the RFC 5545 rules that the reader writes."""

from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrulestr

from scheduler.workdays import SHIPPED, DayTable, is_working_day

SHORTEST_MONTH = 28
DATE_DIGITS = 8
MONTHS = 12
ALL_MONTHS = ",".join(str(month) for month in range(1, MONTHS + 1))

# "By the end of the period" where the letter names no day: Friday, the month's last day, 31 December.
PERIOD_ENDS = {
    "WEEKLY": {"BYDAY": "FR"},
    "MONTHLY": {"BYMONTHDAY": "-1"},
    "YEARLY": {"BYMONTH": "12", "BYMONTHDAY": "-1"},
}


def occurrences(rule: str, starts_on: date, after: date, until: date, days: DayTable = SHIPPED) -> list[date]:
    """The due dates later than `after` and not later than `until`, in order, none before `starts_on`.

    A day of the month that a month lacks falls to its last day. Daily duties fall on working days only.
    Raises ValueError on a rule that is none.
    """
    parts = _completed(_parts(rule))
    first = max(starts_on, after + timedelta(days=1))
    found = {day for single in _one_day_each(parts) for day in _dates(single, starts_on, first, until)}
    if parts.get("FREQ") == "DAILY":
        found = {day for day in found if is_working_day(day, days)}
    return sorted(found)


def next_occurrence(rule: str, starts_on: date, after: date, days: DayTable = SHIPPED) -> date | None:
    """The first due date later than `after`, or None where the rule has ended (looks four years ahead)."""
    for horizon_days in (40, 400, 1500):
        if found := occurrences(rule, starts_on, after, after + timedelta(days=horizon_days), days):
            return found[0]
    return None


def previous_occurrence(rule: str, starts_on: date, before: date, days: DayTable = SHIPPED) -> date | None:
    """The last due date earlier than `before`, or None for the first one."""
    for horizon_days in (40, 400, 1500):
        if found := occurrences(rule, starts_on, before - timedelta(days=horizon_days), before - timedelta(days=1), days):
            return found[-1]
    return None


def _parts(rule: str) -> dict[str, str]:
    text = rule.upper().removeprefix("RRULE:")
    pairs = [part.partition("=") for part in text.split(";") if part]
    parts = {name: value for name, sign, value in pairs if sign}
    if parts.get("FREQ") not in {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"} or int(parts.get("INTERVAL", "1")) < 1:
        raise ValueError(f"not a rule of recurrence: {rule!r}")
    if "UNTIL" in parts:
        parts["UNTIL"] = parts["UNTIL"][:DATE_DIGITS]  # its day is meant, whatever hour and zone stand behind it
    return parts


def _completed(parts: dict[str, str]) -> dict[str, str]:
    """The rule with its day: a bare FREQ means by the end of the period, periods of months being those of the calendar."""
    if {"BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"} & parts.keys():
        return parts
    interval = int(parts.get("INTERVAL", "1"))
    if parts["FREQ"] == "MONTHLY" and interval > 1 and MONTHS % interval == 0 and "BYMONTH" not in parts:
        ends = ",".join(str(month) for month in range(interval, MONTHS + 1, interval))
        kept = {name: value for name, value in parts.items() if name != "INTERVAL"}
        return {**kept, "BYMONTH": ends, "BYMONTHDAY": "-1"}
    return {**PERIOD_ENDS.get(parts["FREQ"], {}), **parts}


def _one_day_each(parts: dict[str, str]) -> list[dict[str, str]]:
    """The rule split by day of the month (and by month within a year), so that a month too short for the day can give its last."""
    monthly_days = parts.get("BYMONTHDAY")
    if monthly_days is None or "BYSETPOS" in parts:
        return [parts]
    months: list[dict[str, str]] = [{}]
    if parts["FREQ"] == "YEARLY":
        months = [{"BYMONTH": month} for month in parts.get("BYMONTH", ALL_MONTHS).split(",")]
    return [{**parts, **month, **_clamped(int(day))} for month in months for day in monthly_days.split(",")]


def _clamped(day: int) -> dict[str, str]:
    if day <= SHORTEST_MONTH:
        return {"BYMONTHDAY": str(day)}
    return {"BYMONTHDAY": ",".join(str(d) for d in range(SHORTEST_MONTH, day + 1)), "BYSETPOS": "-1"}


def _dates(parts: dict[str, str], starts_on: date, first: date, last: date) -> list[date]:
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    rule = rrulestr(text, dtstart=datetime.combine(_phase(parts, starts_on), time.min))
    moments = rule.between(datetime.combine(first, time.min), datetime.combine(last, time.min), inc=True)
    return [moment.date() for moment in moments]


def _phase(parts: dict[str, str], starts_on: date) -> date:
    """Where counting begins: the period that holds the start, so that "every second month" counts months, not days."""
    if parts["FREQ"] == "WEEKLY":
        return starts_on - timedelta(days=starts_on.weekday())
    if parts["FREQ"] == "MONTHLY":
        return starts_on.replace(day=1)
    if parts["FREQ"] == "YEARLY":
        return starts_on.replace(month=1, day=1)
    return starts_on

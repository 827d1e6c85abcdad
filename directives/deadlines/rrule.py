"""Recurrence rules of RFC 5545, written from what a phrase says."""

from collections.abc import Iterable
from dataclasses import dataclass

from directives.deadlines.words import WEEK

QUARTER_ENDS = (3, 6, 9, 12)
_FREQUENCIES = {"ngày": ("DAILY", 1), "tuần": ("WEEKLY", 1), "tháng": ("MONTHLY", 1), "quý": ("MONTHLY", 3), "năm": ("YEARLY", 1)}


@dataclass(frozen=True, slots=True)
class Cycle:
    """A recurring duty in the text."""

    start: int
    end: int
    rrule: str
    warnings: tuple[str, ...] = ()


def every(unit: str, count: int = 1) -> str:
    """Every so many days, weeks, months, quarters or years; a count of 0 is half of one."""
    if count < 1:
        return {"tháng": "FREQ=WEEKLY;INTERVAL=2", "năm": "FREQ=MONTHLY;INTERVAL=6"}.get(unit, every(unit))
    frequency, factor = _FREQUENCIES[unit]
    interval = factor * count
    if frequency == "MONTHLY" and interval % 12 == 0:
        frequency, interval = "YEARLY", interval // 12
    elif frequency == "DAILY" and interval % 7 == 0:
        frequency, interval = "WEEKLY", interval // 7
    return f"FREQ={frequency}" + (f";INTERVAL={interval}" if interval > 1 else "")


def times_per(unit: str, count: int) -> str:
    """So many times in each; evenly spread over months where a year divides, else as often as the unit turns."""
    if unit == "năm" and count > 1 and 12 % count == 0:
        return every("tháng", 12 // count)
    return every("tháng") if unit == "quý" and count == 3 else every(unit)


def weekly(days: Iterable[str], *, before: bool) -> str:
    """On these weekdays; with "trước" on the days before them."""
    shifted = [WEEK[WEEK.index(day) - 1] if before else day for day in days]
    return "FREQ=WEEKLY;BYDAY=" + ",".join(dict.fromkeys(shifted))


def monthly(days: Iterable[int], months: Iterable[int] = (), *, before: bool = False) -> str:
    """On these days of the month (-1 is its last), of these months or of all; with "trước" on the days before them."""
    days, months = sorted(set(days), key=lambda day: day % 32), list(months)
    if before:
        if days[0] == 1:
            months = sorted((month - 2) % 12 + 1 for month in months)
        days = [-1 if day == 1 else day - 1 for day in days]
    by_month = f";BYMONTH={_join(months)}" if months else ""
    return f"FREQ=MONTHLY{by_month};BYMONTHDAY={_join(days)}"


def yearly(months: Iterable[int], day: int) -> str:
    """On this day of these months, every year."""
    return f"FREQ=YEARLY;BYMONTH={_join(sorted(set(months)))};BYMONTHDAY={day}"


def frequency(rrule: str) -> tuple[str, str]:
    """What makes two rules turn equally often: named last months of quarters are every three months."""
    parts = dict(part.split("=", 1) for part in rrule.split(";"))
    months = parts.get("BYMONTH", "").count(",") + 1
    if parts["FREQ"] == "MONTHLY" and "BYMONTH" in parts:
        return ("YEARLY", "1") if months == 1 else ("MONTHLY", str(12 // months))
    if parts["FREQ"] == "YEARLY" and months > 1:
        return "MONTHLY", str(12 // months)
    return parts["FREQ"], parts.get("INTERVAL", "1")


def _join(numbers: Iterable[int]) -> str:
    return ",".join(map(str, numbers))

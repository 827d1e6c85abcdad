"""The stretch of days that a phrase names, and the arithmetic of the calendar behind it."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from directives.deadlines.model import AMBIGUOUS, IMPOSSIBLE, Frame

# A letter orders ahead: a month this far behind the issue date, printed without a year, is next year's.
MONTHS_BEHIND = 4


@dataclass(frozen=True, slots=True)
class Moment:
    """A day or period in the text; `first` and `last` are included, None where the words name no day of the calendar.

    `upto` is the last day still on time after "trước": the day before `first`, except where the words already mean an end
    ("trước cuối năm"). `dated` is False where the year was not printed.
    """

    start: int
    end: int
    kind: str
    first: date | None = None
    last: date | None = None
    upto: date | None = None
    dated: bool = True
    warnings: tuple[str, ...] = ()

    def due_on(self, before: bool) -> date | None:
        """The last day still on time."""
        return self.upto if before else self.last


def stretch(start: int, end: int, kind: str, first: date, last: date, *, dated: bool = True) -> Moment:
    """A moment of known days."""
    return Moment(start, end, kind, first, last, previous(first), dated)


def unknown(start: int, end: int, kind: str) -> Moment:
    """A moment whose day the letter does not say."""
    return Moment(start, end, kind, dated=False, warnings=(AMBIGUOUS,))


def ends_there(moment: Moment) -> Moment:
    """The same moment where "trước" does not exclude it: before the end of a period is until its end."""
    return replace(moment, upto=moment.last)


def previous(day: date) -> date | None:
    """The day before; None before the calendar's first."""
    return day - timedelta(days=1) if day > date.min else None


def days_later(day: date, days: int) -> date:
    """The day so many days on, no later than the calendar's last."""
    return day + timedelta(days=min(days, (date.max - day).days))


def month_end(year: int, month: int) -> date:
    """The month's last day."""
    return date(year, month, monthrange(year, month)[1])


def in_calendar(year: int, month: int, day: int) -> tuple[date, tuple[str, ...]]:
    """The day, moved back to its month's last if the calendar lacks it (31/11), with the warning."""
    last = month_end(year, month)
    return (last, (IMPOSSIBLE,)) if day > last.day else (date(year, month, max(day, 1)), ())


def full_year(printed: str) -> int:
    """A year of two or four figures."""
    year = int(printed)
    return year if year >= 100 else 2000 + year


def year_of(frame: Frame, month: int) -> int | None:
    """The year that a month printed without one belongs to."""
    if frame.plan_year is not None:
        return frame.plan_year
    if frame.year is None:
        return None
    behind = (frame.month or 1) - month
    return frame.year + 1 if behind >= MONTHS_BEHIND else frame.year


def later_month(year: int, month: int, by: int) -> tuple[int, int]:
    """The month that lies `by` months on."""
    count = year * 12 + month - 1 + by
    return count // 12, count % 12 + 1

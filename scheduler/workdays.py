"""Working days of a Vietnamese office: weekends, public holidays with the lunar ones, and days exchanged by government notice."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path

SATURDAY = 5
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayTable:
    """Days that differ from the ordinary calendar: `working` although weekend or holiday, `off` although neither."""

    working: frozenset[date] = frozenset()
    off: frozenset[date] = frozenset()

    def extended(self, other: "DayTable") -> "DayTable":
        """Both tables in one; where they contradict each other the other one wins."""
        return DayTable((self.working - other.off) | other.working, (self.off - other.working) | other.off)


def read_days(text: str) -> DayTable:
    """The table in a TOML text with lists of dates named `working` and `off`. Raises ValueError with a sentence on anything else."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"the table of working days cannot be read: {error}") from error
    if unknown := set(values) - {"working", "off"}:
        raise ValueError(f"the table of working days has the unknown entry {sorted(unknown)[0]!r}; it may hold 'working' and 'off'")
    return DayTable(_dates(values, "working"), _dates(values, "off"))


def _dates(values: dict[str, object], name: str) -> frozenset[date]:
    days = values.get(name, [])
    if not isinstance(days, list) or any(type(day) is not date for day in days):
        raise ValueError(f"'{name}' in the table of working days must be a list of dates like 2024-05-04")
    return frozenset(days)


SHIPPED = read_days((Path(__file__).parent / "workdays.toml").read_text("utf-8"))


@cache
def public_holidays(year: int) -> frozenset[date]:
    """Vietnam's public holidays of a year with their substitute days, as the `holidays` package knows them."""
    import holidays  # 40 ms that `tiendo --help` need not wait for

    return frozenset(holidays.country_holidays("VN", years=year))


@lru_cache(maxsize=20_000)
def is_working_day(day: date, days: DayTable = SHIPPED) -> bool:
    """Whether the office works on that day. The table wins over the weekend and over the public holidays."""
    if day in days.working:
        return True
    return day.weekday() < SATURDAY and day not in days.off and day not in public_holidays(day.year)


def next_working_day(day: date, days: DayTable = SHIPPED) -> date:
    """The first working day after `day`."""
    return add_working_days(day, 1, days)


def previous_working_day(day: date, days: DayTable = SHIPPED) -> date:
    """The last working day before `day`."""
    return add_working_days(day, -1, days)


def add_working_days(day: date, count: int, days: DayTable = SHIPPED) -> date:
    """The `count`-th working day after `day`, or before it where `count` is negative; `day` itself for 0, worked or not."""
    step = DAY if count > 0 else -DAY
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day, days):
            day += step
    return day

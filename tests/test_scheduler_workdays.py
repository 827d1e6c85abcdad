"""Working days and slots: Vietnam's official calendars of 2024 to 2027, days exchanged, quiet hours."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.rules import Rules
from scheduler.slots import is_working_moment, slot
from scheduler.workdays import DayTable, add_working_days, is_working_day, next_working_day, previous_working_day, read_days

RULES = Rules()
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")

# Monday to Friday free by the yearly notices (2024 to 2026) and by the Labour Code (2027: not announced when this was written).
FREE_WEEKDAYS = {
    2024: "1/1 8/2 9/2 12/2 13/2 14/2 18/4 29/4 30/4 1/5 2/9 3/9",
    2025: "1/1 27/1 28/1 29/1 30/1 31/1 7/4 30/4 1/5 2/5 1/9 2/9",
    2026: "1/1 2/1 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 31/8 1/9 2/9 24/11",
    2027: "1/1 4/2 5/2 8/2 9/2 10/2 16/4 30/4 3/5 2/9 3/9 24/11",
}
WORKED_SATURDAYS = {2024: "4/5", 2025: "26/4", 2026: "10/1 22/8", 2027: ""}

moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds must be naive
days = st.dates(date(2024, 1, 1), date(2028, 1, 1))


def at(text: str) -> datetime:
    """The office's "2024-04-26 08:00" as an aware instant."""
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


@pytest.mark.parametrize("year", FREE_WEEKDAYS)
def test_the_official_free_weekdays_and_no_others(year: int) -> None:
    """From Monday to Friday the office is closed on exactly the days that the official calendar names."""
    every = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    free = [f"{day.day}/{day.month}" for day in every if day.weekday() < 5 and not is_working_day(day)]
    assert " ".join(free) == FREE_WEEKDAYS[year]


@pytest.mark.parametrize("year", WORKED_SATURDAYS)
def test_the_official_worked_saturdays_and_no_others(year: int) -> None:
    """At weekends the office works on exactly the make-up days of the yearly notices."""
    every = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    worked = [f"{day.day}/{day.month}" for day in every if day.year == year and day.weekday() >= 5 and is_working_day(day)]
    assert " ".join(worked) == WORKED_SATURDAYS[year]


def test_counting_over_tet() -> None:
    """The working day after 7/2/2024 is 15/2, and the one before 15/2 is 7/2."""
    assert next_working_day(date(2024, 2, 7)) == date(2024, 2, 15)
    assert previous_working_day(date(2024, 2, 15)) == date(2024, 2, 7)


def test_counting_nothing_stays() -> None:
    """Zero working days after a Sunday is that Sunday."""
    assert add_working_days(date(2024, 3, 24), 0) == date(2024, 3, 24)


def test_the_operator_adds_days() -> None:
    """An office's own table closes a Monday and opens a Sunday; the shipped table stays in force beside it."""
    own = Rules().days.extended(read_days("off = [2024-03-25]\nworking = [2024-03-24]"))
    assert not is_working_day(date(2024, 3, 25), own)
    assert is_working_day(date(2024, 3, 24), own)
    assert is_working_day(date(2024, 5, 4), own)


def test_the_operator_takes_back_a_shipped_day() -> None:
    """A make-up Saturday that the office's own table calls off is off."""
    own = Rules().days.extended(DayTable(off=frozenset({date(2024, 5, 4)})))
    assert not is_working_day(date(2024, 5, 4), own)


@pytest.mark.parametrize("text", ["working = 3", "off = [1]", "worked = []", "off = [", "off = [2024-03-25T08:00:00]"])
def test_a_bad_table_is_refused(text: str) -> None:
    """A table with another form is refused with a sentence that names it."""
    with pytest.raises(ValueError, match="table of working days"):
        read_days(text)


SLOTS = [
    # wanted, not before, goes out
    ("2024-04-22 08:00", "2024-04-01 08:00", "2024-04-22 08:00"),  # a Monday
    ("2024-04-28 08:00", "2024-04-01 08:00", "2024-04-26 08:00"),  # Sunday → Friday before
    ("2024-04-28 08:00", "2024-04-27 09:00", "2024-05-02 07:30"),  # Friday is past → after the long weekend
    ("2024-02-12 08:00", "2024-01-01 08:00", "2024-02-07 08:00"),  # Tết → the last day before it
    ("2024-09-03 08:00", "2024-08-01 08:00", "2024-08-30 08:00"),  # the second day of 2/9
    ("2024-05-04 08:00", "2024-04-01 08:00", "2024-05-04 08:00"),  # a Saturday that is worked
    ("2024-03-26 06:00", "2024-03-01 08:00", "2024-03-26 07:30"),  # quiet hours end
    ("2024-03-26 19:00", "2024-03-01 08:00", "2024-03-27 07:30"),  # quiet hours have begun
    ("2024-03-29 21:00", "2024-03-01 08:00", "2024-04-01 07:30"),  # Friday evening → Monday
    ("2024-03-24 23:00", "2024-03-01 08:00", "2024-03-22 07:30"),  # Sunday night → Friday, in decent hours
    ("2024-03-26 08:00", "2024-03-26 10:15", "2024-03-26 10:15"),  # late, still today
    ("2023-12-31 08:00", "2023-12-01 08:00", "2023-12-29 08:00"),  # 31 December on a Sunday
    ("2025-01-01 08:00", "2024-12-01 08:00", "2024-12-31 08:00"),  # New Year → 31 December
]


@pytest.mark.parametrize(("wanted", "not_before", "goes_out"), SLOTS)
def test_slots(wanted: str, not_before: str, goes_out: str) -> None:
    """What falls on a day off goes out on the working day before if that lies ahead, else at the next working moment."""
    assert slot(at(wanted), at(not_before), RULES) == at(goes_out)


def test_no_quiet_hours() -> None:
    """With quiet hours from 00:00 to 00:00 a message may start at night, though never on a day off."""
    rules = Rules(quiet_from=time(0), quiet_to=time(0))
    assert slot(at("2024-03-26 02:00"), at("2024-03-01 08:00"), rules) == at("2024-03-26 02:00")
    assert not is_working_moment(at("2024-03-24 10:00"), rules)


def test_quiet_hours_at_noon() -> None:
    """Quiet hours that do not cross midnight hold a message until they end."""
    rules = Rules(quiet_from=time(11, 30), quiet_to=time(13, 30))
    assert slot(at("2024-03-26 12:00"), at("2024-03-01 08:00"), rules) == at("2024-03-26 13:30")


@given(moments, moments)
def test_nothing_outside_working_time(wanted: datetime, not_before: datetime) -> None:
    """Whatever is wanted, a slot lies in working time and never before it may."""
    goes_out = slot(wanted, not_before, RULES)
    assert is_working_moment(goes_out, RULES)
    assert goes_out >= not_before
    assert goes_out.tzinfo is UTC


@given(days, st.integers(1, 30))
def test_counting_there_and_back(day: date, count: int) -> None:
    """From a working day, as many working days forwards and back again is the same day."""
    start = next_working_day(day)
    assert add_working_days(add_working_days(start, count), -count) == start
    assert add_working_days(start, count) > start

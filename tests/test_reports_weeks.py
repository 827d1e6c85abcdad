"""Which ISO week a day lies in, at the ends of years and half-years."""

from datetime import date, timedelta

import pytest
from hypothesis import given

from reports.weeks import iso_week, week_number, week_of, week_year
from tests.report_weeks import days


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2024, 3, 29), "2024-W13"),
        (date(2024, 12, 29), "2024-W52"),
        (date(2024, 12, 30), "2025-W01"),
        (date(2026, 12, 31), "2026-W53"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
        (date(2023, 1, 1), "2022-W52"),
        (date(2024, 6, 30), "2024-W26"),
        (date(2024, 7, 1), "2024-W27"),
    ],
)
def test_week_takes_the_year_that_holds_its_thursday(day: date, week: str) -> None:
    """A day's week is named with the week's year, not the day's."""
    assert iso_week(day) == week


@given(days)
def test_week_runs_from_monday_to_sunday(day: date) -> None:
    """The day lies between a Monday and the Sunday six days later, and both are in its week."""
    first, last = week_of(day)
    assert (first.weekday(), last - first, first <= day <= last) == (0, timedelta(days=6), True)
    assert iso_week(first) == iso_week(last) == iso_week(day)


def test_week_name_gives_number_and_year_back() -> None:
    """The last week of 2026 is number 53 of 2026 though it ends in 2027."""
    assert (week_number("2026-W53"), week_year("2026-W53")) == (53, 2026)

"""The due dates of recurring duties in the reader's forms."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.recurrence import next_occurrence, occurrences, previous_occurrence

# rule, starts on, until, due dates
GOLDEN = [
    ("FREQ=WEEKLY;BYDAY=FR", "2024-03-18", "2024-04-12", "22/3 29/3 5/4 12/4"),
    ("FREQ=WEEKLY", "2024-03-18", "2024-04-05", "22/3 29/3 5/4"),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "2024-03-20", "2024-04-20", "22/3 5/4 19/4"),
    ("FREQ=WEEKLY;BYDAY=MO,TH", "2024-03-20", "2024-03-31", "21/3 25/3 28/3"),
    ("FREQ=MONTHLY;BYMONTHDAY=29", "2024-01-10", "2024-04-30", "29/1 29/2 29/3 29/4"),
    ("FREQ=MONTHLY;BYMONTHDAY=29", "2025-01-10", "2025-03-31", "29/1 28/2 29/3"),
    ("FREQ=MONTHLY;BYMONTHDAY=31", "2024-03-01", "2024-06-30", "31/3 30/4 31/5 30/6"),
    ("FREQ=MONTHLY;BYMONTHDAY=15,30", "2025-01-20", "2025-03-31", "30/1 15/2 28/2 15/3 30/3"),
    ("FREQ=MONTHLY;BYMONTHDAY=15,-1", "2025-01-20", "2025-03-31", "31/1 15/2 28/2 15/3 31/3"),
    ("FREQ=MONTHLY;BYMONTHDAY=-1", "2024-01-20", "2024-03-31", "31/1 29/2 31/3"),
    ("FREQ=MONTHLY", "2025-01-20", "2025-04-30", "31/1 28/2 31/3 30/4"),
    ("FREQ=MONTHLY;INTERVAL=2", "2024-03-28", "2024-12-31", "30/4 30/6 31/8 31/10 31/12"),
    ("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=25", "2024-03-10", "2024-08-01", "25/3 25/5 25/7"),
    ("FREQ=MONTHLY;INTERVAL=3", "2024-02-10", "2024-12-31", "31/3 30/6 30/9 31/12"),
    ("FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=28", "2024-03-29", "2025-03-31", "28/6 28/9 28/12 28/3"),
    ("FREQ=DAILY", "2024-04-26", "2024-05-04", "26/4 2/5 3/5 4/5"),
    ("FREQ=YEARLY", "2024-03-01", "2025-12-31", "31/12 31/12"),
    ("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=30", "2024-01-01", "2024-12-31", "30/6 30/12"),
    ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2024-01-01", "2025-12-31", "29/2 28/2"),
    ("RRULE:FREQ=MONTHLY;BYMONTHDAY=10", "2024-12-11", "2025-02-28", "10/1 10/2"),
]


@pytest.mark.parametrize(("rule", "starts", "until", "expected"), GOLDEN)
def test_due_dates(rule: str, starts: str, until: str, expected: str) -> None:
    """Each form gives the dates that an official would write down for it."""
    begin = date.fromisoformat(starts)
    found = occurrences(rule, begin, begin - timedelta(days=1), date.fromisoformat(until))
    assert " ".join(f"{day.day}/{day.month}" for day in found) == expected


def test_after_is_not_included() -> None:
    """An occurrence on the day asked after is not given again."""
    assert occurrences("FREQ=WEEKLY;BYDAY=FR", date(2024, 3, 18), date(2024, 3, 22), date(2024, 3, 29)) == [date(2024, 3, 29)]


def test_nothing_before_the_start() -> None:
    """A duty that starts in May has no occurrence in March."""
    assert occurrences("FREQ=MONTHLY", date(2024, 5, 15), date(2024, 1, 1), date(2024, 5, 31)) == [date(2024, 5, 31)]


def test_neighbours() -> None:
    """The occurrence after the first is the second, and the one before the first is none."""
    assert next_occurrence("FREQ=WEEKLY", date(2024, 3, 18), date(2024, 3, 22)) == date(2024, 3, 29)
    assert previous_occurrence("FREQ=WEEKLY", date(2024, 3, 18), date(2024, 3, 29)) == date(2024, 3, 22)
    assert previous_occurrence("FREQ=WEEKLY", date(2024, 3, 18), date(2024, 3, 22)) is None


def test_a_rule_that_has_ended() -> None:
    """After UNTIL there is no next occurrence; the day itself still counts, whatever zone it is written in."""
    rule = "FREQ=WEEKLY;BYDAY=FR;UNTIL=20240329T170000Z"
    assert next_occurrence(rule, date(2024, 3, 18), date(2024, 3, 22)) == date(2024, 3, 29)
    assert next_occurrence(rule, date(2024, 3, 18), date(2024, 3, 29)) is None


@pytest.mark.parametrize(
    "rule", ["", "hằng tháng", "FREQ=HOURLY", "BYDAY=FR", "FREQ=MONTHLY;BYMONTHDAY=x", "FREQ=WEEKLY;BYDAY=XX", "FREQ=DAILY;INTERVAL=0"]
)
def test_no_rule(rule: str) -> None:
    """What is no rule of days is refused."""
    with pytest.raises(ValueError):
        occurrences(rule, date(2024, 1, 1), date(2024, 1, 1), date(2024, 2, 1))


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.sampled_from([row[0] for row in GOLDEN]))
def test_dates_move_forward(start: date, rule: str) -> None:
    """Occurrence follows occurrence: the next after each lies later, and it is the one before the following."""
    first = next_occurrence(rule, start, start - timedelta(days=1))
    assert first is not None
    second = next_occurrence(rule, start, first)
    assert second is not None
    assert start <= first < second
    assert previous_occurrence(rule, start, second) == first


@given(st.integers(1, 31), st.dates(date(2024, 1, 1), date(2030, 1, 1)))
def test_one_a_month(day: int, start: date) -> None:
    """Whatever its day, a monthly duty falls due exactly once in each whole month, February included."""
    first = date(start.year, 1, 1)
    found = occurrences(f"FREQ=MONTHLY;BYMONTHDAY={day}", first, first - timedelta(days=1), date(start.year, 12, 31))
    assert [found_on.month for found_on in found] == list(range(1, 13))

"""Deadlines in a calendar: the right day, the right zone, and updates in place."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from icalendar import Calendar, Event

from reports.calendar import calendar
from reports.facts import TaskLine, WeekFacts
from tests.report_weeks import weeks, written_week

WEEK = written_week()


def events(*tasks: TaskLine) -> list[Any]:
    """The events of some tasks, read back from the file."""
    whole = Calendar.from_ical(calendar(tasks, WEEK.as_of, "Cao Lộc"))
    return [part for part in whole.walk("VEVENT") if isinstance(part, Event)]


def event(**values: Any) -> Any:
    """The only event of one task."""
    (found,) = events(TaskLine("a1", "#1", "UBND xã A", "việc", **values))
    return found


def test_deadline_by_the_day_is_an_all_day_event_on_the_last_day_on_time() -> None:
    """ "trước ngày 30/4/2024" stands on the 29th as a whole day, the wording beside it."""
    found = event(due_on=date(2024, 4, 29), deadline_text="trước ngày 30/4/2024")
    assert (found.decoded("dtstart"), found.decoded("dtend")) == (date(2024, 4, 29), date(2024, 4, 30))
    assert "“trước ngày 30/4/2024”" in str(found["description"])


def test_deadline_by_the_hour_ends_at_that_hour_in_the_offices_zone() -> None:
    """17:00 is Vietnam's, with the zone in the file."""
    found = event(due_on=date(2024, 9, 12), due_time=time(17, 0))
    assert found.decoded("dtend").isoformat() == "2024-09-12T17:00:00+07:00"
    assert found["dtend"].params["TZID"] == "Asia/Ho_Chi_Minh"
    assert b"BEGIN:VTIMEZONE" in calendar(WEEK.tasks, WEEK.as_of, "x")


def test_moved_deadline_updates_the_same_event() -> None:
    """After an extension the id is the same and the sequence higher."""
    first = event(due_on=date(2024, 4, 29))
    moved = event(due_on=date(2024, 5, 15), original_due_on=date(2024, 4, 29), deadline_version=2)
    assert first["uid"] == moved["uid"] == "a1@tien-do"
    assert (first["sequence"], moved["sequence"]) == (0, 1)
    assert "Hạn gốc: 29/4/2024" in str(moved["description"])


def test_weekly_duty_recurs_on_its_day_and_hour() -> None:
    """ "10h00 sáng thứ 6 hàng tuần" begins on its first Friday and recurs."""
    found = event(rrule="FREQ=WEEKLY;BYDAY=FR", due_time=time(10, 0), starts_on=date(2024, 3, 6))
    assert found.decoded("dtend").isoformat() == "2024-03-08T10:00:00+07:00"
    assert found["rrule"].to_ical() == b"FREQ=WEEKLY;BYDAY=FR"


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("29", ["29/1", "28/2", "29/3", "29/4"]),
        ("15,30", ["15/1", "30/1", "15/2", "28/2", "15/3", "30/3"]),
        ("28,31", ["28/1", "31/1", "28/2", "28/3", "31/3"]),
        ("15,-1", ["15/1", "31/1", "15/2", "28/2", "15/3", "31/3"]),
    ],
)
def test_monthly_duty_falls_on_the_last_day_of_february(days: str, expected: list[str]) -> None:
    """ "trước ngày 30 hàng tháng" is the 29th, and in February of 2025 the 28th, also beside another day of the month."""
    found = event(rrule=f"FREQ=MONTHLY;BYMONTHDAY={days}", starts_on=date(2025, 1, 1))
    rule = rrulestr(found["rrule"].to_ical().decode(), dtstart=datetime(2025, 1, 1, tzinfo=UTC))
    assert [f"{day.day}/{day.month}" for day in rule[: len(expected)]] == expected
    assert found.decoded("dtstart") == date(2025, 1, int(expected[0].split("/")[0]))


def test_task_without_a_day_is_left_out() -> None:
    """An order without a deadline has nothing to stand in a calendar."""
    assert events(TaskLine("a1", "#1", "A", "việc")) == []


@pytest.mark.parametrize("state", ["done_on_time", "done_late"])
def test_done_task_stays_with_a_mark(state: str) -> None:
    """A done task isn't deleted from anybody's calendar: its event says so."""
    assert str(event(due_on=date(2024, 4, 29), state=state)["summary"]) == "✓ #1 UBND xã A: việc"


def test_recurring_duty_is_not_marked_done_for_ever() -> None:
    """One week's report doesn't tick off the weeks to come."""
    assert str(event(rrule="FREQ=WEEKLY;BYDAY=FR", state="done_on_time")["summary"]).startswith("#1")


def test_line_breaks_in_a_task_cannot_forge_a_property() -> None:
    """An officer's words with calendar syntax stay inside the summary."""
    (found,) = events(TaskLine("a1", "#1", "A", "một\r\nATTACH:http://bad.example\r\nEND:VEVENT", due_on=date(2024, 4, 1)))
    assert "attach" not in found
    assert "ATTACH:http://bad.example" in str(found["summary"])


@settings(max_examples=30, deadline=None)
@given(weeks())
def test_every_file_reads_back_with_one_event_for_each_dated_task(facts: WeekFacts) -> None:
    """Whatever was written, the file is the same twice, can be read, and holds each task with a day once."""
    made = calendar(facts.tasks, facts.as_of, facts.office.name)
    assert made == calendar(facts.tasks, replace(facts).as_of, facts.office.name)
    ids = [str(part["uid"]) for part in Calendar.from_ical(made).walk("VEVENT")]
    assert sorted(ids) == sorted(f"{task.key}@tien-do" for task in facts.tasks)

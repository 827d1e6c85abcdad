"""One message per person and slot, nearest deadline first, under the daily ceiling; the hours of the weekly cycle."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.bundle import Item, bundles
from scheduler.plan import Duty, Planned
from scheduler.rules import Rules
from scheduler.slots import is_working_moment
from scheduler.week import cycle, week_name

RULES = Rules()
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY = datetime(2024, 3, 18, 1, 0, tzinfo=UTC)


def item(to: str, code: str, due_on: date | None, at: datetime = MONDAY) -> Item:
    return Item(to, Duty(MONDAY, due_on, code=code), Planned(at, "7"))


def test_one_message_per_person_nearest_first() -> None:
    """Three duties of one person at one instant are one message: nearest deadline first, no deadline last, then by number."""
    due = [
        item("an", "#2", None),
        item("an", "#10", date(2024, 3, 25)),
        item("an", "#9", date(2024, 3, 25)),
        item("an", "#1", date(2024, 4, 1)),
    ]
    messages, put_off = bundles([*due, item("binh", "#5", None)], RULES, {})
    assert [(one.to, [part.duty.code for part in one.items]) for one in messages] == [("an", ["#9", "#10", "#1", "#2"]), ("binh", ["#5"])]
    assert put_off == []


def test_the_ceiling_counts_what_was_sent_today() -> None:
    """With two messages sent today and a ceiling of three, one more slot goes out and the next is put off, saying why."""
    later = MONDAY + timedelta(hours=3)
    messages, put_off = bundles([item("an", "#1", None), item("an", "#2", None, later)], RULES, {("an", date(2024, 3, 18)): 2})
    assert [one.at for one in messages] == [MONDAY]
    assert [(one.item.duty.code, one.why) for one in put_off] == [("#2", "ceiling")]


def test_the_ceiling_starts_again_every_day() -> None:
    """Three messages on Monday leave Tuesday free."""
    messages, _ = bundles([item("an", "#1", None, MONDAY + timedelta(days=1))], RULES, {("an", date(2024, 3, 18)): 3})
    assert len(messages) == 1


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 60)), max_size=40), st.integers(1, 4))
def test_never_above_the_ceiling_and_nothing_lost(wanted: list[tuple[str, int]], ceiling: int) -> None:
    """However many duties fall due, nobody gets more messages a day than the ceiling, and each duty is told or put off."""
    items = [item(to, f"#{n}", None, MONDAY + timedelta(hours=hours)) for n, (to, hours) in enumerate(wanted)]
    rules = replace(RULES, daily_ceiling=ceiling)
    messages, put_off = bundles(items, rules, {})
    a_day = [(one.to, rules.day(one.at)) for one in messages]
    assert all(a_day.count(key) <= ceiling for key in a_day)
    assert sorted([part.duty.code for one in messages for part in one.items] + [one.item.duty.code for one in put_off]) == sorted(
        one.duty.code for one in items
    )


CYCLES = {
    # a day of the week: prompt, nudge, cut-off, digest
    "2024-03-20": "21/3 15:00, 22/3 09:00, 22/3 10:00, 22/3 14:00",  # an ordinary week
    "2025-05-01": "28/4 15:00, 29/4 09:00, 29/4 10:00, 29/4 14:00",  # from 30/4 to 2/5 off
    "2024-04-18": "17/4 15:00, 19/4 09:00, 19/4 10:00, 19/4 14:00",  # Thursday off, Friday worked
    "2024-02-08": "6/2 15:00, 7/2 09:00, 7/2 10:00, 7/2 14:00",  # Tết begins on Thursday
    "2026-01-01": "30/12 15:00, 31/12 09:00, 31/12 10:00, 31/12 14:00",  # New Year on Thursday, Friday exchanged
    "2024-12-31": "2/1 15:00, 3/1 09:00, 3/1 10:00, 3/1 14:00",  # the week that holds 31 December
}


@pytest.mark.parametrize("day", CYCLES)
def test_the_weekly_cycle_moves_before_a_holiday(day: str) -> None:
    """When Friday is off the cycle ends on the last working day of its week, at its own hours."""
    week = cycle(date.fromisoformat(day), RULES)
    assert week is not None
    moments = [moment.astimezone(HANOI) for moment in (week.prompt_at, week.nudge_at, week.cutoff_at, week.digest_at)]
    assert ", ".join(f"{moment.day}/{moment.month} {moment:%H:%M}" for moment in moments) == CYCLES[day]


def test_no_cycle_in_a_week_off() -> None:
    """In the week of Tết 2025, off from Monday to Friday, nobody is asked for anything."""
    assert cycle(date(2025, 1, 29), RULES) is None


def test_week_names_at_the_turn_of_the_year() -> None:
    """30/12/2024 belongs to the first week of 2025."""
    assert week_name(date(2024, 12, 30)) == "2025-W01"


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)))
def test_every_cycle_lies_in_working_time(day: date) -> None:
    """In every week with a working day: prompt, nudge, cut-off and digest in this order and in working time."""
    week = cycle(day, RULES)
    if week is not None:
        moments = [week.prompt_at, week.nudge_at, week.cutoff_at, week.digest_at]
        assert moments == sorted(moments)
        assert all(is_working_moment(moment, RULES) for moment in moments)

"""The ladder of reminders from a deadline, what is due after an outage, and what an answer clears."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.plan import Duty, Planned, due_stage, is_overdue, next_reminder_at, stages, why_not
from scheduler.rules import Rules
from scheduler.slots import is_working_moment

RULES = Rules()
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def at(text: str) -> datetime:
    """The office's "2024-04-26 08:00" as an aware UTC instant."""
    return datetime.fromisoformat(text).replace(tzinfo=HANOI).astimezone(UTC)


def duty(since: str, due_on: str | None, **fields: object) -> Duty:
    return replace(Duty(at(since), date.fromisoformat(due_on) if due_on else None), **fields)  # type: ignore[arg-type]


def shown(planned: list[Planned]) -> list[str]:
    """The ladder as lines "22/4 08:00 7"; the coordinator's are marked with an arrow."""
    lines = []
    for one in planned:
        local = one.at.astimezone(HANOI)
        stage = f"{one.stage}{one.serial or ''}" + (" →" if one.audience == "coordinator" else "")
        lines.append(f"{local.day}/{local.month} {local:%H:%M} {stage}")
    return lines


LADDERS = {
    "an ordinary month": (
        duty("2024-03-04 10:00", "2024-03-21"),
        "2024-03-29 09:00",
        [
            *["4/3 10:00 first", "14/3 08:00 7", "18/3 08:00 3", "20/3 08:00 1", "21/3 08:00 0"],
            *["22/3 08:00 escalation →", "22/3 08:00 overdue1", "26/3 08:00 overdue2", "28/3 08:00 overdue3"],
        ],
    ),
    "over 30/4 and 1/5: three stages fall on the Friday before and are one, a Saturday is worked": (
        duty("2024-03-28 10:00", "2024-04-29"),
        "2024-05-07 09:00",
        [
            *["28/3 10:00 first", "22/4 08:00 7", "26/4 08:00 0"],
            *["2/5 08:00 escalation →", "2/5 08:00 overdue1", "4/5 08:00 overdue2", "7/5 08:00 overdue3"],
        ],
    ),
    "over Tết": (
        duty("2024-01-15 10:00", "2024-02-15"),
        "2024-02-20 09:00",
        ["15/1 10:00 first", "7/2 08:00 1", "15/2 08:00 0", "16/2 08:00 escalation →", "16/2 08:00 overdue1", "20/2 08:00 overdue2"],
    ),
    "31 December": (
        duty("2024-12-26 10:00", "2024-12-31"),
        "2025-01-03 09:00",
        ["26/12 10:00 first", "27/12 08:00 3", "30/12 08:00 1", "31/12 08:00 0", "2/1 08:00 escalation →", "2/1 08:00 overdue1"],
    ),
    "the end of a leap February": (
        duty("2024-02-20 10:00", "2024-02-29"),
        "2024-03-01 09:00",
        [
            "20/2 10:00 first",
            "22/2 08:00 7",
            "26/2 08:00 3",
            "28/2 08:00 1",
            "29/2 08:00 0",
            "1/3 08:00 escalation →",
            "1/3 08:00 overdue1",
        ],
    ),
    "given in the evening, due tomorrow: the first notice says it all": (
        duty("2024-03-20 21:00", "2024-03-21"),
        "2024-03-22 09:00",
        ["21/3 07:30 first", "22/3 08:00 escalation →", "22/3 08:00 overdue1"],
    ),
    "given long after its deadline": (
        duty("2026-03-04 10:00", "2024-03-21"),
        "2026-03-09 09:00",
        ["4/3 10:00 first", "5/3 08:00 escalation →", "5/3 08:00 overdue1", "9/3 08:00 overdue2"],
    ),
    "an hour in the afternoon": (
        duty("2024-03-19 10:00", "2024-03-21", due_time=time(17, 0)),
        "2024-03-22 09:00",
        ["19/3 10:00 first", "20/3 08:00 1", "21/3 08:00 0", "22/3 08:00 escalation →", "22/3 08:00 overdue1"],
    ),
    "an hour just after the offices open": (
        duty("2024-03-19 10:00", "2024-03-21", due_time=time(8, 0)),
        "2024-03-21 09:00",
        ["19/3 10:00 first", "20/3 08:00 1", "21/3 07:30 0"],
    ),
    "an hour before the offices open": (
        duty("2024-03-19 10:00", "2024-03-21", due_time=time(7, 0)),
        "2024-03-21 09:00",
        ["19/3 10:00 first", "20/3 08:00 0"],
    ),
    "a support unit hears twice": (
        duty("2024-03-04 10:00", "2024-03-21", lead=False),
        "2024-04-30 09:00",
        ["4/3 10:00 first", "21/3 08:00 0"],
    ),
    "no deadline": (duty("2024-03-04 10:00", None), "2024-12-31 09:00", ["4/3 10:00 first"]),
    "the task's own days": (
        duty("2024-03-04 10:00", "2024-03-21", remind_days=(10, 2)),
        "2024-03-21 09:00",
        ["4/3 10:00 first", "11/3 08:00 10", "19/3 08:00 2"],
    ),
    "a new deadline starts the ladder again, without a first notice": (
        duty("2024-03-22 10:00", "2024-04-05", given=False),
        "2024-04-08 09:00",
        ["29/3 08:00 7", "2/4 08:00 3", "4/4 08:00 1", "5/4 08:00 0", "8/4 08:00 escalation →", "8/4 08:00 overdue1"],
    ),
    "every Friday 10:00: a day before, that morning, and chased until the next": (
        duty("2024-03-22 10:00", "2024-03-29", due_time=time(10), given=False, period_days=7, ends_at=at("2024-04-05 10:00")),
        "2024-12-31 09:00",
        ["28/3 08:00 1", "29/3 08:00 0", "1/4 08:00 escalation →", "1/4 08:00 overdue1", "3/4 08:00 overdue2", "5/4 08:00 overdue3"],
    ),
    "every day: that morning only": (
        duty("2024-03-27 00:00", "2024-03-27", given=False, period_days=1, ends_at=at("2024-03-29 00:00")),
        "2024-12-31 09:00",
        ["27/3 08:00 0", "28/3 08:00 escalation →", "28/3 08:00 overdue1"],
    ),
}


@pytest.mark.parametrize("name", LADDERS)
def test_ladders(name: str) -> None:
    """The whole ladder stands as an official would expect it on the calendar."""
    owed, until, expected = LADDERS[name]
    assert shown(stages(owed, RULES, at(until))) == expected


APRIL = duty("2024-03-04 10:00", "2024-04-19")


def test_next_is_the_earliest_undecided() -> None:
    """With the first notice decided the next reminder is the one seven days before; a closed duty has none."""
    assert next_reminder_at(APRIL, {("first", 0)}, RULES) == Planned(at("2024-04-12 08:00"), "7")
    assert next_reminder_at(replace(APRIL, open=False), set(), RULES) is None


def test_the_support_ladder_ends() -> None:
    """When a support unit's two reminders are decided there is no next one."""
    assert next_reminder_at(replace(APRIL, lead=False), {("first", 0), ("0", 0)}, RULES) is None


OUTAGES = [
    # now, decided before, the unit hears, the coordinator hears, dropped
    ("2024-04-12 09:00", {"first"}, "7", None, []),
    ("2024-04-16 08:00", {"first"}, "3", None, ["7 superseded"]),
    ("2024-04-19 08:00", {"first"}, "0", None, ["7 superseded", "3 superseded", "1 superseded"]),
    ("2024-04-19 08:00", set(), "0", None, ["first superseded", "7 superseded", "3 superseded", "1 superseded"]),
    ("2024-04-22 07:45", {"first", "7", "3", "1"}, None, None, ["0 stale"]),
    ("2024-04-22 08:00", {"first", "7", "3", "1"}, "overdue1", "escalation", ["0 stale"]),
    ("2024-05-03 09:00", {"first", "7", "3", "1", "0", "escalation"}, "overdue4", None, [f"overdue{n} superseded" for n in (1, 2, 3)]),
]


@pytest.mark.parametrize(("now", "decided", "unit", "coordinator", "dropped"), OUTAGES)
def test_catch_up(now: str, decided: set[str], unit: str | None, coordinator: str | None, dropped: list[str]) -> None:
    """After an outage each duty speaks once, with its newest stage, and what is dropped says why."""
    due = due_stage(APRIL, {(stage, 0) for stage in decided}, at(now), RULES)
    assert (due.unit and f"{due.unit.stage}{due.unit.serial or ''}") == unit
    assert (due.coordinator and due.coordinator.stage) == coordinator
    assert [f"{one.planned.stage}{one.planned.serial or ''} {one.why}" for one in due.dropped] == dropped


def test_nothing_is_due_between_stages() -> None:
    """Between two reminders there is nothing to do."""
    assert due_stage(APRIL, {("first", 0), ("7", 0)}, at("2024-04-15 09:00"), RULES).unit is None


def test_an_answer_clears_the_reminder_of_that_day_only() -> None:
    """A report at 07:40 clears the reminder of 08:00 that day and leaves the one four days later."""
    answered = replace(APRIL, answered_at=at("2024-04-12 07:40"))
    due = due_stage(answered, {("first", 0)}, at("2024-04-12 08:00"), RULES)
    assert [(one.planned.stage, one.why) for one in due.dropped] == [("7", "answered")]
    later = due_stage(answered, {("first", 0), ("7", 0)}, at("2024-04-16 08:00"), RULES)
    assert later.unit == Planned(at("2024-04-16 08:00"), "3")


def test_done_clears_everything() -> None:
    """A closed duty's pending reminders, the escalation too, are dropped as closed."""
    due = due_stage(replace(APRIL, open=False), {("first", 0)}, at("2024-04-22 08:00"), RULES)
    assert due.unit is None
    assert due.coordinator is None
    assert {one.why for one in due.dropped} == {"closed"}


def test_a_report_does_not_hide_lateness_from_the_coordinator() -> None:
    """A progress report on the first late day clears the chaser and not the escalation."""
    answered = replace(APRIL, answered_at=at("2024-04-22 07:40"))
    decided = {("first", 0), ("7", 0), ("3", 0), ("1", 0), ("0", 0)}
    due = due_stage(answered, decided, at("2024-04-22 08:00"), RULES)
    assert due.unit is None
    assert due.coordinator is not None


def test_claimed_and_then_late() -> None:
    """A reminder "today is the last day" that is still on its way after midnight must not arrive."""
    last = Planned(at("2024-04-19 08:00"), "0")
    assert why_not(APRIL, last, at("2024-04-19 18:59"), RULES) is None
    assert why_not(APRIL, last, at("2024-04-20 00:00"), RULES) == "stale"


@pytest.mark.parametrize("hour", range(24))
def test_a_task_due_today_is_not_overdue_at_any_hour_of_today(hour: int) -> None:
    """Seen from a machine in UTC, a task due on 19/4 in Vietnam is on time at every hour of 19/4 in Vietnam."""
    assert not is_overdue(APRIL, at(f"2024-04-19 {hour:02}:59"), RULES)


def test_overdue_begins_at_midnight_or_at_the_hour() -> None:
    """A day's deadline is missed at the next midnight, one with an hour at that hour."""
    assert is_overdue(APRIL, at("2024-04-20 00:00"), RULES)
    friday = replace(APRIL, due_time=time(10))
    assert not is_overdue(friday, at("2024-04-19 09:59"), RULES)
    assert is_overdue(friday, at("2024-04-19 10:00"), RULES)


duties = st.builds(
    Duty,
    since=st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds must be naive
    due_on=st.none() | st.dates(date(2024, 1, 1), date(2027, 6, 1)),
    due_time=st.none() | st.times(),
    lead=st.booleans(),
    given=st.booleans(),
    remind_days=st.none() | st.lists(st.integers(0, 40), max_size=5).map(tuple),
    period_days=st.none() | st.sampled_from([1, 7, 30, 91]),
)


@given(duties)
def test_a_ladder_moves_forward_in_working_time(owed: Duty) -> None:
    """Whatever the duty, its reminders come in order, in working time, not before it was given, and never twice the same."""
    planned = stages(owed, RULES, owed.since + timedelta(days=200))
    assert [one.at for one in planned] == sorted(one.at for one in planned)
    assert all(is_working_moment(one.at, RULES) for one in planned)
    assert all(one.at >= owed.since for one in planned)
    assert len({one.key for one in planned}) == len(planned)


@given(duties)
def test_one_duty_speaks_once_a_day(owed: Duty) -> None:
    """No unit hears of the same duty twice on one day."""
    days = [RULES.day(one.at) for one in stages(owed, RULES, owed.since + timedelta(days=200)) if one.audience == "unit"]
    assert len(set(days)) == len(days)


@given(duties, st.integers(0, 300), st.integers(0, 300))
def test_every_stage_is_accounted_for_once(owed: Duty, first_days: int, second_days: int) -> None:
    """Two looks at any distance decide exactly the stages planned until the second look, each once."""
    decided: list[tuple[str, int]] = []
    moments = [owed.since + timedelta(days=first_days), owed.since + timedelta(days=first_days + second_days)]
    for now in moments:
        due = due_stage(owed, decided, now, RULES)
        went = [one.key for one in (due.unit, due.coordinator) if one is not None]
        decided += [*went, *(one.planned.key for one in due.dropped)]
    assert sorted(decided) == sorted(one.key for one in stages(owed, RULES, moments[1]))

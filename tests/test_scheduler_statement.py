"""The morning statement: what was planned equals what became of it, and it says so when it does not."""

from datetime import date
from pathlib import Path

import pytest

from scheduler.statement import Statement, statement
from storage import duties, progress
from storage.messages import ChannelError
from storage.models import Reminder, ReminderMessage
from tests.scheduler_stage import Stage, at


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """A Monday in the office."""
    return Stage(tmp_path, "2024-03-18 09:00")


def of_day(stage: Stage, day: str) -> Statement:
    with stage.store() as session:
        return statement(session, stage.rules.day(at(f"{day} 00:00")), stage.now, stage.rules)


def test_a_day_that_closes(stage: Stage) -> None:
    """Sent, nobody to tell: planned is their sum, and the unit with nobody is named."""
    first, second = stage.unit("UBND xã Hòa Cư"), stage.unit("UBND xã Gia Cát")
    stage.person("an", "officer", first)
    stage.task(first, "2024-03-21")
    stage.task(second, "2024-03-21")
    stage.go()
    stage.now = at("2024-03-19 07:00")
    told = of_day(stage, "2024-03-18")
    assert (told.planned, told.sent, len(told.failed)) == (2, 1, 1)
    assert [(one.task, one.unit, one.why) for one in told.nobody_to_tell] == [("#2", "UBND xã Gia Cát", "no_address")]
    assert told.closes


def test_a_reminder_that_vanished_is_missed(stage: Stage) -> None:
    """A row deleted behind the bot's back makes the statement say that it does not close, naming the task."""
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    stage.task(unit, "2024-03-21")
    stage.beat()
    with stage.store() as session:
        session.delete(session.get_one(ReminderMessage, (1, 1)))
        session.flush()
        session.delete(session.get_one(Reminder, 1))
    stage.now = at("2024-03-19 07:00")
    told = of_day(stage, "2024-03-18")
    assert not told.closes
    assert [one.task for one in told.missing] == ["#1"]


def test_failures_name_whom(stage: Stage) -> None:
    """A chat that blocked the bot stands under failed with its unit; the interface's keys are all there."""
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    stage.task(unit, "2024-03-21")
    stage.channel.fails = lambda _message: ChannelError("refused", "blocked")
    stage.go()
    stage.now = at("2024-03-19 07:00")
    values = of_day(stage, "2024-03-18").to_json()
    assert values["failed"] == [{"task": "#1", "unit": "UBND xã Hòa Cư", "why": "refused"}]
    assert {"date", "planned", "sent", "put_off", "obsolete", "failed", "unknown", "nobody_to_tell", "closes"} <= values.keys()
    assert values["closes"]


def test_a_moved_deadline_closes(stage: Stage) -> None:
    """What the old deadline said before it moved, and what the new one says, both close."""
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    task = stage.task(unit, "2024-03-21")
    stage.go()
    stage.go("2024-03-20 08:00")
    stage.now = at("2024-03-20 09:00")
    with stage.store() as session:
        duty = duties.duty(session, stage.duty(task).occurrence.id or 0)
        assert duty is not None
        duties.move_deadline(session, duty, date(2024, 3, 22), stage.now, person_id=None, inbox_id=None, why="mưa")
    stage.go("2024-03-21 08:00")
    stage.go("2024-03-22 08:00")
    stage.now = at("2024-03-23 07:00")
    for day in ("2024-03-18", "2024-03-20", "2024-03-21", "2024-03-22"):
        told = of_day(stage, day)
        assert told.closes, (day, told)
    assert of_day(stage, "2024-03-20").planned == 1


def test_an_outage_closes_the_next_morning(stage: Stage) -> None:
    """While the service stands still the day does not close; after the next beat it does, the reminder being obsolete."""
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    stage.task(unit, "2024-03-21")
    stage.go()
    stage.now = at("2024-03-21 09:00")
    assert not of_day(stage, "2024-03-20").closes
    stage.go("2024-03-21 09:00")
    told = of_day(stage, "2024-03-20")
    assert (told.planned, told.obsolete) == (1, 1)
    assert told.closes


def test_what_is_due_in_quiet_hours_is_put_off_saying_so(stage: Stage) -> None:
    """A reminder missed by day and noticed at 20:00 stands as put off for quiet time."""
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    stage.task(unit, "2024-03-21")
    stage.go()
    stage.beat("2024-03-20 20:00")
    assert [one.why for one in of_day(stage, "2024-03-20").put_off] == ["quiet"]
    assert stage.go("2024-03-21 07:30") == ["an"]


@pytest.mark.parametrize("beats_while_ahead", [True, False])
def test_done_while_the_clock_was_ahead_closes_once_it_is_set_back(stage: Stage, beats_while_ahead: bool) -> None:
    """What a fast clock left unsaid because the duty was done is decided again, although the duty is closed by then."""
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    task = stage.task(unit, "2024-03-21")
    stage.go()
    assert stage.go("2024-03-20 07:00") == []
    stage.now = at("2024-03-21 09:55")
    if not beats_while_ahead:
        assert stage.go() == ["an"]
    with stage.store() as session:
        duty = duties.duty(session, stage.duty(task).occurrence.id or 0)
        assert duty is not None
        said_at = at("2024-03-21 09:59")
        progress.save_report(session, duty, progress.Said("done"), said_at, date(2024, 3, 21), person_id=None, inbox_id=None)
    if beats_while_ahead:
        assert stage.go("2024-03-21 10:00") == []
    assert stage.go("2024-03-20 07:30") == []
    assert stage.go("2024-03-21 10:05") == []
    stage.now = at("2024-03-22 07:00")
    told = [of_day(stage, day) for day in ("2024-03-20", "2024-03-21")]
    assert [one.closes for one in told] == [True, True], told
    assert sum(one.obsolete for one in told) > 0

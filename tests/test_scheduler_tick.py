"""One beat: who is told what and when, in one message, and what is kept of everything that is not said."""

from datetime import time, timedelta
from pathlib import Path

import pytest

from scheduler.rules import Rules
from storage import duties, events, progress
from storage.models import Membership
from tests.scheduler_stage import Stage, at


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """A Monday in the office."""
    return Stage(tmp_path, "2024-03-18 09:00")


def report(stage: Stage, task: int, status: str, person: int = 1) -> None:
    with stage.store() as session:
        duty = stage_duty(stage, task)
        merged = duties.duty(session, duty.occurrence.id or 0)
        assert merged is not None
        said = progress.Said(status)
        progress.save_report(session, merged, said, stage.now, stage.rules.day(stage.now), person_id=person, inbox_id=None)


def stage_duty(stage: Stage, task: int) -> duties.Duty:
    return stage.duty(task)


def move(stage: Stage, task: int, due_on: str) -> None:
    with stage.store() as session:
        duty = duties.duty(session, stage.duty(task).occurrence.id or 0)
        assert duty is not None
        day = at(f"{due_on} 00:00").astimezone(stage.rules.zone).date()
        duties.move_deadline(session, duty, day, stage.now, person_id=None, inbox_id=None, why="mưa lũ")


def test_a_ladder_in_one_life(stage: Stage) -> None:
    """A task is told when given, 3 and 1 days before, on its day, and chased with the coordinator told, each once."""
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    stage.person("dieu_phoi", "coordinator", None)
    stage.task(unit, "2024-03-21")
    assert stage.go() == ["an"]
    assert stage.go("2024-03-18 09:00") == []
    assert stage.go("2024-03-20 08:00") == ["an"]
    assert stage.go("2024-03-21 08:00") == ["an"]
    assert sorted(stage.go("2024-03-22 08:00")) == ["an", "dieu_phoi"]
    assert stage.go("2024-03-25 08:00") == []
    assert stage.go("2024-03-26 08:00") == ["an"]
    assert stage.reminders() == ["first sent", "1 sent", "0 sent", "overdue1 sent", "escalation sent", "overdue2 sent"]


def test_one_bundle_for_all_that_is_due(stage: Stage) -> None:
    """Two tasks due together are one message, the nearer first, each with its code, date and printed words."""
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    stage.task(unit, "2024-04-29", deadline_text="trước ngày 30/4/2024", text="Xây dựng kế hoạch")
    stage.task(unit, "2024-03-29", deadline_text="trong tháng 3/2024", text="Rà soát hộ nghèo")
    stage.go()
    [(_, text)] = stage.channel.sent
    lines = text.splitlines()
    assert lines[1].startswith("#2 29/3/2024 (trong tháng 3/2024): Rà soát hộ nghèo")
    assert lines[2].startswith("#1 29/4/2024 (trước ngày 30/4/2024): Xây dựng kế hoạch")


def test_sweeping_24_times_a_day_sends_one_bundle_and_none_at_night(stage: Stage) -> None:
    """A beat at every hour of the day tells an officer once, and at 02:00 nothing goes out."""
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    stage.task(unit, "2024-03-21")
    stage.go()
    told = [hour for hour in range(24) if stage.go(f"2024-03-20 {hour:02}:00")]
    assert told == [8]


def test_given_at_night_told_in_the_morning(stage: Stage) -> None:
    """A task given at 21:00 is told at 07:30 on the next working day."""
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    stage.now = at("2024-03-22 21:00")
    stage.task(unit, "2024-04-10")
    assert stage.go() == []
    assert stage.go("2024-03-23 10:00") == []
    assert stage.go("2024-03-25 07:30") == ["an"]


def test_support_units_hear_twice(stage: Stage) -> None:
    """A support unit is told at the beginning and on the last day, never chased."""
    lead, support = stage.unit("Phòng Nội vụ", "phòng"), stage.unit("UBND xã Hòa Cư")
    stage.person("nv", "officer", lead)
    stage.person("hc", "officer", support)
    task = stage.task(lead, "2024-03-21")
    stage.support(task, support)
    assert sorted(stage.go()) == ["hc", "nv"]
    assert stage.go("2024-03-20 08:00") == ["nv"]
    assert sorted(stage.go("2024-03-21 08:00")) == ["hc", "nv"]
    assert stage.go("2024-03-22 08:00") == ["nv"]


@pytest.mark.parametrize(("outage_until", "told"), [("2024-03-21 09:00", "0"), ("2024-03-26 08:00", "overdue2")])
def test_catch_up_says_one_thing_and_keeps_why_the_rest_was_not(stage: Stage, outage_until: str, told: str) -> None:
    """After an outage the officer gets one message with the newest stage; the stages missed are kept as obsolete."""
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    stage.task(unit, "2024-03-21")
    stage.go()
    assert stage.go(outage_until) == ["an"]
    states = stage.reminders()
    assert f"{told} sent" in states
    assert all(state.split()[1] in ("sent", "obsolete", "nobody") for state in states)
    assert "1 obsolete superseded" in states or "1 obsolete stale" in states


def test_an_answer_clears_its_reminder(stage: Stage) -> None:
    """ "In progress" at 07:40 clears the reminder of 08:00; the one of the next stage still comes."""
    unit = stage.unit("UBND xã Hòa Cư")
    officer = stage.person("an", "officer", unit)
    task = stage.task(unit, "2024-03-21")
    stage.go()
    stage.now = at("2024-03-20 07:40")
    report(stage, task, "doing", officer)
    assert stage.go("2024-03-20 08:00") == []
    assert stage.go("2024-03-21 08:00") == ["an"]
    assert "1 obsolete answered" in stage.reminders()


def test_done_clears_everything(stage: Stage) -> None:
    """After "done" nothing more is said, and the planner never looks again."""
    unit = stage.unit("UBND xã Hòa Cư")
    officer = stage.person("an", "officer", unit)
    task = stage.task(unit, "2024-03-21")
    stage.go()
    report(stage, task, "done", officer)
    assert stage.go("2024-03-26 08:00") == []
    assert stage.duty(task).occurrence.next_reminder_at is None


def test_after_an_extension_the_ladder_starts_again(stage: Stage) -> None:
    """A deadline moved from 21/3 to 5/4 silences the old day and brings the stages of the new one; the original is kept."""
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    task = stage.task(unit, "2024-03-21")
    stage.go()
    stage.now = at("2024-03-19 10:00")
    move(stage, task, "2024-04-05")
    assert stage.go("2024-03-21 08:00") == []
    assert stage.go("2024-03-29 08:00") == ["an"]
    assert str(stage.duty(task).occurrence.original_due_on) == "2024-03-21"


def test_a_task_taken_away_is_silent(stage: Stage) -> None:
    """A unit that no longer holds a task is not reminded of it."""
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    task = stage.task(unit, "2024-03-21")
    stage.go()
    with stage.store() as session:
        duty = duties.duty(session, stage.duty(task).occurrence.id or 0)
        assert duty is not None
        duties.end_assignment(session, duty.assignment, stage.now)
    assert stage.go("2024-03-21 08:00") == []


def test_nobody_to_tell_is_kept_and_raised_after_one_working_day(stage: Stage) -> None:
    """A unit with no chat at all: its reminder is kept as such, the coordinator hears of it once on the next working morning."""
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("dieu_phoi", "coordinator", None)
    stage.task(unit, "2024-04-29")
    assert stage.go() == []
    assert stage.reminders() == ["first nobody no_address"]
    assert stage.go("2024-03-19 08:00") == ["dieu_phoi"]
    assert "UBND xã Hòa Cư" in stage.channel.sent[-1][1]
    assert stage.go("2024-03-20 08:00") == []


def test_the_ceiling_puts_off_and_says_so(tmp_path: Path) -> None:
    """With a ceiling of one a second slot on the same day waits for the next morning, and its reason is kept meanwhile."""
    stage = Stage(tmp_path, "2024-03-18 09:00", Rules(daily_ceiling=1))
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    stage.task(unit, "2024-04-29")
    assert stage.go() == ["an"]
    stage.now = at("2024-03-18 11:00")
    stage.task(unit, "2024-04-29")
    assert stage.go() == []
    assert "first put_off ceiling" in stage.reminders()
    assert stage.go("2024-03-19 07:30") == ["an"]
    assert stage.reminders() == ["first sent", "first sent"]


def test_a_group_chat_stands_for_its_unit(stage: Stage) -> None:
    """A unit with a group chat is told there, once."""
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    stage.group("-100", unit)
    stage.task(unit, "2024-04-29")
    assert stage.go() == ["-100"]


def test_a_person_in_two_units_gets_one_message(stage: Stage) -> None:
    """Tasks of both units of one officer are one message that names each task's unit."""
    first, second = stage.unit("UBND xã Hòa Cư"), stage.unit("UBND xã Gia Cát")
    person = stage.person("an", "officer", first)
    with stage.store() as session:
        session.add(Membership(person_id=person, unit_id=second, role="officer", since_at=stage.now))
    stage.task(first, "2024-04-29")
    stage.task(second, "2024-04-29")
    assert stage.go() == ["an"]
    text = stage.channel.sent[-1][1]
    assert "[UBND xã Hòa Cư]" in text
    assert "[UBND xã Gia Cát]" in text


def test_nobody_is_told_of_their_own_act(stage: Stage) -> None:
    """Who put the directive in force and holds its task as well is not told; a colleague is."""
    unit = stage.unit("Phòng Nội vụ", "phòng")
    first = stage.person("an", "officer", unit)
    stage.person("binh", "officer", unit)
    directive = stage.directive()
    with stage.store() as session:
        events.record(session, "directive_in_force", stage.now, person_id=first, directive_id=directive)
    stage.task(unit, "2024-04-29", directive_id=directive)
    assert stage.go() == ["binh"]


def test_every_friday_again(stage: Stage) -> None:
    """A weekly report due on Friday 10:00 has a new occurrence each week, told once and reminded on Thursday and Friday morning."""
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    stage.task(unit, None, rrule="FREQ=WEEKLY;BYDAY=FR", due_time=time(10))
    told = {}
    day = at("2024-03-18 09:00")
    while day < at("2024-03-30 00:00"):
        stage.now = day
        if chats := stage.go():
            told[f"{day.astimezone(stage.rules.zone):%d/%m %H:%M}"] = len(chats)
        day += timedelta(minutes=30)
    assert told == {
        "18/03 09:00": 1,
        "21/03 08:00": 1,
        "21/03 15:00": 1,  # the weekly prompt
        "22/03 08:00": 1,
        "22/03 09:00": 1,  # the nudge to the silent
        "25/03 08:00": 1,  # overdue
        "27/03 08:00": 1,
        "28/03 08:00": 1,
        "28/03 15:00": 1,
        "29/03 08:00": 1,
        "29/03 09:00": 1,
    }


def test_a_doorbell_names_no_task(tmp_path: Path) -> None:
    """An office that lets a chat say only that something is due sends neither code nor text."""
    stage = Stage(tmp_path, "2024-03-18 09:00", detail="doorbell")
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    stage.task(unit, "2024-04-29", text="Rà soát hộ nghèo")
    stage.go()
    [(_, text)] = stage.channel.sent
    assert "#" not in text
    assert "Rà soát" not in text


def test_a_clock_months_ahead_and_back_loses_nothing(stage: Stage) -> None:
    """A clock that runs three months ahead for one beat silences nothing once it is set back, and says nothing twice."""
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    stage.task(unit, "2024-04-10")
    assert stage.go() == ["an"]
    assert stage.go("2024-06-18 09:00") == ["an"]
    assert stage.go("2024-03-18 10:00") == []
    assert stage.go("2024-04-03 08:00") == ["an"]
    assert stage.go("2024-04-05 08:00") == ["an"]


def test_a_faulty_row_sets_only_its_unit_aside(stage: Stage) -> None:
    """A task whose reminder days cannot be read keeps its own unit waiting and nobody else."""
    first, second = stage.unit("UBND xã Hòa Cư"), stage.unit("UBND xã Gia Cát")
    stage.person("an", "officer", first)
    stage.person("binh", "officer", second)
    stage.task(first, "2024-04-29", remind_days="bảy")
    stage.task(second, "2024-04-29")
    assert stage.go() == ["binh"]

"""Days of reminding changed while a duty is in force: the new ladder from then on, nothing twice, nothing made up for."""

import os
import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from scheduler.own_days import days_before, days_now
from scheduler.plan import Duty, Earlier, due_stage, stages, why_not
from scheduler.rules import Rules
from scheduler.statement import statement
from storage import reminding, taking_back
from storage.models import Directive, Event, Reminder, Task
from storage.steering import Actor
from tests.scheduler_stage import Stage, at

RULES = Rules()
DUE = date(2024, 3, 28)
"""A Thursday; with the office's days reminded on 21, 25, 27 and 28 March."""


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """A Monday in the office, before the hour of reminders."""
    return Stage(tmp_path, "2024-03-11 07:40")


def change(stage: Stage, task: int, days: str | None, *, letter: bool = False) -> int:
    """A coordinator changes the days now; the event's number."""
    with stage.store() as session:
        row = session.get_one(Task, task)
        about = session.get_one(Directive, row.directive_id) if letter else row
        return reminding.set_days(session, about, days, stage.now, Actor(None, None)).id or 0  # type: ignore[arg-type]


def undo(stage: Stage, event: int) -> bool:
    with stage.store() as session:
        row = session.get_one(Event, event)
        return taking_back.take_back(session, row, stage.now, stage.rules.day(stage.now), Actor(None, None))  # type: ignore[arg-type]


def said(stage: Stage, until: str) -> list[str]:
    """Beats and deliveries at every hour of the working day; the days on which something was sent, with the stage."""
    while stage.now < at(until):
        stage.now += timedelta(hours=1)
        local = stage.rules.local(stage.now)
        if 7 <= local.hour < 18:
            stage.go()
    with stage.store() as session:
        rows = session.exec(select(Reminder).where(Reminder.state == "sent").order_by(Reminder.planned_at)).all()  # type: ignore[arg-type]
        return [f"{stage.rules.day(row.planned_at).day}/3 {row.stage}" for row in rows if row.stage.isdigit()]


def closes(stage: Stage, start: str, end: str) -> bool:
    with stage.store() as session:
        day, last = date.fromisoformat(start), date.fromisoformat(end)
        return all(
            statement(session, day + timedelta(days=n), stage.now, stage.rules).closes for n in range((last - day) // timedelta(days=1) + 1)
        )


@pytest.mark.parametrize(
    ("before", "now", "ladder"),
    [
        ([], None, ["21/3 7", "25/3 3", "27/3 1", "28/3 0"]),
        ([("2024-03-22 10:00", None)], (6, 2, 1), ["21/3 7", "26/3 2", "27/3 1"]),
        ([("2024-03-21 07:59", None)], (7, 2), ["21/3 7", "26/3 2"]),
        ([("2024-03-21 08:00", None)], (7, 2), ["21/3 7", "26/3 2"]),
        ([("2024-03-21 08:01", None)], (7, 2), ["21/3 7", "26/3 2"]),
        ([("2024-03-21 08:01", None)], (8, 2), ["21/3 7", "26/3 2"]),
        ([("2024-03-19 10:00", (9,)), ("2024-03-26 10:00", (2,))], None, ["19/3 9", "26/3 2", "27/3 1", "28/3 0"]),
        ([("2024-03-01 10:00", (9,))], (1,), ["27/3 1"]),
    ],
)
def test_each_stage_follows_the_days_that_held_at_its_hour(
    before: list[tuple[str, tuple[int, ...] | None]], now: tuple[int, ...] | None, ladder: list[str]
) -> None:
    """What lay behind when the days changed is neither taken back nor made up for; a stage of both stands once."""
    earlier = tuple(Earlier(at(until), days) for until, days in before)
    duty = Duty(at("2024-03-11 07:40"), DUE, remind_days=now, days_before=earlier)
    planned = [one for one in stages(duty, RULES, at("2024-03-28 23:00")) if one.stage.isdigit()]
    assert [f"{RULES.day(one.at).day}/3 {one.stage}" for one in planned] == ladder


def test_a_stage_that_is_wanted_no_more_must_not_go_out_but_one_of_both_may() -> None:
    """After 7, 3 became 7, 2 what waited of 3 is superseded; what waited of 7 is as true as before."""
    old = Duty(at("2024-03-11 07:40"), DUE, remind_days=(7, 3))
    new = replace(old, remind_days=(7, 2), days_before=(Earlier(at("2024-03-25 09:00"), (7, 3)),))
    seven, three = (one for one in stages(old, RULES, at("2024-03-27 23:00")) if one.stage.isdigit())
    assert why_not(new, seven, at("2024-03-25 09:00"), RULES) is None
    assert why_not(new, three, at("2024-03-25 09:00"), RULES) == "days_changed"
    due = due_stage(new, [("first", 0)], at("2024-03-25 09:00"), RULES)
    assert (due.unit, [(one.planned.stage, one.why) for one in due.dropped]) == (seven, [("3", "days_changed")])


def test_a_tasks_own_days_win_over_its_letters_then_as_now() -> None:
    """Each stretch has the days that held in it, the task's before its letter's, the letter's before the office's."""
    letter = Directive(sha256="a", file_name="a", imported_at=at("2024-03-01 08:00"), remind_days="9")
    letter.remind_days_before = [{"until": at("2024-03-05 08:00").isoformat(), "days": None}]
    task = Task(ref="1", text="", created_at=at("2024-03-01 08:00"))
    task.remind_days_before = [
        {"until": at("2024-03-03 08:00").isoformat(), "days": "4"},
        {"until": at("2024-03-04 08:00").isoformat(), "days": None},
        {"until": at("2024-03-06 08:00").isoformat(), "days": "2,1"},
    ]
    assert days_now(task, letter) == (9,)
    assert [one.days for one in days_before(task, letter)] == [(4,), None, (2, 1), (2, 1)]
    assert days_before(task, None)[1] == Earlier(at("2024-03-04 08:00"), None)


def test_new_days_hold_from_now_on(stage: Stage) -> None:
    """What was sent is not sent again, what is past is not made up for, and the statement of every day closes."""
    stage.person("an", "officer", unit := stage.unit("UBND xã Hòa Cư"))
    task = stage.task(unit, DUE.isoformat())
    stage.go()
    said(stage, "2024-03-22 10:00")
    change(stage, task, "10,7,6,2")
    assert said(stage, "2024-03-28 18:00") == ["21/3 7", "26/3 2"]
    assert closes(stage, "2024-03-11", "2024-03-28")


def test_a_letters_days_hold_for_its_tasks_in_force_that_have_none_of_their_own(stage: Stage) -> None:
    """One keeps its own days, the other follows the letter, and follows the office again when those are taken away."""
    stage.person("an", "officer", unit := stage.unit("UBND xã Hòa Cư"))
    letter = stage.directive()
    stage.task(unit, DUE.isoformat(), directive_id=letter, remind_days="1")
    task = stage.task(unit, DUE.isoformat(), directive_id=letter)
    stage.go()
    change(stage, task, "8,2", letter=True)
    assert said(stage, "2024-03-22 10:00") == ["20/3 8"]
    change(stage, task, None, letter=True)
    assert said(stage, "2024-03-28 18:00") == ["20/3 8", "25/3 3", "27/3 1", "27/3 1", "28/3 0"]
    assert closes(stage, "2024-03-11", "2024-03-28")


def test_what_the_old_days_put_off_is_superseded(tmp_path: Path) -> None:
    """A reminder that waits for tomorrow under the ceiling is dropped with its reason when its day is wanted no more."""
    stage = Stage(tmp_path, "2024-03-21 07:40", replace(Rules(), daily_ceiling=1))
    stage.person("an", "officer", unit := stage.unit("UBND xã Hòa Cư"))
    other = stage.task(unit, "2024-04-30")
    with stage.store() as session:
        row = stage.duty(other).occurrence
        row.since_at = row.given_at = row.next_reminder_at = at("2024-03-11 08:00")
        session.merge(row)
    task = stage.task(unit, "2024-03-28", remind_days="7,1")
    stage.go()
    stage.now = at("2024-03-21 08:10")
    change(stage, task, "1")
    assert said(stage, "2024-03-27 18:00") == ["27/3 1"]


def test_a_claimed_reminder_of_days_that_are_wanted_no_more_is_not_sent(stage: Stage) -> None:
    """The days change while the message waits to be sent: the last look drops it and says why."""
    stage.person("an", "officer", unit := stage.unit("UBND xã Hòa Cư"))
    task = stage.task(unit, DUE.isoformat())
    stage.go()
    stage.beat("2024-03-21 08:00")
    assert stage.outbox()[-1] == "reminder pending"
    change(stage, task, "2")
    stage.deliver()
    assert stage.channel.chats() == ["an"]
    assert stage.reminders() == ["first sent", "7 obsolete days_changed"]
    assert said(stage, "2024-03-28 18:00") == ["26/3 2"]
    assert closes(stage, "2024-03-11", "2024-03-28")


def test_a_bundle_loses_only_what_is_wanted_no_more(stage: Stage) -> None:
    """Of two tasks in one waiting message the other one's reminder goes out."""
    stage.person("an", "officer", unit := stage.unit("UBND xã Hòa Cư"))
    first, second = stage.task(unit, DUE.isoformat()), stage.task(unit, DUE.isoformat())
    stage.go()
    stage.beat("2024-03-21 08:00")
    change(stage, first, "2")
    stage.deliver()
    text = stage.channel.sent[-1][1]
    assert f"#{second} " in text
    assert f"#{first} " not in text


def test_undone_at_once_it_is_as_if_nothing_had_been_changed(stage: Stage) -> None:
    """The reminder of 8:00 goes out at 8:05, though at 8:00 other days held; a second undo finds nothing."""
    stage.person("an", "officer", unit := stage.unit("UBND xã Hòa Cư"))
    task = stage.task(unit, DUE.isoformat())
    stage.go()
    stage.beat("2024-03-21 07:50")
    event = change(stage, task, "5")
    stage.beat("2024-03-21 08:02")
    stage.now = at("2024-03-21 08:05")
    assert undo(stage, event)
    assert not undo(stage, event)
    assert said(stage, "2024-03-22 10:00") == ["21/3 7"]
    assert closes(stage, "2024-03-11", "2024-03-21")


def test_undone_after_something_was_said_the_old_days_hold_from_then_on(stage: Stage) -> None:
    """What the new days said stays said and accounted for; an older change is not undone over a newer one."""
    stage.person("an", "officer", unit := stage.unit("UBND xã Hòa Cư"))
    task = stage.task(unit, DUE.isoformat())
    stage.go()
    older = change(stage, task, "9")
    stage.now += timedelta(minutes=1)
    newer = change(stage, task, "8")
    assert not undo(stage, older)
    assert said(stage, "2024-03-20 12:00") == ["20/3 8"]
    assert undo(stage, newer)
    assert said(stage, "2024-03-28 18:00") == ["20/3 8"]
    assert closes(stage, "2024-03-11", "2024-03-28")


@pytest.mark.parametrize("seed", range(int(os.environ.get("TEST_SEEDS", "2"))))
def test_however_often_days_change_nobody_is_nagged_twice_and_all_is_accounted_for(tmp_path: Path, seed: int) -> None:
    """Changes, undoings and outages at any hour: one reminder of a duty a day, no stage twice, every day's statement closes."""
    dice = random.Random(seed)
    stage = Stage(tmp_path, "2024-03-11 07:40", replace(Rules(), daily_ceiling=dice.choice([1, 3])))
    stage.person("an", "officer", unit := stage.unit("UBND xã Hòa Cư"))
    letter = stage.directive()
    due = [(date(2024, 3, 18) + timedelta(days=dice.randint(0, 14))).isoformat() for _ in range(4)]
    tasks = [stage.task(unit, day, directive_id=letter) for day in due]
    weekly = stage.task(unit, None, rrule="FREQ=WEEKLY;BYDAY=FR", directive_id=letter)
    made: list[int] = []
    while stage.now < at("2024-04-05 18:00"):
        if dice.random() < 0.04:
            days = dice.choice([None, "1", "5,2", "8,4,0", "3", "7,6,5,4,3,2,1,0"])
            made.append(change(stage, dice.choice([*tasks, weekly]), days, letter=dice.random() < 0.4))
        if made and dice.random() < 0.02:
            undo(stage, made.pop())
        if 7 <= stage.rules.local(stage.now).hour < 18 and dice.random() < 0.8:
            stage.go() if dice.random() < 0.9 else stage.beat()
        stage.now += timedelta(minutes=dice.choice([10, 45, 60]))
    stage.now = at("2024-04-06 10:00")
    stage.go()
    with stage.store() as session:
        sent = session.exec(select(Reminder).where(Reminder.state == "sent")).all()
        days_told = [(row.occurrence_id, stage.rules.day(row.planned_at)) for row in sent if row.stage.isdigit()]
        assert len(set(days_told)) == len(days_told)
    assert closes(stage, "2024-03-11", "2024-04-05")

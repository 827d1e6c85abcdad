"""The look ahead is what then happens."""

import os
import random
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from directives.model import Directive as Reading
from directives.model import Document, DraftTask
from scheduler.preview import of_draft, upcoming
from scheduler.rules import Rules
from scheduler.slots import is_working_moment
from storage import directives
from storage.models import Assignment, Membership, Occurrence, Outbox, Reminder, ReminderMessage
from storage.office import Preview
from tests.scheduler_stage import Stage, at

Sent = tuple[datetime, str, str, str]
"""When, to whom, the task's code, the stage."""
GROUP = "-7"
HOURS = (time(7, 30), time(8), time(9), time(12), time(15), time(18, 30))


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """A Monday in the office."""
    return Stage(tmp_path, "2024-03-18 09:00")


def ahead(stage: Stage, start: str, end: str) -> list[Preview]:
    with stage.store() as session:
        return upcoming(session, at(start), at(end), stage.rules, now=stage.now)


def test_two_weeks_ahead_are_what_then_goes_out(stage: Stage) -> None:
    """Every reminder and prompt foreseen for two weeks is sent at that moment, and nothing else is but the nudges to the silent."""
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    stage.task(unit, "2024-03-27")
    stage.task(unit, None, rrule="FREQ=WEEKLY;BYDAY=FR", due_time=time(10))
    stage.beat()
    foreseen = {row.at for row in ahead(stage, "2024-03-18 09:30", "2024-03-29 23:00") if row.stage != "escalation"}
    stage.deliver()
    sent = set()
    stage.now = at("2024-03-18 09:30")
    while stage.now < at("2024-03-29 23:00"):
        if stage.go():
            sent.add(stage.now)
        stage.now += timedelta(minutes=30)
    nudges = {at("2024-03-22 09:00"), at("2024-03-29 09:00")}
    assert sent - nudges == foreseen


def test_each_line_names_unit_people_tasks_and_stage(stage: Stage) -> None:
    """A reminder foreseen says which unit, who is told, which tasks, which stage; an escalation goes to the coordinator."""
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    stage.person("dieu_phoi", "coordinator", None)
    stage.task(unit, "2024-03-20")
    stage.beat()
    rows = ahead(stage, "2024-03-20 00:00", "2024-03-21 09:00")
    assert [(row.unit, row.to, row.tasks, row.stage) for row in rows] == [
        ("UBND xã Hòa Cư", "an", ("#1",), "0"),
        ("UBND xã Hòa Cư", "dieu_phoi", ("#1",), "escalation"),
        ("UBND xã Hòa Cư", "an", ("#1",), "overdue"),
    ]


def told_of(rows: list[Preview]) -> set[Sent]:
    """Who is foreseen to hear what; of a weekly prompt only that."""
    return {
        (row.at, name, "" if row.stage == "weekly" else task, row.stage)
        for row in rows
        for name in row.to.split(", ")
        if name
        for task in row.tasks
    }


def sent(stage: Stage, start: str) -> set[Sent]:
    """The same of what went out after an instant. A group chat bears its unit's name here."""
    with stage.store() as session:
        query = (
            select(Outbox.settled_at, Outbox.chat, Assignment.task_id, Reminder.stage)
            .join(ReminderMessage, col(ReminderMessage.outbox_id) == Outbox.id)
            .join(Reminder, col(Reminder.id) == ReminderMessage.reminder_id)
            .join(Occurrence, col(Occurrence.id) == Reminder.occurrence_id)
            .join(Assignment, col(Assignment.id) == Occurrence.assignment_id)
            .where(Outbox.state == "sent", col(Outbox.settled_at) > at(start))
        )
        found = {(when or stage.now, chat, f"#{task}", one) for when, chat, task, one in session.exec(query)}
        prompts = select(Outbox.settled_at, Outbox.chat).where(
            col(Outbox.key).startswith("prompt:"), Outbox.state == "sent", col(Outbox.settled_at) > at(start)
        )
        return found | {(when or stage.now, chat, "", "weekly") for when, chat in session.exec(prompts)}


def play(stage: Stage, end: str) -> None:
    """A beat and a delivery whenever something can fall due on a working day; nobody answers."""
    stage.deliver()
    start, day = stage.now, stage.rules.day(stage.now)
    while day <= stage.rules.day(at(end)):
        for moment in (stage.rules.instant(day, hour) for hour in HOURS):
            if start < moment and is_working_moment(moment, stage.rules):
                stage.now = moment
                stage.go()
        day += timedelta(days=1)


def crowd(stage: Stage, dice: random.Random) -> None:
    """Units with one officer, two, one shared with another unit, a group chat; and more work than a low ceiling lets through."""
    units = [stage.unit(name) for name in ("Hòa Cư", "Gia Cát", "Cao Lâu", GROUP)]
    stage.person("an", "officer", units[0])
    stage.person("binh", "officer", units[0])
    chi = stage.person("chi", "officer", units[1])
    with stage.store() as session:
        session.add(Membership(person_id=chi, unit_id=units[2], role="officer", since_at=stage.now))
    stage.group(GROUP, units[3])
    stage.person("dieu_phoi", "coordinator", None)
    for number in range(16):
        due = stage.rules.day(stage.now) + timedelta(days=dice.randint(-4, 20))
        hour = dice.choice([None, None, time(7, 0), time(10), time(16, 30)])
        rule = dice.choice([None, None, None, "FREQ=WEEKLY;BYDAY=FR", "FREQ=MONTHLY;BYMONTHDAY=29"])
        days = dice.choice([None, None, "5,2"])
        task = stage.task(
            dice.choice(units), None if rule else due.isoformat(), rrule=rule, due_time=hour, remind_days=days, received=number % 3 > 0
        )
        if number % 4 == 0:
            stage.support(task, dice.choice(units))


@pytest.mark.parametrize("seed", range(int(os.environ.get("TEST_SEEDS", "1"))))
@pytest.mark.parametrize("ceiling", [1, 3])
def test_a_fortnight_foreseen_is_the_fortnight_that_goes_out(tmp_path: Path, ceiling: int, seed: int) -> None:
    """Under any ceiling exactly the reminders, escalations and prompts foreseen go out, each at its moment to the same people."""
    stage = Stage(tmp_path, "2024-04-18 09:10", replace(Rules(), daily_ceiling=ceiling))
    crowd(stage, random.Random(seed))
    stage.go()
    stage.now = at("2024-04-18 09:30")
    foreseen = told_of(ahead(stage, "2024-04-18 09:30", "2024-05-03 23:00"))
    play(stage, "2024-05-03 23:00")
    assert foreseen == sent(stage, "2024-04-18 09:30")
    assert len(foreseen) > 40


def test_who_has_nobody_linked_is_foreseen_without_a_name(stage: Stage) -> None:
    """A unit that nobody is linked at stands in the look ahead with its stages and nobody to hear them."""
    stage.task(stage.unit("UBND xã Hòa Cư"), "2024-03-20")
    rows = ahead(stage, "2024-03-18 09:00", "2024-03-20 09:00")
    assert [(row.to, row.stage) for row in rows] == [("", "first"), ("", "1"), ("", "0")]


def test_what_the_ceiling_puts_off_is_foreseen_when_it_goes(tmp_path: Path) -> None:
    """With one message a day the morning's takes the afternoon's place: the prompt is foreseen for the next day's opening."""
    stage = Stage(tmp_path, "2024-03-21 07:40", replace(Rules(), daily_ceiling=1))
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    stage.task(unit, "2024-03-28")
    rows = ahead(stage, "2024-03-21 07:40", "2024-03-22 09:30")
    assert [(row.at, row.stage) for row in rows] == [(at("2024-03-21 07:40"), "first"), (at("2024-03-22 07:30"), "weekly")]


def test_a_draft_is_foreseen_as_it_then_goes_out(tmp_path: Path) -> None:
    """Put in force at once, a draft sends its tasks' reminders as foreseen, among what the same officer is sent anyway."""
    stage = Stage(tmp_path, "2024-03-18 08:00", replace(Rules(), daily_ceiling=1))
    unit = stage.unit("Hoa Cu")
    stage.person("an", "officer", unit)
    stage.person("dieu_phoi", "coordinator", None)
    stage.task(unit, "2024-03-22", due_time=time(10))
    stage.go()
    stage.now = at("2024-03-18 10:00")
    with stage.store() as session:
        tasks = [
            DraftTask(ref, ("Hoa Cu",), f"việc {ref}", f"việc {ref}", due_on=due_on, rrule=rule)
            for ref, due_on, rule in (("1", date(2024, 3, 27), None), ("2", date(2024, 3, 15), None), ("3", None, "FREQ=WEEKLY;BYDAY=FR"))
        ]
        letter, _ = directives.save_draft(session, Reading(Document("a.txt"), "", tuple(tasks)), "a", stage.now)
        own = {f"#{task.id}" for task in directives.tasks_of(session, letter.id or 0)}
        foreseen = told_of(of_draft(session, letter.id or 0, stage.now, stage.rules))
        directives.activate(session, letter, stage.now, stage.rules.day(stage.now))
    stage.go()
    play(stage, "2024-04-01 10:00")
    assert foreseen == {one for one in sent(stage, "2024-03-18 09:59") if one[2] in own}
    assert len(foreseen) > 8

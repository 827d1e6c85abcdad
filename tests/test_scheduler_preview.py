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
from reports.facts import Office as ReportOffice
from scheduler.digest import Digests
from scheduler.digest_sending import send_waiting
from scheduler.preview import of_draft, upcoming
from scheduler.rules import Rules
from scheduler.slots import is_working_moment
from scheduler.tick import tick
from storage import digests, directives, duties, progress
from storage.models import Assignment, Membership, Occurrence, Outbox, Reminder, ReminderMessage
from storage.office import Preview
from tests.scheduler_stage import Stage, at

Sent = tuple[datetime, str, str, str]
"""When, to whom, the task's code, the stage."""
GROUP = "-7"
HOURS = (time(7, 30), time(8), time(9), time(10), time(12), time(14), time(15), time(18, 30))
STARTED = {"prompt": "weekly"} | {name: name for name in ("nudge", "received", "morning", "summary", "preview", "digest")}
"""What the bot starts besides reminders: how the messages' keys begin, and the stages foreseen."""


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """A Monday in the office."""
    return Stage(tmp_path, "2024-03-18 09:00")


def ahead(stage: Stage, start: str, end: str) -> list[Preview]:
    with stage.store() as session:
        return upcoming(session, at(start), at(end), stage.rules, now=stage.now)


def test_two_weeks_ahead_are_what_then_goes_out(stage: Stage) -> None:
    """Everything foreseen for two weeks is sent at that moment, and nothing else is."""
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
    assert {at("2024-03-22 09:00"), at("2024-03-29 09:00")} <= foreseen
    assert sent == foreseen


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
    """Who is foreseen to hear what; of messages that are no reminders only that."""
    return {
        (row.at, name, "" if row.stage in STARTED.values() else task, row.stage)
        for row in rows
        for name in row.to.split(", ")
        if name
        for task in row.tasks or ("",)
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
        others = select(Outbox.settled_at, Outbox.chat, Outbox.key).where(Outbox.state == "sent", col(Outbox.settled_at) > at(start))
        kinds = [(when or stage.now, chat, key.split(":")[0]) for when, chat, key in session.exec(others)]
        return found | {(when, chat, "", STARTED[kind]) for when, chat, kind in kinds if kind in STARTED}


def go(stage: Stage) -> None:
    """A beat with its digests, and a delivery."""
    reports = Digests(stage.rules, stage.office, ReportOffice("UBND huyện"))
    more = True
    while more:
        with stage.store() as session:
            more = tick(session, stage.now, stage.rules, stage.office, reports).more
    send_waiting(stage.engine, reports, stage.now)
    stage.deliver()


def play(stage: Stage, end: str) -> None:
    """A beat and a delivery whenever something can fall due on a working day; nobody answers."""
    stage.deliver()
    start, day = stage.now, stage.rules.day(stage.now)
    while day <= stage.rules.day(at(end)):
        for moment in (stage.rules.instant(day, hour) for hour in HOURS):
            if start < moment and is_working_moment(moment, stage.rules):
                stage.now = moment
                go(stage)
        day += timedelta(days=1)


def crowd(stage: Stage, dice: random.Random) -> None:
    """Units with one officer, two, one shared with another unit, a group chat, two with nobody; and more work than a low ceiling lets
    through. One has reported this week."""
    units = [stage.unit(name) for name in ("Hòa Cư", "Gia Cát", "Cao Lâu", GROUP, "Vắng", "Trống")]
    stage.person("an", "officer", units[0])
    stage.person("binh", "officer", units[0])
    chi = stage.person("chi", "officer", units[1])
    with stage.store() as session:
        session.add(Membership(person_id=chi, unit_id=units[2], role="officer", since_at=stage.now))
    stage.group(GROUP, units[3])
    stage.person("dieu_phoi", "coordinator", None)
    stage.person("lanh_dao", "leader", None)
    report(stage, stage.task(units[0], (stage.rules.day(stage.now) + timedelta(days=5)).isoformat()))
    stage.task(units[1], "2024-04-25")  # late on a Friday: its coordinator hears of it before the digest is shown
    held = [units[1], units[4], *(dice.choice(units) for _ in range(16))]
    for number, unit in enumerate(held):
        due = stage.rules.day(stage.now) + timedelta(days=dice.randint(-4, 20))
        hour = dice.choice([None, None, time(7, 0), time(10), time(16, 30)])
        rule = dice.choice([None, None, None, "FREQ=WEEKLY;BYDAY=FR", "FREQ=MONTHLY;BYMONTHDAY=29"])
        days = dice.choice([None, None, "5,2"])
        task = stage.task(unit, None if rule else due.isoformat(), rrule=rule, due_time=hour, remind_days=days, received=number % 3 > 0)
        if number % 4 == 0:
            stage.support(task, dice.choice(units))


def report(stage: Stage, task: int) -> None:
    """An officer says how a task stands."""
    with stage.store() as session:
        row = duties.of_task(session, task)[0]
        progress.save_report(
            session, row, progress.Said("doing", percent=40), stage.now, stage.rules.day(stage.now), person_id=None, inbox_id=None
        )


@pytest.mark.parametrize("seed", range(int(os.environ.get("TEST_SEEDS", "1"))))
@pytest.mark.parametrize("ceiling", [1, 3])
def test_a_fortnight_foreseen_is_the_fortnight_that_goes_out(tmp_path: Path, ceiling: int, seed: int) -> None:
    """Under any ceiling exactly what is foreseen goes out, each at its moment to the same people: reminders, escalations, prompts, nudges,
    questions whether new duties were received, the mornings' words, the units' reports and the digests."""
    stage = Stage(tmp_path, "2024-04-18 09:10", replace(Rules(), daily_ceiling=ceiling))
    crowd(stage, random.Random(seed))
    go(stage)
    stage.now = at("2024-04-18 09:30")
    foreseen = told_of(ahead(stage, "2024-04-18 09:30", "2024-05-03 23:00"))
    play(stage, "2024-05-03 23:00")
    assert foreseen == sent(stage, "2024-04-18 09:30")
    assert {one for _, _, _, one in foreseen} >= {"escalation", "overdue", *STARTED.values()} - ({"nudge"} if ceiling == 1 else set())


def test_who_has_nobody_linked_is_foreseen_without_a_name(stage: Stage) -> None:
    """A unit that nobody is linked at stands in the look ahead with its stages and nobody to hear them."""
    stage.task(stage.unit("UBND xã Hòa Cư"), "2024-03-20")
    rows = ahead(stage, "2024-03-18 09:00", "2024-03-20 09:00")
    assert [(row.to, row.stage) for row in rows] == [("", "first"), ("", "1"), ("", "0")]


def test_a_unit_with_nobody_linked_is_raised_once_with_its_coordinator(stage: Stage) -> None:
    """On the next working morning, with all its tasks that nobody was told of by then; not once somebody is linked, nor twice."""
    stage.person("dieu_phoi", "coordinator", None)
    unit = stage.unit("UBND xã Hòa Cư")
    for _ in range(2):
        stage.task(unit, "2024-03-28")
    rows = [row for row in ahead(stage, "2024-03-18 09:00", "2024-03-29 09:00") if row.stage == "morning"]
    assert [(row.at, row.to, row.tasks, row.only_if) for row in rows] == [(at("2024-03-19 08:00"), "dieu_phoi", ("#1", "#2"), "unlinked")]
    stage.go()
    stage.now = at("2024-03-18 10:00")
    assert [row for row in ahead(stage, "2024-03-18 10:00", "2024-03-29 09:00") if row.stage == "morning"] == rows
    stage.go("2024-03-19 08:00")
    stage.now = at("2024-03-19 08:30")
    assert not [row for row in ahead(stage, "2024-03-19 08:30", "2024-03-29 09:00") if row.stage == "morning"]


def test_a_digest_that_waits_for_its_coordinator_is_not_foreseen(stage: Stage) -> None:
    """Put off it leaves when somebody says so; the next week's is foreseen as always, and one unit's look ahead holds none."""
    stage.person("ha", "leader", None)
    stage.task(unit := stage.unit("UBND xã Hòa Cư"), "2024-03-28")
    fridays = [at("2024-03-22 14:00"), at("2024-03-29 14:00")]
    assert [row.at for row in ahead(stage, "2024-03-18 09:00", "2024-03-30 09:00") if row.stage == "digest"] == fridays
    with stage.store() as session:
        digests.announce(session, "2024-W12", date(2024, 3, 18), stage.now)
        digests.put_off(session, "2024-W12")
    assert [row.at for row in ahead(stage, "2024-03-18 09:00", "2024-03-30 09:00") if row.stage == "digest"] == fridays[1:]
    with stage.store() as session:
        rows = upcoming(session, stage.now, at("2024-03-30 09:00"), stage.rules, {unit})
    assert {row.stage for row in rows} & {"digest", "preview"} == set()


def test_what_the_ceiling_puts_off_is_foreseen_when_it_goes(tmp_path: Path) -> None:
    """With one message a day the morning's takes the afternoon's place: the prompt is foreseen for the next day's opening."""
    stage = Stage(tmp_path, "2024-03-21 07:40", replace(Rules(), daily_ceiling=1))
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    stage.task(unit, "2024-03-28")
    rows = ahead(stage, "2024-03-21 07:40", "2024-03-22 09:30")
    assert [(row.at, row.stage) for row in rows] == [(at("2024-03-21 07:40"), "first"), (at("2024-03-22 07:30"), "weekly")]


def test_a_draft_is_foreseen_as_it_then_goes_out(tmp_path: Path) -> None:
    """Put in force at once, a draft sends what is foreseen about its tasks, among what the same officer is sent anyway."""
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
    assert foreseen == {one for one in sent(stage, "2024-03-18 09:59") if one[2] in own or one[3] in STARTED.values()}
    assert len(foreseen) > 8

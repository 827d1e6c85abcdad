"""The weekly cycle on its days, the machine's clock in UTC, and messages that never disturb or show their seams."""

import time as clock
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from scheduler.tick import tick
from scheduler.week import Cycle
from storage import conversations, duties, outbox, progress
from storage.messages import ChannelError, Outgoing
from storage.models import ChatAddress, Conversation
from tests.scheduler_stage import Stage, at


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """A Monday in the office."""
    return Stage(tmp_path, "2024-03-18 09:00")


@pytest.fixture
def _machine_in_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    clock.tzset()
    yield
    monkeypatch.undo()
    clock.tzset()


def every_half_hour(stage: Stage, start: str, end: str) -> dict[str, list[str]]:
    """Who is told when, between two moments."""
    told: dict[str, list[str]] = {}
    stage.now = at(start)
    while stage.now < at(end):
        if chats := stage.go():
            told[f"{stage.now.astimezone(stage.rules.zone):%a %d/%m %H:%M}"] = sorted(chats)
        stage.now += timedelta(minutes=30)
    return told


def digest_beat(stage: Stage, when: str, taken: list[tuple[str, str]]) -> None:
    """A beat whose digests are noted down."""

    def digest(_session: Session, week: Cycle, step: str, _now: datetime) -> int:
        taken.append((week.week, step))
        return 0

    stage.now = at(when)
    with stage.store() as session:
        tick(session, stage.now, stage.rules, stage.office, digest)


def test_prompt_and_nudge_in_an_ordinary_week(stage: Stage) -> None:
    """Units with open work are prompted on Thursday 15:00; on Friday 09:00 only who has not answered is asked once more."""
    first, second = stage.unit("UBND xã Hòa Cư"), stage.unit("UBND xã Gia Cát")
    officer = stage.person("an", "officer", first)
    stage.person("binh", "officer", second)
    task = stage.task(first, None)
    stage.task(second, None)
    told = every_half_hour(stage, "2024-03-18 09:00", "2024-03-22 08:00")
    with stage.store() as session:
        duty = duties.duty(session, stage.duty(task).occurrence.id or 0)
        assert duty is not None
        progress.save_report(session, duty, progress.Said("doing"), stage.now, stage.rules.day(stage.now), person_id=officer, inbox_id=None)
    told |= every_half_hour(stage, "2024-03-22 08:00", "2024-03-23 00:00")
    assert told == {"Mon 18/03 09:00": ["an", "binh"], "Thu 21/03 15:00": ["an", "binh"], "Fri 22/03 09:00": ["binh"]}


def test_a_holiday_on_friday_moves_the_cycle(stage: Stage) -> None:
    """In the week of 30/4/2025, off from Wednesday to Friday, the prompt comes on Monday 15:00."""
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    stage.now = at("2025-04-25 16:00")
    stage.task(unit, None)
    stage.go()
    told = every_half_hour(stage, "2025-04-28 07:00", "2025-05-05 00:00")
    assert told == {"Mon 28/04 15:00": ["an"], "Tue 29/04 09:00": ["an"]}


def test_no_prompt_without_open_work(stage: Stage) -> None:
    """A unit whose work is all done is not asked for a report."""
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    assert stage.go("2024-03-21 15:00") == []


def test_a_prompt_that_waits_past_the_cutoff_is_dropped(stage: Stage) -> None:
    """With the channel down from Thursday to Friday noon nobody is asked to report before a time that has passed."""
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    stage.task(unit, None)
    stage.go()
    stage.channel.fails = lambda _message: ChannelError("not_sent", "network")
    stage.go("2024-03-21 15:00")
    stage.channel.fails = lambda _message: None
    assert stage.go("2024-03-22 12:00") == []
    assert "prompt dropped stale" in stage.outbox()


@pytest.mark.usefixtures("_machine_in_utc")
def test_the_machine_in_utc_and_the_office_in_hanoi(stage: Stage) -> None:
    """On a machine in UTC reminders go out at 08:00 in Hanoi, not at 08:00 UTC, and the last day is the office's last day."""
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    stage.task(unit, "2024-03-20", remind_days="0")
    stage.go()
    told = every_half_hour(stage, "2024-03-19 00:00", "2024-03-21 07:00")
    assert told == {"Wed 20/03 08:00": ["an"]}


@pytest.mark.usefixtures("_machine_in_utc")
def test_a_digest_for_friday_leaves_on_friday(stage: Stage) -> None:
    """In the library's own weekday numbers: the units' reports at 10:00, the preview at 12:00, the digest at 14:00 on Friday, each once."""
    taken: list[tuple[str, str]] = []
    moment = at("2024-03-18 00:00")
    seen = {}
    while moment < at("2024-03-25 00:00"):
        digest_beat(stage, moment.astimezone(stage.rules.zone).strftime("%Y-%m-%d %H:%M"), taken)
        if len(taken) > len(seen):
            seen[taken[-1]] = f"{moment.astimezone(stage.rules.zone):%a %H:%M}"
        moment += timedelta(hours=1)
    assert list(seen.values()) == ["Fri 10:00", "Fri 12:00", "Fri 14:00"]
    assert taken == [("2024-W12", "summary"), ("2024-W12", "preview"), ("2024-W12", "digest")]


def test_an_outage_over_friday_sends_the_digest_on_monday(stage: Stage) -> None:
    """A service that stood still from Thursday to Monday sends last week's digest on Monday morning, without its preview."""
    taken: list[tuple[str, str]] = []
    digest_beat(stage, "2024-03-21 09:00", taken)
    digest_beat(stage, "2024-03-25 07:30", taken)
    digest_beat(stage, "2024-03-25 08:00", taken)
    assert taken == [("2024-W12", "digest")]


def test_a_new_store_catches_nothing_up(stage: Stage) -> None:
    """A service started for the first time on Friday 16:00 sends no digest of a week that it never saw."""
    taken: list[tuple[str, str]] = []
    digest_beat(stage, "2024-03-22 16:00", taken)
    assert taken == []


def test_a_group_becomes_a_supergroup_in_the_middle_of_a_digest(stage: Stage) -> None:
    """Two pages of a digest to a group that gets a new id at the first: both arrive there, in order, each once."""
    stage.group("-1", stage.unit("Ban Chỉ đạo"))
    with stage.store() as session:
        address = session.exec(select(ChatAddress)).one()
        for page in (1, 2):
            message = Outgoing(outbox.address_of(address), f"trang {page}")
            outbox.queue(session, message, key=f"digest:{page}", kind="digest", now=stage.now, address_id=address.id)
    moved = ChannelError("refused", "migrated", moved_to="-1001")
    stage.channel.fails = lambda message: moved if message.to.chat == "-1" else None
    stage.deliver()
    assert stage.channel.sent == [("-1001", "trang 1"), ("-1001", "trang 2")]


def test_a_scheduled_message_does_not_throw_anybody_out_of_an_answer(stage: Stage) -> None:
    """A reminder sent while a question is open leaves the question open."""
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    stage.task(unit, "2024-03-21")
    with stage.store() as session:
        conversations.ask(session, 1, "difficulty", {"task": 1}, (), stage.now)
    assert stage.go() == ["an"]
    with stage.store() as session:
        assert session.exec(select(Conversation)).one().question == "difficulty"


@pytest.mark.parametrize("detail", ["full", "short", "doorbell"])
def test_a_missing_value_never_shows_a_place(tmp_path: Path, detail: str) -> None:
    """A task without text, deadline or printed wording is still a whole sentence, without a brace or None in it."""
    stage = Stage(tmp_path, "2024-03-18 09:00", detail=detail)
    unit = stage.unit("UBND xã {task_title}")
    stage.person("an", "officer", unit)
    stage.person("dp", "coordinator", None)
    stage.task(unit, None, text="")
    stage.task(unit, "2024-03-18", text="")
    stage.go()
    stage.go("2024-03-21 15:00")
    assert len(stage.channel.sent) >= 3
    for _, text in stage.channel.sent:
        assert "None" not in text
        assert "{" not in text.replace("{task_title}", "")


def test_trouble_is_told_in_the_morning(stage: Stage) -> None:
    """A reminder that a chat refused is told to the coordinator of all units on the next morning, once, with its unit."""
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    stage.person("dieu_phoi", "coordinator", None)
    stage.task(unit, "2024-04-29")
    stage.channel.fails = lambda message: ChannelError("refused", "blocked") if message.to.chat == "an" else None
    stage.go()
    assert stage.go("2024-03-19 08:00") == ["dieu_phoi"]
    assert "UBND xã Hòa Cư: #1" in stage.channel.sent[-1][1]
    assert stage.go("2024-03-19 08:30") == []


def test_a_quiet_day_needs_no_word(stage: Stage) -> None:
    """When everything arrived the coordinator's morning is silent."""
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    stage.person("dieu_phoi", "coordinator", None)
    stage.task(unit, "2024-04-29")
    stage.go()
    assert stage.go("2024-03-19 08:00") == []


def test_a_digest_that_fails_silences_nothing_and_is_tried_an_hour_later(stage: Stage) -> None:
    """With a digest that cannot be made, reminders of Friday afternoon still go out; an hour later it is tried again."""
    unit = stage.unit("UBND xã Hòa Cư")
    stage.person("an", "officer", unit)
    tries: list[datetime] = []

    def digest(_session: Session, _week: Cycle, step: str, now: datetime) -> int:
        if step == "digest":
            tries.append(now)
            raise ValueError("a faulty row")
        return 0

    stage.beat("2024-03-22 09:00")
    stage.task(unit, None)
    for minute in ("14:00", "14:30", "15:00"):
        stage.now = at(f"2024-03-22 {minute}")
        with stage.store() as session:
            tick(session, stage.now, stage.rules, stage.office, digest)
    assert tries == [at("2024-03-22 14:00"), at("2024-03-22 15:00")]
    assert stage.reminders() == ["first queued"]

"""Several processes on one PostgreSQL: they share start, beat and delivery, any of them may be killed, nothing is lost or doubled."""

import asyncio
import os
import random
import signal
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.clock import SystemClock
from bot.running import greet
from bot.settings import Settings
from scheduler.rules import Rules
from scheduler.tick import tick
from storage import sending
from storage.db import migrate, open_engine
from storage.models import Event, Outbox, Reminder
from tests import stores
from tests.scheduler_stage import Stage
from tests.test_bot_delivery_kills import first_word, recording, sender

UNITS, ROUNDS = 12, 12


def work(stage: Stage, port: int) -> None:
    """One process: beats and delivers until nothing is left, like a running service."""
    delivery = sender(stage, port)
    for _ in range(4):
        with stage.store() as session:
            tick(session, stage.now, stage.rules, stage.office)
        asyncio.run(delivery.deliver_due())
    os._exit(0)


def start(stage: Stage, port: int, processes: int) -> list[int]:
    stage.engine.dispose()
    children = []
    for _ in range(processes):
        child = os.fork()
        if child == 0:
            work(stage, port)
        children.append(child)
    return children


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.timeout(300)
def test_three_processes_with_kills_lose_and_double_nothing(server: None, tmp_path: Path) -> None:
    """Three processes share one store while one of them is killed each round: every reminder arrives, twice only if it was unknown."""
    stage = Stage(tmp_path, "2024-03-18 08:00", Rules(daily_ceiling=10_000))
    units = [stage.unit(f"UBND xã Số {number}") for number in range(UNITS)]
    for number, unit in enumerate(units):
        stage.person(f"c{number}", "officer", unit)
    dice = random.Random(7)
    killed = 0
    with recording(tmp_path / "log") as port:
        for _ in range(ROUNDS):
            for unit in units:
                stage.task(unit, None)
            children = start(stage, port, 3)
            time.sleep(dice.uniform(0.05, 0.4))
            os.kill(children[0], signal.SIGKILL)
            killed += 1
            for child in children:
                os.waitpid(child, 0)
            stage.now = stage.now.replace(minute=(stage.now.minute + 3) % 60)
        for _ in range(3):
            for child in start(stage, port, 1):
                os.waitpid(child, 0)
            stage.now = stage.now.replace(hour=stage.now.hour + 1)
    arrived = Counter((tmp_path / "log").read_text(encoding="utf-8").split())
    with stage.store() as session:
        reminders = list(session.exec(select(Reminder)))
        messages = list(session.exec(select(Outbox)))
        unknown = Counter(event.after["outbox"] for event in session.exec(select(Event).where(Event.kind == "send_unknown")))
    assert len(reminders) == UNITS * ROUNDS
    assert {row.state for row in reminders} <= {"sent", "unknown"}
    assert not [row for row in messages if row.state in ("pending", "claimed")]
    for row in messages:
        came, listed = arrived[first_word(row.body["text"])], unknown[row.id or 0]
        assert came >= 1 or row.state == "unknown", f"message {row.id} is lost and not listed"
        assert came <= 1 + listed, f"message {row.id} came more often than its unknowns allow"
    assert len(arrived) >= 1
    extra = sum(count - 1 for count in arrived.values() if count > 1)
    assert extra <= killed
    stage.engine.dispose()


@pytest.mark.postgres
def test_two_beats_at_once_decide_a_reminder_once(server: None, tmp_path: Path) -> None:
    """Two processes that beat at the same moment write one reminder row and one message for each duty."""
    stage = Stage(tmp_path, "2024-03-18 08:00", Rules(daily_ceiling=10_000))
    for number in range(UNITS):
        unit = stage.unit(f"UBND xã Số {number}")
        stage.person(f"c{number}", "officer", unit)
        stage.task(unit, "2024-04-30")
    with recording(tmp_path / "log") as port:
        for child in start(stage, port, 3):
            assert os.waitpid(child, 0)[1] == 0
    with stage.store() as session:
        assert len(session.exec(select(Reminder)).all()) == UNITS
        assert len(session.exec(select(Outbox)).all()) == UNITS
    assert len((tmp_path / "log").read_text(encoding="utf-8").split()) == UNITS
    stage.engine.dispose()


@pytest.mark.postgres
def test_of_two_that_look_at_once_one_takes_a_claim_back(server: None, tmp_path: Path) -> None:
    """A claim of a dead process is seen by one: a second one that had read it, too, would put back what the first has sent meanwhile."""
    stage = Stage(tmp_path, "2024-03-18 08:00", Rules())
    stage.person("c0", "officer", unit := stage.unit("UBND xã Số 0"))
    stage.task(unit, None)
    stage.beat()
    with stage.store() as session:
        row = session.exec(select(Outbox)).one()
        assert sending.claim(session, row.id or 0, "dead", stage.now)
    later = stage.now + sending.LEASE
    with Session(stage.engine) as first, Session(stage.engine) as second:
        assert [found.id for found in sending.expired(first, later, ())] == [row.id]
        assert sending.expired(second, later, ()) == []
    stage.engine.dispose()


@pytest.mark.postgres
def test_processes_started_at_once_make_one_store(server: None, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """On an empty database none fails because another is making the same tables, and all of them print one code, not one each."""
    url = stores.copy_of(lambda _engine: None, "bare", tmp_path)
    children = []
    for _ in range(4):
        child = os.fork()
        if child == 0:
            _begin(url)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * len(children)
    assert capfd.readouterr().out.count("One-time code for the first administrator") == 1


def _begin(url: str) -> None:
    """What a process does first, with the exit code of one that failed in it."""
    code = 1
    try:
        engine = open_engine(url)
        migrate(engine)
        greet(engine, Settings(locale="en"), SystemClock())
        code = 0
    finally:
        os._exit(code)

"""Killed with SIGKILL again and again while sending to a server that records: what arrived is compared with what was promised."""

import asyncio
import os
import random
import signal
import socket
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot.delivery import Delivery
from bot.rates import UNLIMITED
from scheduler.rules import Rules
from storage import outbox
from storage.messages import Abilities, Address, ChannelError, InFile, Outgoing
from storage.models import Event, Outbox, Reminder
from tests.scheduler_stage import Stage

KILLS = int(os.environ.get("TEST_KILLS", "200"))
KILLS_ON_POSTGRESQL = KILLS // 4
"""There three processes at a time are killed as well: tests/test_postgres_processes.py."""
REMINDERS, REPLIES = 3, 2
"""So many of each are waiting per kill."""


def first_word(text: str) -> str:
    """By what the server knows a message: the first word of its last line, which is its last task's number."""
    return text.split("\n")[-1].split(" ")[0]


class Wire:
    """A channel to the recording server: a line a message."""

    name = "memory"
    abilities = Abilities()

    def __init__(self, port: int) -> None:
        self.port = port

    async def send(self, message: Outgoing) -> str:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(first_word(message.text).encode() + b"\n")
        answer = await reader.readline()
        writer.close()
        if not answer:
            raise ChannelError("unknown", "no answer")
        return answer.decode().strip()

    async def fetch(self, file: InFile, limit_bytes: int) -> bytes:
        raise ChannelError("refused", "no files here")

    async def working(self, to: Address) -> None:
        return


@contextmanager
def recording(file: Path) -> Iterator[int]:
    """A server in a process of its own that writes down what it was sent before it answers; gives its port."""
    listener = socket.create_server(("127.0.0.1", 0))
    child = os.fork()
    if child == 0:
        _record(listener, file)
    port = listener.getsockname()[1]
    listener.close()
    try:
        yield port
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _record(listener: socket.socket, file: Path) -> None:
    with file.open("ab", buffering=0) as log:
        while True:
            connection, _ = listener.accept()
            with connection:
                line = connection.makefile("rb").readline()
                if line:
                    log.write(line)
                    time.sleep(random.uniform(0, 0.004))  # a service takes its time between accepting and answering
                    _answer(connection)


def _answer(connection: socket.socket) -> None:
    try:
        connection.sendall(b"ok\n")
    except OSError:
        return  # the sender was killed meanwhile


def send_until(stage: Stage, port: int, life_s: float | None) -> None:
    """A process that delivers, killed after so many seconds of its work; None = until nothing is due any more."""
    stage.engine.dispose()
    child = os.fork()
    if child == 0:
        _deliver(stage, port)
    if life_s is not None:
        time.sleep(life_s)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _life_s(stage: Stage, port: int, units: list[int]) -> float:
    """How long a process lives here that is not killed and sends what waits: on a machine with more to do it needs longer to begin."""
    _more(stage, units, "second")
    begun = time.monotonic()
    send_until(stage, port, None)
    return time.monotonic() - begun


def _deliver(stage: Stage, port: int) -> None:
    asyncio.run(sender(stage, port).deliver_due())
    os._exit(0)


def sender(stage: Stage, port: int) -> Delivery:
    """What a process delivers with: connections of its own, and the statements that the process before the fork has compiled."""
    return Delivery(stage.engine, {"memory": Wire(port)}, lambda: stage.now, stage.rules, stage.office, limits={"memory": UNLIMITED})


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_killed_at_random_moments(tmp_path: Path) -> None:
    """Nothing lost; at most one repeat per kill, only of reminders, each listed as unknown first."""
    stage = Stage(tmp_path, "2024-03-18 08:00", Rules(daily_ceiling=10_000))
    dice = random.Random(KILLS)
    kills = KILLS if stage.engine.dialect.name == "sqlite" else KILLS_ON_POSTGRESQL
    units = [stage.unit(f"UBND xã Số {number}") for number in range(REMINDERS)]
    for number, unit in enumerate(units):
        stage.person(f"c{number}", "officer", unit)
    killed = 0
    with recording(tmp_path / "log") as port:
        _more(stage, units, "first")
        asyncio.run(sender(stage, port).deliver_due())  # from now on processes begin sending at once
        life_s = _life_s(stage, port, units)
        while killed < kills:
            _more(stage, units, str(killed))
            send_until(stage, port, dice.uniform(0.0, life_s))
            killed += 1
            stage.now += timedelta(minutes=1)
            if stage.now.hour >= 11:  # 18:00 in the office
                stage.now += timedelta(hours=14)
        for _ in range(4):
            send_until(stage, port, None)
            stage.now += timedelta(minutes=3)
    _compare(stage, Counter((tmp_path / "log").read_text().split()), killed)


def _more(stage: Stage, units: list[int], name: str) -> None:
    """A reminder for each unit and some replies are waiting."""
    for unit in units:
        stage.task(unit, None)
    stage.beat()
    with stage.store() as session:
        for number in range(REPLIES):
            key = f"r{name}.{number}"
            outbox.queue(session, Outgoing(Address("memory", f"d{number}"), key), key=key, kind="reply", now=stage.now)


def _compare(stage: Stage, arrived: Counter[str], killed: int) -> None:
    with stage.store() as session:
        unknown = Counter(event.after["outbox"] for event in session.exec(select(Event).where(Event.kind == "send_unknown")))
        rows = session.exec(select(Outbox)).all()
        assert {row.state for row in rows} <= {"sent", "unknown"}
        for row in rows:
            name = row.key if row.kind == "reply" else first_word(row.body["text"])
            listed = unknown[row.id or 0]
            assert arrived[name] >= 1 or row.state == "unknown", f"{name} is lost and not listed"
            assert arrived[name] <= 1 + (listed if row.kind == "reminder" else 0), f"{name} came more often than its unknowns allow"
            assert listed <= (2 if row.kind == "reminder" else 1)
        repeats = sum(count - 1 for count in arrived.values())
        assert repeats <= min(killed, unknown.total())
        assert len(session.exec(select(Reminder)).all()) == REMINDERS * (killed + 2)
        assert set(session.exec(select(Reminder.state)).all()) <= {"sent", "unknown"}
    assert killed // 10 <= unknown.total() <= killed, "hardly a kill hit a message on the wire: the test shows nothing"

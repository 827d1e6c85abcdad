"""What may befall the store and the clock under a running service: nothing is lost, nothing is doubled, and it goes on by itself."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from bot.app import App
from bot.inbox import receive
from bot.settings import Settings
from storage.db import transaction
from storage.messages import Outgoing
from storage.models import Event, Inbox, Outbox, Reminder, Report
from tests.house import House

TROUBLES = {"disk full": "max_page_count = 1", "read-only disk": "query_only = ON", "locked": "busy_timeout = 50"}
"""What each trouble is to SQLite itself; a count below the store's size stands for the size it has."""
WELL = ("max_page_count = 1073741823", "query_only = OFF", "busy_timeout = 5000")


@pytest.fixture
def house(on_sqlite: None, tmp_path: Path) -> Iterator[House]:
    """A house with its letter in force, on SQLite: these are its troubles."""
    built = House(tmp_path)
    built.in_force()
    yield built
    built.close()


@contextmanager
def trouble(house: House, kind: str) -> Iterator[None]:
    """For the time of the block every connection of the house meets the trouble."""

    def meet(connection: Any, *_: object) -> None:
        connection.execute(f"PRAGMA {TROUBLES[kind]}")

    def recover(connection: Any, *_: object) -> None:
        for pragma in WELL:
            connection.execute(f"PRAGMA {pragma}")

    other = sqlite3.connect(str(house.engine.url.database), isolation_level=None)
    event.listen(house.engine, "checkout", meet)
    if kind == "locked":
        other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.close()
        event.remove(house.engine, "checkout", meet)
        event.listen(house.engine, "checkout", recover)


def rows(house: House, table: type) -> list[Any]:
    with transaction(house.engine) as session:
        return list(session.exec(select(table)))


@pytest.mark.parametrize("kind", TROUBLES)
def test_a_message_that_cannot_be_stored_is_not_taken_and_comes_again(house: House, kind: str) -> None:
    """Nothing of it is kept, not even an apology in its place; offered again, it is answered as if nothing had been."""
    refused = None
    with trouble(house, kind):
        for percent in range(60):  # a full disk still has room in half-empty pages
            message = house.message("Mai", f"#1 được {percent}% " + "mưa lũ " * 100)
            try:
                receive(house.engine, house.office, message, house.now.astimezone(UTC))
            except OperationalError:
                refused = message
                break
    assert refused is not None
    assert refused.external_id not in {row.external_id for row in rows(house, Inbox)}
    saved = len(rows(house, Report))
    assert "Đã ghi nhận #1" in house.hears(refused)[-1].text
    assert len(rows(house, Report)) == saved + 1
    assert house.hears(refused) == []


class Jumping:
    """A clock that is set by hand and stands still."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment.astimezone(UTC)

    def now(self) -> datetime:
        return self.moment


@asynccontextmanager
async def running(house: House, clock: Jumping) -> AsyncIterator[App]:
    url = house.engine.url.render_as_string(hide_password=False)
    settings = Settings(database_url=SecretStr(url), data_dir=house.office.data_dir, tick_seconds=0.05, quiet_hours="00:00-00:00")
    app = App(settings, house.engine, clock, {"memory": house.channel})
    async with app.running():
        yield app


async def until(check: Any, seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not check():  # noqa: ASYNC110 - what is waited for stands in the store
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("kind", TROUBLES)
def test_the_service_outlives_trouble_and_goes_on(house: House, kind: str) -> None:
    """Beat and delivery fail for a while and come back by themselves; what waited goes out once."""

    async def story() -> None:
        clock = Jumping(house.now)
        async with running(house, clock) as app:
            await app.receive(house.message("Mai", "việc của tôi"))
            await until(lambda: len(house.inbox("Mai")) >= 1)
            with trouble(house, kind):
                await asyncio.sleep(0.4)
            clock.moment += timedelta(minutes=3)  # what was claimed and never handed over is free again after its lease
            before = len(house.inbox("Dũng"))
            await app.receive(house.message("Dũng", "việc của tôi"))
            await until(lambda: len(house.inbox("Dũng")) > before)
            await until(lambda: {row.state for row in rows(house, Outbox)} <= {"sent"})

    asyncio.run(story())
    assert not [row for row in rows(house, Event) if row.kind == "send_unknown"]


def test_what_arrived_while_the_store_was_locked_is_settled_as_sent(house: House) -> None:
    """A message on the wire when the lock fell is neither forgotten nor sent again."""

    async def story() -> None:
        started, go = asyncio.Event(), asyncio.Event()
        send = house.channel.send

        async def slowly(message: Outgoing) -> str:
            started.set()
            await go.wait()
            return await send(message)

        house.channel.send = slowly  # type: ignore[method-assign]
        async with running(house, Jumping(house.now)) as app:
            await app.receive(house.message("Hà", "/help"))
            await started.wait()
            with trouble(house, "locked"):
                go.set()
                await until(lambda: house.inbox("Hà"))
                await asyncio.sleep(0.3)
            await until(lambda: [row.state for row in rows(house, Outbox) if row.chat == "Hà"] == ["sent"])

    asyncio.run(story())
    assert len(house.inbox("Hà")) == 1


@pytest.mark.parametrize(
    "back_and_ahead",
    [
        (),
        (-3, -1, 4),
    ],
)
def test_a_clock_that_jumps_loses_and_doubles_nothing(house: House, back_and_ahead: tuple[int, ...]) -> None:
    """A month ahead brings one catch-up reminder a person, hours back and ahead again none, and the beat never stops."""
    clock = Jumping(house.now)

    async def beats(app: App, count: int = 3) -> None:
        for _ in range(count):
            last = app.beaten_at
            await until(lambda last=last: app.beaten_at != last)

    async def story() -> None:
        async with running(house, clock) as app:
            await beats(app)
            first = len(house.inbox("Mai"))
            clock.moment += timedelta(days=29)
            await beats(app)
            await until(lambda: len(house.inbox("Mai")) > first)
            await beats(app)
            said = [message.text for message in house.inbox("Mai")]
            assert len([text for text in said[first:] if "Nhắc 1 việc" in text]) == 1, house.texts("Mai")
            assert len(set(said)) == len(said) <= first + 2  # the other is asked for once: whether the duties arrived
            for hours in back_and_ahead:
                clock.moment += timedelta(hours=hours)
                await beats(app)
            assert [message.text for message in house.inbox("Mai")] == said

    asyncio.run(story())
    assert not {row.state for row in rows(house, Reminder)} & {"failed", "unknown"}

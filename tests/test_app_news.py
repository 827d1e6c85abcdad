"""The running service soon after a message: what it left to do is begun before the next beat, and nothing else is."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC
from pathlib import Path

import pytest

from bot.app import App
from bot.channels.memory import Memory
from bot.clock import DemoClock
from bot.settings import Settings
from storage.messages import Address, Incoming
from tests.house import MONDAY, House

QUIET_S = 0.5


@pytest.fixture
def house(tmp_path: Path) -> House:
    """An office on a Monday."""
    return House(tmp_path, channel=Memory(name="web"))


@asynccontextmanager
async def running(house: House, folder: Path) -> AsyncIterator[App]:
    """The service over the house's store, its first beat behind it and the next an hour away."""
    settings = Settings(data_dir=folder, database_url=str(house.engine.url), tick_seconds=3600)
    app = App(settings, house.engine, DemoClock(MONDAY.astimezone(UTC)), {"web": house.channel})
    async with app.running():
        await until(lambda: beats(app) > 0)
        await asyncio.sleep(QUIET_S)
        yield app


async def until(happened: Callable[[], bool]) -> None:
    """Waits for something to happen."""
    for _ in range(1500):  # half a minute at the most
        if happened():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not happen")


async def says(app: App, house: House, name: str, text: str) -> None:
    """Somebody types and is answered."""
    before = len(house.inbox(name))
    await app.receive(Incoming(Address("web", name), f"{name}-{before}-{text}", name, text, person_name=name))
    await until(lambda: len(house.inbox(name)) > before)


def beats(app: App) -> float:
    """How often the service has beaten."""
    return app.registry.get_sample_value("tiendo_beats_total", {"outcome": "ok"}) or 0.0


def test_a_duty_given_meanwhile_is_told_soon_after_the_next_message(house: House, tmp_path: Path) -> None:
    """The beat is an hour away; somebody's message is what brings the officer of another unit their new duty."""

    async def given() -> None:
        async with running(house, tmp_path) as app:
            house.in_force()
            await says(app, house, "Bình", "tiến độ")
            await until(lambda: "Tuyên truyền" in house.texts("Dũng"))

    asyncio.run(given())


def test_a_question_that_leaves_nothing_to_do_brings_no_beat(house: House, tmp_path: Path) -> None:
    """Answering is all; a beat for each question would be most of the service's work."""

    async def asked() -> None:
        async with running(house, tmp_path) as app:
            before = beats(app)
            await says(app, house, "Bình", "tiến độ")
            await asyncio.sleep(QUIET_S)
            assert beats(app) == before

    asyncio.run(asked())

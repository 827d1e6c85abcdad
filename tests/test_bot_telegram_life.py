"""The Telegram bot's life in the service: away at the start, slow to hear of a tap."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import SecretStr

from bot import telegram_life
from bot.app import App
from bot.channels.telegram import Telegram
from bot.clock import SystemClock
from bot.settings import Settings
from storage.messages import ChannelError, Incoming
from tests.house import House


class Away(Telegram):
    """Telegram that cannot be reached for the first calls; a tap's confirmation hangs."""

    def __init__(self, folder: Path, failures: int) -> None:
        super().__init__("1:x", folder)
        self.failures, self.hook, self.polled, self.heard_of = failures, "", False, asyncio.Event()

    async def me(self) -> str:
        self.failures -= 1
        if self.failures >= 0:
            raise ChannelError("not_sent", "network")
        return "tiendo_bot"

    async def set_commands(self, *_: Any, **__: Any) -> None:
        return

    async def set_webhook(self, url: str, secret: str) -> None:
        self.hook = url

    async def poll(self, receive: Callable[[Incoming], Awaitable[None]], monotonic: Callable[[], float]) -> None:
        self.polled = True

    async def acknowledge(self, callback: str, text: str = "") -> None:
        self.heard_of.set()
        await asyncio.sleep(3600)


async def nothing(_: Incoming) -> None:
    raise AssertionError("nothing is received here")


@pytest.mark.parametrize("public_url", ["https://bot.example/", None])
def test_telegram_away_at_the_start_only_delays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, public_url: str | None) -> None:
    """After growing pauses the webhook is set, or polling begins: never polling in the webhook's place."""
    house, pauses = House(tmp_path), []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr(telegram_life, "asyncio", SimpleNamespace(sleep=pause))
    monkeypatch.setattr(telegram_life, "pause_s", float)
    settings = Settings(public_url=public_url, webhook_secret=SecretStr("hook-secret") if public_url else None)
    channel = Away(tmp_path, failures=3)
    asyncio.run(telegram_life.live(channel, settings, house.engine, nothing, lambda: datetime(2024, 3, 18, tzinfo=UTC)))
    assert pauses == [1.0, 2.0, 3.0]
    assert (channel.hook, channel.polled) == (("https://bot.example/telegram/webhook", False) if public_url else ("", True))
    house.close()


def test_a_tap_is_received_before_the_service_hears_of_it(tmp_path: Path) -> None:
    """A confirmation that hangs holds nothing up: the update is stored, and the tap is confirmed beside it."""
    house = House(tmp_path)
    house.in_force()

    async def story() -> None:
        channel = Away(tmp_path, failures=0)
        app = App(Settings(data_dir=tmp_path), house.engine, SystemClock(), {"memory": house.channel, "telegram": channel})
        tap = Incoming(house.address("Mai"), "u1", "Mai", choice="mine", callback="q1")
        app.channels = {"memory": channel}
        async with asyncio.timeout(5):
            await app.receive(tap)
            await channel.heard_of.wait()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    asyncio.run(story())
    house.close()

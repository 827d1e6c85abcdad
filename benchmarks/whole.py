"""The contestant "service" of benchmarks/telegram.py: the App with its store, polling, answers and delivery."""

import asyncio
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import Engine

from benchmarks.office import NOW, fill, store
from bot.app import App
from bot.channels.telegram import Telegram
from bot.clock import DemoClock
from bot.delivery import Delivery
from bot.settings import Settings
from bot.wiring import wrapping_of
from bot.wrapping import wrapped
from storage.db import transaction
from storage.messages import Address, Outgoing
from storage.outbox import queue
from tests.botapi_world import TOKEN

TASKS_EACH = 5


async def serve(url: str, chats: range, to_send: int, arrived: Callable[[], None], done: asyncio.Event) -> None:
    """Serves until `done`. So many messages wait in the outbox `to_send` at the start; `arrived` is called for each that was sent.

    Everybody is an officer with open tasks, so each message is answered from the store. The wire's own rates are switched
    off, else every figure would be Telegram's 30 a second.
    """
    with tempfile.TemporaryDirectory() as folder:
        engine = store(Path(folder) / "service.db")
        fill(engine, len(chats), len(chats) * TASKS_EACH, 0, channel="telegram", chat=lambda number: str(chats[number - 1]))
        _queue(engine, chats, to_send)
        settings = Settings(telegram_token=SecretStr(TOKEN), telegram_api_url=url, data_dir=Path(folder))
        clock = DemoClock(NOW)
        app = App(settings, engine, clock, {"telegram": Telegram(TOKEN, Path(folder), api_url=url)})

        def count(kind: str, outcome: str) -> None:
            if (kind, outcome) == ("reply", "sent"):
                arrived()

        wrap = partial(wrapped, wrapping_of(settings))
        app.delivery = Delivery(engine, app.channels, clock.now, app.rules, app.office, limits={}, wrap=wrap, count=count)
        async with app.running():
            await done.wait()
        engine.dispose()


def _queue(engine: Engine, chats: range, messages: int) -> None:
    with transaction(engine) as session:
        for number in range(messages):
            queue(session, Outgoing(Address("telegram", str(chats[number % len(chats)])), "chào"), key=f"b{number}", kind="reply", now=NOW)

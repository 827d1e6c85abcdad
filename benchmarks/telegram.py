"""How many Telegram messages a second the channel takes and sends, beside python-telegram-bot and aiogram as they come.

    .venv/bin/pip install -r requirements-bench.lock
    .venv/bin/python -m benchmarks.telegram [--messages 2000] [--rounds 3]

Each contestant runs in a process of its own against a fresh local Bot API server in another; figures are medians.
"receive": updates taken and passed to a handler that does nothing. "echo": each answered by one message; "echo-50ms": where the
service takes 50 ms for that, as over the internet. "send": messages only, 16 at once.
"""

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.botapi_user import ControlPanel
from tests.botapi_world import TOKEN

TASKS = ("receive", "echo", "echo-50ms", "send")
CHATS = range(101, 181)
"""So many that none sends more than the 30 messages a minute that the service answers in one chat."""


class Count:
    """Counts up to `wanted`, then sets `done`."""

    def __init__(self, wanted: int) -> None:
        self.left = wanted
        self.done = asyncio.Event()

    def one(self) -> None:
        """One more."""
        self.left -= 1
        if not self.left:
            self.done.set()


async def tiendo(url: str, task: str, count: Count) -> None:
    """Our channel."""
    from bot.channels.telegram import Telegram
    from storage.messages import Address, Incoming, Outgoing

    async with Telegram(TOKEN, Path(), api_url=url) as channel:

        async def receive(message: Incoming) -> None:
            if task != "receive":
                await channel.send(Outgoing(message.sender, message.text))
            count.one()

        async def send(chat: int) -> None:
            await channel.send(Outgoing(Address("telegram", str(chat)), "chào"))
            count.one()

        if task == "send":
            await _spread(send, count.left)
            return
        polling = asyncio.create_task(channel.poll(receive, time.monotonic))
        await count.done.wait()
        polling.cancel()


async def ptb(url: str, task: str, count: Count) -> None:
    """python-telegram-bot with its own updater and dispatcher."""
    from telegram import Update
    from telegram.ext import Application, CallbackContext, MessageHandler, filters

    application = Application.builder().token(TOKEN).base_url(f"{url}/bot").build()

    async def handle(update: Update, _: CallbackContext) -> None:
        if task != "receive":
            await update.message.reply_text(update.message.text)
        count.one()

    async def send(chat: int) -> None:
        await application.bot.send_message(chat, "chào")
        count.one()

    application.add_handler(MessageHandler(filters.TEXT, handle))
    async with application:
        if task == "send":
            await _spread(send, count.left)
            return
        await application.start()
        await application.updater.start_polling()
        await count.done.wait()
        await application.updater.stop()
        await application.stop()


async def aiogram(url: str, task: str, count: Count) -> None:
    """aiogram with its own dispatcher."""
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.types import Message

    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def handle(message: Message) -> None:
        if task != "receive":
            await bot.send_message(message.chat.id, message.text)
        count.one()

    async def send(chat: int) -> None:
        await bot.send_message(chat, "chào")
        count.one()

    if task == "send":
        await _spread(send, count.left)
    else:
        polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False))
        await count.done.wait()
        await dispatcher.stop_polling()
        await polling
    await bot.session.close()


async def service(url: str, task: str, count: Count) -> None:
    """The whole service: its answer is what the store says, and is kept before it is sent."""
    from benchmarks.whole import serve

    await serve(url, CHATS, count.left if task == "send" else 0, count.one, count.done)


CONTESTANTS: dict[str, Callable[[str, str, Count], Awaitable[None]]] = {
    "tiendo": tiendo,
    "ptb": ptb,
    "aiogram": aiogram,
    "service": service,
}
LIBRARIES = {"tiendo": "bot.channels.telegram", "ptb": "telegram.ext", "aiogram": "aiogram", "service": "benchmarks.whole"}


async def _spread(send: Callable[[int], Awaitable[None]], messages: int) -> None:
    async def one_after_the_other(chat: int) -> None:
        for _ in range(messages // len(CHATS)):
            await send(chat)

    await asyncio.gather(*(one_after_the_other(chat) for chat in CHATS))


def measured(name: str, task: str, messages: int) -> float:
    """Messages a second of one contestant in a process of its own."""
    server = subprocess.Popen([sys.executable, "-m", "tests.botapi_server"], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        with ControlPanel(url) as panel:
            people = [panel.person(chat, f"Người {chat}") for chat in CHATS]
            if task == "echo-50ms":
                panel.fault("slow", seconds=0.05, times=messages)
            for number in range(messages if task != "send" else 0):
                people[number % len(people)].panel.ask(
                    "says", chat=CHATS[number % len(CHATS)], person=CHATS[number % len(CHATS)], text="việc của tôi"
                )
        command = [sys.executable, "-m", "benchmarks.telegram", "--one", name, "--task", task, "--url", url, "--messages", str(messages)]
        run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, timeout=300)
        return float(run.stdout.split()[-1])
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    """Prints one line a task, or with --one the figure of one contestant."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1600)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--one", choices=CONTESTANTS)
    parser.add_argument("--task", choices=TASKS)
    parser.add_argument("--url")
    given = parser.parse_args()
    if given.one:
        print(one(given.one, given.url, given.task, given.messages))
        return
    for task in TASKS:
        names = [name for name in CONTESTANTS if (name, task) != ("service", "receive")]  # whose handler that does nothing would be untrue
        figures = {name: statistics.median(measured(name, task, given.messages) for _ in range(given.rounds)) for name in names}
        print(
            json.dumps({"task": task, "messages": given.messages, **{name: round(figure) for name, figure in figures.items()}}), flush=True
        )


def one(name: str, url: str, task: str, messages: int) -> float:
    """Messages a second, imports and start of the process not counted."""
    import importlib

    importlib.import_module(LIBRARIES[name])

    async def work() -> float:
        count = Count(messages)
        start = time.perf_counter()
        await CONTESTANTS[name](url, task, count)
        return messages / (time.perf_counter() - start)

    return asyncio.run(work())


if __name__ == "__main__":
    main()

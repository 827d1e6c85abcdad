"""Random people at the whole service for a while: `python -m benchmarks.soak [seconds]`; 60 s unless told, 600 for the long one.

Plays words, buttons, forged buttons, files and repeated updates against the real app on a channel that keeps a list, with a clock that
runs ahead by minutes; the service is stopped and started again three times. Prints counts, and what is held in memory after each quarter.
Exit 1 if anybody read an apology or got no answer, or an error was logged.
"""

import asyncio
import gc
import logging
import os
import random
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from pydantic import SecretStr

from bot.app import App
from bot.channels.memory import Memory
from bot.settings import Settings
from handlers.understanding.values import FORMS
from storage.messages import Incoming, InFile, Outgoing, flat
from tests.house import House

PEOPLE = ("Mai", "Dũng", "Bình", "Hà", "Admin", "Lạ")
WORDS = (
    "việc của tôi", "xong rồi", "được 70%", "#1 xong", "#2 vướng mặt bằng, đề nghị hỗ trợ", "xin gia hạn #2 đến 15/5 vì mưa",
    "không thay đổi", "tiến độ Cao Lâu", "quá hạn", "tuần này", "chưa báo cáo", "nhắc Cao Lâu", "gia hạn #1 đến 20/5", "duyệt #1",
    "xem #2", "/help", "/huy", "1", "có", "không", "hôm nay mưa to", "=HYPERLINK(1)", "<b>", "/ngonngu en", "/ngonngu vi",
    "lịch sử #1", "/dulieu",
)  # fmt: skip
_numbers = count(1)
REMEMBERED = 200
QUARTERS = 4
APOLOGIES = ("Hệ thống gặp lỗi", "Something went wrong")


class Ahead:
    """A clock that is moved on by hand."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment.astimezone(UTC)

    def now(self) -> datetime:
        return self.moment


class Short(Memory):
    """A channel that remembers the newest messages only, and counts the rest."""

    def __init__(self) -> None:
        super().__init__()
        self.counted: Counter[str] = Counter()

    def _kept(self, message: Outgoing) -> str:
        self.counted["answers"] += 1
        self.counted["apologies"] += any(words in message.text for words in APOLOGIES)
        number = message.replaces if message.replaces in self.sent else None
        self.sent[number := number or f"{message.to.chat}:{self.counted['answers']}"] = message
        for old in list(self.sent)[:-REMEMBERED]:
            del self.sent[old]
        return number


class Errors(logging.Handler):
    """Counts what is logged as an error, by its place."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[1].__class__.__name__ if record.exc_info else ""
        self.seen[f"{record.name}:{record.lineno} {kind}"] += 1


def said(house: House, name: str, dice: random.Random, number: int) -> Incoming:
    """What somebody does next: mostly words and buttons that they see, at times nonsense."""
    what = dice.random()
    to, identity = house.address(name), f"s{number}"
    shown = [choice.value for message in house.channel.messages(name)[-3:] for choice in flat(message.choices) if choice.value]
    if what < 0.4 and shown:
        return Incoming(to, identity, name, choice=dice.choice(shown), person_name=name)
    if what < 0.5:
        return Incoming(to, identity, name, choice=f"{dice.choice(FORMS).verb} {dice.randint(0, 9)}", person_name=name)
    if what < 0.55:
        house.channel.files[identity] = dice.randbytes(50)
        return Incoming(to, identity, name, files=(InFile(identity, "../anh.jpg", "image/jpeg", 50, "photo"),), person_name=name)
    text = dice.choice(WORDS) if what < 0.95 else "".join(chr(dice.randint(32, 0x2FF)) for _ in range(dice.randint(1, 80)))
    return Incoming(to, identity, name, text, person_name=name)


def size() -> str:
    """What the process holds now, not at its peak: memory, and objects that the collector knows."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    gc.collect()
    return f"{pages * os.sysconf('SC_PAGE_SIZE') / 2**20:.0f} MB and {len(gc.get_objects()):,} objects"


async def play(house: House, channel: Short, seconds: float, dice: random.Random) -> Counter[str]:
    """Plays until the time is over; returns what was counted."""
    clock, counted = Ahead(house.now), Counter[str]()
    url = SecretStr(house.engine.url.render_as_string(hide_password=False))
    settings = Settings(database_url=url, data_dir=house.office.data_dir, tick_seconds=0.5)
    app, end = App(settings, house.engine, clock, {"memory": channel}), time.monotonic() + seconds
    async with app.running():
        while time.monotonic() < end:
            clock.moment += timedelta(seconds=dice.randint(5, 200))
            name = dice.choice(PEOPLE)
            message = said(house, name, dice, next(_numbers))
            before = channel.counted["answers"]
            await app.receive(message)
            if dice.random() < 0.05:
                await app.receive(message)
                counted["repeated"] += 1
            counted["messages"] += 1
            async with asyncio.timeout(30):
                while channel.counted["answers"] == before:  # noqa: ASYNC110 - the answer stands in a list
                    await asyncio.sleep(0.002)
    house.now = clock.moment
    return counted


def main() -> None:
    """Plays, prints, and fails where something went wrong."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    errors = Errors()
    logging.getLogger().addHandler(errors)
    with tempfile.TemporaryDirectory(prefix="tiendo-soak-") as folder:
        channel = Short()
        house = House(Path(folder), channel=channel)
        house.in_force()
        dice, counted, sizes = random.Random(1), Counter[str](), list[str]()
        for _ in range(QUARTERS):
            counted += asyncio.run(play(house, channel, seconds / QUARTERS, dice))
            sizes.append(size())
        house.close()
    print(f"{seconds:.0f} s: {counted['messages']} messages ({counted['repeated']} twice), {channel.counted['apologies']} apologies")
    print(f"errors logged: {dict(errors.seen) or 'none'}")
    print("\n".join(f"held after quarter {number}: {held}" for number, held in enumerate(sizes, 1)))
    sys.exit(bool(errors.seen or channel.counted["apologies"]))


if __name__ == "__main__":
    main()

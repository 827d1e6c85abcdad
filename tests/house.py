"""A small office for tests: a real SQLite store, a fixed cast, and dialogues that read as conversations.

The cast: Mai is an officer of UBND xã Cao Lâu, Dũng of UBND xã Gia Cát, Bình coordinates, Hà leads, Admin administers, Lạ is a stranger.
"""

import asyncio
import atexit
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import select

from bot.channels.memory import Memory
from bot.delivery import Delivery
from bot.inbox import receive
from directives.model import Directive, Document, DraftTask, UnitName
from scheduler.rules import Rules
from scheduler.tick import tick
from storage import directives, people, roster, units
from storage.db import migrate, open_engine, transaction
from storage.messages import Address, Choice, Incoming, InFile, Outgoing, flat, plain
from storage.models import Membership, Person, Task
from storage.office import Office

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY = datetime(2024, 3, 18, 8, 0, tzinfo=ZONE)
UNITS = (
    UnitName("UBND huyện Cao Lộc", "huyện"),
    UnitName("Phòng Nội vụ", "phòng", parent="UBND huyện Cao Lộc"),
    UnitName("Phòng Kinh tế và Hạ tầng", "phòng", ("phòng KT&HT",), "UBND huyện Cao Lộc"),
    UnitName("UBND xã Cao Lâu", "xã", ("Cao Lâu", "xã Cao Lâu"), "UBND huyện Cao Lộc"),
    UnitName("UBND xã Gia Cát", "xã", ("Gia Cát", "xã Gia Cát"), "UBND huyện Cao Lộc"),
)
CAST = {
    "Mai": ("UBND xã Cao Lâu", "officer"),
    "Dũng": ("UBND xã Gia Cát", "officer"),
    "Bình": ("UBND huyện Cao Lộc", "coordinator"),
    "Hà": ("UBND huyện Cao Lộc", "leader"),
    "Admin": (None, "admin"),
}
LETTER = Directive(
    Document("thu.txt", "cong_van", "12/UBND-VP", "UBND-VP", "UBND huyện Cao Lộc", "2024-03-15", "Đẩy nhanh tiến độ", ("Cao Lâu",)),
    "Rà soát nhà tạm, hoàn thành trước ngày 30/4/2024.\n\nĐo lại đường thôn xong trước ngày 10/4/2024.\n\nTuyên truyền.",
    (
        DraftTask(
            "1",
            ("UBND xã Cao Lâu",),
            "Rà soát nhà tạm",
            "Rà soát nhà tạm, hoàn thành trước ngày 30/4/2024.",
            support=("Phòng Kinh tế và Hạ tầng",),
            communes=("Cao Lâu",),
            deadline_text="trước ngày 30/4/2024",
            due_on=date(2024, 4, 29),
            criteria=("9",),
            paragraph=1,
        ),
        DraftTask(
            "2",
            ("UBND xã Cao Lâu",),
            "Đo lại đường thôn",
            "Đo lại đường thôn xong trước ngày 10/4/2024.",
            communes=("Cao Lâu",),
            deadline_text="trước ngày 10/4/2024",
            due_on=date(2024, 4, 9),
            criteria=("2",),
            paragraph=2,
        ),
        DraftTask("3", ("UBND xã Gia Cát",), "Tuyên truyền", "Tuyên truyền.", paragraph=3),
    ),
)


def furnish(engine: Engine, channel: str) -> None:
    """Migrates an empty store and puts the roster and the cast into it."""
    migrate(engine)
    since_at = MONDAY.astimezone(UTC)
    with transaction(engine) as session:
        roster.import_roster(session, UNITS)
        for name, (unit, role) in CAST.items():
            place = units.named(session, unit) if unit else None
            person = Person(name=name, created_at=since_at)
            session.add(person)
            session.flush()
            session.add(Membership(person_id=person.id or 0, unit_id=place.id if place else None, role=role, since_at=since_at))
            people.own_address(session, Address(channel, name)).person_id = person.id


@cache
def _furnished(channel: str) -> Path:
    """A furnished store to copy: migrating once is enough."""
    path = Path(tempfile.mkdtemp(prefix="tiendo-house-")) / "house.db"
    engine = open_engine(f"sqlite:///{path}")
    furnish(engine, channel)
    engine.dispose()
    atexit.register(shutil.rmtree, path.parent, ignore_errors=True)
    return path


class House:
    """The office, its clock (`now`, aware) and its phones. Every step delivers what is due."""

    def __init__(self, folder: Path, *, channel: Memory | None = None, url: str | None = None) -> None:
        self.now = MONDAY
        self.channel = channel or Memory()
        self.rules = Rules()
        if url is None:
            shutil.copy(_furnished(self.channel.name), folder / "house.db")
        self.engine: Engine = open_engine(url or f"sqlite:///{folder / 'house.db'}")
        self.office = Office(ZONE, folder, abilities={self.channel.name: self.channel.abilities})
        self._numbers = count(1)
        if url is not None:
            furnish(self.engine, self.channel.name)

    def address(self, name: str) -> Address:
        """Somebody's private chat."""
        return Address(self.channel.name, name)

    def in_force(self, letter: Directive = LETTER) -> list[int]:
        """Puts a letter in force as the system; returns its task codes."""
        with transaction(self.engine) as session:
            row, _ = directives.save_draft(session, letter, letter.text[:60] + str(next(self._numbers)), self.now.astimezone(UTC))
            directives.activate(session, row, self.now.astimezone(UTC), self.now.date())
            return [task.id or 0 for task in directives.tasks_of(session, row.id or 0)]

    def says(self, name: str, text: str = "", *, files: Sequence[InFile] = (), **more: object) -> list[Outgoing]:
        """Somebody types; returns what they are answered, in order."""
        message = Incoming(self.address(name), f"m{next(self._numbers)}", name, text, files=tuple(files), person_name=name)
        return self.hears(replace(message, **more))  # type: ignore[arg-type]

    def taps(self, name: str, label: str) -> list[Outgoing]:
        """Somebody taps the newest button with a label; it must be there."""
        for message in reversed(self.inbox(name)):
            for number, choice in enumerate(flat(message.choices), 1):
                if choice.label == label:
                    return self.presses(name, choice) if self.channel.abilities.buttons else self.says(name, str(number))
        raise AssertionError(f"{name} sees no button “{label}” in:\n{self.texts(name)}")

    def presses(self, name: str, choice: Choice | str) -> list[Outgoing]:
        """Somebody presses a button, or forges its value."""
        value = choice if isinstance(choice, str) else choice.value
        return self.hears(Incoming(self.address(name), f"m{next(self._numbers)}", name, choice=value, person_name=name))

    def hears(self, message: Incoming) -> list[Outgoing]:
        """The service receives a message; returns what its sender is answered."""
        before = len(self.inbox(message.sender.chat))
        receive(self.engine, self.office, message, self.now.astimezone(UTC))
        self.deliver()
        return self.inbox(message.sender.chat)[before:]

    def inbox(self, name: str) -> list[Outgoing]:
        """All that somebody was ever sent."""
        return self.channel.messages(name)

    def texts(self, name: str) -> str:
        """All that somebody was ever sent, as one text."""
        return "\n".join(plain(message.text) for message in self.inbox(name))

    def wait(self, **span: float) -> None:
        """Time passes; the beat beats every hour and at the end."""
        end = self.now + timedelta(**span)
        while self.now < end:
            self.now = min(self.now + timedelta(hours=1), end)
            self.beat()

    def until(self, day: date, at: time = time(8, 0)) -> None:
        """Time passes until a moment in the office's zone."""
        self.wait(seconds=(datetime.combine(day, at, ZONE) - self.now).total_seconds())

    def beat(self) -> None:
        """One beat and its delivery."""
        with transaction(self.engine) as session:
            tick(session, self.now.astimezone(UTC), self.rules, self.office)
        self.deliver()

    def deliver(self) -> None:
        """Sends what is due."""
        delivery = Delivery(
            self.engine, {self.channel.name: self.channel}, lambda: self.now.astimezone(UTC), self.rules, self.office, limits={}
        )
        asyncio.run(delivery.deliver_due())

    def task(self, number: int) -> Task:
        """A task's row."""
        with transaction(self.engine) as session:
            return session.exec(select(Task).where(Task.id == number)).one()

    def close(self) -> None:
        """Lets go of the store."""
        self.engine.dispose()

"""A small office for tests: a real SQLite store, a fixed cast, and dialogues that read as conversations.

The cast: Mai is an officer of UBND xã Cao Lâu, Dũng of UBND xã Gia Cát, Bình coordinates, Hà leads, Admin administers, Lạ is a stranger.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import select

from bot.channels.memory import Memory
from bot.delivery import Delivery
from bot.doors import doors
from bot.inbox import receive
from bot.works import work_off
from directives.model import Directive, Document, DraftTask, UnitName
from reports.facts import Office as ReportOffice
from scheduler.digest import Digests
from scheduler.digest_sending import send_waiting
from scheduler.rules import Rules
from scheduler.tick import tick
from storage import directives, people, roster, units
from storage.db import migrate, open_engine, transaction
from storage.messages import Address, Choice, Incoming, InFile, Outgoing, flat, plain
from storage.models import Membership, Person, Task
from storage.office import Office
from tests.stores import copy_of, in_a_hurry

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


FURNISHERS = {name: partial(furnish, channel=name) for name in ("memory", "telegram", "zalo", "web")}
"""What fills a store for a house on a channel."""


class House:
    """The office, its clock (`now`, aware) and its phones. Every step delivers what is due."""

    def __init__(self, folder: Path, *, channel: Memory | None = None, url: str | None = None) -> None:
        self.now = MONDAY
        self.channel = channel or Memory()
        self.rules = Rules()
        name = self.channel.name
        self.engine: Engine = open_engine(url or copy_of(FURNISHERS[name], name, folder))
        if url is None:
            in_a_hurry(self.engine)
        self.office = Office(
            ZONE,
            folder,
            messages_a_minute=30,
            abilities={self.channel.name: self.channel.abilities},
            **doors(self.rules, folder),
            invite_links=lambda _session, code: {"telegram": f"https://t.me/tiendo_bot?start={code}"},
        )
        self.digests: Digests | None = None
        self._numbers = count(1)
        if url is not None:
            furnish(self.engine, name)

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
        return self.hears(replace(self.message(name, text), files=tuple(files), **more))  # type: ignore[arg-type]

    def message(self, name: str, text: str = "") -> Incoming:
        """A message that nobody has sent yet."""
        return Incoming(self.address(name), f"m{next(self._numbers)}", name, text, person_name=name)

    def taps(self, name: str, label: str, *, by: str | None = None) -> list[Outgoing]:
        """Somebody taps the newest button with a label in their chat (or as `by` in a group's); it must be there."""
        for number, message in reversed(list(self.standing(name).items())):
            for place, choice in enumerate(flat(message.choices), 1):
                if choice.label == label:
                    if not self.channel.abilities.buttons:
                        return self.says(name, str(place), person=by or name, group=by is not None, reply_to=number if by else None)
                    return self.presses(name, choice, on=number, by=by)
        raise AssertionError(f"{name} sees no button “{label}” in:\n{self.texts(name)}")

    def presses(self, name: str, choice: Choice | str, *, on: str | None = None, by: str | None = None) -> list[Outgoing]:
        """Somebody presses a button, or forges its value."""
        value = choice if isinstance(choice, str) else choice.value
        pressed = replace(self.message(name), person=by or name, group=by is not None, choice=value, pressed_on=on)
        return self.hears(pressed)

    def sends(self, name: str, files: Mapping[str, bytes], text: str = "", **more: object) -> None:
        """Somebody sends files, as an album where there are several: each is a message of its own, the caption with the first."""
        album = f"a{next(self._numbers)}" if len(files) > 1 else None
        for number, (file, content) in enumerate(files.items()):
            kind = "photo" if file.endswith(".jpg") else "voice" if file.endswith(".ogg") else "document"
            self.channel.files[file] = content
            sent = InFile(file, file, "", len(content), kind)
            self.says(name, text if number == 0 else "", files=(sent,), album=album, **more)

    def hears(self, message: Incoming) -> list[Outgoing]:
        """The service receives a message and does what it leaves behind; returns what its sender is answered, edits included."""
        before = self.standing(message.sender.chat)
        receive(self.engine, self.office, message, self.now.astimezone(UTC))
        asyncio.run(self._settle())
        return [one for number, one in self.standing(message.sender.chat).items() if before.get(number) is not one]

    def standing(self, name: str) -> dict[str, Outgoing]:
        """What stands in a chat by its id, oldest first."""
        return {number: message for number, message in self.channel.sent.items() if message.to.chat == name}

    def inbox(self, name: str) -> list[Outgoing]:
        """All that somebody was ever sent."""
        return self.channel.messages(name)

    def texts(self, name: str) -> str:
        """All that somebody was ever sent, as one text."""
        return "\n".join(plain(message.text) for message in self.inbox(name))

    def wait(self, **span: float) -> None:
        """Time passes; the beat beats at every hour of the working days, when something can happen, and at the end."""
        end = self.now + timedelta(**span)
        while self.now < end:
            self.now = min(self.now + timedelta(hours=1), end)
            if self.now == end or (self.now.weekday() < 5 and 7 <= self.now.hour < 18):
                self.beat()

    def until(self, day: date, at: time = time(8, 0)) -> None:
        """Time passes until a moment in the office's zone."""
        self.wait(seconds=(datetime.combine(day, at, ZONE) - self.now).total_seconds())

    def beat(self) -> None:
        """One beat and its delivery."""
        with transaction(self.engine) as session:
            tick(session, self.now.astimezone(UTC), self.rules, self.office, self.digests)
        self._send_digests()
        self.deliver()

    def sends_digests(self) -> None:
        """From now on the weekly digests are sent too: they take their time, so most tests do without."""
        self.digests = Digests(self.rules, self.office, ReportOffice(UNITS[0].name))

    def _send_digests(self) -> None:
        if self.digests is not None:
            send_waiting(self.engine, self.digests, self.now.astimezone(UTC))

    def deliver(self) -> None:
        """Sends what is due."""
        asyncio.run(self._delivery().deliver_due())

    async def _settle(self) -> None:
        channels = {self.channel.name: self.channel}
        await work_off(self.engine, channels, self.office, self.now.astimezone(UTC))
        self._send_digests()
        await self._delivery().deliver_due()

    def _delivery(self) -> Delivery:
        channels = {self.channel.name: self.channel}
        return Delivery(self.engine, channels, lambda: self.now.astimezone(UTC), self.rules, self.office, limits={})

    def task(self, number: int) -> Task:
        """A task's row."""
        with transaction(self.engine) as session:
            return session.exec(select(Task).where(Task.id == number)).one()

    def close(self) -> None:
        """Lets go of the store."""
        self.engine.dispose()

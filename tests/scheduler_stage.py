"""A small office for the tests of reminders: a store, people with chats, tasks with deadlines, and a channel that records."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from bot.delivery import Delivery
from bot.rates import UNLIMITED
from scheduler.rules import Rules
from scheduler.tick import tick
from storage import duties
from storage.db import migrate, open_engine, transaction
from storage.messages import Abilities, Address, ChannelError, InFile, Outgoing
from storage.models import Assignment, ChatAddress, Directive, Membership, Occurrence, Outbox, Person, Reminder, Task, Unit
from storage.office import Office
from tests.stores import copy_of, hurried

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def at(text: str) -> datetime:
    """The office's "2024-04-26 08:00" as an aware UTC instant."""
    return datetime.fromisoformat(text).replace(tzinfo=HANOI).astimezone(UTC)


@dataclass
class Recorder:
    """A channel that records, and fails where it is told to."""

    name: str = "memory"
    abilities: Abilities = field(default_factory=Abilities)
    sent: list[tuple[str, str]] = field(default_factory=list)
    fails: Callable[[Outgoing], ChannelError | None] = lambda _message: None
    before: Callable[[Outgoing], None] = lambda _message: None
    stuck: set[str] = field(default_factory=set)

    async def send(self, message: Outgoing) -> str:
        if message.to.chat in self.stuck:
            await asyncio.sleep(3600)
        self.before(message)
        if (error := self.fails(message)) is not None:
            raise error
        self.sent.append((message.to.chat, message.text))
        return f"m{len(self.sent)}"

    async def fetch(self, file: InFile, limit_bytes: int) -> bytes:
        raise ChannelError("refused", "no files here")

    async def working(self, to: Address) -> None:
        return

    def chats(self) -> list[str]:
        return [chat for chat, _ in self.sent]


class Stage:
    """One office at one moment; `now` is moved by the test."""

    def __init__(self, folder: Path, now: str, rules: Rules | None = None, detail: str = "full") -> None:
        self.engine: Engine = hurried(open_engine(copy_of(migrate, "empty", folder)))
        self.now = at(now)
        self.rules = rules or Rules()
        self.office = Office(self.rules.zone, folder, message_detail=detail)
        self.channel = Recorder()
        self.delivery = self.new_delivery()

    def new_delivery(self) -> Delivery:
        """What a restarted process would deliver with."""
        return Delivery(self.engine, {"memory": self.channel}, lambda: self.now, self.rules, self.office, limits={"memory": UNLIMITED})

    @contextmanager
    def store(self) -> Iterator[Session]:
        with transaction(self.engine) as session:
            yield session

    def unit(self, name: str, kind: str = "xã", parent: int | None = None) -> int:
        with self.store() as session:
            unit = Unit(name=name, name_key=name.lower(), kind=kind, parent_id=parent)
            session.add(unit)
            session.flush()
            return unit.id or 0

    def person(self, chat: str, role: str = "officer", unit: int | None = None, *more: str) -> int:
        """Somebody with one chat or several, the first used last."""
        with self.store() as session:
            person = Person(name=chat, created_at=self.now)
            session.add(person)
            session.flush()
            session.add(Membership(person_id=person.id or 0, unit_id=unit, role=role, since_at=self.now))
            for age, one in enumerate([chat, *more]):
                last_in_at = self.now - timedelta(days=age)
                session.add(ChatAddress(channel="memory", chat=one, person_id=person.id, last_in_at=last_in_at))
            return person.id or 0

    def group(self, chat: str, unit: int) -> None:
        with self.store() as session:
            session.add(ChatAddress(channel="memory", chat=chat, unit_id=unit))

    def task(
        self, unit: int, due_on: str | None, *, part: str = "lead", rrule: str | None = None, received: bool = True, **fields: object
    ) -> int:
        """A task in force, given to a unit now, which has said that it received it; returns its number."""
        with self.store() as session:
            due = date.fromisoformat(due_on) if due_on else None
            values = {"text": "Báo cáo kết quả rà soát", "due_on": due, "rrule": rrule, "state": "active", **fields}
            task = Task(ref=str(session.exec(select(func.count(col(Task.id)))).one()), created_at=self.now, **values)
            session.add(task)
            session.flush()
            assignment = duties.assign(session, task, unit, part, self.now, self.rules.day(self.now))
            assignment.received_at = self.now if received else None
            session.add(assignment)
            return task.id or 0

    def support(self, task: int, unit: int) -> None:
        with self.store() as session:
            duties.assign(session, session.get_one(Task, task), unit, "support", self.now, self.rules.day(self.now))

    def directive(self, **fields: object) -> int:
        with self.store() as session:
            row = Directive(sha256=str(fields), file_name="a.txt", state="in_force", imported_at=self.now, **fields)
            session.add(row)
            session.flush()
            return row.id or 0

    def beat(self, when: str | None = None) -> int:
        """Moves the clock and lets the planner look until nothing is left to do; returns how many messages it queued."""
        if when is not None:
            self.now = at(when)
        queued, more = 0, True
        while more:
            with self.store() as session:
                done = tick(session, self.now, self.rules, self.office)
            queued, more = queued + done.queued, done.more
        return queued

    def deliver(self) -> None:
        asyncio.run(self.delivery.deliver_due())

    def go(self, when: str | None = None) -> list[str]:
        """A beat and a delivery; returns the chats that got something."""
        before = len(self.channel.sent)
        self.beat(when)
        self.deliver()
        return self.channel.chats()[before:]

    def duty(self, task: int, unit: int | None = None) -> duties.Duty:
        with self.store() as session:
            query = select(Occurrence.id).join(Assignment, col(Occurrence.assignment_id) == Assignment.id).where(Assignment.task_id == task)
            if unit is not None:
                query = query.where(Assignment.unit_id == unit)
            found = duties.duty(session, session.exec(query.order_by(col(Occurrence.id).desc())).first() or 0)
            assert found is not None
            return found

    def reminders(self) -> list[str]:
        """All reminder rows as "stage state why", in the order of their planned time."""
        with self.store() as session:
            rows = session.exec(select(Reminder).order_by(col(Reminder.planned_at), col(Reminder.id))).all()
            return [" ".join(part for part in (f"{row.stage}{row.serial or ''}", row.state, row.why) if part) for row in rows]

    def outbox(self) -> list[str]:
        """All messages as "kind state why"."""
        with self.store() as session:
            rows = session.exec(select(Outbox).order_by(col(Outbox.id))).all()
            return [" ".join(part for part in (row.kind, row.state, row.why) if part) for row in rows]

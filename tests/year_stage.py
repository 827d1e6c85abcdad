"""Time with dice: people who answer, channels that fail, processes that die, clocks that jump."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlmodel import Session, col, select

from scheduler.rules import Rules
from scheduler.slots import is_working_moment
from storage import duties, progress, sending
from storage.db import open_engine
from storage.messages import ChannelError, Outgoing
from storage.models import Occurrence, Outbox
from tests.scheduler_stage import Stage

RECURRING = [
    "FREQ=WEEKLY;BYDAY=FR",
    "FREQ=MONTHLY;BYMONTHDAY=29",
    "FREQ=MONTHLY;INTERVAL=2",
    "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=28",
]
HOURS = (6.0, 7.5, 8.0, 9.0, 10.5, 13.0, 15.0, 18.9, 19.5, 23.0)
GAPS = (1, 3, 8, 8, 45, 70)
"""Days of an outage, or of a clock that jumps ahead."""


class Year(Stage):
    """The stage with dice. `units` are those that hold work, `arriving` what happens as its moment passes."""

    def __init__(self, folder: Path, seed: int, start: str, rules: Rules) -> None:
        super().__init__(folder, start, rules)
        self.engine.dispose()
        source = self.engine.raw_connection()
        self.engine = open_engine("sqlite://")
        target = self.engine.raw_connection()
        source.driver_connection.backup(target.driver_connection)  # type: ignore[union-attr]
        target.close()
        source.close()
        self.dice = random.Random(seed)
        random.seed(seed)  # the jitter of pauses is thrown with the common dice
        self.units: list[int] = []
        self.arriving: list[tuple[datetime, Callable[[Session], object]]] = []
        self.arrived: Counter[int] = Counter()
        self.started: Counter[tuple[str, date]] = Counter()
        self.at_rest: list[str] = []
        self.happened: Counter[str] = Counter()
        self.calm = False
        self.gone: set[str] = set()
        self.channel.before = self.arrive
        self.channel.fails = self.fail
        self.delivery = self.new_delivery()

    def arrive(self, message: Outgoing) -> None:
        """Every message that reaches somebody is held to the promises."""
        if self._fails_now(message):
            return
        with self.store() as session:
            row = session.exec(
                select(Outbox).where(Outbox.state == "claimed", Outbox.chat == message.to.chat, Outbox.claimed_by == self.delivery._name)
            ).one()
            self.arrived[row.id or 0] += 1
        if not is_working_moment(self.now, self.rules):
            self.at_rest.append(f"{row.kind} at {self.now.astimezone(self.rules.zone)}")
        self.started[message.to.chat, self.rules.day(self.now)] += 1

    def _fails_now(self, message: Outgoing) -> bool:
        self.error = self._error(message)
        if self.error is not None:
            self.happened[self.error.kind] += 1
        return self.error is not None and self.error.kind != "unknown"

    def fail(self, _message: Outgoing) -> ChannelError | None:
        return self.error

    def _error(self, message: Outgoing) -> ChannelError | None:
        chance = self.dice.random()
        if message.to.chat in self.gone:
            return ChannelError("refused", "blocked")
        if self.calm or chance > 0.12:
            return None
        if chance < 0.002:
            self.gone.add(message.to.chat)
            return ChannelError("refused", "blocked")
        if chance < 0.03:
            return ChannelError("unknown", "timeout")
        wait_s = self.dice.choice([None, 5.0, 3600.0])
        return ChannelError("not_sent", "network", retry_after_s=wait_s)

    def staff(self, units: list[int]) -> None:
        """An officer a unit, some with two, one with a group chat, the first with nobody; and a coordinator."""
        for n, unit in enumerate(units[1:]):
            self.person(f"u{n}", "officer", unit)
            if n % 9 == 0:
                self.person(f"v{n}", "officer", unit)
        self.group("-7", units[5])
        self.coordinator = self.person("dieu_phoi", "coordinator", None)

    def new_task(self) -> None:
        lead = self.dice.choice(self.units)
        rule = self.dice.choice(RECURRING) if self.dice.random() < 0.15 else None
        due = (self.rules.day(self.now) + timedelta(days=self.dice.randint(-5, 120))).isoformat() if self.dice.random() < 0.9 else None
        task = self.task(lead, None if rule else due, rrule=rule, received=self.dice.random() < 0.5)
        if self.dice.random() < 0.3:
            self.support(task, self.dice.choice(self.units))

    def act(self) -> None:
        """Somebody answers, asks, moves, takes away or gives."""
        with self.store() as session:
            found = self._some_duty(session)
            kind = self.dice.random()
            if found is None:
                return
            today = self.rules.day(self.now)
            if kind < 0.75:
                said = progress.Said(self.dice.choice(["doing", "stuck", "done", "done"]))
                _, event = progress.save_report(session, found, said, self.now, today, person_id=1, inbox_id=None)
                if self.dice.random() < 0.1:
                    progress.take_back(session, event, self.now, person_id=1, inbox_id=None)
            elif kind < 0.9 and found.occurrence.due_on is not None:
                later = max(today, found.occurrence.due_on) + timedelta(days=self.dice.randint(1, 20))
                duties.move_deadline(session, found, later, self.now, person_id=1, inbox_id=None, why="mưa lũ")
            elif kind < 0.95:
                duties.end_assignment(session, found.assignment, self.now)
                duties.assign(session, found.task, self.dice.choice(self.units), "lead", self.now, today)
        if kind > 0.97:
            self.new_task()

    def _some_duty(self, session: Session) -> duties.Duty | None:
        """Mostly one that is still reminded of, as people answer; now and then any that is open."""
        query = select(Occurrence.id).where(Occurrence.state == "open")
        if self.dice.random() < 0.8:
            query = query.where(col(Occurrence.next_reminder_at).is_not(None))
        ids = session.exec(query).all()
        return duties.duty(session, self.dice.choice(ids) or 0) if ids else None

    def kill(self) -> None:
        """A process dies with messages claimed, some of them handed over."""
        self.happened["killed"] += 1
        with self.store() as session:
            for head in sending.due_heads(session, self.now, 3):
                sending.claim(session, head.id, "killed", self.now)
                row = session.get_one(Outbox, head.id)
                session.refresh(row)
                if self.dice.random() < 0.5:
                    row.wired_at = self.now
                    session.add(row)
        self.delivery = self.new_delivery()

    def live(self, days: int, beats: int, acts: int = 2) -> None:
        """So many days of so many beats, at most so many acts before each, with everything that can go wrong until the last week."""
        end = self.now + timedelta(days=days)
        while self.now < end:
            self.calm = end - self.now < timedelta(days=7)
            if not self.calm and self.dice.random() < 0.02:
                self.happened["gap"] += 1
                self.now = min(self.now + timedelta(days=self.dice.choice(GAPS)), end - timedelta(days=7))
            midnight = self.rules.instant(self.rules.day(self.now), datetime.min.time())
            for hour in sorted(self.dice.sample(HOURS, beats)):
                self._at(midnight + timedelta(hours=hour, minutes=self.dice.randint(0, 20)), acts)
            self.now = midnight + timedelta(days=1)

    def _at(self, moment: datetime, acts: int) -> None:
        self.now = moment
        if not self.calm and self.dice.random() < 0.004:
            self.happened["clock back"] += 1
            self.now -= timedelta(hours=self.dice.randint(1, 5))
        while self.arriving and self.arriving[0][0] <= self.now:
            with self.store() as session:
                self.arriving.pop(0)[1](session)
        for _ in range(self.dice.randint(0, acts)):
            self.act()
        self.beat()
        if not self.calm and self.dice.random() < 0.03:
            self.kill()
        asyncio.run(self.delivery.deliver_due())

"""A simulated year: random work, answers, failures, outages, kills and clock jumps; the promises hold for every seed."""

import asyncio
import os
import random
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from scheduler.rules import Rules
from scheduler.slots import is_working_moment
from scheduler.statement import statement
from storage import duties, progress, sending
from storage.db import open_engine
from storage.messages import ChannelError, Outgoing
from storage.models import Event, Occurrence, Outbox, Reminder, ReminderMessage
from tests.scheduler_stage import Stage

# One seed each keeps the gate short; TIENDO_TEST_SEEDS=20 plays twenty years.
SEEDS = range(int(os.environ.get("TIENDO_TEST_SEEDS", "1")))
COMMUNES, DEPARTMENTS = 20, 15
RECURRING = [
    "FREQ=WEEKLY;BYDAY=FR",
    "FREQ=MONTHLY;BYMONTHDAY=29",
    "FREQ=MONTHLY;INTERVAL=2",
    "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=28",
]
HOURS = (6.0, 7.5, 8.0, 9.0, 10.5, 13.0, 15.0, 18.9, 19.5, 23.0)


class Year(Stage):
    """The stage with dice."""

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
        self.arrived: Counter[int] = Counter()
        self.started: Counter[tuple[str, date]] = Counter()
        self.at_rest: list[str] = []
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

    def settle_in(self) -> None:
        """People and work: some units have two officers, one a group chat, one nobody."""
        communes = [self.unit(f"UBND xã Số {n}") for n in range(COMMUNES)]
        departments = [self.unit(f"Phòng Số {n}", "phòng") for n in range(DEPARTMENTS)]
        self.units = communes + departments
        for n, unit in enumerate(self.units[1:]):
            self.person(f"u{n}", "officer", unit)
            if n % 9 == 0:
                self.person(f"v{n}", "officer", unit)
        self.group("-7", self.units[5])
        self.person("dieu_phoi", "coordinator", None)
        for _ in range(60):
            self.new_task()

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
                said = progress.Said(self.dice.choice(["doing", "doing", "stuck", "done"]))
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
        ids = session.exec(select(Occurrence.id).where(Occurrence.state == "open")).all()
        return duties.duty(session, self.dice.choice(ids) or 0) if ids else None

    def kill(self) -> None:
        """A process dies with messages claimed, some of them handed over."""
        with self.store() as session:
            for head in sending.due_heads(session, self.now, 3):
                sending.claim(session, head.id, "killed", self.now)
                row = session.get_one(Outbox, head.id)
                session.refresh(row)
                if self.dice.random() < 0.5:
                    row.wired_at = self.now
                    session.add(row)
        self.delivery = self.new_delivery()

    def live(self, days: int, beats: int) -> None:
        """So many days of so many beats, with everything that can go wrong until the last week, which is calm."""
        end = self.now + timedelta(days=days)
        while self.now < end:
            self.calm = end - self.now < timedelta(days=7)
            if not self.calm and self.dice.random() < 0.02:  # an outage, or the clock jumps ahead
                self.now = min(self.now + timedelta(days=self.dice.choice([1, 3, 8, 8, 45])), end - timedelta(days=7))
            midnight = self.rules.instant(self.rules.day(self.now), datetime.min.time())
            for hour in sorted(self.dice.sample(HOURS, beats)):
                self._at(midnight + timedelta(hours=hour, minutes=self.dice.randint(0, 20)))
            self.now = midnight + timedelta(days=1)

    def _at(self, moment: datetime) -> None:
        self.now = moment
        if not self.calm and self.dice.random() < 0.004:
            self.now -= timedelta(hours=self.dice.randint(1, 5))
        for _ in range(self.dice.randint(0, 2)):
            self.act()
        self.beat()
        if not self.calm and self.dice.random() < 0.03:
            self.kill()
        asyncio.run(self.delivery.deliver_due())


def check(year: Year, start: date) -> None:
    """The promises, from the store and from what arrived."""
    assert year.at_rest == []
    assert max(year.started.values()) <= year.rules.daily_ceiling
    with year.store() as session:
        listed = Counter(event.after["outbox"] for event in session.exec(select(Event).where(Event.kind == "send_unknown")))
        twice = {row: count for row, count in year.arrived.items() if count > 1 + (row in listed)}
        assert not twice, "arrived more often than its unknowns allow"
        assert not _said_twice(session)
        told = statement(session, start, year.now, year.rules, days=(year.rules.day(year.now) - start).days)
        assert told.closes, f"missing {told.missing}, surplus {told.surplus}"
        assert told.planned > 200
        waiting = session.exec(select(Reminder.state).where(Reminder.state == "queued")).all()
        assert not waiting


def _said_twice(session: Session) -> list[tuple[int, int]]:
    """Reminders that two messages to one address carried, both sent."""
    query = (
        select(ReminderMessage.reminder_id, Outbox.address_id)
        .join(Outbox, col(Outbox.id) == ReminderMessage.outbox_id)
        .where(Outbox.state == "sent")
    )
    return [pair for pair, count in Counter(session.exec(query).all()).items() if count > 1]


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_year_keeps_its_word(tmp_path: Path, seed: int) -> None:
    """Every stage accounted for, none twice, none outside working time, none above the ceiling, whatever happens."""
    year = Year(tmp_path, seed, "2024-03-18 07:00", Rules())
    year.settle_in()
    year.live(365, beats=3)
    check(year, date(2024, 3, 18))


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("start", ["2024-12-20", "2024-04-15"])
def test_six_weeks_over_holidays(tmp_path: Path, seed: int, start: str) -> None:
    """The same over New Year and Tết, and over 30/4 and 1/5, with a ceiling of two."""
    year = Year(tmp_path, seed, f"{start} 07:00", replace(Rules(), daily_ceiling=2))
    year.settle_in()
    year.live(42, beats=5)
    check(year, date.fromisoformat(start))

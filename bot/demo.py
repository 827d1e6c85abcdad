"""The demo: a fresh store with the sample roster and letters, three people on three phones, and a clock to move forward."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from bot.app import App
from bot.channels.web import Web
from bot.clock import DemoClock
from bot.commands.roster_file import read_roster
from bot.settings import Settings
from bot.web.demo_clock import Step
from bot.web.look import Phone
from directives.parse import parse
from scheduler.week import cycle
from scheduler.weekly import steps
from storage import directives, people, reminders, roster, sending, units
from storage.db import transaction
from storage.messages import Address, Incoming
from storage.models import Membership, Person

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
LETTERS = ("cao_lau.txt", "ba_xa.txt")
LONGEST_LOOK = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Cast:
    """Somebody of the demo: their phone, their unit in the sample roster, their role."""

    phone: Phone
    person: str
    unit: str
    role: str


CAST = (
    Cast(Phone("officer", "Cán bộ UBND xã Cao Lâu", "UBND xã Cao Lâu"), "Hoàng Thị Mai", "UBND xã Cao Lâu", "officer"),
    Cast(Phone("coordinator", "Điều phối viên", "Phòng Nông nghiệp và PTNT"), "Lương Văn Bình", "UBND huyện Cao Lộc", "coordinator"),
    Cast(Phone("leader", "Lãnh đạo UBND huyện", "UBND huyện Cao Lộc", sends_files=False), "Nông Thị Hà", "UBND huyện Cao Lộc", "leader"),
)


def start_at(settings: Settings) -> datetime:
    """Where the demo's clock starts, from the settings, in the office's zone unless they say another."""
    moment = datetime.fromisoformat(settings.demo_now)
    return (moment if moment.tzinfo else moment.replace(tzinfo=settings.zone)).astimezone(UTC)


def furnish(engine: Engine, settings: Settings, now: datetime) -> None:
    """Fills a fresh store: the sample roster, the three people, the sample letters in force."""
    with transaction(engine) as session:
        roster.import_roster(session, read_roster(SAMPLES / "roster.csv"))
        for member in CAST:
            _link(session, member, settings.locale, now)
        known = roster.roster(session)
        for name in LETTERS:
            data = (SAMPLES / "directives" / name).read_bytes()
            row, _ = directives.save_draft(session, parse(name, data, known), sha256(data).hexdigest(), now)
            directives.activate(session, row, now, now.astimezone(settings.zone).date())


def _link(session: Session, member: Cast, language: str, now: datetime) -> None:
    unit = units.named(session, member.unit)
    person = Person(name=member.person, language=language, created_at=now)
    session.add(person)
    session.flush()
    session.add(Membership(person_id=person.id or 0, unit_id=unit.id if unit else None, role=member.role, since_at=now))
    people.own_address(session, Address("web", member.phone.chat)).person_id = person.id


class DemoTime:
    """The clock of the page: moving it plays everything that falls in between, in order."""

    def __init__(self, app: App, clock: DemoClock, web: Web) -> None:
        self._app, self._clock, self._web = app, clock, web

    def now(self) -> datetime:
        """The demo's moment."""
        return self._clock.now()

    async def advance(self, step: Step) -> None:
        """Moves on by an hour, by a day, or until the next message arrives on one of the phones."""
        spans = {"hour": timedelta(hours=1), "day": timedelta(days=1), "next": LONGEST_LOOK}
        end = self.now() + spans[step]
        seen = self._web.revision
        while self.now() < end:
            self._clock.forward_to(min(self._next_moment(), end))
            await self.play()
            if step == "next" and self._web.revision != seen:
                return

    async def play(self) -> None:
        """Everything that is due now."""
        await self._app.beat()
        await self._app.delivery.deliver_due()

    async def receive(self, message: Incoming) -> None:
        """Answers what a phone's owner said, and reads the letters that came with it."""
        await self._app.receive(message)
        await self.play()
        await asyncio.sleep(0)

    def _next_moment(self) -> datetime:
        """When something may happen next: the planner's next look, a waiting message, a step of the week; at least a minute ahead."""
        now = self.now()
        with transaction(self._app.engine) as session:
            looks = [reminders.next_look_at(session), sending.next_due_at(session)]
        today = self._app.rules.day(now)
        weeks = [cycle(today + timedelta(days=ahead), self._app.rules) for ahead in (0, 7, 14)]
        looks += [one.at for week in weeks if week is not None for one in steps(week, self._app.rules)]
        return min((at for at in looks if at is not None and at > now + timedelta(minutes=1)), default=now + timedelta(days=1))

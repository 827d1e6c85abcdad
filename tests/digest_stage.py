"""The stage with its digests: what is decided at a beat is gathered, rendered and delivered at once."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session, col, select

from reports.facts import Office as ReportOffice
from reports.facts import WeekFacts
from scheduler.digest import Digests, kept_facts
from scheduler.digest_sending import send_waiting
from scheduler.gather import gather
from scheduler.tick import tick
from storage import duties, outbox, people, progress, steering, taking_back
from storage.directives import cancel_task
from storage.duties import Duty
from storage.messages import Outgoing
from storage.models import Event, Inbox, Outbox, Task
from tests.scheduler_stage import Stage, at

TOP = "UBND huyện Cao Lộc"


@dataclass
class Weekly:
    """A stage with a district, its people and their digests. `now` moves with `go`."""

    stage: Stage
    top: int = 0
    with_pdf: bool = False

    @classmethod
    def open(cls, folder: Path, when: str = "2024-03-18 09:00") -> "Weekly":
        """A district with a coordinator, a leader and nothing to do yet; the beat has begun."""
        stage = Stage(folder, when)
        weekly = cls(stage, stage.unit(TOP, "huyện"))
        stage.person("binh", "coordinator", weekly.top)
        stage.person("ha", "leader", weekly.top)
        weekly.go()
        return weekly

    @property
    def digests(self) -> Digests:
        """What the wiring makes for the service."""
        return Digests(self.stage.rules, self.stage.office, ReportOffice(TOP), self.with_pdf)

    def commune(self, name: str, officer: str = "") -> int:
        """A commune of the district, with an officer who has a chat."""
        unit = self.stage.unit(name, "xã", self.top)
        if officer:
            self.stage.person(officer, "officer", unit)
        return unit

    def lead_too(self, task: int, unit: int) -> None:
        """A second unit leads a task."""
        with self.stage.store() as session:
            row = session.get_one(Task, task)
            duties.assign(session, row, unit, "lead", self.stage.now, self.stage.rules.day(self.stage.now))

    def go(self, when: str | None = None) -> list[str]:
        """A beat, its digests and a delivery; returns the chats that got something."""
        if when is not None:
            self.stage.now = at(when)
        before = len(self.stage.channel.sent)
        self.decide()
        send_waiting(self.stage.engine, self.digests, self.stage.now)
        self.stage.deliver()
        return self.stage.channel.chats()[before:]

    def decide(self) -> None:
        """The beat alone."""
        more = True
        while more:
            with self.stage.store() as session:
                more = tick(session, self.stage.now, self.stage.rules, self.stage.office, self.digests).more

    def friday(self, day: str = "2024-03-22") -> None:
        """All the hours of a Friday."""
        for hour in ("07:30", "08:00", "09:00", "10:00", "12:00", "14:00"):
            self.go(f"{day} {hour}")

    def told(self, chat: str) -> list[str]:
        """All texts that somebody was sent."""
        return [text for to, text in self.stage.channel.sent if to == chat]

    def reports(self, task: int, said: progress.Said, when: str, *, unit: int | None = None, in_chat: bool = False) -> None:
        """An officer says at a moment how a task stands, by hand or in chat."""
        self.stage.now = at(when)
        duty = self.stage.duty(task, unit)
        with self.stage.store() as session:
            held = people.holders(session, "officer", [duty.assignment.unit_id])
            day, person_id = self.day(when[:10]), held[0].id or 0
            inbox = Inbox(channel="memory", external_id=f"{task} {when}", person_id=person_id, received_at=self.stage.now)
            if in_chat:
                session.add(inbox)
                session.flush()
            progress.save_report(session, _merged(session, duty), said, self.stage.now, day, person_id=person_id, inbox_id=inbox.id)

    def takes_back(self, task: int, when: str) -> None:
        """An officer takes the last report of a task back."""
        self.stage.now = at(when)
        with self.stage.store() as session:
            query = select(Event).where(Event.kind == "reported", Event.task_id == task).order_by(col(Event.id).desc())
            event = session.exec(query).first()
            assert event is not None
            assert progress.take_back(session, event, self.stage.now, person_id=event.person_id or 0, inbox_id=None)

    def undoes(self, task: int, when: str) -> None:
        """The coordinator takes the last move of a deadline back."""
        self.stage.now = at(when)
        with self.stage.store() as session:
            query = select(Event).where(Event.kind == "deadline_moved", Event.task_id == task).order_by(col(Event.id).desc())
            event = session.exec(query).first()
            assert event is not None
            assert taking_back.take_back(session, event, self.stage.now, self.day(when[:10]), steering.Actor(1, None))

    def cancels(self, task: int, when: str) -> None:
        """A task is no longer to be done."""
        self.stage.now = at(when)
        with self.stage.store() as session:
            cancel_task(session, session.get_one(Task, task), self.stage.now)

    @staticmethod
    def moment(text: str) -> datetime:
        """ "2024-03-22 14:00" in the office's zone as an instant."""
        return at(text)

    @staticmethod
    def day(text: str) -> date:
        """ "2024-03-22" as a day."""
        return date.fromisoformat(text)

    def extends(self, task: int, due_on: str, when: str) -> None:
        """The coordinator moves a deadline at a moment."""
        self.stage.now = at(when)
        duty = self.stage.duty(task)
        with self.stage.store() as session:
            duties.move_deadline(
                session, _merged(session, duty), self.day(due_on), self.stage.now, person_id=1, inbox_id=None, why="mưa lũ"
            )

    def messages(self, kind: str) -> list[Outgoing]:
        """All messages of a kind, whole."""
        with self.stage.store() as session:
            return [outbox.decode(row) for row in session.exec(select(Outbox).where(Outbox.kind == kind).order_by(col(Outbox.id)))]

    def kept(self, day: str = "2024-03-22") -> WeekFacts:
        """The facts that were kept for the week that holds a day."""
        with self.stage.store() as session:
            facts = kept_facts(session, self.day(day))
        assert facts is not None
        return facts

    def facts(self, day: str, when: str | None = None) -> WeekFacts:
        """The week that holds a day, as gathered at a moment (None = now)."""
        moment = at(when) if when else self.stage.now
        with self.stage.store() as session:
            return gather(session, self.day(day), moment, self.stage.rules, ReportOffice(TOP))


def _merged(session: Session, duty: Duty) -> Duty:
    return Duty(session.merge(duty.occurrence), session.merge(duty.assignment), session.merge(duty.task))

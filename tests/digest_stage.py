"""The stage with its digests: what is decided at a beat is gathered, rendered and delivered at once."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reports.facts import Office as ReportOffice
from reports.facts import WeekFacts
from scheduler.digest import Digests
from scheduler.digest_sending import send_waiting
from scheduler.gather import gather
from scheduler.tick import tick
from storage import duties, people, progress
from storage.duties import Duty
from tests.scheduler_stage import Stage, at

TOP = "UBND huyện Cao Lộc"


@dataclass
class Weekly:
    """A stage with a district, its people and their digests. `now` moves with `go`."""

    stage: Stage
    top: int = 0

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
        return Digests(self.stage.rules, self.stage.office, ReportOffice(TOP))

    def commune(self, name: str, officer: str = "") -> int:
        """A commune of the district, with an officer who has a chat."""
        unit = self.stage.unit(name, "xã", self.top)
        if officer:
            self.stage.person(officer, "officer", unit)
        return unit

    def go(self, when: str | None = None) -> list[str]:
        """A beat, its digests and a delivery; returns the chats that got something."""
        if when is not None:
            self.stage.now = at(when)
        before = len(self.stage.channel.sent)
        more = True
        while more:
            with self.stage.store() as session:
                more = tick(session, self.stage.now, self.stage.rules, self.stage.office, self.digests).more
        send_waiting(self.stage.engine, self.digests, self.stage.now)
        self.stage.deliver()
        return self.stage.channel.chats()[before:]

    def friday(self, day: str = "2024-03-22") -> None:
        """All the hours of a Friday."""
        for hour in ("07:30", "08:00", "09:00", "10:00", "12:00", "14:00"):
            self.go(f"{day} {hour}")

    def told(self, chat: str) -> list[str]:
        """All texts that somebody was sent."""
        return [text for to, text in self.stage.channel.sent if to == chat]

    def reports(self, task: int, said: progress.Said, when: str, *, unit: int | None = None) -> None:
        """An officer says at a moment how a task stands."""
        self.stage.now = at(when)
        duty = self.stage.duty(task, unit)
        with self.stage.store() as session:
            held = people.holders(session, "officer", [duty.assignment.unit_id])
            merged = Duty(session.merge(duty.occurrence), session.merge(duty.assignment), session.merge(duty.task))
            day = self.stage.rules.day(self.stage.now)
            progress.save_report(session, merged, said, self.stage.now, day, person_id=held[0].id or 0, inbox_id=None)

    def extends(self, task: int, due_on: str, when: str) -> None:
        """The coordinator moves a deadline at a moment."""
        self.stage.now = at(when)
        duty = self.stage.duty(task)
        with self.stage.store() as session:
            merged = Duty(session.merge(duty.occurrence), session.merge(duty.assignment), session.merge(duty.task))
            day = date.fromisoformat(due_on)
            duties.move_deadline(session, merged, day, self.stage.now, person_id=1, inbox_id=None, why="mưa lũ")

    def facts(self, day: str, when: str | None = None) -> WeekFacts:
        """The week that holds a day, as gathered at a moment (None = now)."""
        moment = at(when) if when else self.stage.now
        with self.stage.store() as session:
            return gather(session, date.fromisoformat(day), moment, self.stage.rules, ReportOffice(TOP))

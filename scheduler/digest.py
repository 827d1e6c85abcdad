"""The weekly digest: what is decided in the beat's transaction. Gathering, rendering and queueing come after it (`digest_sending`)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from reports.facts import Office as ReportOffice
from reports.facts import WeekFacts
from reports.kept import from_json
from scheduler.rules import Rules
from scheduler.week import Cycle
from storage import digests, people
from storage.models import Person
from storage.office import Office


@dataclass(frozen=True, slots=True)
class Digests:
    """The digests of one office: called by `scheduler.weekly` when a step of the week is due. `with_pdf` where LibreOffice is there."""

    rules: Rules
    office: Office
    report_office: ReportOffice
    with_pdf: bool = False

    def __call__(self, session: Session, week: Cycle, step: str, now: datetime) -> int:
        """Decides a step: "summary" of the units, "preview" for the coordinators, "digest" for the leaders; returns how many sendings wait.

        A digest that was put off, or has left already, is not sent here. Calling twice is harmless.
        """
        if step == "summary":
            return int(digests.add_job(session, "summary", week.week, "all", now))
        digests.announce(session, week.week, week.monday, now)
        if step == "digest":
            return int(digests.want(session, week.week, now))
        return sum(digests.add_job(session, "preview", week.week, str(person.id), now) for person in preview_readers(session))


def preview_readers(session: Session) -> list[Person]:
    """Who looks at a digest before it leaves."""
    return people.holders(session, "coordinator") or people.holders(session, "admin")


def kept_facts(session: Session, day: date) -> WeekFacts | None:
    """The facts that were sent for the week that holds a day; None where no digest of it was kept."""
    text = digests.facts_json(session, day)
    return from_json(text) if text is not None else None

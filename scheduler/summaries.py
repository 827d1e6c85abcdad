"""Each unit's own weekly report, drafted from what it said in chat: to be corrected, signed and sent by the unit, entered once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlmodel import Session, col, select

from locales import words
from reports.facts import Office as ReportOffice
from reports.facts import WeekFacts
from reports.fit import plain
from reports.views import by_unit
from scheduler.digest_files import DOCX, put
from scheduler.letterhead import letterhead
from scheduler.recipients import Recipient, of_units
from storage.messages import Abilities, OutFile, Outgoing, bold
from storage.models import Unit
from storage.text import fold
from storage.weekly_facts import unit_names


@dataclass(frozen=True, slots=True)
class Own:
    """A unit that reports: the name under which its tasks are counted, itself as its letters have it, and the facts about it alone."""

    name: str
    office: ReportOffice
    facts: WeekFacts


@dataclass(frozen=True, slots=True)
class Draft:
    """Who gets the reports of which units in one message."""

    to: Recipient
    units: tuple[Own, ...]


def drafts(session: Session, facts: WeekFacts) -> list[Draft]:
    """One for each person or group chat that answers for a unit which reported this week; who said nothing has nothing to sign."""
    reported = {task.unit for task in facts.tasks if task.reported_at is not None and task.reported_at.date() >= facts.from_on}
    names = {unit_id: name for unit_id, name in unit_names(session).items() if name in reported}
    rows = {row.id or 0: row for row in session.exec(select(Unit).where(col(Unit.id).in_(names)))}
    about = by_unit(facts)
    held: dict[Recipient, list[Own]] = {}
    for unit_id, told in sorted(of_units(session, list(names)).items()):
        own = Own(names[unit_id], letterhead(session, rows[unit_id]), about[names[unit_id]])
        for to in told:
            held.setdefault(to, []).append(own)
    return [Draft(to, tuple(units)) for to, units in held.items()]


def summary_message(draft: Draft, language: str, abilities: Abilities, folder: Path) -> Outgoing:
    """Writes the Word files and puts the reports into one message, each with its share of the room."""
    from reports.unit_report import unit_message  # with its Word library too heavy for every beat

    said = words(language)
    head = said.text("This is your unit's report for the week, drafted from what you reported. Please check, sign and send it.")
    room = (abilities.max_text - len(head) - 300 * len(draft.units)) // len(draft.units)
    texts = []
    for own in draft.units:
        first, *rest = unit_message(own.facts, own.name, language, max(room, 300))
        texts.append("\n".join([bold(first.text), plain(tuple(rest))]))
    return Outgoing(draft.to.address, "\n\n".join([head, *texts]), (), tuple(_written(draft.units, language, folder)))


def _written(units: Iterable[Own], language: str, folder: Path) -> Iterator[OutFile]:
    from reports.unit_report import unit_report

    for own in units:
        name = f"bao-cao-{fold(own.name).replace(' ', '-')[:60]}-{own.facts.week}.docx"
        place = Path("digests") / own.facts.week / "units" / language
        (folder / place).mkdir(parents=True, exist_ok=True)
        put(folder / place / name, unit_report(own.facts, own.name, own.office, language))
        yield OutFile(str(place / name), name, DOCX)


def monday_of(week: str) -> date:
    """The first day of an ISO week by its name ("2024-W13")."""
    return date.fromisocalendar(int(week[:4]), int(week[6:]), 1)

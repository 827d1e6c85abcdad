"""A reminder message from stored facts, and the questions that bring those facts."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlmodel import Session, col, select

from locales import words
from scheduler.recipients import Recipient
from scheduler.wording import Line, bundle
from storage.duties import Duty
from storage.messages import Outgoing
from storage.models import Assignment, Directive, Occurrence, Task, Unit
from storage.office import Office

LONGEST = 4096


def composed(said: Sequence[tuple[Duty, str]], units: dict[int, Unit], to: Recipient, today: date, office: Office) -> Outgoing:
    """One message that carries these stages of duties, nearest deadline first."""
    lines = [_line(duty, stage, units[duty.assignment.unit_id], office) for duty, stage in said]
    lines.sort(key=lambda line: (line.duty.occurrence.due_on or date.max, line.duty.task.id))
    message = bundle(words(to.language or office.language), lines, today, longest(to, office))
    return Outgoing(to.address, message.text, message.choices)


def _line(duty: Duty, stage: str, unit: Unit, office: Office) -> Line:
    return Line(duty, stage, unit.name, unit.message_detail or office.message_detail)


def longest(to: Recipient, office: Office) -> int:
    """How long a text the recipient's channel takes, in UTF-16 units."""
    abilities = office.abilities.get(to.address.channel)
    return abilities.max_text if abilities is not None else LONGEST


def duties_of(session: Session, occurrence_ids: Collection[int]) -> dict[int, Duty]:
    """Occurrences with what they belong to, by their ids."""
    query = (
        select(Occurrence, Assignment, Task)
        .join(Assignment, col(Occurrence.assignment_id) == Assignment.id)
        .join(Task, col(Assignment.task_id) == Task.id)
        .where(col(Occurrence.id).in_(occurrence_ids))
    )
    return {row.id or 0: Duty(row, assignment, task) for row, assignment, task in session.exec(query)}


def units_of(session: Session, unit_ids: Collection[int]) -> dict[int, Unit]:
    """Units by their ids."""
    return {unit.id or 0: unit for unit in session.exec(select(Unit).where(col(Unit.id).in_(unit_ids)))}


def directives_of(session: Session, duties: Iterable[Duty]) -> dict[int, Directive]:
    """The directives of some duties by their ids."""
    ids = {duty.task.directive_id for duty in duties} - {None}
    found = session.exec(select(Directive).where(col(Directive.id).in_(ids))) if ids else ()
    return {row.id or 0: row for row in found}

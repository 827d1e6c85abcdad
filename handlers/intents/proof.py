"""What a task's card shows of the unit's word: who has received it, the newest report, its evidence."""

from itertools import islice

from handlers.desk import Desk
from handlers.intents.receipts import describe
from storage import evidence, progress
from storage.directives import tasks_of
from storage.duties import Duty
from storage.messages import OutFile
from storage.models import Evidence, Person, Report, Task, Unit

MOST_FILES = 10
"""As many as one album holds; the newest ones are shown."""
WATCHERS = ("coordinator", "leader", "admin")


def received(desk: Desk, task: Task, held: list[Duty]) -> list[str]:
    """How many of several units have received a task, and which have not; nothing for those who do not steer."""
    leading = {duty.assignment.unit_id for duty in held if duty.assignment.part == "lead"}
    if not desk.has(*WATCHERS) or not leading:
        return []
    counted = progress.receipts(desk.session, [task.id or 0])
    return [received_line(desk, counted)] if counted.of else []


def received_of_directive(desk: Desk, directive_id: int) -> list[str]:
    """The same for all tasks of a directive that are in force."""
    counted = progress.receipts(desk.session, [task.id or 0 for task in tasks_of(desk.session, directive_id) if task.state == "active"])
    return [received_line(desk, counted)] if counted.of else []


def received_line(desk: Desk, counted: progress.Receipts) -> str:
    """ "Received: x/y", with the names of those that have not said so."""
    said = desk.words
    text = said.text("Received: {n}/{of} assignments.", n=counted.received, of=counted.of)
    waiting = islice((unit_id for unit_id in counted.waiting if desk.may_see(unit_id)), 5)
    names = ", ".join(desk.session.get_one(Unit, unit_id).name for unit_id in waiting)
    return f"{text} {said.text('Not yet: {names}.', names=names)}" if names else text


def lines(desk: Desk, duty: Duty) -> list[str]:
    """The newest report in a line, and what was sent with it and with earlier ones; no name of a person in a group."""
    said = desk.words
    report = progress.latest(desk.session, duty.occurrence.id or 0)
    if report is None:
        return []
    local = report.at.astimezone(desk.office.zone)
    who = _who(desk, report)
    text = said.text(
        "Report of {hour} on {day}{who}: {understood}",
        hour=said.time(local),
        day=said.date(local.date()),
        who=f" ({who})" if who else "",
        understood=describe(said, report, local.date()),
    )
    rows = evidence.of_occurrence(desk.session, duty.occurrence.id or 0)
    return [text, *([said.text("Evidence: {list}", list=_listed(desk, rows))] if rows else [])]


def _who(desk: Desk, report: Report) -> str:
    person = desk.session.get(Person, report.person_id) if report.person_id is not None and not desk.message.group else None
    return person.name if person is not None else ""


def _listed(desk: Desk, rows: list[Evidence]) -> str:
    said = desk.words
    photos = sum(row.kind == "photo" for row in rows)
    documents = [row for row in rows if row.kind not in ("photo", "location")]
    parts = [said.plural("{n} photo", "{n} photos", photos)] if photos else []
    parts += [row.name or said.text("file") for row in documents]
    parts += [
        said.text("place {latitude}, {longitude}", latitude=f"{row.latitude:.5f}", longitude=f"{row.longitude:.5f}")
        for row in rows
        if row.kind == "location"
    ]
    return ", ".join(parts)


def files(desk: Desk, held: list[Duty]) -> tuple[OutFile, ...]:
    """The files themselves, for those who judge the report: never for a group, never for the unit that sent them."""
    if desk.message.group or not desk.has(*WATCHERS):
        return ()
    rows = [row for duty in held for row in evidence.of_occurrence(desk.session, duty.occurrence.id or 0)]
    found = [file for row in rows if (file := evidence.out_file(row)) is not None]
    return tuple(found[-MOST_FILES:])

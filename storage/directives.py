"""Directives: saving a reading as a draft, putting it in force, ending it."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from directives import model
from storage import duties, events, units
from storage.models import Assignment, Directive, Event, Task, Unit
from storage.text import fold

IN_FORCE = "directive_in_force"
LEFT_OPEN = "group_left_open"


def save_draft(
    session: Session, reading: model.Directive, sha256: str, now: datetime, *, person_id: int | None = None
) -> tuple[Directive, bool]:
    """Keeps a reading as a draft. The same file again gives the row that stands already, and False."""
    known = session.exec(select(Directive).where(Directive.sha256 == sha256)).first()
    if known is not None:
        return known, False
    head = reading.document
    row = Directive(
        sha256=sha256,
        file_name=head.file,
        kind=head.kind,
        number=head.number,
        symbol=head.symbol,
        issuer=head.issuer,
        issued=head.issued,
        subject=head.subject,
        urgency=head.urgency,
        body=reading.text,
        communes=list(head.communes),
        basis=list(head.basis),
        warnings=[asdict(doubt) for doubt in reading.warnings],
        criteria=reading.to_json()["criteria"],
        unread=list(reading.unread),
        imported_at=now,
        imported_by_id=person_id,
    )
    session.add(row)
    session.flush()
    session.add_all(_draft(task, row, place, now) for place, task in enumerate(reading.tasks, 1))
    session.flush()
    events.record(session, "directive_read", now, person_id=person_id, directive_id=row.id, after={"tasks": len(reading.tasks)})
    return row, True


def _draft(task: model.DraftTask, row: Directive, position: int, now: datetime) -> Task:
    return Task(
        directive_id=row.id,
        ref=task.ref,
        position=position,
        text=task.text,
        quote=task.quote,
        paragraph=task.paragraph,
        page=task.page,
        deadline_text=task.deadline_text,
        due_on=task.due_on,
        due_time=task.due_time,
        rrule=task.rrule,
        starts_on=task.starts_on,
        ongoing=task.ongoing,
        report_to=task.report_to,
        lead_names=list(task.lead),
        support_names=list(task.support),
        communes=list(task.communes),
        criteria=list(task.criteria),
        warnings=list(task.warnings),
        created_at=now,
    )


def tasks_of(session: Session, directive_id: int) -> list[Task]:
    """A directive's tasks in the order of the letter, those left out by the coordinator not among them."""
    return list(
        session.exec(
            select(Task).where(Task.directive_id == directive_id, col(Task.state) != "dropped").order_by(col(Task.position), col(Task.id))
        )
    )


@dataclass(slots=True)
class Activation:
    """What putting a directive in force did: tasks, assignments, its row in the trail.

    `groups` says how many units groups stood for, `made_units` which were made for names that the roster lacked, `vague` what is left.
    """

    tasks: int = 0
    assignments: int = 0
    event: Event | None = None
    groups: dict[str, int] = field(default_factory=dict)
    made_units: list[str] = field(default_factory=list)
    vague: list[str] = field(default_factory=list)


def activate(session: Session, row: Directive, now: datetime, today: date, *, person_id: int | None = None) -> Activation:
    """Puts a draft in force: every task goes to its units, which are told at the next beat. A directive in force already changes nothing.

    A lead that the roster lacks becomes a unit of its own, and a lead group that stands for nobody a group with nobody linked, so that no
    duty is lost; both are named in the answer. Support units that cannot be resolved are named only. Groups stand for the units that the
    roster has today: one that comes later is given the task by hand.
    """
    done = Activation()
    if row.state != "draft":
        return done
    for task in tasks_of(session, row.id or 0):
        task.state = "active"
        session.add(task)
        done.tasks += 1
        done.assignments += hand_out(session, task, now, today, done)
    row.state, row.activated_at = "in_force", now
    session.add(row)
    done.event = events.record(session, IN_FORCE, now, person_id=person_id, directive_id=row.id, after={"tasks": done.tasks})
    return done


def hand_out(session: Session, task: Task, now: datetime, today: date, done: Activation) -> int:
    """Gives a task to the units that its names stand for; returns how many assignments it has now."""
    lead = leading(session, task, today)
    for name in lead.missing + lead.vague:
        lead.units.append(_made(session, name, done))
    support = units.resolve(session, task.support_names, task.communes, today)
    done.vague += [name for name in support.missing + support.vague if name not in done.vague]
    for name, count in {**lead.groups, **support.groups}.items():
        done.groups[name] = max(count, done.groups.get(name, 0))
    held = [duties.assign(session, task, units.unit_id(unit), "lead", now, today) for unit in lead.units]
    held += [duties.assign(session, task, units.unit_id(unit), "support", now, today) for unit in support.units]
    return len({assignment.id for assignment in held})


def leading(session: Session, task: Task, today: date) -> units.Resolved:
    """The units that would lead a task: of a group of which only who is concerned is meant, and nobody has said who, all of its kind.

    One that the coordinator left open stays open.
    """
    found = units.resolve(session, task.lead_names, task.communes, today)
    left = left_open(session, task.directive_id) if found.vague else set()
    for name in [name for name in found.vague if fold(name) not in left]:
        everybody = units.all_of_kind(session, name, today, concerned=True)
        if everybody:
            found.vague.remove(name)
            found.groups[name] = len(everybody)
            found.units += [unit for unit in everybody if unit not in found.units]
    return found


def left_open(session: Session, directive_id: int | None) -> set[str]:
    """The groups of a letter that were left as they are on purpose, folded."""
    return {fold(name) for name in session.exec(select(Event.note).where(Event.directive_id == directive_id, Event.kind == LEFT_OPEN))}


def _made(session: Session, name: str, done: Activation) -> Unit:
    known = units.named(session, name)
    if known is not None:
        return known
    unit = Unit(name=name, name_key=fold(name), kind=units.likely_kind(name), parent_id=units.top(session))
    session.add(unit)
    session.flush()
    done.made_units.append(name)
    return unit


def cancel(session: Session, row: Directive, now: datetime, *, person_id: int | None = None) -> int:
    """Ends a directive: its open duties are cancelled and nobody is reminded of them any more. Returns how many tasks ended."""
    tasks = tasks_of(session, row.id or 0)
    for task in tasks:
        cancel_task(session, task, now)
    row.state, row.ended_at = "cancelled", now
    session.add(row)
    events.record(session, "directive_cancelled", now, person_id=person_id, directive_id=row.id)
    return len(tasks)


def cancel_task(session: Session, task: Task, now: datetime) -> None:
    """Ends a task for all units that hold it."""
    task.state = "cancelled"
    session.add(task)
    for assignment in session.exec(select(Assignment).where(Assignment.task_id == task.id, col(Assignment.ended_at).is_(None))):
        duties.end_assignment(session, assignment, now)


@dataclass(frozen=True, slots=True)
class Listed:
    """A directive with how many tasks it has."""

    directive: Directive
    tasks: int


def listed(session: Session) -> list[Listed]:
    """All directives, the newest first."""
    query = (
        select(Directive, func.count(col(Task.id)))
        .join(Task, (col(Task.directive_id) == Directive.id) & (col(Task.state) != "dropped"), isouter=True)
        .group_by(col(Directive.id))
        .order_by(col(Directive.id).desc())
    )
    return [Listed(row, count) for row, count in session.exec(query)]


def label(row: Directive | None) -> str:
    """How people call a directive: its number, or its kind of symbol and issue, or its file."""
    if row is None:
        return ""
    return row.number or (f"{row.symbol} ({row.issued})" if row.symbol else row.file_name)

"""A tracking sheet that came back: what a person edited in it, done to the store as if they had said it in chat."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from reports.facts import TaskLine
from reports.read_back import Edit
from storage import duties, people, progress, steering, units
from storage.duties import Duty
from storage.models import Assignment, Occurrence, Person, Task, Unit
from storage.steering import Actor

WHY = "tracking sheet"
SAID = ("done_on", "percent", "report", "difficulty", "proposal")
"""Columns that together are one report."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an edit. `why` is None where it was done, else a code: conflict, not_allowed, unknown_unit, gone."""

    edit: Edit
    why: str | None = None


def actor(session: Session, name: str) -> Person | None:
    """The person in whose name the edits are made: by name, or ("") the first administrator or coordinator; None where there is nobody."""
    if name:
        return session.exec(select(Person).where(Person.name == name, col(Person.erased_at).is_(None)).order_by(col(Person.id))).first()
    return next(iter([*people.holders(session, "admin"), *people.holders(session, "coordinator")]), None)


def outcomes(session: Session, edits: Iterable[Edit]) -> list[Outcome]:
    """What would become of the edits; changes nothing."""
    return [Outcome(edit, _why_not(session, edit)) for edit in edits]


def _why_not(session: Session, edit: Edit) -> str | None:
    if not edit.allowed:
        return "not_allowed"
    if edit.conflict:
        return "conflict"
    if edit.column == "unit" and (edit.after is None or units.find(session, str(edit.after)).sure is None):
        return "unknown_unit"
    if edit.column == "support" and any(units.find(session, name).sure is None for name in _names(edit)):
        return "unknown_unit"
    return None if _duty(session, edit.key) is not None else "gone"


def apply(session: Session, edits: Iterable[Edit], tasks: Mapping[str, TaskLine], by: Person, now: datetime, today: date) -> list[Outcome]:
    """Does what can be done, in the caller's transaction, each change in the trail; returns what became of every edit.

    A row's new deadline and report come before it is handed to another unit.
    """
    result = outcomes(session, edits)
    rows: dict[str, dict[str, Edit]] = defaultdict(dict)
    for one in result:
        if one.why is None:
            rows[one.edit.key][one.edit.column] = one.edit
    for key, row in rows.items():
        duty = _duty(session, key)
        if duty is not None:
            _change(session, duty, row, tasks[key], Actor(by.id or 0, None), now, today)
    return result


def _change(session: Session, duty: Duty, row: Mapping[str, Edit], task: TaskLine, by: Actor, now: datetime, today: date) -> None:
    if "due_on" in row:
        due_on = date.fromisoformat(str(row["due_on"].after)) if row["due_on"].after else None
        duties.move_deadline(session, duty, due_on, now, person_id=by.person_id, inbox_id=None, why=WHY)
    if row.keys() & set(SAID):
        progress.save_report(session, duty, _said(row, task), now, today, person_id=by.person_id, inbox_id=None)
    if "support" in row:
        _support(session, duty, _names(row["support"]), by, now, today)
    if "unit" in row:
        unit = units.find(session, str(row["unit"].after)).sure
        if unit is not None:
            steering.hand_over(session, duty.task, [duty.assignment], unit, now, today, by)


def _said(row: Mapping[str, Edit], task: TaskLine) -> progress.Said:
    """One report of a row's edits; what was not edited stays as it was last said."""
    done_on = date.fromisoformat(str(row["done_on"].after)) if "done_on" in row and row["done_on"].after else None
    percent = int(row["percent"].after) if "percent" in row and row["percent"].after is not None else task.percent
    difficulty, proposal = (_text(row, name, getattr(task, name)) for name in ("difficulty", "proposal"))
    was_done = task.done_on is not None and "done_on" not in row and "percent" not in row
    is_done = done_on is not None or was_done or ("percent" in row and percent == 100)
    return progress.Said(
        status="done" if is_done else "stuck" if difficulty else "doing",
        percent=None if percent == 100 and not is_done else percent,
        done_on=done_on or (task.done_on if was_done else None),
        difficulty=difficulty,
        proposal=proposal,
        note=_text(row, "report", task.report),
    )


def _text(row: Mapping[str, Edit], column: str, before: str) -> str:
    return str(row[column].after or "") if column in row else before


def _names(edit: Edit) -> list[str]:
    return [name.strip() for name in str(edit.after or "").split(";") if name.strip()]


def _support(session: Session, duty: Duty, names: list[str], by: Actor, now: datetime, today: date) -> None:
    """The task's supporting units become those named."""
    found = [unit for unit in (units.find(session, name).sure for name in names) if unit is not None]
    wanted = {unit.id for unit in found}
    query = select(Assignment).where(Assignment.task_id == duty.task.id, Assignment.part == "support", col(Assignment.ended_at).is_(None))
    held = list(session.exec(query))
    for row in held:
        if row.unit_id not in wanted:
            duties.end_assignment(session, row, now)
    for unit_id in wanted - {row.unit_id for row in held}:
        duties.assign(session, duty.task, unit_id or 0, "support", now, today)
    before, duty.task.support_names = duty.task.support_names, [unit.name for unit in found]
    session.add(duty.task)
    pictures = {"before": {"support": before}, "after": {"support": duty.task.support_names}}
    steering.note(session, "support_changed", duty, now, by, WHY, **pictures)


def _duty(session: Session, key: str) -> Duty | None:
    """The living duty behind a row's key "task-unit-period"."""
    task, unit, period = key.split("-", 2)
    query = (
        select(Occurrence, Assignment, Task)
        .join(Assignment, col(Occurrence.assignment_id) == Assignment.id)
        .join(Task, col(Assignment.task_id) == Task.id)
        .join(Unit, col(Assignment.unit_id) == Unit.id)
        .where(Task.id == int(task), Unit.id == int(unit), Occurrence.period == period, col(Assignment.ended_at).is_(None))
        .where(Task.state == "active", col(Occurrence.state) != "cancelled")
    )
    row = session.exec(query.order_by(col(Occurrence.id).desc())).first()
    return Duty(*row) if row is not None else None

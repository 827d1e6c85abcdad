"""Corrections of a drafted letter by its coordinator: each is in the trail with what stood before."""

import re
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from directives.deadlines import Deadline
from storage import events
from storage.models import Directive, Task
from storage.steering import Actor

_BETWEEN = re.compile(r"\s*;\s+|(?<=[a-zà-ỹ)])\.\s+(?=[A-ZÀ-Ỹ])")
"""Where one order ends and the next begins: a semicolon, or a full stop before a capital."""
_DATED = ("due_on", "due_time", "rrule", "starts_on", "ongoing", "deadline_text")


def drafted_task(session: Session, number: int) -> Task | None:
    """The task of a code while it is a draft; None where there is none, or it is in force already."""
    task = session.get(Task, number)
    return task if task is not None and task.state == "draft" else None


def newest_draft(session: Session, person_id: int) -> Directive | None:
    """The draft that somebody means without naming it: the last that they sent, else the last there is."""
    query = select(Directive).where(Directive.state == "draft").order_by(col(Directive.id).desc())
    rows = list(session.exec(query))
    return next((row for row in rows if row.imported_by_id == person_id), rows[0] if rows else None)


def correct(session: Session, task: Task, now: datetime, actor: Actor, **changed: Any) -> None:
    """Gives a drafted task other values; its quote stays as the letter has it."""
    before = {name: getattr(task, name) for name in changed}
    for name, value in changed.items():
        setattr(task, name, value)
    session.add(task)
    _record(session, task, now, actor, before, changed)


def remind_of_all(session: Session, row: Directive, days: str | None, now: datetime, actor: Actor) -> None:
    """Gives a drafted letter its own days of reminding, for all its tasks that have none of their own; None = the office's."""
    before = row.remind_days
    row.remind_days = days
    session.add(row)
    _record(session, row, now, actor, {"remind_days": before}, {"remind_days": days})


def set_deadline(session: Session, task: Task, due: Deadline | None, now: datetime, actor: Actor) -> None:
    """Gives a drafted task another deadline, or none."""
    values = {name: getattr(due, name) if due else None for name in _DATED if name != "deadline_text"}
    correct(session, task, now, actor, **{**values, "ongoing": bool(due and due.ongoing), "deadline_text": due.text if due else None})


def split(session: Session, task: Task, now: datetime, actor: Actor) -> list[Task]:
    """Makes a task for each order of a drafted task; the first keeps the code. Only that one where it holds a single order."""
    parts = [part.strip() for part in _BETWEEN.split(task.text) if part.strip()]
    if len(parts) < 2:
        return [task]
    found = [task]
    for part in parts[1:]:
        one = Task(**task.model_dump(exclude={"id", "ref", "text"}), ref=_free_ref(session, task.directive_id, f"{task.ref}+"), text=part)
        session.add(one)
        session.flush()
        found.append(one)
    correct(session, task, now, actor, text=parts[0])
    return found


def drop(session: Session, task: Task, now: datetime, actor: Actor) -> None:
    """Leaves a drafted task out."""
    correct(session, task, now, actor, state="dropped")


def add(session: Session, row: Directive, lead: list[str], text: str, due: Deadline | None, now: datetime, actor: Actor) -> Task:
    """One more task that the reader did not see."""
    task = Task(
        directive_id=row.id,
        ref=_free_ref(session, row.id, "+"),
        position=1 + session.exec(select(func.coalesce(func.max(Task.position), 0)).where(Task.directive_id == row.id)).one(),
        text=text,
        quote=text,
        lead_names=lead,
        communes=list(row.communes),
        created_at=now,
    )
    session.add(task)
    session.flush()
    set_deadline(session, task, due, now, actor)
    return task


def _free_ref(session: Session, directive_id: int | None, start: str) -> str:
    known = set(session.exec(select(Task.ref).where(Task.directive_id == directive_id)))
    return next(ref for number in range(1, 10_000) if (ref := f"{start}{number}") not in known)


def _record(session: Session, row: Task | Directive, now: datetime, actor: Actor, before: dict[str, Any], after: dict[str, Any]) -> None:
    events.record(
        session,
        "draft_corrected",
        now,
        person_id=actor.person_id,
        inbox_id=actor.inbox_id,
        directive_id=row.directive_id if isinstance(row, Task) else row.id,
        task_id=row.id if isinstance(row, Task) else None,
        before={name: _plain(value) for name, value in before.items()},
        after={name: _plain(value) for name, value in after.items()},
    )
    session.flush()


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value

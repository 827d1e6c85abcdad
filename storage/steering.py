"""What steering does to the store, with all that taking it back needs kept in the trail."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from storage import duties, events
from storage.duties import Duty
from storage.models import Assignment, Event, Occurrence, Task, Unit

UNDOABLE = ("deadline_moved", "assigned", "cancelled", "starred", "unstarred", "approved", "returned", "task_given")
"""Kinds of event that `take_back` can undo."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who steers, by which message."""

    person_id: int
    inbox_id: int | None


def note(session: Session, kind: str, duty: Duty, now: datetime, actor: Actor, why: str = "", **pictures: dict[str, Any]) -> Event:
    """A row of the trail about one duty; `before` and `after` are its pictures."""
    return events.record(
        session,
        kind,
        now,
        person_id=actor.person_id,
        inbox_id=actor.inbox_id,
        unit_id=duty.assignment.unit_id,
        directive_id=duty.task.directive_id,
        task_id=duty.task.id,
        occurrence_id=duty.occurrence.id,
        note=why,
        **pictures,
    )


def hand_over(session: Session, task: Task, leave: Iterable[Assignment], unit: Unit, now: datetime, today: date, actor: Actor) -> Event:
    """Gives a task to a unit as its lead and ends those assignments; what the unit had as support becomes its lead."""
    gone = {str(row.id): duties.end_assignment(session, row, now) for row in leave if row.unit_id != unit.id}
    left = [session.get_one(Unit, session.get_one(Assignment, int(one)).unit_id).name for one in gone]
    given = duties.assign(session, task, unit.id or 0, "lead", now, today)
    was = given.part
    given.part = "lead"
    session.add(given)
    return events.record(
        session,
        "assigned",
        now,
        person_id=actor.person_id,
        inbox_id=actor.inbox_id,
        unit_id=unit.id,
        directive_id=task.directive_id,
        task_id=task.id,
        before={"unit": "; ".join(left), "ended": gone, "part": was if given.given_at != now else ""},
        after={"unit": unit.name, "assignment": given.id},
    )


def cancel_task(session: Session, task: Task, now: datetime, actor: Actor, why: str = "") -> Event:
    """Ends a task for all units that hold it."""
    living = session.exec(select(Assignment).where(Assignment.task_id == task.id, col(Assignment.ended_at).is_(None)))
    gone = {str(row.id): duties.end_assignment(session, row, now) for row in living}
    task.state = "cancelled"
    session.add(task)
    return events.record(
        session,
        "cancelled",
        now,
        person_id=actor.person_id,
        inbox_id=actor.inbox_id,
        directive_id=task.directive_id,
        task_id=task.id,
        before={"ended": gone},
        after={"state": "cancelled"},
        note=why,
    )


@dataclass(frozen=True, slots=True)
class Back:
    """An act that is being taken back: when, and by whom."""

    session: Session
    event: Event
    now: datetime
    today: date
    actor: Actor


def last_act(session: Session, person_id: int) -> Event | None:
    """A person's newest act of steering that can be taken back."""
    query = select(Event).where(Event.person_id == person_id, col(Event.kind).in_(UNDOABLE)).order_by(col(Event.id).desc())
    return session.exec(query).first()


def take_back(session: Session, event: Event, now: datetime, today: date, actor: Actor) -> bool:
    """Undoes an act of steering. False where it was undone before, or something newer stands on it; then nothing changes."""
    if event.kind not in _BACK or _undone(session, event):
        return False
    if not _BACK[event.kind](Back(session, event, now, today, actor)):
        return False
    events.record(
        session,
        "undone",
        now,
        person_id=actor.person_id,
        inbox_id=actor.inbox_id,
        unit_id=event.unit_id,
        directive_id=event.directive_id,
        task_id=event.task_id,
        occurrence_id=event.occurrence_id,
        before={"event": event.id, "kind": event.kind},
    )
    session.flush()
    return True


def _undone(session: Session, event: Event) -> bool:
    rows = session.exec(select(Event).where(Event.task_id == event.task_id, Event.kind == "undone", col(Event.id) > (event.id or 0)))
    return any(row.before.get("event") == event.id for row in rows)


def _deadline(back: Back) -> bool:
    session, event = back.session, back.event
    duty = duties.duty(session, event.occurrence_id or 0)
    if duty is None or duty.occurrence.deadline_version != event.after.get("version"):
        return False
    day = event.before.get("due_on")
    due_on = date.fromisoformat(day) if day else None
    by = back.actor
    duties.move_deadline(session, duty, due_on, back.now, person_id=by.person_id, inbox_id=by.inbox_id, why="")
    return True


def _assigned(back: Back) -> bool:
    session, event = back.session, back.event
    given = session.get(Assignment, event.after.get("assignment"))
    if given is None or given.ended_at is not None or _has_report(session, given):
        return False
    if event.before.get("part"):
        given.part = str(event.before["part"])
        session.add(given)
    elif str(given.id) not in event.before.get("ended", {}):
        duties.end_assignment(session, given, back.now)
    return _give_back(back)


def _has_report(session: Session, assignment: Assignment) -> bool:
    query = select(Occurrence.id).where(
        Occurrence.assignment_id == assignment.id, col(Occurrence.last_report_at) > assignment.given_at, col(Occurrence.status) != ""
    )
    return session.exec(query).first() is not None


def _cancelled(back: Back) -> bool:
    session, event = back.session, back.event
    task = session.get(Task, event.task_id)
    if task is None or task.state != "cancelled":
        return False
    task.state = "active"
    session.add(task)
    return _give_back(back)


def _give_back(back: Back) -> bool:
    session = back.session
    session.flush()
    ended: dict[str, Sequence[int]] = back.event.before.get("ended", {})
    held = [(session.get_one(Assignment, int(one)), rows) for one, rows in ended.items()]
    return all(duties.give_back(session, row, ids, back.now, back.today) for row, ids in held)


def _starred(back: Back) -> bool:
    session, event = back.session, back.event
    task = session.get(Task, event.task_id)
    if task is None or task.starred != (event.kind == "starred"):
        return False
    task.starred = not task.starred
    session.add(task)
    return True


def _approved(back: Back) -> bool:
    session, event = back.session, back.event
    row = session.get(Occurrence, event.occurrence_id)
    if row is None or row.state != "done" or row.verified_at is None:
        return False
    row.verified_at = None
    session.add(row)
    return True


def _returned(back: Back) -> bool:
    session, event = back.session, back.event
    row = session.get(Occurrence, event.occurrence_id)
    if row is None or row.state != "open" or row.last_report_at is None or row.last_report_at > event.at:
        return False
    row.state, row.status, row.next_reminder_at = "done", "done", back.now
    session.add(row)
    return True


def _task_given(back: Back) -> bool:
    session, event = back.session, back.event
    task = session.get(Task, event.task_id)
    if task is None or task.state != "active":
        return False
    task.state = "cancelled"
    session.add(task)
    for row in session.exec(select(Assignment).where(Assignment.task_id == task.id, col(Assignment.ended_at).is_(None))):
        duties.end_assignment(session, row, back.now)
    return True


_BACK = {
    "deadline_moved": _deadline,
    "assigned": _assigned,
    "cancelled": _cancelled,
    "starred": _starred,
    "unstarred": _starred,
    "approved": _approved,
    "returned": _returned,
    "task_given": _task_given,
}

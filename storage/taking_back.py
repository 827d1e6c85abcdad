"""Acts of steering taken back: what each kind needs to stand as it was before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from storage import duties, events, reminding, withdrawing
from storage.directives import IN_FORCE
from storage.models import Assignment, Event, Occurrence, Task
from storage.steering import Actor


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


def _remind_days(back: Back) -> bool:
    return reminding.take_back(back.session, back.event, back.now)


def _in_force(back: Back) -> bool:
    return withdrawing.withdraw(back.session, back.event, back.now)


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
    reminding.SET: _remind_days,
    IN_FORCE: _in_force,
}
UNDOABLE = tuple(_BACK)
"""Kinds of event that `take_back` can undo."""

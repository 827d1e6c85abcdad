"""What steering does to the store, with all that taking it back (`storage.taking_back`) needs kept in the trail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from storage import duties, events
from storage.duties import Duty
from storage.models import Assignment, Event, Task, Unit


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

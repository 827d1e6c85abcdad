"""A task that somebody gives by hand: no letter, one unit, at most one deadline."""

from datetime import date, datetime

from sqlmodel import Session

from directives.deadlines import Deadline
from storage import duties, events
from storage.models import Event, Task, Unit
from storage.steering import Actor


def give(session: Session, unit: Unit, text: str, due: Deadline | None, now: datetime, today: date, actor: Actor) -> tuple[Task, Event]:
    """Makes the task, gives it to the unit as its lead, and says so in the trail; the unit is told at the next beat."""
    task = Task(
        ref="",
        text=text,
        quote=text,
        deadline_text=due.text if due else None,
        due_on=due.due_on if due else None,
        due_time=due.due_time if due else None,
        rrule=due.rrule if due else None,
        starts_on=due.starts_on if due else None,
        ongoing=bool(due and due.ongoing),
        lead_names=[unit.name],
        state="active",
        created_at=now,
    )
    session.add(task)
    session.flush()
    duties.assign(session, task, unit.id or 0, "lead", now, today)
    event = events.record(
        session,
        "task_given",
        now,
        person_id=actor.person_id,
        inbox_id=actor.inbox_id,
        unit_id=unit.id,
        task_id=task.id,
        after={"due_on": task.due_on.isoformat() if task.due_on else None, "unit": unit.name},
        note=text,
    )
    return task, event

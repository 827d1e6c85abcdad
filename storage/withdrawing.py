"""A letter that was put in force by mistake is a draft again, as long as nothing has come of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from storage import directives, duties
from storage.models import Assignment, ChatAddress, Directive, Event, Occurrence, Outbox, Reminder, ReminderMessage, Task

_ANSWERS = ("reported", "report_undone", "received", "evidence_added", "extension_asked", "not_mine_asked")


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a letter can be withdrawn no more. `why`: "gone", "carried" (duties in force followed it), "answered" or "changed" (`task`)."""

    why: str
    task: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A chat that was sent something about some tasks of a letter."""

    chat: ChatAddress
    tasks: tuple[int, ...]


def obstacle(session: Session, event: Event) -> Obstacle | None:
    """What stands against taking back that a letter was put in force; None where nothing does."""
    row = session.get(Directive, event.directive_id)
    if row is None or row.state != "in_force":
        return Obstacle("gone")
    followed = select(Event.id).where(Event.directive_id == row.id, Event.kind == "corrected")
    if row.replaces_id is not None or session.exec(followed.limit(1)).first() is not None:
        return Obstacle("carried")
    tasks = [task.id for task in directives.tasks_of(session, row.id or 0)]
    about_it = col(Event.task_id).in_(tasks) | ((col(Event.directive_id) == row.id) & col(Event.task_id).is_(None))
    since = select(Event).where(col(Event.id) > (event.id or 0), about_it)
    newer = list(session.exec(since.order_by(col(Event.id))))
    answered = next((one for one in newer if one.kind in _ANSWERS), None)
    if answered is not None:
        return Obstacle("answered", answered.task_id)
    return Obstacle("changed", newer[0].task_id) if newer else None


def withdraw(session: Session, event: Event, now: datetime) -> bool:
    """Makes the letter a draft again and takes its tasks from all units, what was planned with them. False where it cannot be."""
    if obstacle(session, event) is not None:
        return False
    row = session.get_one(Directive, event.directive_id)
    for task in directives.tasks_of(session, row.id or 0):
        if task.state == "active":
            task.state = "draft"
            session.add(task)
        for assignment in session.exec(select(Assignment).where(Assignment.task_id == task.id, col(Assignment.ended_at).is_(None))):
            duties.end_assignment(session, assignment, now)
    row.state, row.activated_at = "draft", None
    session.add(row)
    session.flush()
    return True


def told(session: Session, letter: Directive) -> list[Told]:
    """The chats that were sent a reminder of the letter's tasks, or may have been, each with these; chats that refuse are left out."""
    query = (
        select(Outbox.address_id, Task.id)
        .join(ReminderMessage, col(ReminderMessage.outbox_id) == Outbox.id)
        .join(Reminder, col(Reminder.id) == ReminderMessage.reminder_id)
        .join(Occurrence, col(Occurrence.id) == Reminder.occurrence_id)
        .join(Assignment, col(Assignment.id) == Occurrence.assignment_id)
        .join(Task, col(Task.id) == Assignment.task_id)
        .where(Task.directive_id == letter.id, col(Assignment.ended_at).is_(None), col(Outbox.state).in_(("sent", "unknown")))
        .distinct()
        .order_by(col(Outbox.address_id), col(Task.id))
    )
    found: dict[int | None, list[int]] = {}
    for address_id, task_id in session.exec(query):
        found.setdefault(address_id, []).append(task_id or 0)
    chats = session.exec(select(ChatAddress).where(col(ChatAddress.id).in_(found), ChatAddress.state == "ok").order_by(col(ChatAddress.id)))
    return [Told(chat, tuple(found[chat.id])) for chat in chats]

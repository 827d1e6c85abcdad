"""Reminder rows: what was decided of each ladder, which messages carry it, and which duties the planner must look at."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam
from sqlmodel import Session, col, delete, select, update

from storage import events
from storage.duties import Duty
from storage.models import Assignment, Event, Occurrence, Outbox, Reminder, ReminderMessage, Task

WAITING = ("pending", "claimed")
CLOCK_SET_BACK = "clock_set_back"

# What every beat asks is written once: building a statement takes longer than asking it.
_UNITS_TO_PLAN = (
    select(Assignment.unit_id)
    .join(Occurrence, col(Occurrence.assignment_id) == Assignment.id)
    .where(col(Occurrence.next_reminder_at) <= bindparam("now"))
    .distinct()
    .limit(bindparam("limit"))
)
_TO_CONTINUE = (
    select(Assignment, Task)
    .join(Task, col(Assignment.task_id) == Task.id)
    .where(col(Assignment.next_occurrence_on) <= bindparam("today"))
    .order_by(col(Assignment.next_occurrence_on))
    .limit(bindparam("limit"))
    .with_for_update(of=Assignment, skip_locked=True)
)
_CARRYING = (
    select(ReminderMessage.reminder_id, Outbox.id, Outbox.state, Outbox.why)
    .add_columns(col(Outbox.address_id))
    .join(Outbox, col(ReminderMessage.outbox_id) == Outbox.id)
    .where(col(ReminderMessage.reminder_id).in_(bindparam("reminders", expanding=True)))
    .order_by(col(Outbox.id))
)


def units_to_plan(session: Session, now: datetime, limit: int) -> list[int]:
    """Units with a duty that the planner must look at now, as many as are asked for."""
    return list(session.exec(_UNITS_TO_PLAN, params={"now": now, "limit": limit}))


def duties_to_plan(session: Session, now: datetime, unit_ids: Collection[int]) -> list[Duty]:
    """Those units' duties that the planner must look at now; another process working on one leaves it out here."""
    query = (
        select(Occurrence, Assignment, Task)
        .join(Assignment, col(Occurrence.assignment_id) == Assignment.id)
        .join(Task, col(Assignment.task_id) == Task.id)
        # "+ 0" keeps the database from walking through all that these units hold, or all there is in the order asked for,
        # instead of the little that is due.
        .where(col(Occurrence.next_reminder_at) <= now, (col(Assignment.unit_id) + 0).in_(unit_ids))
        .order_by(col(Occurrence.id) + 0)
        .with_for_update(of=Occurrence, skip_locked=True)
    )
    return [Duty(*row) for row in session.exec(query)]


def look_later(session: Session, now: datetime, unit_id: int, at: datetime) -> None:
    """The planner leaves a unit's duties that are due now alone until `at`."""
    held = select(Assignment.id).where(Assignment.unit_id == unit_id)
    due = (col(Occurrence.next_reminder_at) <= now) & col(Occurrence.assignment_id).in_(held)
    session.exec(update(Occurrence).where(due).values(next_reminder_at=at))


def next_look_at(session: Session) -> datetime | None:
    """When the planner must look next, which may be past; None when nothing is planned."""
    query = select(Occurrence.next_reminder_at).where(col(Occurrence.next_reminder_at).is_not(None))
    return session.exec(query.order_by(col(Occurrence.next_reminder_at)).limit(1)).first()


def of_occurrences(session: Session, occurrence_ids: Collection[int]) -> dict[int, list[Reminder]]:
    """All reminder rows of some occurrences."""
    found: dict[int, list[Reminder]] = {}
    for row in session.exec(select(Reminder).where(col(Reminder.occurrence_id).in_(occurrence_ids))):
        found.setdefault(row.occurrence_id, []).append(row)
    return found


def of_message(session: Session, outbox_id: int) -> list[Reminder]:
    """The reminders that a message carries."""
    query = select(Reminder).join(ReminderMessage, col(ReminderMessage.reminder_id) == Reminder.id)
    return list(session.exec(query.where(ReminderMessage.outbox_id == outbox_id).order_by(col(Reminder.id))))


def planned_between(session: Session, start: datetime, end: datetime) -> list[Reminder]:
    """Reminder rows planned from `start` on and before `end`."""
    return list(session.exec(select(Reminder).where(col(Reminder.planned_at) >= start, col(Reminder.planned_at) < end)))


def link(session: Session, reminders: Iterable[Reminder], outbox_id: int) -> None:
    """Says which message carries these reminders; written with the session's next flush."""
    session.add_all(ReminderMessage(reminder_id=row.id or 0, outbox_id=outbox_id) for row in reminders)


def unlink(session: Session, reminders: Iterable[Reminder], outbox_id: int) -> None:
    """Says that a message no longer carries these reminders."""
    ids = [row.id for row in reminders]
    session.exec(delete(ReminderMessage).where(col(ReminderMessage.outbox_id) == outbox_id, col(ReminderMessage.reminder_id).in_(ids)))


def carried_otherwise(session: Session, row: Reminder, outbox_id: int) -> bool:
    """Whether another message than this one has said the reminder or still will."""
    return any(message.id != outbox_id and message.state in (*WAITING, "sent") for message in _messages_of(session, [row])[row.id])


def addresses_tried(session: Session, carried: Sequence[Reminder], row: Outbox) -> set[int]:
    """The addresses that a message's reminders went to or were refused at, the message's own among them."""
    messages = [message for carrying in _messages_of(session, carried).values() for message in carrying]
    return {address_id for address_id in (row.address_id, *(message.address_id for message in messages)) if address_id is not None}


def follow_messages(session: Session, outbox_id: int, now: datetime) -> None:
    """Gives the reminders of a message the state that all their messages together amount to."""
    carried = of_message(session, outbox_id)
    messages = _messages_of(session, carried)
    for row in carried:
        state, why = _together(messages[row.id])
        if (row.state, row.why) != (state, why):
            row.state, row.why, row.decided_at = state, why, now
            session.add(row)
    session.flush()


def messages_so_far(session: Session, row: Reminder) -> int:
    """How many messages have carried a reminder or still do."""
    return len(_messages_of(session, [row])[row.id])


@dataclass(frozen=True, slots=True)
class _Message:
    """What there is to know of a message that carries a reminder, without its text."""

    id: int
    state: str
    why: str | None
    address_id: int | None


def _messages_of(session: Session, reminders: Sequence[Reminder]) -> dict[int | None, list[_Message]]:
    """The messages of each of these reminders, all asked for at once: a bundle carries many."""
    found: dict[int | None, list[_Message]] = {row.id: [] for row in reminders}
    for reminder_id, *message in session.execute(_CARRYING, {"reminders": list(found)}):
        found[reminder_id].append(_Message(*message))
    return found


def _together(messages: Sequence[_Message]) -> tuple[str, str | None]:
    """One arrival is enough; while any message is on its way the reminder is; then what is least certain, then what failed."""
    by_state = {message.state: message for message in messages}
    if "sent" in by_state:
        return "sent", None
    waiting = [message for message in messages if message.state in WAITING]
    if any(message.why != "unknown" for message in waiting):
        return "queued", None
    if waiting or "unknown" in by_state:
        return "unknown", None
    if "refused" in by_state:
        why = by_state["refused"].why
        return "failed", why if why in ("no_address", "quota") else "refused"
    return "obsolete", next((message.why for message in messages), None)


def put_off(session: Session, row: Reminder, why: str, until: datetime, now: datetime) -> None:
    """A reminder that waits, saying why; the planner looks at its duty again at `until`."""
    row.state, row.why, row.decided_at = "put_off", why, now
    occurrence = session.get_one(Occurrence, row.occurrence_id)
    occurrence.next_reminder_at = until
    session.add_all((row, occurrence))


def make_obsolete(session: Session, row: Reminder, why: str, now: datetime) -> None:
    """A reminder that will never be said, and why."""
    row.state, row.why, row.decided_at = "obsolete", why, now
    session.add(row)


def to_continue(session: Session, today: date, limit: int) -> list[tuple[Assignment, Task]]:
    """Recurring duties whose next occurrence is to be made by that day."""
    return [(assignment, task) for assignment, task in session.exec(_TO_CONTINUE, params={"today": today, "limit": limit})]


def periods(session: Session, assignment_id: int) -> set[str]:
    """The occurrences of a recurring duty that stand already, by their first due day."""
    return set(session.exec(select(Occurrence.period).where(Occurrence.assignment_id == assignment_id)))


def deadline_moves(session: Session, occurrence_ids: Collection[int]) -> dict[int, list[Event]]:
    """Every change of deadline of some occurrences, oldest first."""
    found: dict[int, list[Event]] = {}
    query = select(Event).where(col(Event.occurrence_id).in_(occurrence_ids), Event.kind == "deadline_moved").order_by(col(Event.id))
    for event in session.exec(query):
        found.setdefault(event.occurrence_id or 0, []).append(event)
    return found


def decided_by_a_fast_clock(session: Session, row: Reminder) -> bool:
    """Whether a reminder was decided in hours that a clock set back has repeated."""
    windows = session.exec(select(Event).where(Event.kind == CLOCK_SET_BACK))
    return any(datetime.fromisoformat(w.after["at"]) <= row.decided_at <= datetime.fromisoformat(w.before["at"]) for w in windows)


def _stays_dropped(session: Session, row: Reminder, now: datetime) -> bool:
    """Whether a stage whose time has truly passed was dropped for a later one that was said: said again, it would be a second reminder."""
    if row.state != "obsolete" or row.planned_at > now:
        return False
    said = select(Reminder.id).where(
        Reminder.occurrence_id == row.occurrence_id,
        Reminder.deadline_version == row.deadline_version,
        col(Reminder.state).in_(("sent", "queued", "unknown")),
        Reminder.planned_at >= row.planned_at,
    )
    return session.exec(said).first() is not None


def clock_went_back(session: Session, was: datetime, now: datetime, today: date) -> None:
    """Repairs what a clock that was ahead (it showed `was`) has done, so that nothing waits for a time that was never meant.

    1. The trail keeps both times. 2. What was not said and lies ahead again is undecided again; what was said stays said.
    3. The planner looks at every duty that is open, that has something undecided again, or that it was to look at later.
    4. Recurring duties are continued from today. 5. Messages written ahead of time may go.
    """
    events.record(session, CLOCK_SET_BACK, now, before={"at": was.isoformat()}, after={"at": now.isoformat()})
    ahead = now + timedelta(seconds=1)
    unsaid = col(Reminder.state).in_(("obsolete", "put_off", "nobody")) & (col(Reminder.decided_at) > ahead)
    voided = [row for row in session.exec(select(Reminder).where(unsaid)) if not _stays_dropped(session, row, now)]
    undecided = (col(Occurrence.state) == "open") | col(Occurrence.id).in_({row.occurrence_id for row in voided})
    look = (col(Occurrence.next_reminder_at) > now) | (col(Occurrence.next_reminder_at).is_(None) & undecided)
    session.exec(update(Occurrence).where(look).values(next_reminder_at=now))
    ids = [row.id for row in voided]
    session.exec(delete(ReminderMessage).where(col(ReminderMessage.reminder_id).in_(ids)))
    session.exec(delete(Reminder).where(col(Reminder.id).in_(ids)))
    session.exec(update(Assignment).where(col(Assignment.next_occurrence_on) > today).values(next_occurrence_on=today))
    written_ahead = (col(Outbox.state) == "pending") & (col(Outbox.created_at) > ahead) & (col(Outbox.not_before) > now)
    session.exec(update(Outbox).where(written_ahead).values(not_before=now))

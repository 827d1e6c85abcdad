"""A new duty that nobody of its unit has said to have received is asked about after one working day, once."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time

from sqlmodel import Session, col, select

from locales import words
from scheduler.compose import units_of
from scheduler.recipients import Recipient, of_units
from scheduler.rules import Rules
from scheduler.wording import BUTTON_ROWS, Line, task_line
from scheduler.workdays import previous_working_day
from storage.duties import Duty
from storage.messages import Choice, Outgoing, bold
from storage.models import Assignment, Mark, Occurrence, Task
from storage.office import Office
from storage.outbox import queue

MOST_A_BEAT = 200
ASKED = "received:assignment:"


def ask_receipt(session: Session, now: datetime, rules: Rules, office: Office) -> int:
    """Asks once on a working day, after the hour of reminders, about what was given before the last working day ended.

    A unit that nobody is linked at is asked as soon as somebody is. Returns how many messages were queued.
    """
    today = rules.day(now)
    if now < rules.instant(today, rules.remind_at) or has_asked_on(session, today):
        return 0
    session.add(Mark(name=asked_on(today), at=now))
    given_before = rules.instant(previous_working_day(today, rules.days), time.max)
    waiting = unasked(session, _unreceived(session, given_before))
    told: defaultdict[str, list[Duty]] = defaultdict(list)
    recipients: dict[str, Recipient] = {}
    for unit_id, people in of_units(session, {duty.assignment.unit_id for duty in waiting}).items():
        mine = [duty for duty in waiting if duty.assignment.unit_id == unit_id]
        session.add_all(Mark(name=_asked(duty), at=now) for duty in mine)
        for to in people:
            recipients[to.key] = to
            told[to.key] += mine
    for key, duties in told.items():
        _ask(session, recipients[key], duties, now, rules, office)
    return len(told)


def has_asked_on(session: Session, day: date) -> bool:
    """Whether that day's questions have been asked."""
    return session.get(Mark, asked_on(day)) is not None


def asked_on(day: date) -> str:
    """The name of the mark that a day's questions have been asked."""
    return f"received:{day.isoformat()}"


def unasked(session: Session, duties: Sequence[Duty]) -> list[Duty]:
    """Those of some duties whose assignment was never asked about."""
    known = set(session.exec(select(Mark.name).where(col(Mark.name).startswith(ASKED))))
    return [duty for duty in duties if _asked(duty) not in known]


def _unreceived(session: Session, given_before: datetime) -> list[Duty]:
    """Leading units' duties in force that nobody has received or reported on, given before an instant; each assignment once."""
    query = (
        select(Occurrence, Assignment, Task)
        .join(Assignment, col(Occurrence.assignment_id) == Assignment.id)
        .join(Task, col(Assignment.task_id) == Task.id)
        .where(Assignment.part == "lead", col(Assignment.received_at).is_(None), col(Assignment.ended_at).is_(None))
        .where(col(Assignment.given_at) <= given_before, Task.state == "active", Occurrence.state == "open")
        .order_by(col(Occurrence.due_on).nulls_last(), col(Occurrence.id))
        .limit(MOST_A_BEAT)
    )
    first: dict[int | None, Duty] = {}
    for row in session.exec(query):
        first.setdefault(row[1].id, Duty(*row))
    return list(first.values())


def _asked(duty: Duty) -> str:
    return f"{ASKED}{duty.assignment.id}"


def _ask(session: Session, to: Recipient, duties: Sequence[Duty], now: datetime, rules: Rules, office: Office) -> None:
    say = words(to.language or office.language)
    units = units_of(session, {duty.assignment.unit_id for duty in duties})
    lines = [
        Line(duty, "received", units[duty.assignment.unit_id].name, units[duty.assignment.unit_id].message_detail or office.message_detail)
        for duty in duties[:BUTTON_ROWS]
    ]
    head = say.plural("Has your unit received this task?", "Has your unit received these {n} tasks?", len(duties))
    text = "\n".join([bold(head), *(task_line(say, line, rules.day(now), with_unit=len(units) > 1) for line in lines)])
    rows = tuple((Choice(say.text("Received #{number}", number=line.duty.task.id), f"got {line.duty.task.id}"),) for line in lines)
    key = f"received:{rules.day(now).isoformat()}:{to.key}"
    queue(session, Outgoing(to.address, text, rows), key=key, kind="alarm", now=now, address_id=to.address_id, person_id=to.person_id)

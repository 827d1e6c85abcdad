"""A unit that holds a task and has nobody to tell is raised with its coordinator after one working day, once."""

from collections import defaultdict
from datetime import datetime, time

from sqlmodel import Session

from locales import words
from scheduler.compose import units_of
from scheduler.recipients import Recipient, coordinators_of, of_units
from scheduler.rules import Rules
from scheduler.workdays import previous_working_day
from storage import reach
from storage.messages import Choice, Outgoing
from storage.models import Mark, Unit
from storage.office import Office
from storage.outbox import queue

SHOWN = 20


def raise_unlinked(session: Session, now: datetime, rules: Rules, office: Office) -> int:
    """Once on a working day, after the hour of reminders. A unit whose coordinator cannot be reached either is tried again the next day."""
    today = rules.day(now)
    mark = f"unlinked:{today.isoformat()}"
    if now < rules.instant(today, rules.remind_at) or session.get(Mark, mark) is not None:
        return 0
    session.add(Mark(name=mark, at=now))
    told_before = rules.instant(previous_working_day(today, rules.days), time.max)
    waiting = [unit_id for unit_id in reach.units_nobody_was_told(session, told_before) if session.get(Mark, _raised(unit_id)) is None]
    reached = of_units(session, waiting)
    units = units_of(session, [unit_id for unit_id in waiting if unit_id not in reached])
    by_coordinator: defaultdict[str, list[Unit]] = defaultdict(list)
    recipients: dict[str, Recipient] = {}
    for unit_id, unit in sorted(units.items()):
        for to in coordinators_of(session, unit_id):
            recipients[to.key] = to
            by_coordinator[to.key].append(unit)
            session.merge(Mark(name=_raised(unit_id), at=now))
    for key, raised in by_coordinator.items():
        _tell(session, recipients[key], raised, now, today.isoformat(), office)
    return len(by_coordinator)


def _raised(unit_id: int) -> str:
    return f"unlinked:unit:{unit_id}"


def _tell(session: Session, to: Recipient, units: list[Unit], now: datetime, today: str, office: Office) -> None:
    say = words(to.language or office.language)
    head = say.plural(
        "{n} unit holds tasks and has nobody linked, so nobody was told:",
        "{n} units hold tasks and have nobody linked, so nobody was told:",
        len(units),
    )
    names = [f"• {unit.name}" for unit in units[:SHOWN]]
    message = Outgoing(to.address, "\n".join([head, *names]), ((Choice(say.text("Units with nobody linked"), "unlinked"),),))
    queue(session, message, key=f"unlinked:{today}:{to.key}", kind="alarm", now=now, address_id=to.address_id, person_id=to.person_id)

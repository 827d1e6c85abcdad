"""A unit that holds a task and has nobody to tell is raised with its coordinator after one working day, once."""

from collections import defaultdict
from datetime import datetime, time

from sqlmodel import Session, col, select

from locales import Words
from scheduler.compose import units_of
from scheduler.recipients import Recipient, coordinators_of, of_units
from scheduler.rules import Rules
from scheduler.workdays import previous_working_day
from storage import reach
from storage.marks import known
from storage.messages import clean
from storage.models import Mark, Unit

SHOWN = 20
RAISED = "unlinked:unit:"


def raise_unlinked(session: Session, now: datetime, rules: Rules) -> dict[Recipient, list[Unit]]:
    """The units to raise this morning, by coordinator; each is remembered as raised.

    A unit whose coordinator cannot be reached either is tried again the next day.
    """
    told_before = rules.instant(previous_working_day(rules.day(now), rules.days), time.max)
    not_told = reach.units_nobody_was_told(session, told_before)
    raised = known(session, [_raised(unit_id) for unit_id in not_told])
    waiting = [unit_id for unit_id in not_told if _raised(unit_id) not in raised]
    reached = of_units(session, waiting)
    units = units_of(session, [unit_id for unit_id in waiting if unit_id not in reached])
    found: defaultdict[Recipient, list[Unit]] = defaultdict(list)
    for unit_id, coordinators in sorted(coordinators_of(session, units).items()):
        session.add(Mark(name=_raised(unit_id), at=now))
        for coordinator in coordinators:
            found[coordinator].append(units[unit_id])
    return found


def raised(session: Session) -> set[int]:
    """The units that have been raised."""
    return {int(name.removeprefix(RAISED)) for name in session.exec(select(Mark.name).where(col(Mark.name).startswith(RAISED)))}


def _raised(unit_id: int) -> str:
    return f"{RAISED}{unit_id}"


def unlinked_text(words: Words, units: list[Unit]) -> str:
    """Which units hold tasks that nobody was told of."""
    head = words.plural(
        "{n} unit holds tasks and has nobody linked, so nobody was told:",
        "{n} units hold tasks and have nobody linked, so nobody was told:",
        len(units),
    )
    more = [words.plural("… and {n} more", "… and {n} more", len(units) - SHOWN)] if len(units) > SHOWN else []
    return "\n".join([head, *(f"• {clean(unit.name)}" for unit in units[:SHOWN]), *more])

"""The morning's word to the coordinators: units with nobody linked, and a statement that shows trouble or does not close."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from locales import words
from scheduler.recipients import Recipient, of_people
from scheduler.rules import Rules
from scheduler.statement import Statement, statement
from scheduler.statement_wording import statement_text
from scheduler.unlinked import raise_unlinked, unlinked_text
from scheduler.workdays import previous_working_day
from storage import people, reach
from storage.messages import Choice, Outgoing
from storage.models import Mark, Unit
from storage.office import Office
from storage.outbox import queue

MOST_PLANNED_AFRESH = 20_000
"""With more open duties the beat does not stop for planning all of them anew; `tiendo statement` does, in a process of its own."""


def good_morning(session: Session, now: datetime, rules: Rules, office: Office) -> int:
    """Once on a working day, from the hour of reminders on: one message to each coordinator whom something concerns, none when all is well.

    Returns how many messages it queued.
    """
    today = rules.day(now)
    if now < rules.instant(today, rules.remind_at) or has_spoken_on(session, today):
        return 0
    session.add(Mark(name=said_on(today), at=now))
    unlinked = raise_unlinked(session, now, rules)
    trouble = _trouble(session, now, rules)
    everywhere = _overseers(session) if trouble is not None else []
    recipients = {to.key: to for to in (*unlinked, *everywhere)}
    overseers = {to.key for to in everywhere}
    for key, to in recipients.items():
        _tell(session, to, unlinked.get(to, []), trouble if key in overseers else None, now, rules, office)
    return len(recipients)


def has_spoken_on(session: Session, day: date) -> bool:
    """Whether that day's word has been said, or was not needed."""
    return session.get(Mark, said_on(day)) is not None


def said_on(day: date) -> str:
    """The name of the mark that a day's word was said."""
    return f"morning:{day.isoformat()}"


def _trouble(session: Session, now: datetime, rules: Rules) -> Statement | None:
    """The statement since the last working day, if anything failed, is unknown, or is not accounted for."""
    today = rules.day(now)
    since = previous_working_day(today, rules.days)
    afresh = reach.open_duties(session) <= MOST_PLANNED_AFRESH
    found = statement(session, since, now, rules, days=(today - since) // timedelta(days=1), afresh=afresh)
    failed = [one for one in found.failed if one not in found.nobody_to_tell]
    return found if failed or found.unknown or found.other_unknown or not found.closes else None


def _overseers(session: Session) -> list[Recipient]:
    """The coordinators and administrators who answer for every unit."""
    return of_people(
        session,
        [
            person
            for role in ("coordinator", "admin")
            for person in people.holders(session, role)
            if any(people.scope(session, one) is None for one in people.memberships(session, person) if one.role == role)
        ],
    )


def _tell(
    session: Session, to: Recipient, units: list[Unit], trouble: Statement | None, now: datetime, rules: Rules, office: Office
) -> None:
    say = words(to.language or office.language)
    parts = [unlinked_text(say, units)] if units else []
    if trouble is not None:
        parts.append(statement_text(say, trouble))
    choices = ((Choice(say.text("Units with nobody linked"), "unlinked"),),) if units else ()
    key = f"morning:{rules.day(now).isoformat()}:{to.key}"
    message = Outgoing(to.address, "\n\n".join(parts), choices)
    queue(session, message, key=key, kind="alarm", now=now, address_id=to.address_id, person_id=to.person_id)

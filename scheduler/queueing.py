"""Reminders decided become messages: one a person, under the daily ceiling, each under a key made of facts."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, time
from hashlib import sha256

from sqlmodel import Session, col, select

from scheduler import plan
from scheduler.bundle import Item, by_audience
from scheduler.compose import composed
from scheduler.recipients import Recipient
from scheduler.table import Saying, Table
from storage import reminders
from storage.models import Outbox, Reminder
from storage.office import Office
from storage.outbox import prepared
from storage.sending import started_since

KINDS: dict[plan.Audience, str] = {"unit": "reminder", "coordinator": "escalation"}


def queue_bundles(table: Table, sayings: Sequence[Saying], office: Office) -> int:
    """One message per person and kind; counts on each saying how many messages carry it."""
    persons = {to.key: to for saying in sayings for to in saying.to}
    items = [
        Item(to.key, saying.owed, replace(saying.planned, at=table.now), number)
        for number, saying in enumerate(sayings)
        for to in saying.to
    ]
    queued = 0
    for audience, messages in by_audience(items, table.rules, started_today(table, persons.values())):
        carrying = [[sayings[item.number] for item in message.items] for message in messages]
        rows = [
            _message(table, persons[message.to], carried, KINDS[audience], office)
            for message, carried in zip(messages, carrying, strict=True)
        ]
        _tell_apart(table.session, rows, [carried[0].row for carried in carrying])
        table.session.add_all(rows)
        table.session.flush()
        for row, carried in zip(rows, carrying, strict=True):
            reminders.link(table.session, [saying.row for saying in carried], row.id or 0)
        queued += len(rows)
    table.session.flush()
    return queued


def started_today(table: Table, persons: Iterable[Recipient]) -> Counter[tuple[str, date]]:
    """Messages already started today, by person."""
    today = table.rules.day(table.now)
    by_address = {address_id: person.key for person in persons for address_id in person.address_ids}
    counts = started_since(table.session, by_address, table.rules.instant(today, time.min))
    sent: Counter[tuple[str, date]] = Counter()
    for address_id, count in counts.items():
        sent[by_address[address_id], today] += count
    return sent


def _message(table: Table, to: Recipient, sayings: Sequence[Saying], kind: str, office: Office) -> Outbox:
    """One bundle. Its key is made of what it says to whom: the reminder rows, which are unique, so that no message can be written twice."""
    said = [(saying.duty, saying.planned.stage) for saying in sayings]
    message = composed(said, table.units, to, table.rules.day(table.now), office)
    facts = ",".join(sorted(f"{s.row.occurrence_id}.{s.row.deadline_version}.{s.row.stage}.{s.row.serial}" for s in sayings))
    key = f"{kind}:{to.key}:{table.now:%Y%m%dT%H%M%S.%f}:{sha256(facts.encode()).hexdigest()[:16]}"
    for saying in sayings:
        saying.messages += 1
    return prepared(message, key=key, kind=kind, now=table.now, address_id=to.address_id, person_id=to.person_id)


def _tell_apart(session: Session, rows: Sequence[Outbox], first_reminders: Sequence[Reminder]) -> None:
    """A bundle put off and, in an hour that a clock set back repeats, decided again gets a key of its own: how many there were before."""
    standing = set(session.exec(select(Outbox.key).where(col(Outbox.key).in_([row.key for row in rows]))))
    for row, reminder in zip(rows, first_reminders, strict=True):
        if row.key in standing:
            row.key += f"~{reminders.messages_so_far(session, reminder)}"

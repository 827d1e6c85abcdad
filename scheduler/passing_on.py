"""What becomes of a message that a chat refused: the person's other chats, then the other people of the units it is about."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from scheduler.compose import duties_of
from scheduler.recipients import Recipient, of_units
from storage import people, reminders
from storage.models import ChatAddress, Outbox
from storage.outbox import address_of, decode, queue

PASSED_ON = ("reminder", "escalation", "prompt", "digest", "summary", "alarm", "notice")


def pass_on(session: Session, row: Outbox, now: datetime) -> int:
    """Queues the refused message for others; returns for how many. Calling twice is harmless: the keys grow from the first message's.

    Nobody gets it who has it already. Answers stay where they were asked for.
    """
    if row.kind not in PASSED_ON:
        return 0
    carried = reminders.of_message(session, row.id or 0)
    tried = reminders.addresses_tried(session, carried, row)
    if row.person_id is not None:
        own = [address for address in people.addresses(session, row.person_id) if address.id not in tried]
        if own:
            return _queue_again(session, row, [_own(own[0], row.person_id)], now)
    others = [to for to in _colleagues(session, row) if not tried & set(to.address_ids)]
    return _queue_again(session, row, others, now)


def _own(address: ChatAddress, person_id: int) -> Recipient:
    return Recipient(f"p{person_id}", address.id or 0, address_of(address), person_id)


def _colleagues(session: Session, row: Outbox) -> list[Recipient]:
    """The officers of the units that the message is about; each officer has a weekly prompt of their own, a group's falls to them."""
    if row.kind != "reminder" and not (row.kind == "prompt" and row.person_id is None):
        return []
    carried = reminders.of_message(session, row.id or 0)
    units = {duty.assignment.unit_id for duty in duties_of(session, {one.occurrence_id for one in carried}).values()}
    address = session.get(ChatAddress, row.address_id) if row.address_id is not None else None
    if address is not None and address.unit_id is not None:
        units.add(address.unit_id)
    found = {to.key: to for told in of_units(session, units, groups=False).values() for to in told}
    return list(found.values())


def _queue_again(session: Session, row: Outbox, recipients: list[Recipient], now: datetime) -> int:
    carried = reminders.of_message(session, row.id or 0)
    queued = 0
    for to in recipients:
        message = decode(row)
        again = queue(
            session,
            replace(message, to=to.address, replaces=None),
            key=f"{row.key}>{to.address_id}",
            kind=row.kind,
            now=now,
            address_id=to.address_id,
            person_id=to.person_id,
        )
        if again is not None:
            reminders.link(session, carried, again.id or 0)
            session.flush()
            reminders.follow_messages(session, again.id or 0, now)
            queued += 1
    return queued

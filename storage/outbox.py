"""The outbox: messages written in the transaction of their cause, and their form as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from storage.messages import Address, Choice, OutFile, Outgoing, flat
from storage.models import ChatAddress, Outbox


def address_of(row: ChatAddress | Outbox) -> Address:
    """The plain address of a row."""
    return Address(row.channel, row.chat, row.thread or None, row.bot or None)


def queue(
    session: Session,
    message: Outgoing,
    *,
    key: str,
    kind: str,
    now: datetime,
    not_before: datetime | None = None,
    address_id: int | None = None,
    person_id: int | None = None,
    inbox_id: int | None = None,
) -> Outbox | None:
    """Writes a message to be sent from `not_before` on (None = at once). None where a message with this key stands already."""
    if session.exec(select(Outbox.id).where(Outbox.key == key)).first() is not None:
        return None
    row = prepared(
        message, key=key, kind=kind, now=now, not_before=not_before, address_id=address_id, person_id=person_id, inbox_id=inbox_id
    )
    session.add(row)
    session.flush()
    return row


def prepared(
    message: Outgoing,
    *,
    key: str,
    kind: str,
    now: datetime,
    not_before: datetime | None = None,
    address_id: int | None = None,
    person_id: int | None = None,
    inbox_id: int | None = None,
) -> Outbox:
    """The row of a message, not stored yet: for whoever writes many at once under keys that cannot stand already."""
    return Outbox(
        key=key,
        kind=kind,
        address_id=address_id,
        person_id=person_id,
        channel=message.to.channel,
        bot=message.to.bot or "",
        chat=message.to.chat,
        thread=message.to.thread or "",
        body=encode(message),
        created_at=now,
        not_before=not_before or now,
        inbox_id=inbox_id,
    )


def encode(message: Outgoing) -> dict[str, Any]:
    """The message without its address, as JSON."""
    values = asdict(message)
    del values["to"]
    return values


def decode(row: Outbox) -> Outgoing:
    """The message of a row, as it was queued."""
    body = dict(row.body)
    body["choices"] = _choices(body)
    body["files"] = tuple(OutFile(**file) for file in body["files"])
    return replace(Outgoing(address_of(row), ""), **body)


def sent_message(session: Session, address_id: int, external_id: str) -> Outbox | None:
    """Our own message in a chat by the service's id of it, as it was last edited: what somebody replies to or presses on."""
    query = select(Outbox).where(Outbox.address_id == address_id, Outbox.external_id == external_id)
    return session.exec(query.order_by(col(Outbox.id).desc())).first()


def choices_of(row: Outbox) -> list[Choice]:
    """A message's choices in reading order."""
    return flat(_choices(row.body))


def _choices(body: Mapping[str, Any]) -> tuple[tuple[Choice, ...], ...]:
    return tuple(tuple(Choice(**choice) for choice in line) for line in body["choices"])


def last_with_choices(session: Session, address_id: int, limit: int = 20) -> Sequence[Choice]:
    """The choices of the newest message sent to a chat that had any: what a bare number there means."""
    sent = select(Outbox.body).where(Outbox.address_id == address_id, Outbox.state == "sent")
    bodies = session.exec(sent.order_by(col(Outbox.settled_at).desc(), col(Outbox.id).desc()).limit(limit))
    return next((flat(choices) for body in bodies if (choices := _choices(body))), [])

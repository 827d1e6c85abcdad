"""Receiving one message: one transaction that records it, answers it and queues the replies."""

import logging
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session

from handlers.conversation import answer, apology
from storage import people
from storage.db import transaction
from storage.messages import Incoming, Outgoing, Reply
from storage.models import Inbox
from storage.office import Office
from storage.outbox import prepared

log = logging.getLogger(__name__)


def receive(engine: Engine, office: Office, message: Incoming, now: datetime) -> bool:
    """Takes a message in. False where this very message was taken before: then nothing changes.

    A bug while answering is logged with the row's place, the message is kept, and the person reads an apology. Raises OperationalError
    where the store itself is locked, full or gone: nothing was taken then, and the message must be offered again.
    """
    message = cast(Incoming, _storable(message))
    for attempt in (1, 2):
        try:
            with transaction(engine) as session:
                row = _record(session, message, now)
                _queue_replies(session, row, message, answer(session, message, row, now, office), now)
            return True
        except OperationalError:
            raise
        except IntegrityError as error:
            if "inbox" in str(error.orig).lower():
                return False
            log.exception("answering %s %s met another process, attempt %d", message.sender.channel, message.external_id, attempt)
        except Exception:
            log.exception("answering %s %s failed", message.sender.channel, message.external_id)
            break
    return _apologise(engine, office, message, now)


def _storable(part: Any) -> Any:
    """A message, or any part of one, without signs that a store refuses: NUL, and halves of signs that JSON can carry."""
    if isinstance(part, str):
        return part.replace("\0", "").encode("utf-8", "replace").decode()
    if isinstance(part, tuple):
        return tuple(_storable(one) for one in part)
    if is_dataclass(part) and not isinstance(part, type):
        return replace(part, **{field.name: _storable(getattr(part, field.name)) for field in fields(part)})
    return part


def _record(session: Session, message: Incoming, now: datetime) -> Inbox:
    # The unique constraint is the memory of what was received, so this must be the transaction's first statement.
    row = Inbox(
        channel=message.sender.channel,
        bot=message.sender.bot or "",
        external_id=message.external_id,
        received_at=now,
        text=message.text,
        choice=message.choice,
    )
    session.add(row)
    session.flush()
    return row


def _queue_replies(session: Session, row: Inbox, message: Incoming, replies: list[Reply], now: datetime) -> None:
    # The message was recorded in this very transaction, so that no reply under its number can stand already.
    if row.address_id is None:
        row.address_id = people.own_address(session, message.sender).id
    for number, reply in enumerate(replies):
        outgoing = Outgoing(
            reply.to or message.sender,
            reply.text,
            reply.choices,
            reply.files,
            message.pressed_on if reply.edit else None,
            reply.ask_contact,
        )
        key = f"reply:{row.id}:{number}"
        session.add(prepared(outgoing, key=key, kind="reply", now=now, address_id=row.address_id, person_id=row.person_id, inbox_id=row.id))


def _apologise(engine: Engine, office: Office, message: Incoming, now: datetime) -> bool:
    try:
        with transaction(engine) as session:
            row = _record(session, message, now)
            replies = [] if message.notice or message.group else [apology(office.language)]
            _queue_replies(session, row, message, replies, now)
    except IntegrityError:
        return False
    return True

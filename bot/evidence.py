"""Fetching evidence: the bytes of files that belong to reports, outside the transaction that noted them."""

import logging
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from handlers.intents import receipts
from locales import words
from storage import evidence
from storage.db import transaction
from storage.messages import Channel, ChannelError, InFile, Outgoing
from storage.models import ChatAddress, Evidence, Inbox, Person
from storage.office import Office
from storage.outbox import address_of, queue

MOST_TRIES = 5

log = logging.getLogger(__name__)


async def fetch_evidence(engine: Engine, channel: Channel | None, office: Office, inbox_id: int, now: datetime) -> bool:
    """Fetches what a message brought and keeps it; False where the service could not be reached and it is tried again at the next beat.

    What is too large or of a kind that is not kept is taken from the report again, and its sender is told what to do instead.
    """
    with transaction(engine) as session:
        work = dict(session.get_one(Inbox, inbox_id).work)
    fetched: list[tuple[int, bytes | None]] = []
    for row_id, *fields in work["files"]:
        try:
            fetched.append((row_id, await channel.fetch(InFile(*fields), evidence.LIMIT_BYTES) if channel is not None else None))
        except ChannelError as error:
            log.warning("evidence %s was not fetched: %s", row_id, error.reason)
            if error.kind != "refused" and work.get("tries", 0) < MOST_TRIES:
                _again(engine, inbox_id, work)
                return False
            fetched.append((row_id, None))
    with transaction(engine) as session:
        inbox = session.get_one(Inbox, inbox_id)
        lost = [name for row_id, content in fetched if (name := _kept(session, office, row_id, content)) is not None]
        if lost:
            _tell(session, inbox, office, lost, now)
        inbox.has_work = False
        session.add(inbox)
    return True


def _again(engine: Engine, inbox_id: int, work: dict[str, object]) -> None:
    tries = work.get("tries", 0)
    with transaction(engine) as session:
        inbox = session.get_one(Inbox, inbox_id)
        inbox.work = {**work, "tries": (tries if isinstance(tries, int) else 0) + 1}
        session.add(inbox)


def _kept(session: Session, office: Office, row_id: int, content: bytes | None) -> str | None:
    """None where the bytes are kept; else the name of the file that is not."""
    row = session.get(Evidence, row_id)
    if row is None:
        return None
    if content is None:
        session.delete(row)
        return row.name
    return None if evidence.arrived(session, row, office.data_dir, content) else row.name


def _tell(session: Session, inbox: Inbox, office: Office, names: list[str], now: datetime) -> None:
    chat = session.get(ChatAddress, inbox.address_id)
    person = session.get(Person, inbox.person_id) if inbox.person_id is not None else None
    if chat is None:
        return
    said = words(person.language if person is not None and chat.unit_id is None else office.language)
    message = Outgoing(address_of(chat), receipts.not_kept(said, names))
    key = f"work:{inbox.id}:evidence"
    queue(session, message, key=key, kind="reply", now=now, address_id=chat.id, person_id=inbox.person_id, inbox_id=inbox.id)

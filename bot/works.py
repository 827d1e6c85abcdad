"""Work that a message leaves behind, done outside its transaction, surely and once: letters to read, evidence to fetch, a menu to set."""

import asyncio
import hashlib
import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from bot.evidence import fetch_evidence
from bot.menus import set_menu
from directives.model import Directive as Reading
from directives.model import Roster, UnreadableError
from directives.parse import parse
from handlers.intents import letters
from locales import Words, words
from storage import directives, roster
from storage.db import transaction
from storage.messages import Channel, ChannelError, InFile, Outgoing, Reply, channel_key
from storage.models import ChatAddress, Inbox, Person
from storage.office import Office
from storage.outbox import address_of, queue

FILE_LIMIT_BYTES = 50 * 1024 * 1024
MOST_TRIES = 5

log = logging.getLogger(__name__)


async def work_off(engine: Engine, channels: Mapping[str, Channel], office: Office, now: datetime) -> int:
    """Does the work that waits, the oldest first; returns how much was done. What could not be fetched is tried again at the next beat."""
    with transaction(engine) as session:
        rows = session.exec(select(Inbox).where(col(Inbox.has_work)).order_by(col(Inbox.id)))
        waiting = [(row.id or 0, row.work.get("kind"), channel_key(row.channel, row.bot)) for row in rows]
    done = 0
    for inbox_id, kind, key in waiting:
        if kind == "evidence":
            done += await fetch_evidence(engine, channels.get(key), office, inbox_id, now)
        elif kind == "menu":
            done += await set_menu(engine, channels.get(key), inbox_id)
        else:
            done += await _letter(engine, channels, inbox_id, now)
    return done


async def _letter(engine: Engine, channels: Mapping[str, Channel], inbox_id: int, now: datetime) -> bool:
    with transaction(engine) as session:
        row = session.get_one(Inbox, inbox_id)
        known = roster.roster(session)
        language = _language(session, row)
        address = session.get(ChatAddress, row.address_id)
        chat = address_of(address) if address is not None else None
    channel = channels.get(channel_key(row.channel, row.bot))
    files = [InFile(*fields) for fields in row.work.get("files", [])]
    if channel is not None and chat is not None:
        await channel.working(chat)  # a scan takes a minute: people see that something is going on
    readings: list[tuple[InFile, bytes, Reading | str]] = []
    for file in files if channel is not None else []:
        try:
            data = await channel.fetch(file, FILE_LIMIT_BYTES) if channel else b""
            readings.append((file, data, await asyncio.to_thread(_read, file.name or file.handle, data, known)))
        except ChannelError as error:
            if error.kind != "refused" and row.work.get("tries", 0) < MOST_TRIES:
                return _try_later(engine, inbox_id)
            readings.append((file, b"", "too_large" if "large" in error.reason else "damaged"))
    with transaction(engine) as session:
        _settle(session, session.get_one(Inbox, inbox_id), readings, words(language), now)
    return True


def _read(name: str, data: bytes, known: Roster) -> Reading | str:
    try:
        return parse(name, data, known)
    except UnreadableError as error:
        return error.code


def _try_later(engine: Engine, inbox_id: int) -> bool:
    with transaction(engine) as session:
        row = session.get_one(Inbox, inbox_id)
        row.work = {**row.work, "tries": row.work.get("tries", 0) + 1}
        session.add(row)
    return False


def _settle(session: Session, row: Inbox, readings: list[tuple[InFile, bytes, Reading | str]], said: Words, now: datetime) -> None:
    for number, (file, data, reading) in enumerate(readings):
        name = file.name or file.handle
        if isinstance(reading, str):
            reply = Reply(letters.unreadable(said, name, reading))
        else:
            draft, new = directives.save_draft(session, reading, hashlib.sha256(data).hexdigest(), now, person_id=row.person_id)
            reply = letters.drafted(said, draft, directives.tasks_of(session, draft.id or 0), new=new)
        _queue(session, row, number, reply, now)
    row.has_work = False
    session.add(row)


def _queue(session: Session, row: Inbox, number: int, reply: Reply, now: datetime) -> None:
    chat = session.get(ChatAddress, row.address_id)
    if chat is None:
        log.warning("inbox row %s has no chat to answer to", row.id)
        return
    message = Outgoing(address_of(chat), reply.text, reply.choices, reply.files)
    queue(
        session, message, key=f"work:{row.id}:{number}", kind="reply", now=now, address_id=chat.id, person_id=row.person_id, inbox_id=row.id
    )


def _language(session: Session, row: Inbox) -> str:
    person: Any = session.get(Person, row.person_id) if row.person_id is not None else None
    return person.language if person is not None else "vi"

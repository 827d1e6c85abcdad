"""Reading the letters that people send: fetched and read outside any transaction, with a sign of life while it takes."""

import asyncio
import hashlib
import io
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from PIL import Image, UnidentifiedImageError
from sqlalchemy import Engine
from sqlmodel import Session, select

from directives.model import Directive as Reading
from directives.model import Roster, UnreadableError
from directives.parse import parse
from handlers.intents import letters
from handlers.intents.draft_pages import draft_page
from locales import Words, words
from storage import albums, directives, roster
from storage.db import transaction
from storage.messages import Address, Channel, ChannelError, InFile, Outgoing, Reply
from storage.models import ChatAddress, Inbox, Outbox, Person
from storage.office import Office
from storage.outbox import address_of, queue

FILE_LIMIT_BYTES = 50 * 1024 * 1024
MOST_TRIES = 5
SIGN_OF_LIFE_S = 4.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """One letter to read: the messages that brought it, its files, who waits for it where."""

    inbox_ids: tuple[int, ...]
    files: tuple[InFile, ...]
    chat: Address
    language: str
    roster: Roster
    tries: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its bytes' hash with the reading, or why it could not be read."""

    name: str
    sha256: str = ""
    reading: Reading | None = None
    why: str = ""


async def read_letter(engine: Engine, channel: Channel | None, office: Office, inbox_id: int, now: datetime) -> bool:
    """Reads what a message brought; False where it waits: for the rest of its album, or for a service that does not answer."""
    with transaction(engine) as session:
        job = _job(session, inbox_id, office, now)
    if job is None or channel is None:
        return False
    await channel.working(job.chat)
    try:
        fetched = [(file, await channel.fetch(file, FILE_LIMIT_BYTES)) for file in job.files]
    except ChannelError as error:
        if error.kind != "refused" and job.tries < MOST_TRIES:
            return _try_later(engine, inbox_id)
        outcomes = [Outcome(job.files[0].name or job.files[0].handle, why="too_large" if "large" in error.reason else "damaged")]
    else:
        same = hashlib.sha256(b"".join(data for _, data in fetched)).hexdigest()  # the PDF made of photos carries a date of its own
        joined = _joined(fetched)
        outcomes = [await _read(engine, channel, job, name, data, now) for name, data in joined]
        if len(joined) == 1:
            outcomes = [replace(outcomes[0], sha256=same)]
    with transaction(engine) as session:
        _settle(session, office, job, outcomes, now)
    return True


def _job(session: Session, inbox_id: int, office: Office, now: datetime) -> Job | None:
    """The work of a message, with that of its whole album; None where the album may grow, or it was done with another photo of it."""
    row = session.get_one(Inbox, inbox_id)
    rows = albums.together(session, row)
    chat = session.get(ChatAddress, row.address_id)
    if not row.has_work or rows[0].id != row.id or chat is None or not albums.is_whole(rows, now):
        return None
    person = session.get(Person, row.person_id) if row.person_id is not None else None
    return Job(
        tuple(one.id or 0 for one in rows),
        tuple(InFile(*fields) for one in rows for fields in one.work.get("files", [])),
        address_of(chat),
        person.language if person is not None else office.language,
        roster.roster(session),
        int(row.work.get("tries", 0)),
    )


def _joined(fetched: list[tuple[InFile, bytes]]) -> list[tuple[str, bytes]]:
    """The files to read: several photos are the pages of one letter, anything else stands for itself."""
    named = [(file.name or file.handle, data) for file, data in fetched]
    if len(fetched) < 2 or not all(file.kind == "photo" or file.mime.startswith("image/") for file, _ in fetched):
        return named
    try:
        sheets = [Image.open(io.BytesIO(data)).convert("RGB") for _, data in named]
    except (UnidentifiedImageError, OSError):
        return named
    whole = io.BytesIO()
    sheets[0].save(whole, "PDF", save_all=True, append_images=sheets[1:], resolution=200)
    return [("album.pdf", whole.getvalue())]


async def _read(engine: Engine, channel: Channel, job: Job, name: str, data: bytes, now: datetime) -> Outcome:
    """Reads one file in a thread; whoever waits sees how far it is."""
    progress = [0.0]

    def note(share: float, _what: str) -> None:
        progress[0] = share

    reading = asyncio.create_task(asyncio.to_thread(_parsed, name, data, job.roster, note))
    step = 0
    while not reading.done():
        await asyncio.wait({reading}, timeout=SIGN_OF_LIFE_S)
        if not reading.done():
            step += 1
            await channel.working(job.chat)
            _show_progress(engine, channel, job, progress[0], step, now)
    outcome = reading.result()
    if isinstance(outcome, str):
        return Outcome(name, why=outcome)
    return Outcome(name, hashlib.sha256(data).hexdigest(), outcome)


def _parsed(name: str, data: bytes, known: Roster, note: Callable[[float, str], None]) -> Reading | str:
    try:
        return parse(name, data, known, note)
    except UnreadableError as error:
        return error.code


def _show_progress(engine: Engine, channel: Channel, job: Job, share: float, step: int, now: datetime) -> None:
    """Edits the message that said "reading now" so that it says how far."""
    if not channel.abilities.edit:
        return
    said = words(job.language)
    with transaction(engine) as session:
        first = session.exec(select(Outbox).where(Outbox.key == f"reply:{job.inbox_ids[0]}:0")).first()
        if first is None or first.external_id is None:
            return
        text = said.text("Reading the letter: {percent} done…", percent=said.percent(round(share * 100), 100))
        message = Outgoing(job.chat, text, replaces=first.external_id)
        queue(
            session,
            message,
            key=f"progress:{first.id}:{step}",
            kind="reply",
            now=now,
            address_id=first.address_id,
            person_id=first.person_id,
        )


def _try_later(engine: Engine, inbox_id: int) -> bool:
    with transaction(engine) as session:
        row = session.get_one(Inbox, inbox_id)
        row.work = {**row.work, "tries": row.work.get("tries", 0) + 1}
        session.add(row)
    return False


def _settle(session: Session, office: Office, job: Job, outcomes: list[Outcome], now: datetime) -> None:
    """Keeps what was read as drafts and answers with their first pages."""
    said = words(job.language)
    row = session.get_one(Inbox, job.inbox_ids[0])
    for number, outcome in enumerate(outcomes):
        _queue(session, row, number, _reply(session, office, said, row, outcome, now), now)
    for inbox_id in job.inbox_ids:
        one = session.get_one(Inbox, inbox_id)
        one.has_work = False
        session.add(one)


def _reply(session: Session, office: Office, said: Words, row: Inbox, outcome: Outcome, now: datetime) -> Reply:
    if outcome.reading is None:
        return Reply(letters.unreadable(said, outcome.name, outcome.why))
    draft, new = directives.save_draft(session, outcome.reading, outcome.sha256, now, person_id=row.person_id)
    return draft_page(session, office, said, draft, now, new=new)


def _queue(session: Session, row: Inbox, number: int, reply: Reply, now: datetime) -> None:
    chat = session.get(ChatAddress, row.address_id)
    if chat is None:
        log.warning("inbox row %s has no chat to answer to", row.id)
        return
    message = Outgoing(address_of(chat), reply.text, reply.choices, reply.files)
    queue(
        session, message, key=f"work:{row.id}:{number}", kind="reply", now=now, address_id=chat.id, person_id=row.person_id, inbox_id=row.id
    )

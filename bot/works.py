"""Work that a message leaves behind, done outside its transaction, surely and once: letters to read, evidence to fetch, a menu to set."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from bot.evidence import fetch_evidence
from bot.letters_in import read_letter
from bot.menus import set_menu
from storage.db import transaction
from storage.messages import Channel, channel_key
from storage.models import Inbox
from storage.office import Office


async def work_off(engine: Engine, channels: Mapping[str, Channel], office: Office, now: datetime) -> int:
    """Does the work that waits, the oldest first; returns how much was done. What could not be fetched is tried again at the next beat."""
    with transaction(engine) as session:
        jobs = [(row.id or 0, row.work.get("kind"), channel_key(row.channel, row.bot)) for row in waiting(session)]
    done = 0
    for inbox_id, kind, key in jobs:
        if kind == "evidence":
            done += await fetch_evidence(engine, channels.get(key), office, inbox_id, now)
        elif kind == "menu":
            done += await set_menu(engine, channels.get(key), inbox_id)
        else:
            done += await read_letter(engine, channels.get(key), office, inbox_id, now)
    return done


def waiting(session: Session) -> Sequence[Inbox]:
    """The messages that left work behind, the oldest first."""
    return session.exec(select(Inbox).where(col(Inbox.has_work)).order_by(col(Inbox.id))).all()

"""What is not kept for ever: the words of old messages, who was invited, and files made for one person only. Once a night."""

import asyncio
import logging
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from bot.settings import Settings
from handlers.intents.personal import FOLDER
from storage import personal
from storage.db import take_stock, transaction
from storage.models import Mark

NIGHT_ENDS = 5
"""Forgetting is done before this hour, when nobody waits for an answer."""
FILES_KEPT = timedelta(days=7)
DONE = "forgotten_on"
log = logging.getLogger(__name__)


async def forget_nightly(settings: Settings, engine: Engine, now: datetime) -> None:
    """Once a night forgets what the settings and the rules keep no longer, in the store and among personal files. Twice is harmless."""
    local = now.astimezone(settings.zone)
    if local.hour >= NIGHT_ENDS:
        return
    with transaction(engine) as session:
        mark = session.get(Mark, DONE) or Mark(name=DONE, at=now)
        if mark.value.get("day") == local.date().isoformat():
            return
        mark.value, mark.at = {"day": local.date().isoformat()}, now
        session.add(mark)
        invited = personal.forget_invited(session, now)
        blanked = personal.forget_texts(session, now - timedelta(days=settings.keep_messages_days), now)
    if blanked:
        log.info("blanked the words of %d messages older than %d days", blanked, settings.keep_messages_days)
    if invited:
        log.info("forgot the names and numbers of %d invites that are used or over", invited)
    take_stock(engine)
    await asyncio.to_thread(forget_files, settings.data_dir, now)


def forget_files(data_dir: Path, now: datetime) -> int:
    """Deletes files with somebody's own data that were made some days ago; returns how many."""
    oldest = (now - FILES_KEPT).timestamp()
    old = [file for file in (data_dir / FOLDER).glob("*/*") if file.stat().st_mtime < oldest]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)

"""Copies of the store: SQLite's online backup or PostgreSQL's own, checked before they are believed."""

import asyncio
import fcntl
import logging
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from bot import backups_postgres
from bot.backups_postgres import DIFFERENT
from bot.commands.failing import CommandError
from bot.holdings import Held, of_sqlite
from bot.sealing import SealError, is_sealed, seal, unseal
from bot.settings import Settings

COUNTED = ("directive", "task", "assignment", "occurrence", "report", "event", "person", "unit")
log = logging.getLogger(__name__)


def make_backup(settings: Settings, file: Path) -> str:
    """Writes a consistent copy to a new file and says what it holds. Raises CommandError where the file stands already."""
    if file.exists():
        raise CommandError(f"{file} stands there already; choose another name.")
    url = make_url(settings.database_url.get_secret_value())
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    if url.get_backend_name() == "sqlite":
        _copy_sqlite(_path(url), part)
    else:
        backups_postgres.dump(url, part)
    summary = counts(part) if url.get_backend_name() == "sqlite" else _summary(backups_postgres.dumped(part)[0])
    if settings.backup_passphrase is not None:
        sealed = file.with_name(file.name + ".sealed")
        seal(part, sealed, settings.backup_passphrase.get_secret_value())
        part.unlink()
        part = sealed
    part.rename(file)
    return summary


async def back_up_daily(settings: Settings, now: datetime) -> None:
    """Makes today's copy once its hour has come, in a thread; a failure is logged and tried again at the next beat."""
    local = now.astimezone(settings.zone)
    if not settings.backup_at or local.time() < time.fromisoformat(settings.backup_at):
        return
    try:
        made = await asyncio.to_thread(daily_backup, settings, local.date())
    except (CommandError, OSError):
        log.exception("today's copy of the store could not be made")
        return
    if made is not None:
        log.info("made today's copy of the store: %s", made.name)


def daily_backup(settings: Settings, day: date) -> Path | None:
    """Today's copy in the data folder's `backups`, the oldest beyond the number to keep thrown away.

    None where it stands already, or where another process on this data folder is making it.
    """
    folder = settings.data_dir / "backups"
    file = folder / f"tiendo-{day.isoformat()}.backup"
    if file.exists():
        return None
    folder.mkdir(parents=True, exist_ok=True)
    with _turn(folder) as ours:
        if not ours or file.exists():
            return None
        make_backup(settings, file)
        for old in sorted(folder.glob("tiendo-*.backup"))[: -settings.backup_keep]:
            old.unlink()
    return file


@contextmanager
def _turn(folder: Path) -> Iterator[bool]:
    """Whether this process alone may write daily copies now. The system ends the turn of a process that is killed."""
    place = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(place)


def restore_backup(settings: Settings, file: Path, *, force: bool) -> str:
    """Checks a copy and puts it in the place of the store. Raises CommandError where a store stands there and `force` is not given."""
    if not file.is_file():
        raise CommandError(f"There is no file {file}.")
    if not is_sealed(file):
        return _restore(settings, file, force=force)
    if settings.backup_passphrase is None:
        raise CommandError("The copy is sealed; set TIENDO_BACKUP_PASSPHRASE to open it.")
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        opened = Path(folder) / "opened"
        try:
            unseal(file, opened, settings.backup_passphrase.get_secret_value())
        except SealError as error:
            raise CommandError(f"The copy cannot be opened: {error}.") from error
        return _restore(settings, opened, force=force)


def _restore(settings: Settings, file: Path, *, force: bool) -> str:
    url = make_url(settings.database_url.get_secret_value())
    if url.get_backend_name() != "sqlite":
        if not force:
            raise CommandError("The database may hold a store; add --force to overwrite it.")
        return _summary(backups_postgres.restore(url, file))
    summary = counts(file)
    target = _path(url)
    if target.exists() and not force:
        raise CommandError(f"A store stands at {target}; add --force to overwrite it.")
    _refuse_in_use(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".restoring")
    part.unlink(missing_ok=True)
    _copy_sqlite(file, part)
    if of_sqlite(part) != of_sqlite(file):
        part.unlink()
        raise CommandError(DIFFERENT)
    for tail in ("-wal", "-shm"):
        target.with_name(target.name + tail).unlink(missing_ok=True)
    part.replace(target)
    return summary


def _refuse_in_use(target: Path) -> None:
    """A running service would go on writing into the file that is taken away from under it. One that is damaged is nobody's."""
    if not target.exists():
        return
    connection = sqlite3.connect(target, timeout=1)
    try:
        connection.execute("PRAGMA journal_mode=DELETE").fetchone()  # needs to be alone; the next start goes back to WAL
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise CommandError(f"The store at {target} is in use; stop the service first.") from error
    except sqlite3.DatabaseError:
        return
    finally:
        connection.close()


def _summary(held: Held) -> str:
    return ", ".join(f"{held[table].count if table in held else 0} {table}" for table in COUNTED)


def counts(file: Path) -> str:
    """What a SQLite store holds, after SQLite's own integrity check. Raises CommandError where it is none or damaged."""
    try:
        connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        try:
            verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
            if verdict != "ok":
                raise CommandError(f"{file} is damaged: {verdict}.")
            numbers = [f"{connection.execute(f'SELECT count(*) FROM {table}').fetchone()[0]} {table}" for table in COUNTED]  # noqa: S608 - own names
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        raise CommandError(f"{file} is not a store of this program.") from error
    return ", ".join(numbers)


def _path(url: URL) -> Path:
    return Path(url.database or "")


def _copy_sqlite(source: Path, target: Path) -> None:
    if not source.is_file():
        raise CommandError(f"There is no store at {source}.")
    reading = sqlite3.connect(f"file:{source}?mode=ro", uri=True)
    writing = sqlite3.connect(target)
    try:
        reading.backup(writing)
        writing.execute("PRAGMA journal_mode=DELETE")  # a copy is one file, whoever looks into it
    finally:
        writing.close()
        reading.close()

"""Opening the store: engine with SQLite's and PostgreSQL's particulars, migrations, and one transaction per event."""

import gc
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlmodel import Session

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
ONLY_READS = "tiendo_only_reads"
ENCODING = "UTF8"
APPLICATION = "tiendo"
"""What PostgreSQL calls our connections, so that one can see who uses a store."""
FIRST_STEPS = 20240318
"""PostgreSQL knows a lock by a number."""


class StoreTooNewError(Exception):
    """The store was written by a newer program; nothing was changed."""


class StoreDamagedError(Exception):
    """The store's file is not what SQLite wrote; nothing was changed. The message is SQLite's first finding."""


class StoreEncodingError(Exception):
    """A database that does not keep its text in UTF-8 cannot hold Vietnamese; nothing was changed."""

    def __init__(self, database: str, encoding: str) -> None:
        super().__init__(
            f"The database “{database}” keeps its text as {encoding}, which cannot hold Vietnamese. Nothing was changed; use one that is "
            f"made with: CREATE DATABASE tiendo ENCODING '{ENCODING}' LOCALE 'C.UTF-8' TEMPLATE template0"
        )


def open_engine(url: str) -> Engine:
    """An engine for a SQLite or PostgreSQL URL. A missing folder of a SQLite file is made; nothing is read or written yet.

    Its errors tell the statement without the values, which may be what somebody wrote.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        named = {"application_name": APPLICATION}
        engine = create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True, hide_parameters=True, connect_args=named)
        event.listen(engine, "connect", _refuse_encoding, insert=True)  # before SQLAlchemy asks, which then would be answered in bytes
        return engine
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def may_hold_store(url: str) -> bool:
    """Whether looking into a store makes sense: False where the URL names a SQLite file that is not there, which opening would make."""
    parsed = make_url(url)
    return parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:") or Path(parsed.database or "").is_file()


def check_encoding(connection: psycopg.Connection[Any]) -> None:
    """Raises StoreEncodingError where a PostgreSQL database keeps its text otherwise than in UTF-8. Asks nothing: the server has told."""
    encoding = connection.info.parameter_status("server_encoding") or ""
    if encoding != ENCODING:
        raise StoreEncodingError(connection.info.dbname, encoding)


def _refuse_encoding(connection: psycopg.Connection[Any], _record: Any) -> None:
    try:
        check_encoding(connection)
    except StoreEncodingError:
        connection.close()
        raise


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # The driver must not open transactions by itself: see _begin_immediate.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    # A transaction that reads first and writes later loses updates or fails when another writes in between; taking the lock first cannot.
    only_reads = connection.get_execution_options().get(ONLY_READS, False)
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """One event's transaction: committed when the block ends, rolled back whole when it raises. Rows stay readable after it."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A consistent look at the store that holds up nobody who writes, however long it takes. Nothing may be written in it.

    Python's search for cycles is off meanwhile: it would look again and again through all the rows read so far, none of them garbage.
    """
    options: dict[str, Any] = {ONLY_READS: True}
    if engine.dialect.name != "sqlite":
        options["isolation_level"] = "REPEATABLE READ"
    looking = engine.execution_options(**options)
    with _no_search_for_cycles(), Session(looking, expire_on_commit=False, autoflush=False) as session, session.begin():
        yield session


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:  # else another thread that reads will switch it on again
            gc.enable()


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration for our migrations, without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def one_at_a_time(connection: Connection) -> None:
    """Of processes that start together on one store, one goes on from here; the next when the first one's transaction has ended.

    SQLite's transactions, which begin with the lock, do so by themselves.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(FIRST_STEPS)))


def migrate(engine: Engine) -> None:
    """Brings the store to this program's version. Harmless when it is there already, and when several do it at once.

    Raises StoreTooNewError when the store knows a revision that this program does not.
    """
    with engine.connect() as connection:
        one_at_a_time(connection)
        known = {script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()}
        current = MigrationContext.configure(connection).get_current_heads()
        if set(current) - known:
            raise StoreTooNewError
        command.upgrade(alembic_config(connection), "head")
        connection.commit()


def take_stock(engine: Engine) -> None:
    """Lets SQLite count what its indexes hold, so that it asks the right one as the store grows. PostgreSQL does so by itself.

    A sample is enough: some milliseconds, whatever the size.
    """
    if engine.dialect.name == "sqlite":
        with engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA analysis_limit=1000")
            connection.exec_driver_sql("ANALYZE")


def check_whole(engine: Engine) -> None:
    """Reads a SQLite store from end to end; PostgreSQL looks after its own. Raises StoreDamagedError, having written nothing."""
    if engine.dialect.name != "sqlite":
        return
    try:
        with engine.connect() as connection:
            verdict = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one())
    except OperationalError:  # locked, unreadable: not a matter of what stands in it
        raise
    except (sqlite3.DatabaseError, DatabaseError) as error:
        raise StoreDamagedError(str(getattr(error, "orig", error))) from error
    if verdict != "ok":
        raise StoreDamagedError(verdict.splitlines()[-1])


def is_current(engine: Engine) -> bool:
    """Whether the store exists and is at this program's version."""
    with engine.connect() as connection:
        heads = ScriptDirectory.from_config(alembic_config()).get_heads()
        return set(MigrationContext.configure(connection).get_current_heads()) == set(heads)

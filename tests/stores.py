"""Stores for tests: each test gets a copy of one that was migrated and furnished once a process.

SQLite by default. With TEST_DATABASE_URL naming a PostgreSQL server (a role that may create databases), the same tests run there.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import psycopg
from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import Pool

from storage.db import open_engine
from tests.postgres_stores import Stores

SERVER = os.environ.get("TEST_DATABASE_URL", "")
_connections: list[DBAPIConnection] = []
_pools: list[Stores] = []
opened_files: list[Path] = []
"""The stores on SQLite that the test of this moment has opened."""


def copy_of(furnish: Callable[[Engine], None], key: str, folder: Path) -> str:
    """The URL of a fresh store that `furnish` has filled; `key` tells fillings apart. It is the test's as long as the folder."""
    if SERVER:
        return _databases(SERVER, furnish, key).take(folder)
    opened_files.append(folder / "house.db")
    shutil.copy(_file(furnish, key), opened_files[-1])
    return f"sqlite:///{opened_files[-1]}"


def close_all(folder: Path | None) -> None:
    """Closes whatever connections to PostgreSQL a test has left open: libraries warn of each, and a server has only so many.

    The databases of the stores in the test's folder may be filled again for others.
    """
    while _connections:
        _connections.pop().close()
    if folder is not None:
        for pool in _pools:
            pool.give_back(folder)


@event.listens_for(Pool, "connect")
def _remember(connection: DBAPIConnection, _record: object) -> None:
    if isinstance(connection, psycopg.Connection):
        _connections.append(connection)


def hurried(engine: Engine) -> Engine:
    """The engine, not waiting for the disk at a commit, and with the statements that other tests of this process have compiled.

    No test pulls the plug, and a killed process loses nothing by it. A service compiles each statement once in its life; with an engine
    of its own each test would do so again, which takes longer than all that it asks.
    """
    quickly = "SET synchronous_commit = off" if engine.dialect.name == "postgresql" else "PRAGMA synchronous = OFF"

    def hurry(connection: DBAPIConnection, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(quickly)
        cursor.close()
        connection.commit()

    event.listen(engine, "connect", hurry)
    first = _first("sqlite://" if engine.dialect.name == "sqlite" else SERVER)
    engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
    return engine


@cache
def _first(url: str) -> Engine:
    """An engine whose dialect has seen its database; compiled statements are kept by dialect."""
    engine = open_engine(url)
    engine.connect().close()
    engine.dispose()
    return engine


@cache
def _file(furnish: Callable[[Engine], None], key: str) -> Path:
    path = Path(tempfile.mkdtemp(prefix="tiendo-store-")) / f"{key}.db"
    atexit.register(shutil.rmtree, path.parent, ignore_errors=True)
    _fill(furnish, f"sqlite:///{path}")
    return path


@cache
def _databases(server: str, furnish: Callable[[Engine], None], key: str) -> Stores:
    made = Stores(server, key, partial(_fill, furnish))
    _pools.append(made)
    return made


def _fill(furnish: Callable[[Engine], None], url: str) -> None:
    engine = open_engine(url)
    furnish(engine)
    engine.dispose()

"""Stores for tests: each test gets a copy of one that was migrated and furnished once a process.

SQLite by default. With TIENDO_TEST_DATABASE_URL naming a PostgreSQL server (a role that may create databases), the same tests run there.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url

from storage.db import open_engine

SERVER = os.environ.get("TIENDO_TEST_DATABASE_URL", "")
_numbers = count(1)
_made: list[tuple[str, str]] = []


def copy_of(furnish: Callable[[Engine], None], key: str, folder: Path) -> str:
    """The URL of a fresh store that `furnish` has filled; `key` tells fillings apart. It is gone when the process ends."""
    if SERVER:
        name = f"tiendo_test_{os.getpid()}_{next(_numbers)}"
        _create(name, _template(furnish, key))
        return _url(name)
    shutil.copy(_file(furnish, key), folder / "house.db")
    return f"sqlite:///{folder / 'house.db'}"


def in_a_hurry(engine: Engine) -> None:
    """No test pulls the plug on its store: waiting for the disk at every commit would be most of its time."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous = OFF"))


@cache
def _file(furnish: Callable[[Engine], None], key: str) -> Path:
    path = Path(tempfile.mkdtemp(prefix="tiendo-store-")) / f"{key}.db"
    atexit.register(shutil.rmtree, path.parent, ignore_errors=True)
    _fill(furnish, f"sqlite:///{path}")
    return path


@cache
def _template(furnish: Callable[[Engine], None], key: str) -> str:
    name = f"tiendo_test_{os.getpid()}_{key}"
    _create(name, "template0")
    _fill(furnish, _url(name))
    return name


def _fill(furnish: Callable[[Engine], None], url: str) -> None:
    engine = open_engine(url)
    furnish(engine)
    engine.dispose()


def _url(name: str) -> str:
    return make_url(SERVER).set(database=name).render_as_string(hide_password=False)


def _create(name: str, template: str) -> None:
    with _server() as server:
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
    if not _made:
        atexit.register(_drop_all)
    _made.append((SERVER, name))


def _drop_all() -> None:
    for address, name in _made:
        with _server(address) as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _server(url: str = "") -> psycopg.Connection[tuple[object, ...]]:
    address = make_url(url or SERVER).set(drivername="postgresql", database="postgres")
    return psycopg.connect(address.render_as_string(hide_password=False), autocommit=True)

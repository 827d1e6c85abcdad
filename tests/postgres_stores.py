"""Stores on a PostgreSQL server for tests: a few databases a process, filled again between one test and the next.

Creating a database takes longer than most tests. So one that a test has left is emptied, and its rows, numbers included, are put back
as they were when it was made.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url
from sqlmodel import SQLModel

MOST_USES = 40
"""Emptied rows are left to lie where they were, so that new ones stand in the order in which they came; now and then that is too many."""
_numbers = count(1)
_made: list[tuple[str, str]] = []


@dataclass
class Stores:
    """The databases of one filling on one server."""

    server: str
    key: str
    fill: Callable[[str], None]
    template: str = ""
    rows: dict[str, bytes] = field(default_factory=dict)
    restoring: str = ""
    spare: list[tuple[str, int]] = field(default_factory=list)
    taken: list[tuple[Path, str, int]] = field(default_factory=list)

    def take(self, folder: Path) -> str:
        """The URL of a filled database that nobody else uses as long as the folder is in use."""
        if not self.template:
            self._begin()
        if self.spare:
            name, uses = self.spare.pop()
            self._refill(name)
        else:
            name, uses = f"tiendo_test_{os.getpid()}_{next(_numbers)}", 0
            _create(self.server, name, self.template)
        self.taken.append((folder, name, uses + 1))
        return _url(self.server, name)

    def give_back(self, folder: Path) -> None:
        """The tests that used the folder are over."""
        left = [one for one in self.taken if one[0].is_relative_to(folder)]
        self.taken = [one for one in self.taken if one not in left]
        self.spare += [(name, uses) for _, name, uses in left if uses < MOST_USES]

    def _begin(self) -> None:
        self.template = f"tiendo_test_{os.getpid()}_{self.key}_{next(_numbers)}"
        _create(self.server, self.template, "template0")
        self.fill(_url(self.server, self.template))
        with _connected(self.server, self.template) as store:
            standing = {name for (name,) in store.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
            tables = [table.name for table in SQLModel.metadata.sorted_tables if table.name in standing]
            for name in tables:
                store.execute(sql.SQL("ALTER TABLE {} SET (autovacuum_enabled = off)").format(sql.Identifier(name)))
                with store.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(name))) as rows:
                    content = b"".join(bytes(row) for row in rows)
                if content:
                    self.rows[name] = content
            self.restoring = _restoring(store, tables)

    def _refill(self, name: str) -> None:
        with _connected(self.server, name) as store, store.transaction():
            store.execute(self.restoring)
            for table, content in self.rows.items():
                with store.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))) as rows:
                    rows.write(content)


def _restoring(store: psycopg.Connection[tuple[object, ...]], tables: list[str]) -> str:
    """The statements that empty all tables and put all sequences back."""
    guarded = [name for (name,) in store.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")]
    numbers = store.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'").fetchall()
    return ";".join(
        [
            "SET LOCAL synchronous_commit = off",
            *(f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in guarded),
            *(f'DELETE FROM "{name}"' for name in reversed(tables)),
            *(f"SELECT setval('{name}', {last or 1}, {last is not None})" for name, last in numbers),
            *(f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in guarded),
        ]
    )


def _url(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _create(server: str, name: str, template: str) -> None:
    with _connected(server, "postgres") as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
        # No test pulls the server's plug: nothing has to wait for the disk.
        connection.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit = off").format(sql.Identifier(name)))
    _made.append((server, name))


def drop_all() -> None:
    """Drops every database that this process has made."""
    while _made:
        server, name = _made.pop()
        with _connected(server, "postgres") as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _connected(server: str, name: str) -> psycopg.Connection[tuple[object, ...]]:
    address = make_url(server).set(drivername="postgresql", database=name)
    return psycopg.connect(address.render_as_string(hide_password=False), autocommit=True)

"""Moving a store to another database, row by row, and believing it only after comparing every row."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, insert, select, text, update
from sqlmodel import SQLModel

import storage.models  # noqa: F401 - fills the metadata
from bot.commands.failing import CommandError
from storage.db import migrate, open_engine

BATCH = 1000


def move_store(source_url: str, target_url: str) -> dict[str, int]:
    """Copies everything into an empty store and compares it; returns the rows by table. Raises CommandError, the target then empty."""
    source, target = open_engine(source_url), open_engine(target_url)
    try:
        migrate(source)
        migrate(target)
        return _move(source, target)
    finally:
        source.dispose()
        target.dispose()


def _move(source: Engine, target: Engine) -> dict[str, int]:
    tables = SQLModel.metadata.sorted_tables
    with source.connect() as reading, target.begin() as writing:
        if any(_count(writing, table) for table in tables):
            raise CommandError("The target store is not empty; nothing was copied.")
        for table in tables:
            _copy(reading, writing, table)
        if target.dialect.name == "postgresql":
            _set_sequences(writing)
        counts = {}
        for table in tables:
            if (before := _fingerprint(reading, table)) != _fingerprint(writing, table):
                raise CommandError(f"The rows of “{table.name}” differ after copying; nothing was kept.")
            counts[table.name] = before[0]
        return counts


def _copy(reading: Connection, writing: Connection, table: Table) -> None:
    """Rows that point at rows of their own table are written without that first: the one they point at may come later."""
    own = [column.name for column in table.columns for key in column.foreign_keys if key.column.table is table]
    for batch in _batches(reading, table):
        writing.execute(insert(table), [{**row, **dict.fromkeys(own)} for row in batch])
    for batch in _batches(reading, table) if own else ():
        for row in batch:
            if any(row[name] is not None for name in own):
                writing.execute(update(table).where(table.c.id == row["id"]).values({name: row[name] for name in own}))


def _batches(connection: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    rows = connection.execution_options(yield_per=BATCH).execute(select(table).order_by(*table.primary_key.columns))
    for part in rows.mappings().partitions(BATCH):
        yield [dict(row) for row in part]


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _fingerprint(connection: Connection, table: Table) -> tuple[int, str]:
    """How many rows a table has, and one hash of all their values in the order of their keys."""
    count, whole = 0, hashlib.sha256()
    for batch in _batches(connection, table):
        for row in batch:
            count += 1
            whole.update(json.dumps(row, default=str, sort_keys=True, ensure_ascii=False).encode())
    return count, whole.hexdigest()


def _set_sequences(connection: Connection) -> None:
    for table in SQLModel.metadata.sorted_tables:
        if "id" in table.c and table.c.id.primary_key:
            name = table.name
            connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), coalesce(max(id), 0) + 1, false) FROM {name}"))  # noqa: S608 - own names

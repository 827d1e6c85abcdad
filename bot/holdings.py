"""What a store or a copy of it holds, table by table: how many rows, and one hash of them all, whatever their order."""

import hashlib
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

_NAME = rb'(?:\w+|"(?:[^"]|"")+")'
COPY_BEGINS = re.compile(rb"COPY (?:%b\.)?(%b) \((.+)\) FROM stdin;" % (_NAME, _NAME))
COPY_ENDS = b"\\."


@dataclass
class Rows:
    """Rows seen so far. The sum of their hashes is the same in any order, and changes with any value."""

    count: int = 0
    hashes: int = 0

    def add(self, row: bytes) -> None:
        """One more row."""
        self.count += 1
        self.hashes = (self.hashes + int.from_bytes(hashlib.sha256(row).digest())) % 2**256


Held = dict[str, Rows]


def of_sqlite(file: Path) -> Held:
    """Every table of a SQLite file. Raises sqlite3.DatabaseError where it is none."""
    held: Held = {}
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
        for name in names:
            held[name] = Rows()
            for row in connection.execute(f'SELECT * FROM "{name}"'):  # noqa: S608 - a table's own name
                held[name].add(repr(row).encode())
    finally:
        connection.close()
    return held


def of_dump(lines: Iterable[bytes]) -> tuple[Held, dict[str, str]]:
    """Every table of a script that pg_restore wrote, and its columns as they stand there."""
    held: Held = {}
    columns: dict[str, str] = {}
    table = ""
    for line in lines:
        row = line.rstrip(b"\n")
        if table and row == COPY_ENDS:
            table = ""
        elif table:
            held[table].add(row)
        elif head := COPY_BEGINS.fullmatch(row):
            table = head[1].decode().strip('"').replace('""', '"')
            held[table], columns[table] = Rows(), head[2].decode()
    return held, columns


def of_postgres(connection: psycopg.Connection[tuple[object, ...]], columns: dict[str, str]) -> Held:
    """The same tables and columns as a database holds them now, seen by a connection whose time zone is UTC."""
    held: Held = {}
    for table, names in columns.items():
        held[table], rest = Rows(), b""
        asked = sql.SQL("COPY {} (" + names + ") TO STDOUT").format(sql.Identifier(table))  # as pg_dump quoted them
        with connection.cursor().copy(asked) as rows:
            for piece in rows:
                *whole, rest = (rest + bytes(piece)).split(b"\n")
                for row in whole:
                    held[table].add(row)
    return held

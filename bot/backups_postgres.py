"""Copies of a store in PostgreSQL: pg_dump makes them, and putting one back is a single transaction that leaves what the copy holds.

The copy's script is run here, not by pg_restore: only so can what a newer program left behind go, and the result be compared, before
any of it holds.
"""

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL

from bot.commands.failing import CommandError
from bot.holdings import COPY_BEGINS, COPY_ENDS, Held, of_dump, of_postgres
from storage.db import APPLICATION, check_encoding

DIFFERENT = "The restored store does not hold what the copy holds."
IN_USE = "The store in PostgreSQL is in use; stop the service first."
NO_TOOL = "{program} is not installed; it comes with PostgreSQL's client programs."
PATIENCE_S = 3600
LOCK_PATIENCE_S = 5
_FOR_PSQL_ONLY = re.compile(rb"\\(?:un)?restrict \w+")

_FOUND = """
    SELECT o.oid::{named}::text FROM {catalog} o JOIN pg_namespace n ON n.oid = o.{schema} AND n.nspname = current_schema()
    WHERE {which} AND NOT EXISTS (
        SELECT FROM pg_depend d WHERE d.classid = '{catalog}'::regclass AND d.objid = o.oid AND d.deptype IN ('e', 'a', 'i'))
"""
"""Names as the server writes them, quoted where they need it; without what an extension brought or what goes with something else."""


def _relations(kinds: str) -> str:
    return _FOUND.format(named="regclass", catalog="pg_class", schema="relnamespace", which=f"o.relkind IN ({kinds})")


_STANDING = (
    ("MATERIALIZED VIEW", _relations("'m'")),
    ("VIEW", _relations("'v'")),
    ("TABLE", _relations("'r', 'p'")),
    ("SEQUENCE", _relations("'S'")),
    ("ROUTINE", _FOUND.format(named="regprocedure", catalog="pg_proc", schema="pronamespace", which="true")),
    ("TYPE", _FOUND.format(named="regtype", catalog="pg_type", schema="typnamespace", which="o.typtype IN ('e', 'd')")),
)
"""What a store may consist of, in the order in which it can be dropped."""


def dump(url: URL, file: Path) -> None:
    """Writes a consistent copy. The password goes through the environment, where other users cannot read it."""
    environment = {**os.environ, "PGTZ": "UTC", **({"PGPASSWORD": url.password} if url.password else {})}
    command = ["pg_dump", "--format=custom", f"--file={file}", dsn(url)]
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE_S, check=False)  # noqa: S603 - ours
    except FileNotFoundError as error:
        raise CommandError(NO_TOOL.format(program="pg_dump")) from error
    if done.returncode:
        raise CommandError(f"pg_dump failed: {_reason(done.stderr) or done.returncode}.")


def dumped(file: Path) -> tuple[Held, dict[str, str]]:
    """What a copy holds, and its tables' columns. Raises CommandError where it is none or damaged."""
    with _script(file, "--data-only") as lines:
        return of_dump(lines)


def restore(url: URL, file: Path) -> Held:
    """Makes the database what the copy is, or leaves it as it was and raises CommandError."""
    held, columns = dumped(file)
    with _transaction(url) as connection:
        check_encoding(connection)
        _refuse_in_use(connection)
        _drop_all(connection)
        with _script(file, "--clean", "--if-exists", "--no-owner") as lines:
            _run(connection, lines)
        connection.execute("RESET search_path")  # which the script empties
        if of_postgres(connection, columns) != held:
            raise CommandError(DIFFERENT)
    return held


@contextmanager
def _transaction(url: URL) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A connection that writes values as pg_dump does; what was done is kept when the block ends and given up when it raises."""
    try:
        with psycopg.connect(dsn(url), password=url.password, options="-c TimeZone=UTC -c DateStyle=ISO") as connection:
            yield connection
    except psycopg.Error as error:
        said = [error.diag.message_primary or str(error).strip() or type(error).__name__, error.diag.message_detail or ""]
        reason = ": ".join(line.splitlines()[0].rstrip(".") for line in said if line)
        raise CommandError(f"The copy cannot be put back: {reason}. Nothing was changed.") from error


def dsn(url: URL) -> str:
    """The URL without its password. `URL.set` would leave it in, as asterisks that the server then takes for it."""
    return url._replace(drivername="postgresql", password=None).render_as_string()


def _refuse_in_use(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """A running service would go on with what it knew of another store."""
    others = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = %s AND pid <> pg_backend_pid()"
    if connection.execute(others, (APPLICATION,)).fetchone():
        raise CommandError(IN_USE)


def _drop_all(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Drops all that stands beside each other in the store's schema. What somebody hung on it elsewhere is not dropped but refused."""
    connection.execute(sql.SQL("SET LOCAL lock_timeout = {}").format(f"{LOCK_PATIENCE_S}s"))
    try:
        for kind, asked in _STANDING:
            names = [str(name) for (name,) in connection.execute(asked.encode())]
            if names:
                connection.execute(f"DROP {kind} {', '.join(names)}".encode())
    except psycopg.errors.LockNotAvailable as error:
        raise CommandError(IN_USE) from error


def _run(connection: psycopg.Connection[tuple[object, ...]], lines: Iterable[bytes]) -> None:
    """Runs what pg_restore wrote: statements up to the next table's rows, then the rows."""
    waiting: list[bytes] = []
    rows = iter(lines)
    for line in rows:
        if COPY_BEGINS.fullmatch(line.rstrip(b"\n")):
            connection.execute(b"".join(waiting))
            waiting.clear()
            with connection.cursor().copy(line) as copy:
                for row in rows:
                    if row.rstrip(b"\n") == COPY_ENDS:
                        break
                    copy.write(row)
        elif not _FOR_PSQL_ONLY.match(line):
            waiting.append(line)
    connection.execute(b"".join(waiting))


@contextmanager
def _script(file: Path, *options: str) -> Iterator[Iterable[bytes]]:
    """A copy as the lines of a script. Raises CommandError at the end where the copy was none or damaged."""
    command = ["pg_restore", *options, "--file=-", str(file)]
    try:
        reading = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # noqa: S603 - ours
    except FileNotFoundError as error:
        raise CommandError(NO_TOOL.format(program="pg_restore")) from error
    with reading:
        yield reading.stdout or ()
        said = reading.stderr.read() if reading.stderr else b""
    if reading.returncode:
        raise CommandError(f"{file} is not a store of this program, or damaged: {said.decode(errors='replace').strip()}.")


def _reason(said: str) -> str:
    """The line that tells the error; after it these tools repeat the command that failed."""
    lines = said.strip().splitlines()
    return next((line for line in lines if " error: " in line), lines[-1] if lines else "")

"""Reading a roster from .csv or .xlsx; a broken one is refused with the row that is wrong."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.commands.failing import CommandError
from directives.model import UnitName
from storage.roster import KINDS, RosterError

COLUMNS = ("name", "kind", "parent", "aliases", "members")
MOST_ROWS = 100_000


def read_roster(file: Path) -> list[UnitName]:
    """The rows of a roster file. Raises CommandError with one sentence where it is none."""
    rows = list(_sheet(file) if file.suffix.lower() == ".xlsx" else _csv(file))
    if not rows:
        raise CommandError(f"{file.name} holds no units.")
    if not {"name", "kind"} <= rows[0].keys():
        raise CommandError(f"{file.name} needs the columns {', '.join(COLUMNS)} in its first row.")
    return [_unit(row) for row in rows if any((value or "").strip() for value in row.values())]


def _csv(file: Path) -> Iterable[Mapping[str, str]]:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CommandError(f"{file.name} is not UTF-8 text. Save it as CSV UTF-8 or as .xlsx.") from error
    first = text.partition("\n")[0]
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in first else ",", strict=True)
        rows = [{(key or "").strip().lower(): value or "" for key, value in row.items() if isinstance(value, str)} for row in reader]
    except csv.Error as error:
        raise CommandError(f"{file.name} is not a proper CSV file: {error}.") from error
    return rows


def _sheet(file: Path) -> Iterable[Mapping[str, str]]:
    from reports.read_back import SheetUnreadableError, first_sheet

    try:
        rows = first_sheet(file.read_bytes(), MOST_ROWS)
    except SheetUnreadableError as error:
        raise CommandError(f"{file.name} is not a proper .xlsx file.") from error
    heads = [str(cell or "").strip().lower() for cell in next(iter(rows), ())]
    return [{head: str(cell) if cell is not None else "" for head, cell in zip(heads, line, strict=False)} for line in rows[1:]]


def _unit(row: Mapping[str, str]) -> UnitName:
    get = {column: " ".join((row.get(column) or "").split()) for column in COLUMNS}
    return UnitName(get["name"], get["kind"], _many(get["aliases"]), get["parent"], _many(get["members"]))


def _many(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def problem(name: str, error: RosterError) -> str:
    """What is wrong with a roster, with its row."""
    what = {
        "empty_name": "the name is empty",
        "doubled_name": f"“{error.value}” stands there twice",
        "unknown_kind": f"the kind “{error.value}” is unknown; known are {', '.join(KINDS)}",
        "unknown_parent": f"the parent “{error.value}” is not in the roster",
        "unknown_member": f"the member “{error.value}” is not in the roster",
    }[error.code]
    return f"{name}, row {error.row}: {what}. Nothing was imported."

"""A tracking sheet that came back: what a person edited in it, and nothing else."""

import io
import json
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from locales import words
from reports.cells import cell_text
from reports.columns import COLUMNS, SheetColumn
from reports.facts import TaskLine
from reports.sheet import MEMORY, plain, shown

Plain = str | int | float | None
UNPACKED_BYTES = 400_000_000
# zipfile tells of an unknown compression, a password or a cut stream each in its own way
_BROKEN_PACKAGE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, struct.error)
# openpyxl has no error of its own for a workbook that contradicts itself; XML errors are SyntaxErrors
_BROKEN_CONTENT = (InvalidFileException, KeyError, ValueError, IndexError, TypeError, AttributeError, SyntaxError, OSError, OverflowError)
_VIETNAMESE_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


class SheetUnreadableError(Exception):
    """The file is not a tracking sheet of ours. `code` is "damaged", "too_large" or "not_ours"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Edit:
    """One cell that a person changed. Values are plain: days "2024-04-29", percents whole, nothing None.

    `before` is what the sheet said when it was made, `now` what the store says today: where the two differ somebody else changed it
    meanwhile (`conflict`). `allowed` is False for columns that a sheet can't change and for values that don't fit the column.
    """

    key: str
    code: str
    column: str
    before: Plain
    after: Plain
    now: Plain
    allowed: bool = True

    @property
    def conflict(self) -> bool:
        """Whether the store moved on since the sheet was made."""
        return self.before != self.now


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What came back: the edits in the sheet's order, and the numbers of rows that belong to no task (added by hand, or gone since)."""

    edits: tuple[Edit, ...] = ()
    strange_rows: tuple[int, ...] = ()


def read_back(data: bytes, tasks: Iterable[TaskLine], language: str = "vi", zone: str = "Asia/Ho_Chi_Minh") -> ReadBack:
    """The differences between the sheet as it was made and as it came back, beside today's values. Changes nothing.

    Rows may be sorted, filtered or removed: a row is known by its key, and a missing one is no edit. Raises `SheetUnreadableError`.
    """
    said, current = words(language), {task.key: task for task in tasks}
    edits: list[Edit] = []
    strange: list[int] = []
    for number, row in enumerate(_rows(data), 2):
        task, remembered = _remembered(row, current)
        if task is None:
            if any(value is not None for value in row):
                strange.append(number)
            continue
        for column, before, value in zip(COLUMNS, remembered, row, strict=False):
            after, fits = _typed(column, value)
            if after != before:
                now = plain(shown(column, said, task, zone))
                edits.append(Edit(task.key, task.code, column.name, before, after, now, column.editable and fits))
    return ReadBack(tuple(edits), tuple(strange))


def _rows(data: bytes) -> list[tuple[Any, ...]]:
    rows = first_sheet(data)
    if not rows or len(rows[0]) <= len(COLUMNS) or rows[0][len(COLUMNS)] != MEMORY:
        raise SheetUnreadableError("not_ours")
    return rows[1:]


def first_sheet(data: bytes, most_rows: int | None = None) -> list[tuple[Any, ...]]:
    """The cells of a workbook's first sheet, whoever made it. Raises `SheetUnreadableError`."""
    _check_package(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about looks of other programs that are of no use here
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            rows = list(book.worksheets[0].iter_rows(values_only=True, max_row=most_rows))
            book.close()
    except _BROKEN_CONTENT as error:
        raise SheetUnreadableError("damaged") from error
    return rows


def _check_package(data: bytes) -> None:
    """Refuses what would fill the memory, then what is not whole, before anything is read as a spreadsheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(member.file_size for member in package.infolist()) > UNPACKED_BYTES:
                raise SheetUnreadableError("too_large")
            broken = package.testzip()
    except _BROKEN_PACKAGE as error:
        raise SheetUnreadableError("damaged") from error
    if broken is not None:
        raise SheetUnreadableError("damaged")


def _remembered(row: tuple[Any, ...], current: Mapping[str, TaskLine]) -> tuple[TaskLine | None, list[Plain]]:
    memory = row[len(COLUMNS)] if len(row) > len(COLUMNS) else None
    try:
        key, *values = json.loads(memory) if isinstance(memory, str) else ("",)
    except (ValueError, TypeError):
        return None, []
    return (current.get(key), values) if len(values) == len(COLUMNS) else (None, [])


def _typed(column: SheetColumn, value: Any) -> tuple[Plain, bool]:
    """What a person's cell says, and whether it fits the column."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None, True
    if column.kind == "day":
        return _day(value)
    if column.kind == "percent":
        return _percent(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return cell_text(str(value)) or None, True


def _day(value: Any) -> tuple[Plain, bool]:
    if isinstance(value, datetime):
        return value.date().isoformat(), True
    if found := _VIETNAMESE_DAY.fullmatch(str(value).strip()):
        try:
            return date(int(found[3]), int(found[2]), int(found[1])).isoformat(), True
        except ValueError:
            return str(value), False
    return str(value), False


def _percent(value: Any) -> tuple[Plain, bool]:
    """0.7, 70 and "70%" are all 70; 1 is all of it, as a cell in percent format holds it."""
    text = str(value).strip().removesuffix("%").replace(",", ".")
    try:
        number = float(text)
    except ValueError:
        return str(value), False
    whole = number * 100 if number <= 1 and "%" not in str(value) else number
    return (round(whole), True) if 0 <= whole <= 100 else (str(value), False)

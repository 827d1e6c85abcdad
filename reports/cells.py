"""How the cells of the tracking sheet are dressed; nothing that people wrote becomes a formula."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from locales.marks import clean
from reports.columns import COLUMNS, SheetColumn, Value

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
CELL_CHARACTERS = 32_000
LINE_POINTS = 15
LINES_SHOWN = 4
FORMATS = {"day": "DD/MM/YYYY", "percent": "0%"}
_HEAD = PatternFill("solid", fgColor="DDE3E9")
_EDITABLE_HEAD = PatternFill("solid", fgColor="FFF2CC")


@dataclass(frozen=True, slots=True)
class Dressed:
    """A column's cells, dressed once and filled anew for each row (a province has two million); `quoted` for what could be a formula."""

    column: SheetColumn
    usual: Cell
    quoted: Cell


def cell_text(text: str) -> str:
    """Text as a cell gives it back after a round through a spreadsheet program."""
    lines = clean(text).replace("\r\n", "\n").replace("\r", "\n")
    return ILLEGAL_CHARACTERS_RE.sub("", lines).strip()[:CELL_CHARACTERS].strip()


def dressed(page: Worksheet, column: SheetColumn) -> Dressed:
    """The cells of a column of tasks."""
    return Dressed(column, _dress(WriteOnlyCell(page), column), _dress(_quoted(WriteOnlyCell(page)), column))


def filled(page: Worksheet, dress: Dressed, value: Value) -> Cell | None:
    """The column's cell with a value, good until the next row is filled; None for an empty one."""
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        return _with_number(dress, value)
    if dress.column.name == "evidence" and value.startswith(("http://", "https://")):
        return _link(page, dress.column, value)
    cell = dress.quoted if value.startswith(FORMULA_STARTS) else dress.usual
    return _with_text(cell, value)


def lines_of(values: Sequence[Value]) -> int:
    """How many lines a row of tasks needs for its longest cell, four at most: spreadsheet programs don't all fit rows by themselves."""
    return min(max(_lines(column, value) for column, value in zip(COLUMNS, values, strict=True)), LINES_SHOWN)


def _lines(column: SheetColumn, value: Value) -> int:
    return sum(ceil(len(line) / column.width) or 1 for line in value.split("\n")) if isinstance(value, str) else 1


def text_cell(page: Worksheet, value: str) -> Cell:
    """Somebody's words as text for ever: typed as a string, and quoted where a later edit could make them a formula."""
    cell = WriteOnlyCell(page)
    return _with_text(_quoted(cell) if value.startswith(FORMULA_STARTS) else cell, value)


def head_cell(page: Worksheet, name: str, *, editable: bool = False) -> Cell:
    """A column's heading; what a person may fill in is marked."""
    cell = text_cell(page, name)
    cell.font, cell.fill = Font("Calibri", 11, bold=True), _EDITABLE_HEAD if editable else _HEAD
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    return cell


def _dress(cell: Cell, column: SheetColumn) -> Cell:
    cell.alignment = Alignment(vertical="top", wrap_text=column.kind == "text")
    cell.number_format = FORMATS.get(column.kind, "General")
    return cell


def _quoted(cell: Cell) -> Cell:
    cell.quotePrefix = True
    return cell


def _with_text(cell: Cell, value: str) -> Cell:
    cell.value = value
    cell.data_type = "s"  # the library takes "=…" for a formula
    return cell


def _with_number(dress: Dressed, value: float | date) -> Cell:
    dress.usual.value = value / 100 if dress.column.kind == "percent" and isinstance(value, int) else value
    return dress.usual


def _link(page: Worksheet, column: SheetColumn, value: str) -> Cell:
    cell = _with_text(_dress(WriteOnlyCell(page), column), value)
    cell.hyperlink = value.split("\n")[0]
    return cell

"""The tracking table as .xlsx: filters, frozen head, real dates, conditional colours; nothing that officers wrote becomes a formula."""

import io
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import cast

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.formatting.rule import DataBarRule, FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from locales import Words, words
from locales.marks import clean
from reports.columns import COLUMNS, SheetColumn, Value, headings
from reports.facts import State, TaskLine, UnitFacts, WeekFacts
from reports.numbers import programme, rates, total, worst_first
from reports.package import repacked
from reports.phrases import share, silence_name, state_name

MEMORY = "tien-do"
"""Head of the hidden last column: each row's key and what its cells held when the sheet was made, so that edits can be told."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
CELL_CHARACTERS = 32_000
A3 = 8  # the paper's number in the file format
COLOURS: dict[State, str] = {"done_on_time": "CFE4F5", "done_late": "FBE7BF", "open": "FFFFFF", "overdue": "F8CBAD"}
_HEAD = PatternFill("solid", fgColor="DDE3E9")
_EDITABLE_HEAD = PatternFill("solid", fgColor="FFF2CC")
_LINE = Border(bottom=Side("thin", color="D0D7DE"))
_WRAPPED, _TOP = Alignment(vertical="top", wrap_text=True), Alignment(vertical="top")


def tracking_sheet(facts: WeekFacts, language: str = "vi") -> bytes:
    """The .xlsx with a sheet of units and a sheet of tasks; the same facts give the same bytes."""
    said = words(language)
    book = _book(said, facts.tasks, facts.as_of, facts.zone)
    _units(_sheet(book, said.text("Units")), said, facts.units)
    return _saved(book, facts.as_of)


def tasks_sheet(tasks: Iterable[TaskLine], as_of: datetime, language: str = "vi", zone: str = "Asia/Ho_Chi_Minh") -> bytes:
    """The tracking table of any set of tasks. `as_of` is aware; it dates the file."""
    return _saved(_book(words(language), tasks, as_of, zone), as_of)


def shown(column: SheetColumn, said: Words, task: TaskLine, zone: str) -> Value:
    """What a cell holds, before it is dressed: text without control characters and short enough for a cell."""
    value = column.value(said, task, zone)
    return cell_text(value) if isinstance(value, str) else value


def cell_text(text: str) -> str:
    """Text as a cell gives it back after a round through a spreadsheet program."""
    lines = clean(text).replace("\r\n", "\n").replace("\r", "\n")
    return ILLEGAL_CHARACTERS_RE.sub("", lines).strip()[:CELL_CHARACTERS].strip()


def plain(value: Value) -> str | int | float | None:
    """A cell's value as it is remembered: days in ISO form, nothing as None."""
    return value.isoformat() if isinstance(value, date) else value or (0 if value == 0 else None)


def _book(said: Words, tasks: Iterable[TaskLine], as_of: datetime, zone: str) -> Workbook:
    book = Workbook(write_only=True)
    book.properties.creator, book.properties.created = "Tiến Độ", as_of.replace(tzinfo=None)
    listed = tuple(tasks)
    page = _sheet(book, said.text("Tasks"))
    for place, column in enumerate(COLUMNS, 1):
        page.column_dimensions[get_column_letter(place)].width = column.width
    last = get_column_letter(len(COLUMNS))
    page.column_dimensions[get_column_letter(len(COLUMNS) + 1)].hidden = True
    page.freeze_panes = "D2"
    page.auto_filter.ref = f"A1:{last}{len(listed) + 1}"
    _colour(page, said, last, len(listed) + 1)
    _print_landscape(page)
    names = headings(said)
    heads = [_head(page, names[column.name], editable=column.editable) for column in COLUMNS]
    page.append([*heads, MEMORY])
    for task in listed:
        page.append(_row(page, said, task, zone))
    return book


def _sheet(book: Workbook, name: str) -> Worksheet:
    # a write-only page takes all of a sheet's settings, though its type doesn't say so
    return cast("Worksheet", book.create_sheet(name))


def _row(page: Worksheet, said: Words, task: TaskLine, zone: str) -> list[Cell | str]:
    values = [shown(column, said, task, zone) for column in COLUMNS]
    memory = json.dumps([task.key, *(plain(value) for value in values)], ensure_ascii=False, separators=(",", ":"))
    cells = [_cell(page, column, value) for column, value in zip(COLUMNS, values, strict=True)]
    return [*cells, memory]


def _cell(page: Worksheet, column: SheetColumn, value: Value) -> Cell:
    if column.kind == "percent" and isinstance(value, int):
        value = value / 100
    cell = text_cell(page, value) if isinstance(value, str) else WriteOnlyCell(page)
    if not isinstance(value, str):
        cell.value = value
    cell.alignment, cell.border = _WRAPPED if column.kind == "wide" else _TOP, _LINE
    if column.kind == "day":
        cell.number_format = "DD/MM/YYYY"
    if column.kind == "percent":
        cell.number_format = "0%"
    if column.name == "evidence" and isinstance(value, str) and value.startswith(("http://", "https://")):
        cell.hyperlink = value.split("\n")[0]
    return cell


def text_cell(page: Worksheet, value: str) -> Cell:
    """Somebody's words as text for ever: typed as a string, and quoted where a later edit could make them a formula."""
    cell = WriteOnlyCell(page, value)
    cell.data_type = "s"
    if value.startswith(FORMULA_STARTS):
        cell.quotePrefix = True
    return cell


def _head(page: Worksheet, name: str, *, editable: bool) -> Cell:
    cell = text_cell(page, name)
    cell.font, cell.fill = Font("Calibri", 11, bold=True), _EDITABLE_HEAD if editable else _HEAD
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    return cell


def _colour(page: Worksheet, said: Words, last: str, rows: int) -> None:
    """Colours follow the cells: filtering and sorting keep them, and a changed state changes them."""
    letters = {column.name: get_column_letter(place) for place, column in enumerate(COLUMNS, 1)}
    for state, colour in COLOURS.items():
        fill = PatternFill("solid", bgColor=colour)
        state_is = f'${letters["state"]}2="{state_name(said, state)}"'
        rule = FormulaRule(formula=[state_is], fill=fill)  # type: ignore[no-untyped-call]
        page.conditional_formatting.add(f"A2:{last}{max(rows, 2)}", rule)
    percent = letters["percent"]
    bars = DataBarRule("num", 0, "num", 1, color="0072B2")  # type: ignore[no-untyped-call]
    page.conditional_formatting.add(f"{percent}2:{percent}{max(rows, 2)}", bars)


def _print_landscape(page: Worksheet) -> None:
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", A3
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = "1:1"


def _units(page: Worksheet, said: Words, units: Sequence[UnitFacts]) -> None:
    page.column_dimensions["A"].width = 44
    page.freeze_panes = "B2"
    names = [
        said.text("Unit"),
        said.text("Done on time"),
        said.text("Done late"),
        said.text("Still open"),
        said.text("Overdue"),
        said.text("Total"),
        said.text("On-time rate"),
        said.text("Reporting"),
    ]
    page.append([_head(page, name, editable=False) for name in names])
    for unit in worst_first(units):
        page.append(_numbers(page, said, unit.unit, (unit,), silence_name(said, unit.silence)))
    page.append(_numbers(page, said, said.text("Total"), tuple(units), ""))


def _numbers(page: Worksheet, said: Words, name: str, units: tuple[UnitFacts, ...], note: str) -> list[Cell | int]:
    counts = programme(units)
    figures = [counts.done_on_time, counts.done_late, counts.open, counts.overdue, total(counts)]
    return [text_cell(page, name), *figures, text_cell(page, share(said, rates(units).on_time)), text_cell(page, note)]


def _saved(book: Workbook, as_of: datetime) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return repacked(buffer.getvalue(), as_of)

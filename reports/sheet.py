"""The tracking table as .xlsx: filters, frozen head, real dates, conditional colours; nothing that officers wrote becomes a formula."""

import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import DataBarRule, FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from locales import Words, words
from reports.cells import LINE_POINTS, Dressed, cell_text, dressed, filled, head_cell, lines_of, text_cell
from reports.columns import COLUMNS, SheetColumn, Value, headings
from reports.facts import State, TaskLine, UnitFacts, WeekFacts
from reports.numbers import programme, rates, total, worst_first
from reports.package import repacked
from reports.phrases import share, silence_name, state_name

MEMORY = "tien-do"
"""Head of the hidden last column: each row's key and what its cells held when the sheet was made, so that edits can be told."""

A3 = 8  # the paper's number in the file format
COLOURS: dict[State, str] = {"done_on_time": "CFE4F5", "done_late": "FBE7BF", "open": "FFFFFF", "overdue": "F8CBAD"}


def tracking_sheet(facts: WeekFacts, language: str = "vi") -> bytes:
    """The .xlsx with a sheet of units and a sheet of tasks; the same facts give the same bytes."""
    said = words(language)
    book = _book(said, facts.tasks, facts.zone)
    _units(_sheet(book, said.text("Units")), said, facts.units)
    return _saved(book, facts.as_of)


def tasks_sheet(tasks: Iterable[TaskLine], as_of: datetime, language: str = "vi", zone: str = "Asia/Ho_Chi_Minh") -> bytes:
    """The tracking table of any set of tasks. `as_of` is aware; it dates the file."""
    return _saved(_book(words(language), tasks, zone), as_of)


def shown(column: SheetColumn, said: Words, task: TaskLine, zone: str) -> Value:
    """What a cell holds, before it is dressed: text without control characters and short enough for a cell."""
    value = column.value(said, task, zone)
    return cell_text(value) if isinstance(value, str) else value


def plain(value: Value) -> str | int | float | None:
    """A cell's value as it is remembered: days in ISO form, nothing as None."""
    return value.isoformat() if isinstance(value, date) else value or (0 if value == 0 else None)


def _book(said: Words, tasks: Iterable[TaskLine], zone: str) -> Workbook:
    book = Workbook(write_only=True)
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
    page.row_dimensions[1].height = 2 * LINE_POINTS
    page.append([*(head_cell(page, names[column.name], editable=column.editable) for column in COLUMNS), MEMORY])
    dresses = [dressed(page, column) for column in COLUMNS]
    for number, task in enumerate(listed, 2):
        values = [shown(column, said, task, zone) for column in COLUMNS]
        page.row_dimensions[number].height = LINE_POINTS * lines_of(values)
        page.append(_row(page, dresses, task.key, values))
        del page.row_dimensions[number]  # written already: a province has 100,000
    return book


def _sheet(book: Workbook, name: str) -> Worksheet:
    # a write-only page takes all of a sheet's settings, though its type doesn't say so
    return cast("Worksheet", book.create_sheet(name))


def _row(page: Worksheet, dresses: Sequence[Dressed], key: str, values: Sequence[Value]) -> list[Cell | str | None]:
    memory = json.dumps([key, *(plain(value) for value in values)], ensure_ascii=False, separators=(",", ":"))
    return [*(filled(page, dress, value) for dress, value in zip(dresses, values, strict=True)), memory]


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
    page.append([head_cell(page, name) for name in names])
    for unit in worst_first(units):
        page.append(_numbers(page, said, unit.unit, (unit,), silence_name(said, unit.silence)))
    page.append(_numbers(page, said, said.text("Total"), tuple(units), ""))


def _numbers(page: Worksheet, said: Words, name: str, units: tuple[UnitFacts, ...], note: str) -> list[Cell | int]:
    counts = programme(units)
    figures = [counts.done_on_time, counts.done_late, counts.open, counts.overdue, total(counts)]
    return [text_cell(page, name), *figures, text_cell(page, share(said, rates(units).on_time)), text_cell(page, note)]


def _saved(book: Workbook, as_of: datetime) -> bytes:
    moment = as_of.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.properties.creator, book.properties.created, book.properties.modified = "Tiến Độ", moment, moment
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        # not `book.save`: that sets the clock's time
        ExcelWriter(book, archive).write_data()
    return repacked(buffer.getvalue())

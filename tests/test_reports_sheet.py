"""The tracking sheet: real dates, no formulas from officers' words, and a way back that finds just what a person edited."""

import contextlib
import io
import subprocess
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from reports.columns import COLUMNS
from reports.facts import TaskLine, WeekFacts
from reports.read_back import Edit, ReadBack, SheetUnreadableError, read_back
from reports.sheet import tasks_sheet, tracking_sheet
from tests.report_weeks import empty_week, needs_libreoffice, spoken, weeks, written_week

PLACES = {column.name: place for place, column in enumerate(COLUMNS, 1)}
WEEK = written_week()


def opened(data: bytes) -> Worksheet:
    """The page of tasks."""
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


def day(cell: Any) -> date:
    """The day that a date cell holds."""
    assert isinstance(cell.value, datetime)
    return cell.value.date()


def edited(change: Callable[[Worksheet], object], facts: WeekFacts = WEEK) -> bytes:
    """The sheet after a person changed something and saved it."""
    book = openpyxl.load_workbook(io.BytesIO(tracking_sheet(facts)))
    change(book.worksheets[0])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def put(row: int, column: str, value: object) -> Callable[[Worksheet], object]:
    """Typing a value into a cell."""
    return lambda page: page.cell(row, PLACES[column]).__setattr__("value", value)


def test_sheet_has_a_row_for_every_task_with_filters_and_a_frozen_head() -> None:
    """24 tasks make 24 rows below a head that stays and filters."""
    page = opened(tracking_sheet(WEEK))
    assert (page.max_row, page.freeze_panes, page.auto_filter.ref) == (25, "D2", "A1:T25")
    assert page.column_dimensions["U"].hidden


def test_days_are_real_days_beside_their_printed_wording() -> None:
    """The last day on time is a date that sorts, and the printed words stand beside it as text."""
    page = opened(tracking_sheet(WEEK))
    cell = page.cell(3, PLACES["due_on"])
    assert (day(cell), cell.number_format, cell.is_date) == (date(2024, 3, 20), "DD/MM/YYYY", True)
    assert page.cell(3, PLACES["deadline_text"]).value == "chậm nhất ngày 20/3/2024"


def test_percent_is_a_number() -> None:
    """60 % is 0.6 shown in percent, so that a spreadsheet can reckon with it."""
    cell = opened(tracking_sheet(WEEK)).cell(3, PLACES["percent"])
    assert (cell.value, cell.number_format) == (0.6, "0%")


def test_moved_deadline_keeps_its_original_day() -> None:
    """The day in force and the day first given stand in two columns."""
    page = opened(tracking_sheet(WEEK))
    assert [day(page.cell(6, PLACES[name])) for name in ("due_on", "original_due_on")] == [date(2024, 4, 15), date(2024, 3, 25)]


def test_row_is_as_high_as_its_longest_text() -> None:
    """Short rows have one line, long texts up to four, so that nothing is hidden in programs that don't fit rows."""
    short = TaskLine("a1", "#1", "A", "việc")
    page = opened(tasks_sheet([short, replace(short, text="x" * 90), replace(short, text="x" * 999)], WEEK.as_of))
    assert [page.row_dimensions[number].height for number in (2, 3, 4)] == [15, 30, 60]


def test_each_state_has_a_conditional_colour() -> None:
    """The four states are coloured by rule over the rows and progress has bars."""
    rules = [rule for area in opened(tracking_sheet(WEEK)).conditional_formatting for rule in area.rules]
    assert [rule.type for rule in rules] == ["expression"] * 4 + ["dataBar"]
    assert [rule.formula for rule in rules[:4]] == [[f'$K2="{name}"'] for name in ("Đúng hạn", "Trễ hạn", "Đang thực hiện", "Quá hạn")]


def test_evidence_is_a_link() -> None:
    """An evidence address can be followed."""
    link = opened(tracking_sheet(WEEK)).cell(2, PLACES["evidence"]).hyperlink
    assert link is not None
    assert link.target == "https://luu-tru.example/f/31-bc-ktht"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "\n="])
def test_officers_words_are_never_a_formula(start: str) -> None:
    """Words that begin like a formula are text in the file, quoted so that editing the cell keeps them text."""
    words = start + 'HYPERLINK("http://bad.example","xem")'
    data = tasks_sheet([TaskLine("a1", "#1", words, words, report=words, difficulty=words)], WEEK.as_of)
    page = opened(data)
    for name in ("unit", "text", "report", "difficulty"):
        cell = page.cell(2, PLACES[name])
        assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", words.strip(), True)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")


def test_same_facts_give_the_same_sheet_at_any_time() -> None:
    """A sheet made again two seconds later is equal byte for byte: no clock is in it."""
    first = tracking_sheet(WEEK)
    time.sleep(2.1)
    assert tracking_sheet(WEEK) == first


def test_sheet_of_no_tasks_opens() -> None:
    """An empty week gives a sheet with its head alone."""
    assert opened(tracking_sheet(empty_week())).max_row == 1


@settings(max_examples=40, deadline=None)
@given(weeks())
def test_untouched_sheet_has_no_edits(facts: WeekFacts) -> None:
    """Whatever officers wrote, a sheet that nobody edited changes nothing."""
    assert read_back(tracking_sheet(facts), facts.tasks) == ReadBack()


@settings(max_examples=40, deadline=None)
@given(spoken)
def test_sheet_saved_by_another_program_has_no_edits(words: str) -> None:
    """Opening and saving alone is no edit."""
    task = TaskLine("a1", "#1", "A", words or "việc", report=words, evidence=(words,))
    facts = replace(empty_week(), tasks=(task,))
    assert read_back(edited(lambda page: page, facts), facts.tasks) == ReadBack()


@needs_libreoffice
def test_sheet_saved_by_libreoffice_has_no_edits(tmp_path: Path) -> None:
    """A real spreadsheet program opens the file, saves it again, and nothing counts as edited: not even words like formulas."""
    hostile = replace(WEEK.tasks[0], report='=HYPERLINK("http://bad.example")', difficulty="-1+1", proposal="@a\n+b  c")
    facts = replace(WEEK, tasks=(hostile, *WEEK.tasks[1:]))
    made, saved = tmp_path / "sheet.xlsx", tmp_path / "saved"
    made.write_bytes(tracking_sheet(facts))
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx", "--outdir"]
    subprocess.run([*command, str(saved), str(made)], check=True, capture_output=True, timeout=50)
    assert read_back((saved / "sheet.xlsx").read_bytes(), facts.tasks) == ReadBack()


def test_edit_is_shown_with_what_stood_there() -> None:
    """A changed report comes back with key, column, old and new words."""
    found = read_back(edited(put(3, "report", "Đã xong cả hai tuyến")), WEEK.tasks)
    old = "Đã khảo sát xong tuyến thứ nhất"
    assert found == ReadBack((Edit("a12", "#12", "report", old, "Đã xong cả hai tuyến", old),))


@pytest.mark.parametrize(("typed", "percent"), [(0.7, 70), (70, 70), ("70%", 70), ("70 %", 70), (1, 100), (0, 0)])
def test_percent_is_read_however_it_was_typed(typed: object, percent: int) -> None:
    """0.7, 70 and "70%" are the same progress."""
    (edit,) = read_back(edited(put(3, "percent", typed)), WEEK.tasks).edits
    assert (edit.before, edit.after, edit.allowed) == (60, percent, True)


@pytest.mark.parametrize("typed", [date(2024, 10, 31), "31/10/2024", "31-10-2024"])
def test_day_is_read_however_it_was_typed(typed: object) -> None:
    """A date cell and a day typed as text are the same day."""
    (edit,) = read_back(edited(put(4, "due_on", typed)), WEEK.tasks).edits
    assert (edit.column, edit.before, edit.after, edit.allowed) == ("due_on", "2024-10-29", "2024-10-31", True)


@pytest.mark.parametrize(("column", "typed"), [("due_on", "31/11/2024"), ("due_on", "tuần sau"), ("percent", "gần xong"), ("percent", 250)])
def test_value_that_does_not_fit_is_shown_but_not_allowed(column: str, typed: object) -> None:
    """An impossible day and a percentage above 100 are differences that can't be taken over."""
    (edit,) = read_back(edited(put(4, column, typed)), WEEK.tasks).edits
    assert (edit.after, edit.allowed) == (str(typed), False)


def test_directives_words_cannot_be_changed_from_a_sheet() -> None:
    """A change to the clause is shown and not allowed."""
    (edit,) = read_back(edited(put(4, "quote", "khác")), WEEK.tasks).edits
    assert (edit.column, edit.allowed) == ("quote", False)


def test_edit_of_what_changed_meanwhile_is_a_conflict() -> None:
    """The sheet said 60, a person typed 70, and the store says 65 by now: all three are shown."""
    later = tuple(replace(task, percent=65) if task.code == "#12" else task for task in WEEK.tasks)
    (edit,) = read_back(edited(put(3, "percent", 0.7)), later).edits
    assert (edit.before, edit.after, edit.now, edit.conflict) == (60, 70, 65, True)


def test_change_in_the_store_alone_is_no_edit() -> None:
    """What moved on since the sheet was made isn't taken back by an untouched sheet."""
    later = tuple(replace(task, percent=99, report="mới") for task in WEEK.tasks)
    assert read_back(tracking_sheet(WEEK), later) == ReadBack()


def test_removed_and_sorted_rows_are_no_edits() -> None:
    """Deleting rows and sorting the others changes nothing."""

    def rearrange(page: Worksheet) -> None:
        page.delete_rows(5, 3)
        values = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
        for number, row in enumerate(reversed(values), 2):
            for place, value in enumerate(row, 1):
                page.cell(number, place).value = value

    assert read_back(edited(rearrange), WEEK.tasks) == ReadBack()


def test_rows_added_by_hand_are_named() -> None:
    """A row without a key, or with one that the store doesn't know, is pointed out by its number."""
    assert read_back(edited(lambda page: page.append(["#99", "tự thêm"])), WEEK.tasks).strange_rows == (26,)
    assert read_back(tracking_sheet(WEEK), WEEK.tasks[1:]).strange_rows == (2,)


@pytest.mark.parametrize(("data", "code"), [(b"", "damaged"), (b"PK\x03\x04 no", "damaged"), (b"text", "damaged")])
def test_what_is_no_sheet_is_refused(data: bytes, code: str) -> None:
    """Bytes that are no spreadsheet raise one error with a code."""
    with pytest.raises(SheetUnreadableError) as refused:
        read_back(data, WEEK.tasks)
    assert refused.value.code == code


def test_somebody_elses_sheet_is_refused() -> None:
    """A spreadsheet without our hidden column is not read as edits."""
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book.save(buffer)
    with pytest.raises(SheetUnreadableError) as refused:
        read_back(buffer.getvalue(), WEEK.tasks)
    assert refused.value.code == "not_ours"


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 20_000), st.binary(max_size=40))
def test_damaged_sheet_never_crashes(place: int, junk: bytes) -> None:
    """A sheet with bytes overwritten anywhere is read or refused with our error, nothing else."""
    data = bytearray(tracking_sheet(WEEK))
    data[place : place + len(junk)] = junk
    with contextlib.suppress(SheetUnreadableError):
        read_back(bytes(data), WEEK.tasks)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"]), st.integers(0, 5000), st.binary(max_size=20))
def test_whole_package_with_broken_content_never_crashes(member: str, place: int, junk: bytes) -> None:
    """A package that is whole but whose parts are nonsense is read or refused with our error, nothing else."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(tracking_sheet(WEEK))) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = bytearray(old.read(name))
            if name == member:
                content[place : place + len(junk)] = junk
            new.writestr(name, bytes(content))
    with contextlib.suppress(SheetUnreadableError):
        read_back(made.getvalue(), WEEK.tasks)


def test_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that says it unpacks to more than the limit is refused."""
    monkeypatch.setattr("reports.read_back.UNPACKED_BYTES", 1000)
    with pytest.raises(SheetUnreadableError) as refused:
        read_back(tracking_sheet(WEEK), WEEK.tasks)
    assert refused.value.code == "too_large"

"""The tracking table and the calendar on the command line: out, and back with what a person edited."""

import io
from datetime import date
from pathlib import Path

import icalendar
import openpyxl
import pytest
from sqlmodel import Session, select
from typer.testing import CliRunner

from bot.__main__ import app
from bot.commands.failing import CommandError
from reports.columns import COLUMNS
from storage import duties, progress, units
from storage.db import transaction
from storage.duties import Duty
from storage.models import Event, Task
from tests.house import MONDAY, House

PLACES = {column.name: place for place, column in enumerate(COLUMNS, 1)}


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """An office whose letter is in force, where the command line looks for its store."""
    monkeypatch.chdir(tmp_path)
    house = House(tmp_path)
    house.in_force()
    monkeypatch.setenv("TIENDO_DATABASE_URL", house.engine.url.render_as_string(hide_password=False))
    return house


def tiendo(*arguments: str) -> list[str]:
    """A command's lines on stdout; what goes wrong is raised."""
    done = CliRunner().invoke(app, arguments)
    if done.exception is not None:
        raise done.exception
    return done.stdout.splitlines()


def lead(session: Session, task: int) -> Duty:
    """What the unit that leads a task holds of it."""
    return next(duty for duty in duties.of_task(session, task) if duty.assignment.part == "lead")


def edited(file: Path, cells: dict[tuple[str, str], object]) -> None:
    """A person fills in cells, named by task code and column."""
    book = openpyxl.load_workbook(file)
    page = book.worksheets[0]
    rows = {page.cell(row, 1).value: row for row in range(2, page.max_row + 1)}
    for (code, column), value in cells.items():
        page.cell(rows[code], PLACES[column]).value = value
    book.save(file)


def test_nothing_edited_is_nothing_to_do(house: House) -> None:
    """A table that comes back as it went out has no difference."""
    tiendo("export", "--xlsx", "a.xlsx")
    assert tiendo("import-sheet", "a.xlsx") == []


def test_differences_are_shown_and_change_nothing(house: House) -> None:
    """Without --apply the edits are listed, and the store stays as it is."""
    tiendo("export", "--xlsx", "a.xlsx")
    edited(Path("a.xlsx"), {("#2", "percent"): 0.4})
    assert tiendo("import-sheet", "a.xlsx") == ["#2 Tiến độ: – → 40"]
    assert tiendo("import-sheet", "a.xlsx") == ["#2 Tiến độ: – → 40"]


def test_edits_become_reports_deadlines_and_handings_over(house: House) -> None:
    """Applied, each edit is in the store and in the trail, and a second time there is nothing left to do."""
    tiendo("export", "--xlsx", "a.xlsx")
    cells: dict[tuple[str, str], object] = {
        ("#1", "due_on"): date(2024, 5, 15),
        ("#1", "percent"): 0.4,
        ("#1", "difficulty"): "thiếu xi măng",
        ("#2", "done_on"): "18/3/2024",
        ("#3", "unit"): "UBND xã Cao Lâu",
        ("#1", "support"): "Phòng Nội vụ",
    }
    edited(Path("a.xlsx"), cells)
    assert len(tiendo("import-sheet", "a.xlsx", "--apply", "--as", "Bình")) == len(cells)
    with transaction(house.engine) as session:
        first, second, third = (lead(session, number) for number in (1, 2, 3))
        assert (first.occurrence.due_on, first.occurrence.original_due_on) == (date(2024, 5, 15), date(2024, 4, 29))
        said = progress.latest(session, first.occurrence.id or 0)
        assert said is not None
        assert (said.status, said.percent, said.difficulty) == ("stuck", 40, "thiếu xi măng")
        assert (second.occurrence.state, second.occurrence.done_on) == ("done", date(2024, 3, 18))
        assert units.unit_id(units.named(session, "UBND xã Cao Lâu")) == third.assignment.unit_id  # type: ignore[arg-type]
        assert session.get_one(Task, 1).support_names == ["Phòng Nội vụ"]
        kinds = {event.kind for event in session.exec(select(Event)).all()}
    assert kinds >= {"deadline_moved", "reported", "assigned", "support_changed"}
    tiendo("export", "--xlsx", "b.xlsx")
    assert tiendo("import-sheet", "b.xlsx") == []


def test_what_the_store_knows_better_is_left_alone(house: House) -> None:
    """A cell whose value changed in the store meanwhile, an unknown unit and a locked column are refused by name; the rest is done."""
    tiendo("export", "--xlsx", "a.xlsx")
    house.says("Mai", "#2 được 70%")
    cells = {("#2", "percent"): 0.4, ("#1", "unit"): "UBND xã Không Có Ở Đâu", ("#1", "text"): "khác", ("#1", "percent"): 0.2}
    edited(Path("a.xlsx"), cells)
    with pytest.raises(CommandError, match="3 of 4"):
        tiendo("import-sheet", "a.xlsx", "--apply", "--as", "Bình")
    with transaction(house.engine) as session:
        assert [lead(session, number).occurrence.percent for number in (1, 2)] == [20, 70]


def test_a_file_that_is_no_table_of_ours(house: House) -> None:
    """Anything else is refused in one sentence, and so is a name that nobody has."""
    Path("a.xlsx").write_bytes(b"PK nothing")
    with pytest.raises(CommandError, match="damaged"):
        tiendo("import-sheet", "a.xlsx")
    tiendo("export", "--xlsx", "b.xlsx")
    with pytest.raises(CommandError, match="Nobody here is called “Ai Đó”"):
        tiendo("import-sheet", "b.xlsx", "--apply", "--as", "Ai Đó")


def test_the_calendar_of_a_unit_updates_in_place(house: House) -> None:
    """A unit's calendar holds its own deadlines; a moved one keeps its id and has the next sequence."""
    tiendo("export", "--ics", "a.ics", "--unit", "Cao Lâu")
    with transaction(house.engine) as session:
        duty = lead(session, 1)
        duties.move_deadline(session, duty, date(2024, 5, 15), MONDAY, person_id=None, inbox_id=None, why="")
    tiendo("export", "--ics", "b.ics", "--unit", "Cao Lâu")
    before, after = (_events(Path(name)) for name in ("a.ics", "b.ics"))
    assert sorted(before) == sorted(after)
    assert len(before) == 2
    moved = next(uid for uid in before if uid.startswith("1-"))
    assert [events[moved] for events in (before, after)] == [(date(2024, 4, 29), 0), (date(2024, 5, 15), 1)]


def _events(file: Path) -> dict[str, tuple[date, int]]:
    found = icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    return {str(event["uid"]): (event.decoded("dtstart"), int(event["sequence"])) for event in found}


def test_a_recurring_duty_is_one_event(house: House) -> None:
    """However often it fell due, a weekly duty is in the calendar once, with its rule."""
    house.says("Bình", "giao Cao Lâu: báo cáo tuần")
    with transaction(house.engine) as session:
        task = session.get_one(Task, 2)
        task.rrule = "FREQ=WEEKLY;BYDAY=FR"
        (duty,) = duties.of_task(session, 2)
        for day in (date(2024, 3, 22), date(2024, 3, 29)):
            duties.add_occurrence(session, duty.assignment, task, day.isoformat(), day, MONDAY)
    tiendo("export", "--ics", "a.ics")
    found = icalendar.Calendar.from_ical(Path("a.ics").read_bytes()).walk("VEVENT")
    assert [event["rrule"]["FREQ"] for event in found if str(event["uid"]).startswith("2-")] == [["WEEKLY"]]


def test_a_table_of_one_unit_only(house: House) -> None:
    """With --unit the table holds the tasks of that unit and of no other."""
    tiendo("export", "--xlsx", "a.xlsx", "--unit", "Gia Cát")
    page = openpyxl.load_workbook(io.BytesIO(Path("a.xlsx").read_bytes())).worksheets[0]
    assert [page.cell(row, 1).value for row in range(2, page.max_row + 1)] == ["#3"]
    with pytest.raises(CommandError, match="no single unit"):
        tiendo("export", "--xlsx", "b.xlsx", "--unit", "Không Đâu Cả")

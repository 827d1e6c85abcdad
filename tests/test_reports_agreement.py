"""Right to the digit: message, picture, Word and sheet say the same numbers, and they are the tasks' own."""

import io
import re

import docx
import openpyxl
from hypothesis import HealthCheck, given, settings

from reports.chart import picture_data
from reports.facts import STATES, WeekFacts
from reports.kept import digest_json
from reports.sheet import tracking_sheet
from reports.weekly import plain_text
from reports.word import weekly_report
from tests.report_weeks import weeks

NAMES = {"Done on time": "done_on_time", "Done late": "done_late", "Still open": "open", "Overdue": "overdue"}


def counted(facts: WeekFacts) -> list[int]:
    """The four states counted by hand from the tasks."""
    return [sum(task.state == state for task in facts.tasks) for state in STATES]


def on_time(facts: WeekFacts) -> str:
    """The on-time share by hand: done in time, of what is done or should have been by its original deadline."""
    judged = [task for task in facts.tasks if task.state != "open" or (task.original_due_on and task.original_due_on < facts.as_of.date())]
    return f"{sum(task.state == 'done_on_time' for task in judged)}/{len(judged)}" if judged else "–"


def in_message(facts: WeekFacts) -> list[int]:
    """The four states as the message says them."""
    found = re.search(r"(\d+) done on time, (\d+) done late, (\d+) open, (\d+) overdue", plain_text(facts, "en", 100_000))
    assert found
    return [int(figure) for figure in found.groups()]


def in_picture(facts: WeekFacts) -> list[list[int]]:
    """The four states in the picture's tiles, and the sums of its rows."""
    data = picture_data(facts, "en")
    return [[data["counts"][state] for state in STATES], [sum(row["counts"][state] for row in data["rows"]) for state in STATES]]


def in_word(facts: WeekFacts) -> tuple[list[list[int]], str]:
    """The totals and the sums of rows in the table by unit, and the on-time share of its last row."""
    table = docx.Document(io.BytesIO(weekly_report(facts, "en"))).tables[1]
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    figures = [[int(figure) for figure in row[2:6]] for row in rows]
    sums = [sum(row[place] for row in figures[:-1]) for place in range(4)]
    return [figures[-1], sums], rows[-1][6]


def in_sheet(facts: WeekFacts) -> tuple[list[list[int]], str]:
    """The states of the sheet's tasks, its row of totals, and the on-time share there."""
    book = openpyxl.load_workbook(io.BytesIO(tracking_sheet(facts, "en")), read_only=True)
    tasks, units = (list(page.iter_rows(values_only=True)) for page in book.worksheets)
    place = tasks[0].index("State")
    states = [NAMES[str(row[place])] for row in tasks[1:]]
    return [[states.count(state) for state in STATES], [int(str(figure)) for figure in units[-1][1:5]]], str(units[-1][6])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(weeks())
def test_every_rendering_says_the_tasks_own_numbers(facts: WeekFacts) -> None:
    """Counting the tasks by hand gives the counts of message, picture, Word, sheet and JSON."""
    expected = counted(facts)
    word, _ = in_word(facts)
    sheet, _ = in_sheet(facts)
    public = digest_json(facts)
    assert in_message(facts) == expected
    assert [*in_picture(facts), *word, *sheet] == [expected] * 6
    assert [public["counts"][state] for state in STATES] == expected
    assert [sum(unit["counts"][state] for unit in public["units"]) for state in STATES] == expected


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(weeks())
def test_every_rendering_says_the_same_on_time_share(facts: WeekFacts) -> None:
    """The on-time share by hand is the one in Word, sheet, picture and JSON."""
    expected = on_time(facts)
    public = digest_json(facts)["rates"]["on_time"]
    picture = picture_data(facts, "en")["rates"][0][1]
    shares = [in_word(facts)[1], in_sheet(facts)[1], picture]
    assert [share.split(" ")[0] for share in shares] == [expected] * 3
    assert (f"{public['n']}/{public['of']}" if public["of"] else "–") == expected

"""Words that try to be something else stay words in the calendar, the Word file and the JSON; the sheet has its own tests."""

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from icalendar import Calendar

from bot.exports import everything
from reports.calendar import calendar
from reports.word import weekly_report
from storage.db import transaction
from tests.house import House
from tests.report_weeks import written_week

WEEK = written_week()
HOSTILE = (
    "x\r\nEND:VEVENT\r\nBEGIN:VALARM\r\nACTION:PROCEDURE\r\nATTACH:http://bad.example\r\nEND:VALARM",
    '=HYPERLINK("http://bad.example","xem")',
    '</w:t><w:hyperlink r:id="rId1"/><script>alert(1)</script>',
    "a\0b\x0b\x1f\u2028c",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_a_calendar_holds_words_as_words(words: str) -> None:
    """Line ends in a task's text open no component and no property of their own."""
    task = next(task for task in WEEK.tasks if task.due_on is not None)
    data = calendar([replace(task, text=words, unit=words, difficulty=words)], WEEK.as_of, words)
    read = Calendar.from_ical(data)
    assert [part.name for part in read.walk() if part.name in ("VEVENT", "VALARM")] == ["VEVENT"]
    assert "ATTACH" not in read.walk("VEVENT")[0]


@pytest.mark.parametrize("words", HOSTILE)
def test_a_word_file_holds_words_as_words(words: str) -> None:
    """It opens, links nowhere, and runs nothing."""
    hostile = replace(WEEK, tasks=tuple(replace(task, text=words, report=words, difficulty=words) for task in WEEK.tasks))
    data = weekly_report(hostile)
    assert Document(io.BytesIO(data)).tables
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        text = package.read("word/document.xml").decode()
        assert "bad.example" not in package.read("word/_rels/document.xml.rels").decode()
    assert "<script" not in text
    assert "w:fldSimple" not in text


def test_the_json_holds_words_as_words(tmp_path: Path) -> None:
    """Whatever was said comes back sign for sign."""
    house = House(tmp_path)
    house.in_force()
    for words in HOSTILE[:3]:
        house.says("Mai", words)
    with transaction(house.engine) as session:
        held = json.loads(everything(session))
    assert [row["text"] for row in held["Inbox"]] == list(HOSTILE[:3])
    house.close()

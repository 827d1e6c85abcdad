"""Whole letters: invented directives with expected tasks beside them, and what holds for any text."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directives.model import Directive, Roster, UnitName
from directives.parse import parse, parse_text
from directives.spelling import fold

GOLDEN = Path(__file__).parent / "golden" / "directives"
SAMPLES = Path(__file__).parent.parent / "samples" / "directives"
FACTS = ("lead", "support", "communes", "due_on", "due_time", "rrule", "starts_on", "ongoing")


def read(path: Path, roster: Roster | None = None) -> dict[str, Any]:
    return json.loads(json.dumps(parse(path.name, path.read_bytes(), roster or Roster()).to_json()))


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem)
def test_golden_tasks(path: Path) -> None:
    """Every expected task of an invented directive is read with its units, communes and deadline, from the expected passage."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    tasks = {task["ref"]: task for task in read(path.with_suffix(".txt"))["tasks"]}
    for expected in gold["tasks"]:
        task = tasks[expected["ref"]]
        assert {fact: task[fact] for fact in FACTS} == {fact: expected[fact] for fact in FACTS}, expected["ref"]
        assert fold(expected["anchor"]) in fold(task["quote"])


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem)
def test_golden_strays(path: Path) -> None:
    """Nothing else in an invented directive is taken for a task."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    assert {task["ref"] for task in read(path.with_suffix(".txt"))["tasks"]} == {task["ref"] for task in gold["tasks"]}


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem)
def test_golden_heads(path: Path) -> None:
    """Kind, number, date and subject of an invented directive are read from its head."""
    gold = json.loads(path.read_text(encoding="utf-8"))["document"]
    document = read(path.with_suffix(".txt"))["document"]
    for fact in ("kind", "number", "symbol", "issued", "subject", "communes"):
        assert document[fact] == gold[fact], fact


@pytest.mark.parametrize("path", sorted([*GOLDEN.glob("*.txt"), *SAMPLES.glob("*.txt")]), ids=lambda path: path.stem)
def test_quotes(path: Path) -> None:
    """Every quote stands verbatim in the file, apart from how its lines are broken."""
    words = " ".join(path.read_text(encoding="utf-8").split())
    for task in parse(path.name, path.read_bytes()).tasks:
        if " | " not in task.quote:
            assert " ".join(task.quote.split()) in words


def test_sample_has_thirty_three_dated_tasks() -> None:
    """The sample of fourteen sections gives its 33 dated and recurring tasks."""
    tasks = read(SAMPLES / "cao_lau.txt")["tasks"]
    assert sum(bool(task["due_on"] or task["rrule"]) for task in tasks) == 33


def test_roster_names_win() -> None:
    """A unit is called as the roster calls it, whichever alias the letter uses, and others are marked as unknown."""
    roster = Roster((UnitName("Phòng Kinh tế xã Bình An", "phòng", ("Phòng KT",)),))
    directive = parse_text(
        "a.txt", "1. Phòng KT\n\n- Lập danh sách hộ trước ngày 30/6/2026.\n\n2. Công an xã\n\n- Kiểm tra trước ngày 1/7/2026.", roster
    )
    assert [(task.lead, task.warnings) for task in directive.tasks] == [
        (("Phòng Kinh tế xã Bình An",), ()),
        (("Công an xã",), ("unknown_unit",)),
    ]


PIECES = st.sampled_from(
    [
        "1. Phòng Nội vụ", "II. TỔ CHỨC THỰC HIỆN", "- Rà soát hồ sơ, xong trước ngày 30/6/2025.", "+ Thời gian:", "+ "
            "Đơn vị chủ trì: UBND các xã",
        "Số: /KH-UBND", "| STT | Nội dung | Chủ trì | Thời gian |", "| 1 | Lập kế hoạch | nt | Quý II |", "Kính gửi: UBND các xã A, B",
        "Giao Sở Y tế chủ trì, phối hợp với", "(1). Xã", "a) Nhiệm vụ", "Điều 1.", "Nơi nhận:", "PHỤ LỤC", "**", "đạt "
            "12/20 xã, đạt 55%", "12", "",
        "Từ ngày 16/9 báo cáo hằng tuần;", "xã", "Tiêu chí số 5 - Trường học: sửa chữa", "\t", "(", "Đối với", "UBND xã", "tiêu chí",
    ]
)  # fmt: skip


def holds(directive: Directive) -> None:
    refs = [task.ref for task in directive.tasks]
    assert len(refs) == len(set(refs))
    assert all(task.quote and task.quote in directive.text for task in directive.tasks)
    json.dumps(directive.to_json())


@given(st.lists(PIECES, max_size=30))
@settings(max_examples=150, deadline=None)
def test_any_pieces(pieces: list[str]) -> None:
    """However the pieces of letters are thrown together, references are unique and quotes stand in the text."""
    holds(parse_text("a.txt", "\n".join(pieces)))


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_text(text: str) -> None:
    """Any text ends in a directive."""
    holds(parse_text("a.txt", text))


def test_long_letter() -> None:
    """A letter of ninety-nine sections is read in full."""
    text = "\n\n".join(f"{number}. Phòng Nội vụ\n\n- Việc {number}, xong trước ngày 30/6/2025." for number in range(1, 100))
    assert len(parse_text("a.txt", text).tasks) == 99

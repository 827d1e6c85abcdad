"""Every phrase of tests/golden/deadlines means what an official says it means."""

import re
from pathlib import Path

import pytest

from directives.deadlines import Deadline, Frame, deadlines, field_deadlines

GOLDEN = Path(__file__).parent / "golden" / "deadlines"
WARNINGS = {"?": "ambiguous_deadline", "impossible": "impossible_date", "low": "low_quality_text"}


def cases() -> list[object]:
    """(file, phrase, issued, expected) of every line; the test's name tells where it stands."""
    found = []
    for path in sorted(GOLDEN.glob("*.txt")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                phrase, issued, expected = (part.strip() for part in line.rsplit("|", 2))
                found.append(pytest.param(path.stem, phrase.replace("\\n", "\n"), issued, expected, id=f"{path.name}:{number}"))
    return found


def frame(issued: str) -> Frame:
    """The frame that a golden line describes."""
    known, _, plan = issued.partition(" plan ")
    year, month, day = [*(int(part) for part in known.split("-") if part != "?"), None, None, None][:3]
    return Frame(year, month, day, int(plan) if plan else None)


def described(deadline: Deadline) -> str:
    """A deadline as golden files write it, without its words."""
    doubts = [sign for sign, code in WARNINGS.items() if code in deadline.warnings]
    parts = [
        deadline.due_on and deadline.due_on.isoformat(),
        deadline.rrule,
        deadline.due_time and deadline.due_time.strftime("%H:%M"),
        deadline.starts_on and f"from {deadline.starts_on}",
        deadline.ongoing and "ongoing",
        *doubts,
    ]
    return " ".join(part for part in parts if part)


@pytest.mark.parametrize(("file", "phrase", "issued", "expected"), cases())
def test_phrase_means_what_the_golden_file_says(file: str, phrase: str, issued: str, expected: str) -> None:
    """The deadlines read from a golden phrase are those of its line, in order, with the words that it names."""
    found = (field_deadlines if file == "fields" else deadlines)(phrase, frame(issued))
    wanted = [] if expected == "-" else expected.split(" & ")
    assert " & ".join(described(one) for one in found) == " & ".join(re.sub(r" ?«.*»", "", one) for one in wanted)
    for one, words in zip(found, wanted, strict=True):
        if shown := re.search(r"«(.*)»", words):
            assert one.text == shown[1]


def test_the_golden_files_hold_enough() -> None:
    """There are at least 300 golden phrases."""
    assert len(cases()) >= 300

"""Any text whatever gives deadlines that lie in it, in order and apart, in bounded time."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directives.deadlines import Deadline, Frame, deadlines, field_deadlines, is_ongoing, start_on
from directives.deadlines.fold import unmarked

# Words that rules begin or go on with, so that random texts get deep into them.
WORDS = "trước ngày chậm nhất đến hết trong tháng quý năm tuần hằng hàng định kỳ từ kể sau khi giờ thứ sáu cuối đầu giữa lần thường xuyên"
FIGURES = "30/4 31/11/2024 29/02 99/99/9999 l5/O4 0/0 III iv 6 12 2024 0000 9999 và - / . , ; : ( ) ** %"
PIECES = st.lists(st.sampled_from([*WORDS.split(), *FIGURES.split(), "\n", "\t"]), max_size=60)
texts = st.text(max_size=200) | PIECES.map(" ".join) | PIECES.map("".join)
years = st.none() | st.integers(-1, 10_000)
frames = st.builds(Frame, years, st.none() | st.integers(-1, 13), st.none() | st.integers(-1, 32), years)


def well_placed(text: str, found: list[Deadline]) -> bool:
    """In order, apart, each span not empty and holding the words shown."""
    edges = [edge for one in found for edge in (one.start, one.end)]
    shown = all(one.start < one.end <= len(text) and one.text == unmarked(text[one.start : one.end]) for one in found)
    return edges == sorted(edges) and shown


@given(texts, frames)
@settings(max_examples=300, deadline=None)
def test_any_text_gives_spans_within_it(text: str, frame: Frame) -> None:
    """No text and no frame raises, and the spans are in order, apart, and hold what is shown."""
    assert well_placed(text, deadlines(text, frame))
    assert well_placed(text, field_deadlines(text, frame))
    start_on(text, frame)
    is_ongoing(text)


@given(texts, frames)
@settings(max_examples=200, deadline=None)
def test_decomposed_letters_read_the_same(text: str, frame: Frame) -> None:
    """A text in NFD has the deadlines of the same text in NFC."""
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    meaning = [(one.due_on, one.due_time, one.rrule, one.ongoing, one.warnings) for one in deadlines(composed, frame)]
    assert meaning == [(one.due_on, one.due_time, one.rrule, one.ongoing, one.warnings) for one in deadlines(decomposed, frame)]


@given(texts, frames)
@settings(max_examples=200, deadline=None)
def test_a_deadline_is_dated_or_recurs_or_is_doubted(text: str, frame: Frame) -> None:
    """Every deadline has a day, a rule or no end; else it says that it is ambiguous."""
    for one in deadlines(text, frame) + field_deadlines(text, frame):
        assert one.due_on is None or one.rrule is None
        assert one.due_on or one.rrule or one.ongoing or "ambiguous_deadline" in one.warnings


HOSTILE = [
    "1",
    "/",
    "1/",
    "1/1",
    "trước ",
    "hằng tháng, ",
    "từ ngày 1 ",
    "ngày 1, ",
    "tháng 1, ",
    ".",
    ". ",
    "- ",
    "thời gian ",
    "thời gian: ",
    "thường xuyên ",
    "sau khi ",
    "trong 1 ",
    "a",
    "(",
    "30/4/2024 và ",
    "́",
    "*",
    "trước ngày 30/4/2024. ",
    "hằng năm, ",
    "định kỳ 6 tháng ",
    "ngay khi có ",
    "thời gian: tháng 6; ",
    "kể từ ngày ",
    "01 lần/",
    "trong 900 ngày làm việc kể từ ngày 1/1/2024 ",
    "Thời gian thời gian ",
    "quý I, ",
    "từ 1/1 - 1/2 ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_one_piece_over_and_over_returns(piece: str) -> None:
    """30,000 characters of one piece repeated are read at once: no rule runs away."""
    text = piece * (30_000 // len(piece))
    assert well_placed(text, deadlines(text, Frame(2024, 3)))
    assert well_placed(text, field_deadlines(text, Frame(2024, 3)))


def test_long_hostile_text_returns() -> None:
    """200,000 characters of digits, slashes and prepositions are read within the test's time limit."""
    text = "trước ngày 1/trước ngày //12/3" * (200_000 // 30)
    assert well_placed(text, deadlines(text, Frame(2024, 3)))


def test_a_million_digits_hold_no_deadline() -> None:
    """A million digits are one number."""
    assert deadlines("trước ngày " + "1" * 1_000_000, Frame(2024)) == []

"""The door for files: what comes out whatever goes in."""

import unicodedata
from pathlib import Path

import pytest

from directives.model import UnreadableError
from directives.paragraphs import Cell, Paragraph
from directives.read import read
from tests.letters import BODY, text_pdf, typst_source, word_letter


def texts(data: bytes, name: str = "thu.txt") -> list[str]:
    """The texts of the paragraphs read."""
    return [paragraph.text for paragraph in read(name, data).paragraphs]


def test_each_line_of_a_text_is_a_paragraph_and_none_is_joined() -> None:
    """A sentence broken over two blocks stays two paragraphs."""
    assert texts("- Rà soát, xác\n\nđịnh nhiệm vụ.\n".encode()) == ["- Rà soát, xác", "định nhiệm vụ."]


def test_a_line_knows_whether_a_blank_line_parts_it_from_the_one_before() -> None:
    """Only the second of two touching lines is close."""
    reading = read("a.txt", "UBND HUYỆN\nSÔNG MAI\n\nSố: 5".encode())
    assert [paragraph.close for paragraph in reading.paragraphs] == [False, True, False]


def test_text_is_composed_and_loses_only_what_cannot_be_seen() -> None:
    """NFD becomes NFC; soft hyphens and byte-order marks go; inner spaces stay."""
    decomposed = unicodedata.normalize("NFD", "Phòng  Nội\u00ad vụ\ufeff")
    assert texts(decomposed.encode()) == ["Phòng  Nội vụ"]


def test_a_pipe_table_becomes_cells_without_its_ruling_line() -> None:
    """The row of dashes is no row."""
    reading = read("a.md", "| STT | Nội dung |\n|---|:--|\n| 1 | Rà soát |\n".encode())
    assert reading.paragraphs[2:] == (Paragraph("1", cell=Cell(0, 1, 0)), Paragraph("Rà soát", cell=Cell(0, 1, 1)))


def test_a_table_pasted_with_tabs_becomes_cells() -> None:
    """Two touching lines with the same number of tabs are a table."""
    reading = read("a.txt", b"STT\tViec\tHan\n1\tHop\t30/4\n\nHet")
    assert [paragraph.cell for paragraph in reading.paragraphs][-2:] == [Cell(0, 1, 2), None]


@pytest.mark.parametrize("name", ["thu.txt", "thu.pdf", "thu", "thu.jpg", "../thu.doc"])
def test_a_wrong_ending_is_read_by_the_true_type(name: str) -> None:
    """The name decides nothing."""
    assert BODY[4] in texts(word_letter(), name)
    assert BODY[4] in texts(text_pdf(typst_source()), name)


@pytest.mark.parametrize("data", [b"", b"  \n\t\r\n", b"\xef\xbb\xbf"])
def test_nothing_to_read_is_said(data: bytes) -> None:
    """An empty file is an error of its own, not an empty reading."""
    with pytest.raises(UnreadableError, match="empty"):
        read("a.txt", data)


def test_long_readings_tell_how_far_they_are() -> None:
    """Progress never goes back and ends at 1."""
    told: list[tuple[float, str]] = []
    read("a.pdf", text_pdf(typst_source(BODY * 10)), lambda share, what: told.append((share, what)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert any("trang 2" in what for _, what in told)


@pytest.mark.shared
def test_real_directives_lose_no_line(shared_path: Path) -> None:
    """Every printed line of the real texts is a paragraph, in order."""
    for path in sorted((shared_path / "directives").glob("*.txt")):
        data = path.read_bytes()
        lines = [unicodedata.normalize("NFC", line).strip() for line in data.decode().splitlines()]
        assert texts(data) == [line for line in lines if line], path.name

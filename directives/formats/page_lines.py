"""Words of a page → lines in reading order; heads and feet in two columns are read column by column."""

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from directives.formats.page import Box, Page, around

_WIDE_GAP = 1.4
"""Times the height of a word: wider than the spaces of justified text, narrower than the gap between a head's columns."""

_LEFTMOST_GAP, _RIGHTMOST_GAP = 0.2, 0.7  # where on the page the gap between two columns may lie
_CENTRED = 0.03  # of the page's width

# The right column of a head begins with these, however narrow the gap before them.
_MOTTO = re.compile(r"(?:CỘNG|Độc|ĐẢNG)$")
_MOTTO_ROW = re.compile(r"\S+ .*(?:CỘNG HO\S+ XÃ HỘI CHỦ|Độc lập ?[-–] ?Tự do|ĐẢNG CỘNG SẢN VIỆT)")
_AFTER_HEAD = re.compile(r"Kính gửi|[A-ZĐÀ-Ỹ ]*(?:THÔNG BÁO|KẾ HOẠCH|QUYẾT ĐỊNH|CHỈ THỊ|CÔNG ĐIỆN|BÁO CÁO|HƯỚNG DẪN)\b")
_NUMBER = re.compile(r"Số\s*:|Số\s+\d")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line. `first` is the width of its first word; `apart` lines (of a column) are joined with nothing."""

    box: Box
    page: int
    first: float
    apart: bool = False

    @property
    def text(self) -> str:
        """The line's words with single spaces."""
        return self.box.text


def rows_of(words: list[Box]) -> list[list[Box]]:
    """Words that stand on one height, each row from left to right, rows from top to bottom."""
    rows: list[list[Box]] = []
    extent = (0.0, 0.0)
    for word in sorted(words, key=lambda box: box.middle):
        top, bottom = extent
        overlap = min(bottom, word.bottom) - max(top, word.top)
        if rows and overlap > min(bottom - top, word.height) / 2:
            rows[-1].append(word)
            extent = (min(top, word.top), max(bottom, word.bottom))
        else:
            rows.append([word])
            extent = (word.top, word.bottom)
    return [sorted(row, key=lambda box: box.left) for row in rows]


def lines_of(page: Page, words: list[Box]) -> list[Line]:
    """The lines of a stretch of the page, in the order in which they are read."""
    if not words:
        return []
    gap = _WIDE_GAP * median(word.height for word in words)
    lines: list[Line] = []
    columns: _Columns | None = None
    for row in rows_of(words):
        parts = _split(row, page, gap)
        if columns and columns.take(row, parts, page):
            continue
        lines += columns.lines(page) if columns else []
        columns = _Columns(parts) if len(parts) > 1 else None
        if columns is None:
            lines.append(line_of(row, page.number))
    return lines + (columns.lines(page) if columns else [])


def line_of(words: list[Box], page: int, *, apart: bool = False) -> Line:
    """One line of words that stand side by side."""
    return Line(around(words, " ".join(word.text for word in words)), page, words[0].right - words[0].left, apart)


class _Columns:
    """Rows of a head or foot that stand in two columns, gathered until a row crosses the gap between them."""

    def __init__(self, parts: list[list[Box]]) -> None:
        self.left, self.right = [parts[0]], [parts[1]]
        self.gap = (parts[0][-1].right + parts[1][0].left) / 2
        self.breaks: list[tuple[int, int]] = []
        self._mark_number(parts[0])

    def take(self, row: list[Box], parts: list[list[Box]], page: Page) -> bool:
        """Whether the row belongs to the columns; then it is kept."""
        text = " ".join(word.text for word in row)
        if len(parts) > 1 and parts[0][-1].right <= parts[1][0].left:
            self._mark_number(parts[0])
            self.left.append(parts[0])
            self.right.append(parts[1])
            return True
        box = around(row)
        if _AFTER_HEAD.match(text) or abs(box.centre - page.width / 2) < _CENTRED * page.width:
            return False
        if box.right <= self.gap:
            self._mark_number(row)
            self.left.append(row)
            return True
        if box.left >= self.gap:
            self.right.append(row)
            return True
        return False

    def lines(self, page: Page) -> list[Line]:
        """Office, then motto; then number, then place and date: the left column first between one "Số:" and the next."""
        ordered: list[list[Box]] = []
        left_from, right_from = 0, 0
        for left_to, right_to in [*self.breaks, (len(self.left), len(self.right))]:
            ordered += self.left[left_from:left_to] + self.right[right_from:right_to]
            left_from, right_from = left_to, right_to
        return [line_of(row, page.number, apart=True) for row in ordered]

    def _mark_number(self, row: list[Box]) -> None:
        if _NUMBER.match(" ".join(word.text for word in row)) and not self.breaks and len(self.left) > 1:
            self.breaks.append((len(self.left), len(self.right)))


def _split(row: list[Box], page: Page, gap: float) -> list[list[Box]]:
    """The row's two columns, or the row itself where it has one."""
    at = _motto_at(row) or _gap_at(row, page, gap)
    return [row[:at], row[at:]] if at else [row]


def _motto_at(row: list[Box]) -> int:
    if not _MOTTO_ROW.match(" ".join(word.text for word in row)):
        return 0
    return max((index for index, word in enumerate(row) if _MOTTO.match(word.text)), default=0)


def _gap_at(row: list[Box], page: Page, gap: float) -> int:
    """Where the widest gap of the row divides it in two; 0 where no gap is wide enough or in the page's midst."""
    gaps = [(after.left - before.right, index + 1) for index, (before, after) in enumerate(pairwise(row))]
    width, at = max(gaps, default=(0.0, 0))
    if width < gap:
        return 0
    middle = (row[at - 1].right + row[at].left) / 2 / page.width
    return at if _LEFTMOST_GAP < middle < _RIGHTMOST_GAP else 0

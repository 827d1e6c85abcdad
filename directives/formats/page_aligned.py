"""Tables without rules: a header that begins with "STT" and columns kept apart by white → a `Grid` like that of a ruled one."""

import re
from dataclasses import replace
from itertools import pairwise
from statistics import median

from directives.formats.page import MAX_TABLES, Box, Grid, Page, Place, around
from directives.formats.page_lines import rows_of

_HEADER = re.compile(r"S?TT\b|Số TT\b", re.IGNORECASE)
_LEAST_COLUMNS, _LEAST_ROWS = 3, 3
_COLUMN_GAP = 0.45
"""Times the height of a word: narrower than the cell margins of Word; that wide spaces fall into it as well does no harm."""

_LEAST_WHITE = 2.0  # points that must stay white between two columns all the way down
_MOST_LINES = 200  # on one page
_FAR = 3.0  # times the height of a word: white after which the table has ended
_LOST = "Không theo được bảng ở trang {}: chữ trong bảng được đọc theo dòng."


def with_aligned_tables(page: Page) -> Page:
    """The page with its tables without rules as grids; where one cannot be followed, the page's `unread` says so."""
    words = [word for word in page.words if not any(grid.box.holds(word) for grid in page.grids)]
    rows = rows_of(words)
    height = median(word.height for word in words) if words else 0.0
    grids, lost, ended = list(page.grids), False, 0
    for index, row in enumerate(rows):
        if index < ended or not _is_header(row, height):
            continue
        grid, taken = _followed(rows[index : index + _MOST_LINES], height)
        ended = index + taken
        lost = lost or grid is None
        grids += [grid] if grid and len(grids) < MAX_TABLES else []
    unread = (*page.unread, _LOST.format(page.number)) if lost else page.unread
    return replace(page, grids=tuple(sorted(grids, key=lambda grid: grid.box.top)), unread=unread)


def _is_header(row: list[Box], height: float) -> bool:
    segments = _segments(row, height)
    return len(segments) >= _LEAST_COLUMNS and _HEADER.fullmatch(segments[0].text) is not None


def _segments(row: list[Box], height: float) -> list[Box]:
    """The row's runs of words that no wide white divides."""
    runs = [[row[0]]]
    for before, word in pairwise(row):
        if word.left - before.right > _COLUMN_GAP * height:
            runs.append([])
        runs[-1].append(word)
    return [around(run, " ".join(word.text for word in run)) for run in runs]


def _followed(rows: list[list[Box]], height: float) -> tuple[Grid | None, int]:
    """The table that begins with the header `rows[0]`, and how many printed lines it takes.

    The table is None where no two rows below keep the header's columns.
    """
    columns = _segments(rows[0], height)
    taken = [columns]
    for above, row in pairwise(rows):
        segments = _segments(row, height)
        widened = _widened(columns, segments)
        if widened is None or around(row).top - around(above).bottom > _FAR * height:
            break
        columns = widened
        taken.append(segments)
    starts = [index for index, segments in enumerate(taken) if index == 0 or segments[0].left < columns[0].right]
    return _grid(columns, taken, starts) if len(starts) >= _LEAST_ROWS else None, len(taken)


def _widened(columns: list[Box], segments: list[Box]) -> list[Box] | None:
    """The columns made wide enough for another row; None where one of its runs reaches into two of them."""
    widened = list(columns)
    for segment in segments:
        reached = [index for index, column in enumerate(columns) if segment.left < column.right and column.left < segment.right]
        nearest = min(range(len(columns)), key=lambda index: abs(columns[index].centre - segment.centre))
        if len(reached) > 1:
            return None
        index = reached[0] if reached else nearest
        widened[index] = around([widened[index], segment])
    parted = all(right.left - left.right > _LEAST_WHITE for left, right in pairwise(widened))
    return widened if parted else None


def _grid(columns: list[Box], rows: list[list[Box]], starts: list[int]) -> Grid:
    """Sides half way between columns, and half way between the last line of one row and the first of the next."""
    xs = [columns[0].left - 1, *((left.right + right.left) / 2 for left, right in pairwise(columns)), columns[-1].right + 1]
    boxes = [around(row) for row in rows]
    inner = [(boxes[start - 1].bottom + boxes[start].top) / 2 for start in starts[1:]]
    ys = [boxes[0].top - 1, *inner, boxes[-1].bottom + 1]
    places = tuple(
        Place(Box(left, top, right, bottom), range(row, row + 1), range(column, column + 1))
        for row, (top, bottom) in enumerate(pairwise(ys))
        for column, (left, right) in enumerate(pairwise(xs))
    )
    return Grid(Box(xs[0], ys[0], xs[-1], ys[-1]), places, len(starts), len(columns))

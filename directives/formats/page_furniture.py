"""Page numbers and running heads: printed on every page, part of no sentence."""

import re
from collections import Counter
from itertools import pairwise
from statistics import median

from directives.formats.page import Box, Page, around
from directives.formats.page_lines import rows_of

_EDGE = 0.12
"""The share of the page's height, at top and bottom, in which page numbers and running heads stand."""

_APART = 1.5  # times the usual distance of rows: the white between a running head and the text
_NUMBER = re.compile(r"\W*(?:trang\s*)?\d{1,4}(?:\s*(?:/|of|trên)\s*\d{1,4})?\W*", re.IGNORECASE)
_FIGURES = re.compile(r"\d+")
_OFTEN = 3  # pages on which a row must stand to be a running head


def without_furniture(pages: list[Page]) -> list[list[Box]]:
    """Each page's words without page numbers, and without rows that return at the edge of three pages or more.

    What stands at the top of page 1 stays: there it is the letter's own head.
    """
    edges = [_edge_rows(page) for page in pages]
    often = Counter(shape for rows, _ in edges for shape in {_shape(row) for row in rows})
    kept = []
    for page, (parted, outermost) in zip(pages, edges, strict=True):
        running = [row for row in parted if often[_shape(row)] >= _OFTEN and not (page.number == 1 and row[0].middle < page.height / 2)]
        numbers = [row for row in [*parted, *outermost] if _NUMBER.fullmatch(_text(row))]
        dropped = {id(word) for row in running + numbers for word in row}
        kept.append([word for word in page.words if id(word) not in dropped])
    return kept


def _edge_rows(page: Page) -> tuple[list[list[Box]], list[list[Box]]]:
    """Rows near the top and bottom edge that white parts from the text; and the first and last row in any case."""
    rows = rows_of([word for word in page.words if not any(grid.box.holds(word) for grid in page.grids)])
    middles = [around(row).middle for row in rows]
    usual = median([below - above for above, below in pairwise(middles)] or [0.0])
    near = _EDGE * page.height
    top = _before_white(middles, usual, near)
    bottom = _before_white([page.height - middle for middle in reversed(middles)], usual, near)
    return rows[:top] + rows[max(top, len(rows) - bottom) :], [*rows[:1], *rows[-1:]]


def _before_white(middles: list[float], usual: float, near: float) -> int:
    """How many rows, counted from the edge, stand before the last white that lies near it; 0 where none does."""
    whites = [index for index, (above, below) in enumerate(pairwise(middles), start=1) if above < near and below - above > _APART * usual]
    return max(whites, default=0)


def _shape(row: list[Box]) -> str:
    return _FIGURES.sub("0", _text(row))


def _text(row: list[Box]) -> str:
    return " ".join(word.text for word in row)

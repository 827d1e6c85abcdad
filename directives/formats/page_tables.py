"""Ruled tables of pages → cells, also where a table goes on over the page."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from directives.formats.page import Box, Grid, Place
from directives.formats.page_lines import line_of, rows_of
from directives.formats.page_paragraphs import Margins, joined
from directives.paragraphs import Cell, Paragraph

_SAME_EDGE = 6.0
"""Points by which a table's sides may differ between two pages and still be one table's."""


@dataclass(slots=True)
class Tables:
    """The tables met so far: how many, and the last one for the page that may continue it."""

    count: int = 0
    last: Grid | None = None
    next_row: int = 0
    header: tuple[str, ...] = field(default=())

    def interrupt(self) -> None:
        """Something else followed the table: the next grid is a new one."""
        self.last = None

    def read(self, grid: Grid, words: list[Box], page: int) -> Iterator[Paragraph]:
        """The cells of the grid in order; a merged cell's text stands in each place it covers."""
        texts = _texts(grid, words, page)
        first = tuple("\n".join(texts.get((0, column), ())) for column in range(grid.columns))
        continues = self.last is not None and _same_columns(self.last, grid)
        skipped = 1 if continues and first == self.header else 0
        if not continues:
            self.count, self.next_row, self.header = self.count + 1, 0, first
        elif not skipped and not first[0] and any(first):
            self.next_row -= 1  # the row was broken by the end of the page
        shift = self.next_row - skipped
        for (row, column), paragraphs in sorted(texts.items()):
            if row >= skipped:
                yield from (Paragraph(text, page, Cell(self.count - 1, row + shift, column)) for text in paragraphs)
        self.last, self.next_row = grid, grid.rows + shift


def _texts(grid: Grid, words: list[Box], page: int) -> dict[tuple[int, int], list[str]]:
    """The paragraphs of every place of the grid that has any."""
    found: dict[tuple[int, int], list[str]] = {}
    ordered = sorted(words, key=lambda word: word.middle)
    for place in grid.places:
        first = bisect_left(ordered, place.box.top, key=lambda word: word.middle)
        last = bisect_right(ordered, place.box.bottom, key=lambda word: word.middle)
        inside = [word for word in ordered[first:last] if place.box.holds(word)]
        if inside:
            paragraphs = _paragraphs(place, inside, page)
            found |= {(row, column): paragraphs for row in place.rows for column in place.columns}
    return found


def _paragraphs(place: Place, words: list[Box], page: int) -> list[str]:
    lines = [line_of(row, page) for row in rows_of(words)]
    edges = Margins.of(lines)
    # Cells are set ragged or centred: the sides of the cell, less its padding, are the edges that text runs to.
    padding = max(2.0, edges.left - place.box.left)
    right = max(edges.right, place.box.right - min(padding, lines[0].box.height))
    return [text for text, _ in joined(lines, {page: Margins(edges.left, right, edges.pitch)})]


def _same_columns(before: Grid, after: Grid) -> bool:
    sides = abs(before.box.left - after.box.left) < _SAME_EDGE and abs(before.box.right - after.box.right) < _SAME_EDGE
    return sides and before.columns == after.columns

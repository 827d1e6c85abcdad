"""Pages of words → a `Reading`: lines, paragraphs over page ends, tables, without page numbers and running heads."""

from collections.abc import Iterator
from dataclasses import replace

from directives.formats.page import Box, Grid, Page
from directives.formats.page_aligned import with_aligned_tables
from directives.formats.page_furniture import without_furniture
from directives.formats.page_lines import Line, lines_of
from directives.formats.page_paragraphs import Margins, joined
from directives.formats.page_tables import Tables
from directives.paragraphs import Paragraph, Reading

_LEAST_RIGHT = 0.8  # of the page's width: official margins leave 0.9


def reading_of(pages: list[Page], unread: tuple[str, ...] = ()) -> Reading:
    """What the pages say, in order. `unread` comes before what the pages themselves leave unread."""
    pages = [with_aligned_tables(page) for page in pages]
    stretches = [stretch for page, words in zip(pages, without_furniture(pages), strict=True) for stretch in _stretches(page, words)]
    return Reading(
        tuple(_paragraphs(stretches, _margins(stretches, {page.number: page.width for page in pages}))),
        (*unread, *(sentence for page in pages for sentence in page.unread)),
        any(page.low_quality for page in pages),
    )


_Table = tuple[Grid, list[Box], int]


def _stretches(page: Page, words: list[Box]) -> Iterator[list[Line] | _Table]:
    """The page from top to bottom: lines between tables, and the tables."""
    loose = [word for word in words if not any(grid.box.holds(word) for grid in page.grids)]
    top = float("-inf")
    for grid in page.grids:
        yield lines_of(page, [word for word in loose if top <= word.middle < grid.box.top])
        yield grid, [word for word in words if grid.box.holds(word)], page.number
        top = grid.box.top
    yield lines_of(page, [word for word in loose if word.middle >= top])


def _margins(stretches: list[list[Line] | _Table], widths: dict[int, float]) -> dict[int, Margins]:
    """The edges of each page's text; a page of a few short lines shows no right edge and is given the usual one."""
    by_page: dict[int, list[Line]] = {}
    for stretch in stretches:
        if isinstance(stretch, list):
            for line in stretch:
                by_page.setdefault(line.page, []).append(line)
    edges = {page: Margins.of([line for line in lines if not line.apart] or lines) for page, lines in by_page.items()}
    return {page: replace(each, right=max(each.right, _LEAST_RIGHT * widths[page])) for page, each in edges.items()}


def _paragraphs(stretches: list[list[Line] | _Table], margins: dict[int, Margins]) -> Iterator[Paragraph]:
    tables = Tables()
    lines: list[Line] = []
    for stretch in stretches:
        if isinstance(stretch, list):
            lines += stretch
            if stretch:
                tables.interrupt()
            continue
        yield from _joined(lines, margins)
        lines = []
        yield from tables.read(*stretch)
    yield from _joined(lines, margins)


def _joined(lines: list[Line], margins: dict[int, Margins]) -> Iterator[Paragraph]:
    return (Paragraph(text, page) for text, page in joined(lines, margins))

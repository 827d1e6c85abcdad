"""Page numbers and running heads: printed on every page, part of no sentence."""

import re
from collections import Counter

from directives.formats.page import Box, Page
from directives.formats.page_lines import rows_of

_EDGE = 0.1
"""The share of the page's height, at top and bottom, in which page numbers and running heads stand."""

_NUMBER = re.compile(r"\W*(?:trang\s*)?\d{1,4}(?:\s*(?:/|of|trên)\s*\d{1,4})?\W*", re.IGNORECASE)
_FIGURES = re.compile(r"\d+")
_OFTEN = 3  # pages on which a row must stand to be a running head


def without_furniture(pages: list[Page]) -> list[list[Box]]:
    """Each page's words without page numbers, and without rows that return at the edge of three pages or more.

    What stands at the top of page 1 stays: there it is the letter's own head.
    """
    edges = [[(row, _shape(row)) for row in rows_of(_edge_words(page))] for page in pages]
    often = Counter(shape for rows in edges for shape in {shape for _, shape in rows})
    kept = []
    for page, rows in zip(pages, edges, strict=True):
        dropped = {id(word) for row, shape in rows if _is_furniture(row, often[shape], page) for word in row}
        kept.append([word for word in page.words if id(word) not in dropped])
    return kept


def _edge_words(page: Page) -> list[Box]:
    edge = _EDGE * page.height
    words = [word for word in page.words if word.middle < edge or word.middle > page.height - edge]
    return [word for word in words if not any(grid.box.holds(word) for grid in page.grids)]


def _shape(row: list[Box]) -> str:
    return _FIGURES.sub("0", " ".join(word.text for word in row))


def _is_furniture(row: list[Box], pages: int, page: Page) -> bool:
    if _NUMBER.fullmatch(" ".join(word.text for word in row)):
        return True
    at_the_top = row[0].middle < page.height / 2
    return pages >= _OFTEN and not (page.number == 1 and at_the_top)

"""Lines → paragraphs: a line goes on with the one before it unless the page shows a new beginning."""

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from directives.formats.page_lines import Line

_LOOSE = 0.35
"""Times a line's height: how much room the first word needs beyond its own width before "it would have fitted" holds."""

_INDENT = 0.7  # times a line's height
_APART, _APART_AFTER_END = 1.6, 1.2  # times the usual distance of lines: a gap anywhere, and one after a sentence's end
_ENDS = re.compile(r"[.;:!?…/][\"”’)]*$")
# "- ", "+ ", "1.", "(2)", "1.2.1 ", "a)", "a.", "IV.", "Điều 3"
_MARK = re.compile(
    r"[-–—+*•●○▪·][\s\w(]|\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)](?:\s|$)|\d{1,2}(?:\.\d{1,2}){1,3}\s"
    r"|\(?[a-zđ]{1,2}\)|[a-zđ]\.\s|[IVXL]{1,5}\s?[.)]\s|Điều \d"
)


@dataclass(frozen=True, slots=True)
class Margins:
    """The left and right edge that lines of a page, or of a cell, run to; `pitch` is the usual distance of lines."""

    left: float
    right: float
    pitch: float

    @classmethod
    def of(cls, lines: list[Line]) -> "Margins":
        """The edges that lines (at least one) show."""
        distances = [below.box.middle - above.box.middle for above, below in pairwise(lines)]
        forward = [distance for distance in distances if distance > 0]
        return cls(
            min(line.box.left for line in lines),
            max(line.box.right for line in lines),
            median(forward) if forward else lines[0].box.height,
        )


def joined(lines: list[Line], margins: dict[int, Margins]) -> list[tuple[str, int]]:
    """Paragraphs with the page on which each begins. `margins` are the pages' own, by number."""
    paragraphs: list[list[Line]] = []
    for line in lines:
        if paragraphs and _goes_on(paragraphs[-1][-1], line, margins):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [(" ".join(line.text for line in paragraph), paragraph[0].page) for paragraph in paragraphs]


def _goes_on(before: Line, line: Line, margins: dict[int, Margins]) -> bool:
    """Whether the line continues the sentence of the line before it."""
    if before.apart or line.apart:
        return False
    edges = margins[before.page]
    height = before.box.height
    if before.box.right + line.first + _LOOSE * height < edges.right:
        return False  # its first word would have fitted: the line before was ended on purpose
    ended = _ENDS.search(before.text) is not None
    if before.page == line.page:
        distance = line.box.middle - before.box.middle
        if distance > _APART * edges.pitch or (ended and distance > _APART_AFTER_END * edges.pitch):
            return False
    indented = line.box.left > margins[line.page].left + _INDENT * height
    if _MARK.match(line.text) and (ended or indented):
        return False
    return not (ended and indented)

"""Tables of Word: which places each cell covers, and which tables are only there to set a letter's head in two columns."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from directives.model import UnreadableError

MAX_COLUMNS = 63
"""Word's own limit."""

MAX_PLACES = 100_000
"""Places in all tables of one document: a thousand pages of annex; merged cells repeat their text in each."""

_LAYOUT_ROWS, _LAYOUT_COLUMNS = 5, 3
_LAYOUT = re.compile(
    r"độc lập\s*[-–]\s*tự do|cộng ho[àa]\S* xã hội|hoà xã hội|^\s*nơi nhận|^\s*số\s*:|đảng cộng sản việt nam", re.IGNORECASE | re.MULTILINE
)


@dataclass(slots=True)
class Places:
    """Counts the tables of a document and the places in them, so that a hostile file cannot multiply them for ever."""

    tables: int = 0
    taken: int = 0

    def next_table(self) -> int:
        """The number of the next table, from 0."""
        self.tables += 1
        return self.tables - 1

    def take(self, places: int) -> None:
        """Counts places; raises `UnreadableError` beyond the limit."""
        self.taken += places
        if self.taken > MAX_PLACES:
            raise UnreadableError("too_large", "tables")


@dataclass(slots=True)
class GridCell:
    """One printed cell: its first row and column, how many columns it covers, and whether it continues the one above."""

    row: int
    column: int
    span: int
    continued: bool
    element: BaseOxmlElement = field(repr=False)


def grid(table: BaseOxmlElement) -> Iterator[GridCell]:
    """The cells row by row as they stand in the file; rows deleted with tracked changes are left out."""
    for row, row_element in enumerate(each for each in _unwrapped(table, qn("w:tr")) if not _deleted(each)):
        column = _number(row_element, "w:trPr", "w:gridBefore", 0)
        for cell in _unwrapped(row_element, qn("w:tc")):
            span = max(1, _number(cell, "w:tcPr", "w:gridSpan", 1))
            yield GridCell(row, column, span, _continues(cell), cell)
            column += span


def is_layout(cells: list[list[str]]) -> bool:
    """Whether a table of these rows of texts only sets a letter's head or foot in columns and is to be read as paragraphs."""
    if len(cells) > _LAYOUT_ROWS or any(len(row) > _LAYOUT_COLUMNS for row in cells):
        return False
    return any(_LAYOUT.search(text) for row in cells for text in row)


def _unwrapped(parent: BaseOxmlElement, tag: str) -> Iterator[BaseOxmlElement]:
    """Children of the tag, also those inside content controls and tracked insertions."""
    for child in parent.iterchildren("*"):
        if child.tag == tag:
            yield child
        elif child.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")}:
            yield from _unwrapped(child, tag)


def _deleted(row: BaseOxmlElement) -> bool:
    return row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None


def _continues(cell: BaseOxmlElement) -> bool:
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merge is not None and merge.get(qn("w:val")) != "restart"


def _number(parent: BaseOxmlElement, properties: str, name: str, default: int) -> int:
    found = parent.find(f"{qn(properties)}/{qn(name)}")
    text = None if found is None else found.get(qn("w:val"))
    return min(int(text), MAX_COLUMNS) if text and text.isdecimal() and len(text) < len("1000") else default

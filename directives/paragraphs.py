"""What reading a file gives: paragraphs with their place, and what could not be read."""

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[float, str], None]
"""Told along the way how much is done (0 to 1) and, in Vietnamese, what is being read."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in a table; table, row and column count from 0. A merged cell's text is repeated in every place it covers."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph (or, in plain text, one line) as it stands, in NFC and without white space around it; never empty.

    `page` counts from 1 and is None where the file has no pages. `cell` is None outside tables. A cell with several
    paragraphs gives several `Paragraph`s with the same cell. `close` says that no blank line separates it from the one
    before (plain text only); `heading` that the file itself marks it as one.
    """

    text: str
    page: int | None = None
    cell: Cell | None = None
    heading: bool = False
    close: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A file's paragraphs in reading order; `unread` says in Vietnamese sentences what was not read.

    `low_quality` means that the characters themselves are doubtful (a poor scan).
    """

    paragraphs: tuple[Paragraph, ...]
    unread: tuple[str, ...] = ()
    low_quality: bool = False

    @property
    def text(self) -> str:
        """The text that was read; every quote occurs in it verbatim."""
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs)

"""A page as readers of PDF and of scans see it: words with their places, ruled tables, and what could not be read."""

from dataclasses import dataclass, field

MAX_TABLES = 30
"""On one page. More are the boxes of a form, whose text is read as lines."""


@dataclass(frozen=True, slots=True)
class Box:
    """A piece of text and where it stands, in points from the page's top left corner."""

    left: float
    top: float
    right: float
    bottom: float
    text: str = ""

    @property
    def middle(self) -> float:
        """Half way between top and bottom."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """Half way between left and right."""
        return (self.left + self.right) / 2

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def holds(self, other: "Box") -> bool:
        """Whether the other's midpoint lies in this box."""
        return self.left <= other.centre <= self.right and self.top <= other.middle <= self.bottom


@dataclass(frozen=True, slots=True)
class Place:
    """A printed cell of a ruled table; it may cover several rows and columns (both counted from 0, ends excluded)."""

    box: Box
    rows: range
    columns: range


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table on one page."""

    box: Box
    places: tuple[Place, ...]
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page's words in no particular order. `number` counts from 1."""

    number: int
    width: float
    height: float
    words: tuple[Box, ...]
    grids: tuple[Grid, ...] = ()
    unread: tuple[str, ...] = field(default=())
    low_quality: bool = False


def around(boxes: list[Box], text: str = "") -> Box:
    """The smallest box that holds them all; at least one is needed."""
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
        text,
    )

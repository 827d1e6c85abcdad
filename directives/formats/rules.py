"""Ruled tables found in the picture of a page, whether rendered from a PDF or scanned."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import cv2
import numpy as np

from directives.formats.page import MAX_TABLES, Box, Grid, Place

Picture = np.ndarray[Any, np.dtype[Any]]

_POINTS = 72
_SHORTEST_RULE = 0.22
"""Inches: taller than any letter, shorter than the lowest row's side would be once it is part of a table's whole side."""

_SMALLEST_TABLE = (1.5, 0.2)  # inches, width and height
_DARK = 170
_COVER = 0.6  # the share of a cell's side that must be inked to be a border
_MAX_RULES = 400  # in one direction on one page; hatching has more, tables have not
_MAX_PLACES = 5_000  # of one table; merged cells repeat their text in each


def ruled_tables(picture: Picture, dpi: int) -> tuple[Grid, ...]:
    """The ruled tables of a page, from top to bottom. `picture` is grey, dark on light, and upright."""
    across, down = rule_masks(picture, dpi)
    if not across.any() or not down.any():
        return ()
    both = cv2.dilate(cv2.bitwise_or(across, down), np.ones((5, 5), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(both, connectivity=8)
    grids = []
    for left, top, width, height, _ in stats[1 : min(count, _MAX_RULES)].tolist():
        if width >= _SMALLEST_TABLE[0] * dpi and height >= _SMALLEST_TABLE[1] * dpi:
            window = (slice(top, top + height), slice(left, left + width))
            grid = _grid(across[window], down[window], (left, top), _POINTS / dpi)
            grids += [grid] if grid else []
    return tuple(sorted(grids, key=lambda grid: grid.box.top))[:MAX_TABLES]


def rule_masks(picture: Picture, dpi: int) -> tuple[Picture, Picture]:
    """Where horizontal and where vertical rules are inked (255), nothing else."""
    ink = np.where(picture < _DARK, np.uint8(255), np.uint8(0))
    length = int(_SHORTEST_RULE * dpi)
    across = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    down = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    return across, down


def _grid(across: Picture, down: Picture, origin: tuple[int, int], scale: float) -> Grid | None:
    """The table of one connected web of rules; None where it has no two columns."""
    height, width = across.shape
    ys = _positions((across > 0).sum(axis=1), max(8, width // 20))
    xs = _positions((down > 0).sum(axis=0), max(8, height // 50))
    if len(ys) < 2 or len(xs) < 3 or len(ys) * len(xs) > _MAX_PLACES:
        return None
    xs_on_page, ys_on_page = [(x + origin[0]) * scale for x in xs], [(y + origin[1]) * scale for y in ys]
    places = tuple(
        Place(_box(rows, columns, xs_on_page, ys_on_page), rows, columns)
        for rows, columns in _merged(_right_open(down, xs, ys), _below_open(across, xs, ys))
    )
    whole = _box(range(len(ys) - 1), range(len(xs) - 1), xs_on_page, ys_on_page)
    return Grid(whole, places, len(ys) - 1, len(xs) - 1)


def _box(rows: range, columns: range, xs: list[float], ys: list[float]) -> Box:
    return Box(xs[columns.start], ys[rows.start], xs[columns.stop], ys[rows.stop])


def _positions(profile: Picture, least: int) -> list[int]:
    """The middles of stretches where at least so many pixels of a rule lie in one row or column of pixels."""
    inked = np.flatnonzero(profile >= least)
    if not len(inked):
        return []
    stretches = np.split(inked, np.flatnonzero(np.diff(inked) > 6) + 1)
    return [int(stretch.mean()) for stretch in stretches]


def _right_open(down: Picture, xs: list[int], ys: list[int]) -> list[list[bool]]:
    """For each row and column whether no rule parts the cell from its right neighbour."""
    return [
        [not _inked(down[top + 3 : bottom - 2, max(0, x - 4) : x + 5], axis=1) for x in xs[1:-1]] + [False] for top, bottom in pairwise(ys)
    ]


def _below_open(across: Picture, xs: list[int], ys: list[int]) -> list[list[bool]]:
    """For each row and column whether no rule parts the cell from the one below."""
    inner = [[not _inked(across[max(0, y - 4) : y + 5, left + 3 : right - 2], axis=0) for left, right in pairwise(xs)] for y in ys[1:-1]]
    return [*inner, [False] * (len(xs) - 1)]


def _inked(strip: Picture, axis: int) -> bool:
    along = strip.max(axis=axis, initial=0)
    return bool(len(along)) and float((along > 0).mean()) >= _COVER


def _merged(right_open: list[list[bool]], below_open: list[list[bool]]) -> Iterator[tuple[range, range]]:
    """The printed cells as rectangles of places, row by row."""
    taken: set[tuple[int, int]] = set()
    for row, open_row in enumerate(right_open):
        for column in range(len(open_row)):
            if (row, column) in taken:
                continue
            right, bottom = column, row
            while open_row[right]:
                right += 1
            while below_open[bottom][column]:
                bottom += 1
            rows, columns = range(row, bottom + 1), range(column, right + 1)
            taken.update((each_row, each_column) for each_row in rows for each_column in columns)
            yield rows, columns

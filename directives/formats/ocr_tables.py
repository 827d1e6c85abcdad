"""Ruled tables cut into strips that Tesseract reads one by one: a column, or a cell that spans several."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from directives.formats.page import Grid, Place
from directives.formats.rules import Picture

_MOST_STRIPS = 30
"""On one page, at some 0.3 s each; a page with more is a form or a drawing."""

_INSET = 4  # pixels: what is left of a rule
_PAPER = 24  # pixels of white around a strip; letters at the very edge are missed


@dataclass(frozen=True, slots=True)
class Strip:
    """A part of the picture and where its corner stands, in pixels."""

    picture: Picture
    left: int
    top: int


def strips(picture: Picture, grids: Iterable[Grid], scale: float) -> list[Strip]:
    """The strips of all tables; `scale` is pixels a point. Empty where the page has too many and is to be read as it stands."""
    groups = [group for grid in grids for group in _groups(grid)]
    return [_cut(picture, group, scale) for group in groups] if len(groups) <= _MOST_STRIPS else []


def _groups(grid: Grid) -> list[list[Place]]:
    """Places of one column together; those that span columns each alone."""
    narrow: dict[int, list[Place]] = {}
    wide = []
    for place in grid.places:
        if len(place.columns) == 1:
            narrow.setdefault(place.columns.start, []).append(place)
        else:
            wide.append([place])
    return [*narrow.values(), *wide]


def _cut(picture: Picture, group: list[Place], scale: float) -> Strip:
    left, right = int(min(place.box.left for place in group) * scale), int(max(place.box.right for place in group) * scale)
    top, bottom = int(min(place.box.top for place in group) * scale), int(max(place.box.bottom for place in group) * scale)
    paper = np.full((bottom - top + 2 * _PAPER, right - left + 2 * _PAPER), 255, np.uint8)
    for place in group:
        rows = slice(int(place.box.top * scale) + _INSET, int(place.box.bottom * scale) - _INSET)
        columns = slice(int(place.box.left * scale) + _INSET, int(place.box.right * scale) - _INSET)
        part = picture[rows, columns]
        y, x = rows.start - top + _PAPER, columns.start - left + _PAPER
        paper[y : y + part.shape[0], x : x + part.shape[1]] = part
    return Strip(paper, left - _PAPER, top - _PAPER)

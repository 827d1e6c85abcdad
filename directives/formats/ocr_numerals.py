"""Roman figures read from their strokes: Tesseract's Vietnamese model takes "III" for "II" or "IIH", a quarter too early."""

import re
from itertools import pairwise

import cv2
import numpy as np

from directives.formats.rules import Picture

# What "I", "II", "III", "IV" become; only such words are looked at again, with what stands before the year's stroke.
_MISREAD = r"[IVHTLl1i|!\]\[NM]{1,5}"
_QUARTER = re.compile(rf"(?P<figure>{_MISREAD})(?P<rest>(?:[/⁄]+\d|20\d\d).*|[^\w/⁄]*)")
_HEADING = re.compile(r"(?P<figure>[IVHl1]*(?:II|IV|VI|IH|HI)[IVHl1]*)(?P<rest>[.)]?)")
_ARABIC = re.compile(r"0?[1-4]\b")
_AFTER = re.compile(r"quý|qúy", re.IGNORECASE)
_FIGURES = {"I", "II", "III", "IV", "V", "VI", "VII", "VIII"}

_ARMS, _FOOT = 0.3, 0.86  # where strokes are counted, as shares of the height: at the foot the arms of a V have met
_TALL = 0.6  # of the word's height; what is lower is a full stop or a speck
_SLANT = 0.15  # of the height: a dividing stroke leans, figures stand
_ITALIC, _LARGEST_ITALIC = 0.06, 0.26
_DARK = (140, 100, 70)  # tried in turn: where print is blurred only the darkest parts stand apart


def with_strokes_counted(text: str, before: str, picture: Picture) -> tuple[str, bool]:
    """The word as its strokes say, and whether it can be trusted: False for a quarter whose strokes make no Roman figure.

    `picture` is the word alone; a word that is no Roman figure comes back as it is.
    """
    after_quarter = _AFTER.fullmatch(before) is not None
    match = (_QUARTER if after_quarter else _HEADING).fullmatch(text)
    if match is None:
        return text, True
    figure = next(filter(_FIGURES.__contains__, (_figure(picture, dark) for dark in _DARK)), "")
    if not figure:
        return text, not after_quarter or _ARABIC.match(text) is not None
    rest = match["rest"].lstrip("/⁄")
    return (f"{figure}/{rest}" if rest[:1].isdigit() else figure + rest), True


def _figure(picture: Picture, dark: int) -> str:
    """The strokes from the left up to a leaning one; "" where any of them is neither I nor V."""
    ink = np.where(picture < dark, np.uint8(255), np.uint8(0))
    strokes = _strokes(ink)
    if strokes and _ITALIC < (lean := _lean(strokes[0])) < _LARGEST_ITALIC:
        strokes = _strokes(_upright(ink, lean))
    figure = ""
    for stroke in strokes:
        if _lean(stroke) > _SLANT:
            break
        letters = _letters(stroke)
        if not letters:
            return ""
        figure += letters
    return figure


def _strokes(ink: Picture) -> list[Picture]:
    """The connected tall shapes from left to right, each alone."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    shapes = sorted(enumerate(stats.tolist()), key=lambda pair: pair[1][0])
    tallest = max((shape[3] for label, shape in shapes if label), default=0)
    return [
        np.where(labels[top : top + height, left : left + width] == label, 1, 0)
        for label, (left, top, width, height, _) in shapes
        if label and height >= _TALL * tallest
    ]


def _upright(ink: Picture, lean: float) -> Picture:
    """Italic letters set upright."""
    height, width = ink.shape
    # Between the middles of its upper and lower third a stroke leans over two thirds of its height.
    matrix = np.array([[1.0, lean * 1.5, 0.0], [0.0, 1.0, 0.0]])
    return cv2.threshold(cv2.warpAffine(ink, matrix, (width + height, height)), 127, 255, cv2.THRESH_BINARY)[1]


def _letters(stroke: Picture) -> str:
    """ "I" or several whose serifs touch, or "V"; "" for anything else."""
    height = stroke.shape[0]
    arms, foot = (_runs(stroke[int(height * share)]) for share in (_ARMS, _FOOT))
    if arms == foot:
        return "I" * arms
    return "V" if (arms, foot) == (2, 1) else ""


def _runs(row: Picture) -> int:
    return int(row[0]) + sum(1 for before, after in pairwise(row.tolist()) if after > before)


def _lean(stroke: Picture) -> float:
    """How far the upper third lies to the right of the lower third, in heights."""
    height = stroke.shape[0]
    upper, lower = (np.nonzero(part)[1] for part in (stroke[: height // 3], stroke[-(height // 3) :]))
    return float(upper.mean() - lower.mean()) / height if height > 2 and len(upper) and len(lower) else 0.0

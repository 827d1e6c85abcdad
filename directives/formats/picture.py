"""A photographed or scanned page made fit to be read: even light, no speckles, straight lines."""

import cv2
import numpy as np

from directives.formats.rules import Picture

_SKEW_LIMIT = 6.0
"""Degrees. Sheets lie askew on scanners by up to 3; photos by more are turned by hand before they are sent."""

_SKEW_STEPS = (1.0, 0.2, 0.05)  # degrees, each pass searching around the best of the one before
_SKEW_WIDTH = 900  # pixels; lines of text are still apart
_WORTH_TURNING = 0.08  # degrees: half a line's height over the page's width is six times as much
_BACKGROUND_SHARE = 1 / 40  # of the width: larger than any letter, smaller than a shadow
_BACKGROUND_WIDTH = 1_000
_GRAIN = 3.0  # standard deviations of the paper's brightness that are grain and no ink
_LEAST_WHITE = 0.75  # of the paper's brightness: the darkest that grain may be
_SPARSE = 7  # every so many pixels tell the paper's brightness as well as all
_WHITE = 255


def flattened(picture: Picture) -> Picture:
    """The grey picture divided by its background, speckles removed: paper white, ink dark, wherever the light fell."""
    height, width = picture.shape
    scale = min(1.0, _BACKGROUND_WIDTH / width)
    small = cv2.resize(picture, (max(1, int(width * scale)), max(1, int(height * scale))), interpolation=cv2.INTER_AREA)
    size = max(3, int(small.shape[1] * _BACKGROUND_SHARE)) | 1
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((size, size), np.uint8)), min(size * 2 + 1, 255))
    background = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    even = cv2.medianBlur(cv2.divide(picture, np.maximum(background, 1), scale=_WHITE), 3)
    # Grain left on the paper becomes white: on a page with few words Tesseract would take it for the ink.
    paper, lighter = np.percentile(even[::_SPARSE, ::_SPARSE], (50, 84)).tolist()
    white = max(paper - _GRAIN * (lighter - paper), _LEAST_WHITE * paper)
    lit: Picture = cv2.convertScaleAbs(even, alpha=_WHITE / max(white, 1.0))
    return lit


def straightened(picture: Picture) -> Picture:
    """The picture turned by the few degrees that its lines of text lie askew."""
    angle = skew(picture)
    if abs(angle) < _WORTH_TURNING:
        return picture
    return _turned(picture, angle)


def skew(picture: Picture) -> float:
    """By how many degrees (counter-clockwise) the lines of text must be turned to lie level; 0.0 where none are seen."""
    height, width = picture.shape
    scale = min(1.0, _SKEW_WIDTH / width)
    small = cv2.resize(picture, (max(1, int(width * scale)), max(1, int(height * scale))), interpolation=cv2.INTER_AREA)
    ink = np.where(small < _WHITE * 2 // 3, np.uint8(0), np.uint8(_WHITE))
    best, reach = 0.0, _SKEW_LIMIT
    for step in _SKEW_STEPS:
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(angles, key=lambda angle: (_sharpness(_turned(ink, float(angle))), -abs(angle))))
        reach = step
    return best if abs(best) < _SKEW_LIMIT else 0.0


def _sharpness(ink: Picture) -> float:
    """How clearly rows of ink alternate with rows of paper."""
    rows = (ink < _WHITE // 2).sum(axis=1).astype(np.float64)
    return float(np.square(np.diff(rows)).sum())


def _turned(picture: Picture, degrees: float) -> Picture:
    height, width = picture.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=_WHITE)

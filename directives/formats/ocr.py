"""Letters in a picture → words with their places, by Tesseract with its Vietnamese model."""

import os
import shutil
from dataclasses import dataclass, replace
from functools import lru_cache
from time import monotonic

import cv2
import numpy as np
import pytesseract

from directives.formats.ocr_numerals import with_strokes_counted
from directives.formats.ocr_tables import strips
from directives.formats.page import Box, Grid, Page
from directives.formats.picture import flattened, straightened
from directives.formats.rules import Picture, rule_masks, ruled_tables

DPI = 300
"""What Tesseract's models were made for."""

SECONDS_A_PAGE = 60
"""A full page takes 2 to 5; one that takes longer is no text."""

SECONDS_A_FILE = 300
"""What people wait for at most; pages that are not reached are named."""

_LANGUAGE = "vie"
_SCALE = 72 / DPI  # dots to points
_DOUBTFUL = 92.0
"""Mean confidence in percent below which dates were misread in trials: 94 and more at 75 dots an inch, 90 at 55."""

_SENSIBLE = 80.0  # a page turned the right way up
_HOPELESS = 60.0  # below it the page may lie on its side or stand on its head
_NOISE = 25.0  # single signs below it are specks
_ILLEGIBLE = 50.0  # noise taken for letters
_FEW_WORDS, _MANY_WORDS = 8, 30
_UNTRUSTED = -1.0  # the confidence of a quarter that its strokes do not confirm
_ONE_COLOUR = 4.0  # standard deviation of grey: nothing is written on the page
_LAYOUT, _ONE_BLOCK = 3, 6  # Tesseract's page segmentation modes

# Tesseract's own threads wait for each other more than they help: a page takes 8 s with four of them on two cores, 2 s with one.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")


@dataclass(frozen=True, slots=True)
class _Recognised:
    words: tuple[Box, ...]
    confidence: float
    doubtful_quarter: bool
    grids: tuple[Grid, ...]
    picture: Picture


@lru_cache(maxsize=1)
def is_available() -> bool:
    """Whether Tesseract and its Vietnamese model are installed; looked up once."""
    return shutil.which("tesseract") is not None and _LANGUAGE in pytesseract.get_languages()


def patience() -> float:
    """The moment (of the monotonic clock) at which a file that is begun now is given up."""
    return monotonic() + SECONDS_A_FILE


def recognised(picture: Picture, number: int, until: float) -> Page:
    """A page read from a grey picture of 300 dots an inch, not beyond the moment `until`.

    The page's `unread` says if nothing legible was found, time ran out or Tesseract failed.
    """
    height, width = picture.shape
    if float(picture.std()) < _ONE_COLOUR:
        return _page(number, width, height, unread=f"Trang {number} không có chữ đọc được.")
    try:
        best = _upright(flattened(picture), until)
    except (RuntimeError, cv2.error) as error:  # pytesseract reports with RuntimeError that time ran out
        return _page(number, width, height, unread=f"Trang {number} không đọc được ({_reason(error)}).")
    height, width = best.picture.shape
    if best.confidence < _ILLEGIBLE:
        return _page(number, width, height, unread=f"Trang {number} không có chữ đọc được.")
    page = _page(number, width, height, unread="")
    return replace(page, words=best.words, grids=best.grids, low_quality=_is_doubtful(best))


def _is_doubtful(read: _Recognised) -> bool:
    """Whether dates may be misread. The last page of a letter, with a few names, shows no reliable mean."""
    least = _DOUBTFUL if len(read.words) >= _MANY_WORDS else _SENSIBLE
    return read.doubtful_quarter or read.confidence < least


def _reason(error: Exception) -> str:
    return "quá thời gian" if "timeout" in str(error) else "nhận dạng báo lỗi"


def _page(number: int, width: int, height: int, *, unread: str) -> Page:
    return Page(number, width * _SCALE, height * _SCALE, (), (), (unread,) if unread else ())


def _upright(picture: Picture, until: float) -> _Recognised:
    """The picture read as it stands; if that gives no sense, turned by a quarter, half and three quarters as well."""
    best = _read(straightened(picture), until)
    if best.confidence >= _HOPELESS and len(best.words) >= _FEW_WORDS:
        return best
    for turn in (cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_90_COUNTERCLOCKWISE, cv2.ROTATE_180):
        other = _read(straightened(cv2.rotate(picture, turn)), until)
        if _sense(other) > _sense(best):
            best = other
        if best.confidence >= _SENSIBLE and len(best.words) >= _FEW_WORDS:
            break
    return best


def _sense(read: _Recognised) -> float:
    """How much was read, and how surely."""
    return read.confidence * min(len(read.words), 50)


def _read(picture: Picture, until: float) -> _Recognised:
    """Words and tables of an upright picture.

    Rules are wiped out first: Tesseract takes them for letters. Tables are read a column at a time: across a row it would
    run neighbouring cells together and pass over single figures.
    """
    grids = ruled_tables(picture, DPI)
    across, down = rule_masks(picture, DPI)
    rules = cv2.dilate(cv2.bitwise_or(across, down), np.ones((5, 5), np.uint8))
    clean = np.where(rules > 0, np.uint8(255), picture)
    table_strips = strips(clean, grids, 1 / _SCALE)
    found = [word for strip in table_strips for word in _words(strip.picture, _ONE_BLOCK, (strip.left, strip.top), until)]
    for box in [grid.box for grid in grids if table_strips]:
        clean[int(box.top / _SCALE) : int(box.bottom / _SCALE), int(box.left / _SCALE) : int(box.right / _SCALE)] = 255
    found += _words(clean, _LAYOUT, (0, 0), until)
    letters = sum(len(box.text) for box, _ in found)
    confidence = sum(max(0.0, sure) * len(box.text) for box, sure in found) / letters if letters else 0.0
    return _Recognised(tuple(box for box, _ in found), confidence, any(sure == _UNTRUSTED for _, sure in found), grids, picture)


def _words(picture: Picture, segmentation: int, corner: tuple[int, int], until: float) -> list[tuple[Box, float]]:
    """The words of a part of the page, moved to where the part stands, with the confidence in percent or `_UNTRUSTED`."""
    left_s = until - monotonic()
    if left_s < 1:
        raise RuntimeError("timeout of the whole file")
    found = pytesseract.image_to_data(
        picture,
        lang=_LANGUAGE,
        config=f"--dpi {DPI} --psm {segmentation}",
        timeout=min(SECONDS_A_PAGE, left_s),
        output_type=pytesseract.Output.DICT,
    )
    words: list[tuple[Box, float]] = []
    columns = (found[key] for key in ("text", "conf", "left", "top", "width", "height"))
    for text, confidence, left, top, width, height in zip(*columns, strict=True):
        word, sure = str(text).strip(), float(confidence)
        if word and (sure >= _NOISE or len(word) > 1):
            before = words[-1][0].text if words else ""
            alone = picture[max(0, top - 2) : top + height + 2, max(0, left - 2) : left + width + 2]
            word, trusted = with_strokes_counted(word, before, alone)
            x, y = left + corner[0], top + corner[1]
            words.append((Box(x * _SCALE, y * _SCALE, (x + width) * _SCALE, (y + height) * _SCALE, word), sure if trusted else _UNTRUSTED))
    return words

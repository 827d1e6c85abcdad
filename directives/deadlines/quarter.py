"""Quarters in Roman and Arabic figures: "quý III/2024", "quý 4 năm 2025", "quý I, II", "cuối quý II", "quý này"."""

import re
from dataclasses import replace

from directives.deadlines import numbered, words
from directives.deadlines.day import month_from
from directives.deadlines.model import AMBIGUOUS
from directives.deadlines.moments import Moment, ends_there, month_end, stretch, unknown
from directives.deadlines.month import last_day
from directives.deadlines.passage import Passage
from directives.deadlines.words import phrase

# OCR reads Roman ones as l or 1: "quý lll", "quý 1V".
_OCR = {"l": 1, "ll": 2, "lll": 3, "lv": 4, "1v": 4}
QUARTERS = numbered.Numbering(
    "quarter",
    phrase(rf"(?P<word>{words.QUARTER}~|q(?=[1-4]))?(?P<index>iv|i{{1,3}}|lv|1v|l{{1,3}}|0?[1-4])(?![\w])"),
    4,
    3,
    lambda printed: _OCR.get(printed) or words.number(printed),
)
_NEAR = phrase(rf"{words.QUARTER} (?P<which>này|nay|sau|tới|tiếp theo)\b")
_PART = phrase(rf"(?P<part>ngày (?:làm việc )?cuối(?: cùng)?|cuối|đầu|giữa)(?: của)? (?={words.QUARTER})")
_ALONE = phrase(rf"{words.QUARTER}\b(?! vị)")


def read(passage: Passage, position: int) -> list[Moment]:
    """The quarters, or the part of a quarter, that begin here."""
    part = _PART.match(passage.text, position)
    if part:
        whole = _whole(passage, part.end()) or _this_quarter(passage, part.end())
        return [_cut(whole[0], part, position), *whole[1:]] if whole else []
    return _whole(passage, position)


def _whole(passage: Passage, position: int) -> list[Moment]:
    found = numbered.read(passage, position, QUARTERS)
    if found:
        return found
    match = _NEAR.match(passage.text, position)
    return [_quarter(passage, position, match.end(), 0 if match["which"] in ("này", "nay") else 3)] if match else []


def _this_quarter(passage: Passage, position: int) -> list[Moment]:
    match = _ALONE.match(passage.text, position)
    return [_quarter(passage, position, match.end(), 0)] if match else []


def _quarter(passage: Passage, start: int, end: int, by: int) -> Moment:
    month = month_from(passage.frame, by)
    if month is None:
        return unknown(start, end, "quarter")
    return stretch(start, end, "quarter", *QUARTERS.days(month[0], (month[1] + 2) // 3), dated=False)


def _cut(whole: Moment, part: re.Match[str], position: int) -> Moment:
    if whole.first is None or whole.last is None:
        return replace(whole, start=position)
    if part["part"].startswith("ngày"):
        return last_day(whole, position)
    if part["part"] == "cuối":
        return ends_there(replace(whole, start=position))
    # "đầu quý" is its first month, "giữa quý" its second.
    month = whole.first.month + (0 if part["part"] == "đầu" else 1)
    first = whole.first.replace(month=month)
    return replace(whole, start=position, last=month_end(first.year, month), warnings=(AMBIGUOUS,))

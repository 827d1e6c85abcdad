"""Months: "tháng 3/2024", "tháng 9 năm 2025", "10/2024", "tháng sau", their parts ("cuối tháng 6", "trung tuần", "tuần 2 tháng 9")."""

import re
from dataclasses import replace

from directives.deadlines import numbered, words
from directives.deadlines.day import month_from
from directives.deadlines.model import AMBIGUOUS
from directives.deadlines.moments import Moment, ends_there, month_end, stretch, unknown
from directives.deadlines.passage import Passage
from directives.deadlines.words import phrase

_NUMBERS = "mười một|mười hai|mười|giêng|một|hai|ba|tư|sáu|bảy|tám|chín|chạp"
_VALUES = {"giêng": 1, "mười một": 11, "mười hai": 12, "chạp": 12}
MONTHS = numbered.Numbering(
    "month",
    phrase(
        rf"(?P<word>{words.MONTH}~|t(?=~[01]?[0-9]~[/-]))?(?P<index>[01]?[0-9]|[ol][0-9]|1[ol]|(?:{_NUMBERS})\b)(?![0-9])(?!~/~[0-9]{{1,2}}~/)"
    ),
    12,
    1,
    lambda printed: _value(printed),
)
# "trước 10/2024": only where a preposition or a field stands before it.
_SHORT = phrase(rf"(?:(?P<from>0?[1-9]|1[0-2])~-~)?(?P<month>0?[1-9]|1[0-2])~[/-]~(?P<year>{words.FULL_YEAR})(?!~/|-[a-zđ])")
_NEAR = phrase(rf"{words.MONTH} (?P<which>này|nay|sau|tới|tiếp theo|kế tiếp)\b")
_PART = phrase(
    rf"(?P<part>(?:khoảng )?(?:ngày (?:làm việc )?cuối(?: cùng)?|cuối|đầu|giữa|nửa đầu|nửa cuối|nửa sau|thượng tuần|trung tuần|hạ tuần|"
    rf"tuần (?:thứ )?(?P<week>nhất|đầu tiên|đầu|hai|ba|tư|cuối cùng|cuối|[1-5])),?)(?: của)? (?={words.MONTH})"
)
# "trong 10 ngày đầu tháng 8", "2 tuần cuối tháng 8"
_DAYS_OF = phrase(
    rf"(?P<count>{words.NUMBER}) (?P<unit>ngày|tuần) (?:làm việc )?(?P<side>đầu|cuối)(?: tiên| cùng)?(?: của)? (?={words.MONTH}~[0-9])"
)
# "Tuần 3/4/2025" of a timetable
_WEEK_FIGURES = phrase(rf"(?P<part>tuần~(?P<week>[1-5]))~/~(?=(?:0?[1-9]|1[0-2])~/~{words.FULL_YEAR})")
_ALONE = phrase(rf"{words.MONTH}(?! (?:đầu|cuối|thứ))\b")
# First and last day of the parts of a month; 0 is its last day.
PARTS = {
    "đầu": (1, 10), "giữa": (11, 15), "cuối": (21, 0), "nửa đầu": (1, 15), "nửa cuối": (16, 0), "nửa sau": (16, 0),
    "thượng tuần": (1, 10), "trung tuần": (11, 20), "hạ tuần": (21, 0),
}  # fmt: skip
_WEEKS = {"nhất": 1, "đầu": 1, "đầu tiên": 1, "1": 1, "hai": 2, "2": 2, "ba": 3, "3": 3, "tư": 4, "4": 4}
# Words that leave the day to the reader's judgement.
_VAGUE = {"đầu", "giữa"}


def read(passage: Passage, position: int) -> list[Moment]:
    """The months, or the part of a month, that begin here."""
    if days := _DAYS_OF.match(passage.text, position):
        return [_some_days(moment, days, position) for moment in _whole(passage, days.end())]
    part = _PART.match(passage.text, position) or _WEEK_FIGURES.match(passage.text, position)
    if part:
        whole = _whole(passage, part.end()) or _this_month(passage, part.end())
        return [_cut(whole[0], part, position), *whole[1:]] if whole else []
    return _whole(passage, position)


def _value(printed: str) -> int:
    plain = " ".join(printed.split())
    if plain in _VALUES:
        return _VALUES[plain]
    return words.figures(plain)[0] if plain[-1].isdecimal() or plain[0] == "1" else words.number(plain)


def _whole(passage: Passage, position: int) -> list[Moment]:
    return numbered.read(passage, position, MONTHS) or _short(passage, position) or _near(passage, position)


def _short(passage: Passage, position: int) -> list[Moment]:
    match = _SHORT.match(passage.text, position)
    if not match:
        return []
    first, last = int(match["from"] or match["month"]), int(match["month"])
    year = int(match["year"])
    return [stretch(position, match.end(), "month", MONTHS.days(year, min(first, last))[0], MONTHS.days(year, last)[1])]


def _near(passage: Passage, position: int) -> list[Moment]:
    match = _NEAR.match(passage.text, position)
    if not match:
        return []
    return [_month(passage, position, match.end(), 0 if match["which"] in ("này", "nay") else 1)]


def _this_month(passage: Passage, position: int) -> list[Moment]:
    match = _ALONE.match(passage.text, position)
    return [_month(passage, position, match.end(), 0)] if match else []


def _month(passage: Passage, start: int, end: int, by: int) -> Moment:
    month = month_from(passage.frame, by)
    return stretch(start, end, "month", *MONTHS.days(*month), dated=False) if month else unknown(start, end, "month")


def _cut(whole: Moment, part: re.Match[str], position: int) -> Moment:
    """The part of the month that the words before it name."""
    if whole.first is None:
        return replace(whole, start=position)
    name = " ".join(part["part"].rstrip(",").removeprefix("khoảng ").split())
    if name.startswith("ngày"):
        return last_day(whole, position)
    begin, end = _weeks(part["week"]) if part["week"] else PARTS[name]
    year, month = whole.first.year, whole.first.month
    last = month_end(year, month)
    moment = stretch(
        position, whole.end, "month", whole.first.replace(day=begin), last if end == 0 else last.replace(day=end), dated=whole.dated
    )
    if name in _VAGUE:
        moment = replace(moment, warnings=(AMBIGUOUS,))
    return ends_there(moment) if end == 0 and name == "cuối" else moment


def _some_days(month: Moment, match: re.Match[str], position: int) -> Moment:
    count = words.number(match["count"]) * (7 if match["unit"] == "tuần" else 1)
    if month.first is None or month.last is None or not 1 <= count <= 28:
        return replace(month, start=position)
    first = month.first if match["side"] == "đầu" else month.last.replace(day=month.last.day - count + 1)
    last = month.first.replace(day=count) if match["side"] == "đầu" else month.last
    return stretch(position, month.end, "month", first, last, dated=month.dated)


def last_day(whole: Moment, position: int) -> Moment:
    """The last day of a period: "ngày cuối cùng của tháng 4/2025"."""
    if whole.last is None:
        return replace(whole, start=position)
    return stretch(position, whole.end, "day", whole.last, whole.last, dated=whole.dated)


def _weeks(which: str) -> tuple[int, int]:
    week = _WEEKS.get(" ".join(which.split()))
    return (22, 0) if week is None else (7 * week - 6, 7 * week)

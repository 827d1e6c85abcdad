"""Years and their halves: "năm 2024", "cuối năm", "6 tháng đầu năm 2025", "9 tháng", "nửa cuối năm", "giai đoạn 2024 - 2025"."""

from dataclasses import replace
from datetime import date

from directives.deadlines import words
from directives.deadlines.model import AMBIGUOUS, Frame
from directives.deadlines.moments import Moment, ends_there, month_end, stretch, unknown
from directives.deadlines.passage import Passage
from directives.deadlines.words import phrase

_Y = words.FULL_YEAR
_NAMED = rf"(?:~(?P<year>{_Y})(?:~(?:-|,|và|đến(?: hết)?(?: năm)?)~(?P<to>{_Y}))?| (?P<near>nay|này|sau|tới))"
_YEAR = phrase(rf"(?:các )?{words.YEAR}(?! học| tài khóa){_NAMED}?(?![\w])")
_PERIOD = phrase(rf"giai đoạn~(?P<year>{_Y})~(?:-|đến)~(?P<to>{_Y})")
_PLAIN = phrase(rf"(?P<year>{_Y})(?:~-~(?P<to>{_Y}))?(?=~(?:$|[;,.)\n]))")
_PART = phrase(r"(?P<part>cuối|đầu|giữa)(?: của)? (?=n[ăaâ]m)")
# "6 tháng đầu năm 2025", "những tháng cuối năm", "nửa cuối năm 2024"
_MONTHS = phrase(
    rf"(?:(?P<count>0?[1-9]|1[01]|{'|'.join(words.NUMBER_WORDS)})|những|các|mấy) tháng "
    rf"(?P<half>đầu|cuối|còn lại)(?: của)?~(?={words.YEAR})"
)
_HALF = phrase(rf"nửa (?P<half>đầu|cuối|sau)(?: của)? (?={words.YEAR})")


def read(passage: Passage, position: int) -> list[Moment]:
    """The year, half-year or part of a year that begins here."""
    text = passage.text
    if match := _PERIOD.match(text, position):
        return _years(position, match.end(), int(match["year"]), int(match["to"]))
    if passage.field_start(position) and (match := _PLAIN.match(text, position)):
        return _years(position, match.end(), int(match["year"]), int(match["to"] or match["year"]))
    if match := _MONTHS.match(text, position):
        count = words.number(match["count"]) if match["count"] else 6
        return [_half(moment, position, count, match["half"] == "đầu") for moment in _whole(passage, match.end())]
    if match := _HALF.match(text, position):
        return [_half(moment, position, 6, match["half"] == "đầu") for moment in _whole(passage, match.end())]
    if match := _PART.match(text, position):
        return [_cut(moment, position, match["part"]) for moment in _whole(passage, match.end())]
    return _whole(passage, position)


def this_year(frame: Frame) -> int | None:
    """The year that "trong năm" means."""
    return frame.plan_year or frame.year


def _whole(passage: Passage, position: int) -> list[Moment]:
    match = _YEAR.match(passage.text, position)
    if not match:
        return []
    if match["year"]:
        return _years(position, match.end(), int(match["year"]), int(match["to"] or match["year"]))
    year = this_year(passage.frame)
    if year is None:
        return [unknown(position, match.end(), "year")]
    year += match["near"] in ("sau", "tới")
    return [replace(moment, dated=False) for moment in _years(position, match.end(), year, year)]


def _years(start: int, end: int, first: int, last: int) -> list[Moment]:
    return [stretch(start, end, "year", date(first, 1, 1), date(max(first, last), 12, 31), dated=True)]


def _half(year: Moment, position: int, months: int, opening: bool) -> Moment:
    """The first or last so many months of a year; "những tháng cuối năm" run to its end."""
    if year.first is None or year.last is None or not 1 <= months < 12:
        return replace(year, start=position, kind="half")
    first = year.first if opening else date(year.last.year, 13 - months, 1)
    last = month_end(year.first.year, months) if opening else year.last
    return stretch(position, year.end, "half", first, last, dated=year.dated)


def _cut(year: Moment, position: int, part: str) -> Moment:
    if year.first is None:
        return replace(year, start=position)
    if part == "cuối":
        return ends_there(replace(year, start=position, kind="half"))
    last = date(year.first.year, 3, 31) if part == "đầu" else date(year.first.year, 6, 30)
    first = year.first if part == "đầu" else date(year.first.year, 4, 1)
    return replace(stretch(position, year.end, "half", first, last, dated=year.dated), warnings=(AMBIGUOUS,))

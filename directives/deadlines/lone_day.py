"""Days whose period stands earlier in the sentence: "báo cáo tháng (trước ngày 20)", "định kỳ hằng tuần, vào thứ Sáu", "trước ngày 20"."""

from datetime import time

from directives.deadlines import day, rrule, words
from directives.deadlines.governor import Governor
from directives.deadlines.model import AMBIGUOUS, Deadline
from directives.deadlines.moments import in_calendar, previous
from directives.deadlines.passage import Passage
from directives.deadlines.words import phrase

_U = rf"(?:tuần|{words.MONTH}|{words.QUARTER})"
_SAID = rf"(?:(?:{words.EVERY}|{words.PERIODIC}|báo cáo|hoặc|,) |lần~/~)(?P<unit>{_U})"
_NAMED = rf"{_SAID}|[0-9]{{1,2}}~(?P<times>{_U})~(?:/|một )~lần"
_PERIOD = phrase(rf"(?:{_NAMED})(?![\w])(?!~[0-9]|~i| (?:này|sau|trước|tới))")
_OPENED = phrase(rf"{_U}~\(~$")
_AND = phrase(r"~(?:,~và|,|và)~")
_LIST_LIMIT = 6
_LOOK_BACK = 300
_SAME_DAY = phrase(rf"cùng~{words.DAY}(?![\w])(?!~[0-9])")
_DATE = phrase(rf"{words.DAY} [0-9]{{1,2}}~(?:/|tháng)")
_DAILY = phrase(rf"{words.EVERY} {words.DAY}\b")
_WEEKDAYS = phrase(rf"(?P<days>{words.WEEKDAY}(?:~(?:,|và|hoặc)~{words.WEEKDAY}){{0,4}})(?![\w])(?!~,?~(?:ngày|[0-9]|của|tuần|đầu|cuối))")


def opened(passage: Passage, position: int) -> bool:
    """Whether a bracket behind a period opens here: "hằng tuần (thứ Năm)"."""
    return _OPENED.search(passage.left(position)) is not None


def weekdays(passage: Passage, start: int, position: int, excluded: bool, at: time | None) -> list[Deadline]:
    """ "thứ Sáu" in the sentence of a weekly duty."""
    match = _WEEKDAYS.match(passage.text, position)
    if not match or (_unit(passage, start) != "tuần" and not match[0].startswith("các")):
        return []
    days = words.weekdays(match["days"])
    return [Deadline(start, match.end(), "", due_time=at, rrule=rrule.weekly(days, before=excluded))]


def hour(passage: Passage, start: int, position: int, at: time | None) -> list[Deadline]:
    """ "trước 16h" in the sentence of a daily duty."""
    if at is None or not _DAILY.search(passage.left(start)):
        return []
    end = start + len(passage.text[start:position].rstrip(" \n,("))
    return [Deadline(start, end, "", due_time=at, rrule=rrule.every("ngày"))]


def same_day(passage: Passage, start: int, position: int, at: time | None) -> list[Deadline]:
    """ "báo cáo trước 20 giờ cùng ngày": the day that the passage named last, else the letter's own."""
    same = _SAME_DAY.match(passage.text, max(position - len("cùng "), 0)) if at else None
    if same is None:
        return []
    named = [
        found[-1] for one in _DATE.finditer(passage.text, max(start - _LOOK_BACK, 0), start) if (found := day.read(passage, one.start()))
    ]
    day_named, doubts = (named[-1].last, named[-1].warnings) if named else (passage.frame.issued_on, ())
    return [Deadline(start, same.end(), "", day_named, at, warnings=doubts)] if day_named else []


def number(passage: Passage, start: int, position: int, before: Governor | None, excluded: bool, at: time | None) -> list[Deadline]:
    """ "ngày 20": of every month or quarter that the sentence speaks of, else the next such day, with a doubt."""
    lone = day.bare(passage, position) if before or at or opened(passage, position) else None
    if lone is None:
        return []
    figure, end = lone
    unit = _unit(passage, start)
    if unit in ("tháng", "quý"):
        figures, end = _more(passage, figure, end)
        months = rrule.QUARTER_ENDS if unit == "quý" else ()
        doubts = (AMBIGUOUS,) if unit == "quý" else ()
        return [Deadline(start, end, "", due_time=at, rrule=rrule.monthly(figures, months, before=excluded), warnings=doubts)]
    return [_next(passage, start, end, figure, excluded, at)] if at or (before and before.strong) else []


def _more(passage: Passage, figure: int, end: int) -> tuple[list[int], int]:
    """All days of a list that begins with one: "ngày 10 và ngày 25"."""
    figures = [figure]
    while len(figures) < _LIST_LIMIT and (joint := _AND.match(passage.text, end)):
        more = day.bare(passage, joint.end())
        if more is None:
            break
        figures.append(more[0])
        end = more[1]
    return figures, end


def _next(passage: Passage, start: int, end: int, figure: int, excluded: bool, at: time | None) -> Deadline:
    issued = passage.frame.issued_on
    month = day.month_from(passage.frame, 1 if issued and figure < issued.day else 0)
    if month is None:
        return Deadline(start, end, "", due_time=at, warnings=(AMBIGUOUS,))
    found, doubts = in_calendar(*month, figure)
    return Deadline(start, end, "", previous(found) if excluded else found, at, warnings=(*doubts, AMBIGUOUS))


def _unit(passage: Passage, position: int) -> str:
    """The period that the sentence named last before a place; "" if none."""
    named = list(_PERIOD.finditer(passage.said(position)))
    return words.unit_of(named[-1]["unit"] or named[-1]["times"]) if named else ""

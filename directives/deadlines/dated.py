"""One phrase of one-off or named recurring days: a preposition if any, an hour if any, then the days ("trước 17 giờ ngày 12/9")."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import time

from directives.deadlines import clock, context, day, every, governor, lone_day, month, named_days, quarter, rrule, week, words, year
from directives.deadlines.governor import Governor
from directives.deadlines.model import Deadline, Passed
from directives.deadlines.moments import Moment
from directives.deadlines.passage import Passage
from directives.deadlines.words import phrase

MOMENTS: tuple[Callable[[Passage, int], list[Moment]], ...] = (day.read, month.read, quarter.read, year.read, week.read)

# "trước ngày 15/6 và 15/12 hằng năm"
_EVERY_YEAR = phrase(rf"~[,(]?~(?:của |trong )?(?:{words.EVERY} năm|các năm|mỗi năm|năm một lần)(?![\w])")
_AND = phrase(rf"~(?:,~và|,|và)~(?=(?:{words.MONTH}|{words.QUARTER}|{words.DAY})~[0-9i])")
_NTH = r"lần (?:thứ )?(?:[0-9]{1,2}|nhất|hai|ba)~:?~"
# "và 16 giờ", "; lần 2 trước 16h30"; the comma may have been read with the hour before it.
_AND_HOUR = phrase(rf"(?:~(?:và|,|;)~|(?<=,)|(?<=, ))(?:và )?(?P<said>(?:{_NTH})?(?:(?:trước|lúc|vào|vào lúc) )?)(?=[0-9])")
_FIRST_TIME = phrase(rf"{_NTH}$")
_OPENED = phrase(r"[(:]~$")
_LIST_LIMIT = 12
# Any year without 29 February will do to read days that recur.
_PLAIN_YEAR = 2023


def moments_at(passage: Passage, position: int) -> list[Moment]:
    """The one-off days or periods that begin here, by the first family that knows the words."""
    return next((found for read in MOMENTS if (found := read(passage, position))), [])


def governed(passage: Passage, position: int) -> Sequence[Deadline | Passed]:
    """The deadlines of the preposition that begins here."""
    before = governor.read(passage.text, position)
    return _read(passage, before.end, before) if before else []


def bare(passage: Passage, position: int) -> Sequence[Deadline | Passed]:
    """The deadlines that begin here without a preposition: recurring days, and others where the place allows it."""
    if passage.text[position].isdecimal() and not _may_begin(passage, position):
        return []
    found = _read(passage, position, None)
    # A rejected figure may still begin something else: "6 tháng 01 lần".
    return [] if passage.text[position].isdecimal() and found and isinstance(found[0], Passed) else found


def _may_begin(passage: Passage, position: int) -> bool:
    """A figure begins a deadline in a field, as an hour, or after words of completion; elsewhere it is one of many numbers."""
    at = clock.read(passage.text, position)
    if at or passage.in_field(position) or context.completes(passage, position) or _OPENED.search(passage.left(position)):
        return True
    return bool(re.match(r"0?\d[ \n]tháng|\d{1,2}[ \n]ng", passage.text[position : position + 9]))


def _read(passage: Passage, begin: int, before: Governor | None) -> Sequence[Deadline | Passed]:
    start = before.start if before else begin
    hour = clock.read(passage.text, begin)
    at, position = (hour.at, hour.end) if hour else (None, begin)
    if hour and before and (hours := _hours(passage, start, hour)):
        return hours
    excluded = hour is None and (before.before if before else context.excludes(passage, position))
    recurring = _recurring(passage, start, position, excluded, at, named=before is None and hour is None)
    if recurring:
        return [Passed(recurring[-1].end)] if context.is_summed_up(passage, before) else recurring
    weekdays = lone_day.weekdays(passage, start, position, excluded, at) if before or hour or lone_day.opened(passage, position) else []
    if weekdays:
        return weekdays
    moments = _all(passage, position)
    if not moments:
        alone = lone_day.hour(passage, start, position, at) or lone_day.same_day(passage, start, position, at)
        return alone or lone_day.number(passage, start, position, before, excluded, at)
    yearly = _yearly(passage, start, moments, excluded, at)
    if yearly:
        return yearly
    if not context.accepts(passage, moments[0], before) and not _is_appointment(passage, start, moments[0], before, at):
        return [Passed(moments[-1].end)]
    return _one_off(passage, start, moments, excluded, at)


def _hours(passage: Passage, start: int, first: clock.Clock, at_most: int = _LIST_LIMIT) -> list[Deadline]:
    """All hours of a recurring duty, where there are several: "trước 07 giờ và 16 giờ hằng ngày"."""
    joint = _AND_HOUR.match(passage.text, first.end)
    second = clock.read(passage.text, joint.end()) if joint and first.at else None
    if joint is None or second is None or second.at is None or at_most == 0:
        return []
    begin = joint.start("said")
    later = _recurring(passage, begin, second.end, False, second.at, named=False) or _hours(passage, begin, second, at_most - 1)
    end = start + len(passage.text[start : first.end].rstrip(" \n,"))
    if counted := _FIRST_TIME.search(passage.left(start)):
        start -= len(counted[0])
    return [replace(later[0], start=start, end=end, due_time=first.at), *later] if later else []


def _all(passage: Passage, position: int) -> list[Moment]:
    """The moments that one preposition governs: "trong quý III/2025 và quý I/2026"."""
    found = moments_at(passage, position)
    while found and found[-1].dated and len(found) < _LIST_LIMIT and (joint := _AND.match(passage.text, found[-1].end)):
        more = [moment for moment in moments_at(passage, joint.end()) if moment.dated and moment.kind == found[0].kind]
        if not more:
            break
        found += more
    return found


def _is_appointment(passage: Passage, start: int, moment: Moment, before: Governor | None, at: time | None) -> bool:
    """An hour before a day to come needs no preposition: "14h00 ngày 20/9/2024"."""
    if at is None or before is not None or moment.kind != "day" or context.is_as_of(passage, start):
        return False
    return not context.tells_what_happened(passage, moment)


def _recurring(passage: Passage, start: int, position: int, excluded: bool, at: time | None, *, named: bool) -> list[Deadline]:
    cycle = named_days.read(passage, position, before=excluded)
    if cycle is None and not named:
        cycle = next(iter(every.read(passage, position)), None)
    return [Deadline(start, cycle.end, "", due_time=at, rrule=cycle.rrule, warnings=cycle.warnings)] if cycle else []


def _one_off(passage: Passage, start: int, moments: list[Moment], excluded: bool, at: time | None) -> list[Deadline]:
    found = []
    for index, moment in enumerate(moments):
        behind = clock.read_behind(passage.text, moment.end) if at is None and moment.kind in ("day", "week") else None
        due_on = moment.due_on(excluded and behind is None)
        end = behind.end if behind else moment.end
        found.append(Deadline(moment.start if index else start, end, "", due_on, behind.at if behind else at, warnings=moment.warnings))
    return found


def _yearly(passage: Passage, start: int, moments: list[Moment], excluded: bool, at: time | None) -> list[Deadline]:
    every_year = _EVERY_YEAR.match(passage.text, moments[-1].end)
    if not every_year or moments[-1].dated or moments[-1].kind == "year":
        return []
    again = moments_at(passage.with_year(_PLAIN_YEAR), moments[0].start)
    days = [due for moment in again if (due := moment.due_on(excluded))]
    if not days or len(days) != len(moments):
        return []
    if len({due.day for due in days}) == 1:
        return [Deadline(start, every_year.end(), "", due_time=at, rrule=rrule.yearly([due.month for due in days], days[0].day))]
    starts = [start, *(moment.start for moment in moments[1:])]
    ends = [*(moment.end for moment in moments[:-1]), every_year.end()]
    return [Deadline(a, b, "", due_time=at, rrule=rrule.yearly([due.month], due.day)) for a, b, due in zip(starts, ends, days, strict=True)]

"""Stretches and starts: "từ ngày 1/3 đến ngày 15/3/2025", "từ nay đến hết năm 2025", "từ ngày 16/9/2024 (trở đi)"."""

import re
from dataclasses import replace

from directives.deadlines import clock, context, dated, issue, named_days, rrule, words
from directives.deadlines.model import Deadline, Passed, Start
from directives.deadlines.moments import Moment
from directives.deadlines.passage import Passage
from directives.deadlines.words import phrase

_FROM = phrase(r"(?:(?:bắt đầu |kể |tính )(?:kể )?)?từ~:?~(?:đầu )?")
_FROM_NOW = phrase(r"(?:kể )?từ (?:nay|bây giờ|giờ)~,?~(?:trở đi )?(?:cho )?(?=đến|tới)")
# "số liệu tính từ ngày 15 tháng trước đến ngày 14 của tháng báo cáo"
_DATA = phrase(r"tính từ [^;,.()\n]{1,50} (?:đến|tới) [^;,.()\n]{1,50}")
_TO = phrase(rf"~[,(]?~(?:cho )?(?:đến|tới|-)~(?P<before>{words.BEFORE} )?(?:hết )?(?:thời điểm )?")
_EVERY_YEAR = phrase(rf"~(?:của )?{words.EVERY} năm(?![\w])")
# "có hiệu lực kể từ ngày …" starts no duty.
_IN_FORCE = phrase(r"(?:hiệu lực(?: thi hành| pháp luật)?|thay thế|bãi bỏ|hưởng|tăng|giảm)~,?~(?:kể |tính |bắt đầu )?$")
# "từ năm 2021 đến nay", "các công trình từ năm 2018 trở về trước" look back.
_PAST = phrase(r"~,?~(?:cho )?(?:đến|tới) (?:nay|hiện nay|thời điểm này)| (?:trở )?về trước\b")
_DAILY = phrase(rf"{words.EVERY} (?:ngày|tuần)|các ngày")
_WEEKDAYS = phrase(rf"{words.WEEKDAY}~(?:đến|tới|-)~(?:hết )?{words.WEEKDAY}(?: {words.EVERY} tuần)?")
_RUN = re.compile(r"-|đến|tới")


def read(passage: Passage, position: int) -> list[Deadline | Start | Passed]:
    """The stretch or start that begins here."""
    text = passage.text
    if now := _FROM_NOW.match(text, position):
        return [replace(found, start=position) for found in dated.governed(passage, now.end())[:1] if isinstance(found, Deadline)]
    if data := _DATA.match(text, position):
        return [Passed(data.end())]
    opening = _FROM.match(text, position)
    if opening:
        return _from(passage, position, opening.end())
    return _between(passage, position, position) if passage.in_field(position) or context.follows_a_colon(passage, position) else []


def _from(passage: Passage, position: int, begin: int) -> list[Deadline | Start | Passed]:
    found = _between(passage, position, begin)
    if found:
        return found
    hour = clock.read(passage.text, begin)
    if hours := _opening_hours(passage, hour):
        return [Passed(hours)]
    moments = dated.moments_at(passage, hour.end if hour else begin)
    if not moments or moments[0].first is None or _IN_FORCE.search(passage.left(position)):
        return []
    if issue.is_long_past(passage, moments[0]) or _PAST.match(passage.text, moments[0].end):
        return [Passed(moments[0].end)]
    return [Start(position, moments[0].end, moments[0].first)]


def _opening_hours(passage: Passage, first: clock.Clock | None) -> int | None:
    """Where "từ 18h00 đến 22h00 hằng ngày" ends: when something is open, not until when it is to be done."""
    joint = _TO.match(passage.text, first.end) if first else None
    last = clock.read(passage.text, joint.end()) if joint else None
    daily = _DAILY.match(passage.text, last.end) if last else None
    return daily.end() if daily else None


def _between(passage: Passage, position: int, begin: int) -> list[Deadline | Start | Passed]:
    if days := _WEEKDAYS.match(passage.text, begin):
        return [Passed(days.end())]
    cycle = named_days.read(passage, begin, before=False)
    if cycle:
        return [Deadline(position, cycle.end, "", rrule=cycle.rrule)]
    hour = clock.read(passage.text, begin)
    first = _first(passage, hour.end if hour else begin)
    if first is None:
        return []
    if first.first != first.last and _RUN.search(passage.text, first.start, first.end):
        return _stretch(passage, position, first, first, None, excluded=False)
    joint = _TO.match(passage.text, first.end)
    if joint is None:
        return []
    hour = clock.read(passage.text, joint.end())
    lasts = dated.moments_at(passage, hour.end if hour else joint.end())
    if not lasts:
        return []
    # "từ ngày 1/3 đến ngày 15/3/2025": the first takes the year of the last.
    if not first.dated and lasts[0].dated and lasts[0].last:
        first = _first(passage.with_year(lasts[0].last.year), first.start) or first
    return _stretch(passage, position, first, lasts[0], hour, excluded=joint["before"] is not None)


def _first(passage: Passage, position: int) -> Moment | None:
    return next(iter(dated.moments_at(passage, position)), None)


def _stretch(
    passage: Passage, position: int, first: Moment, last: Moment, hour: clock.Clock | None, *, excluded: bool
) -> list[Deadline | Start | Passed]:
    year = _EVERY_YEAR.match(passage.text, last.end)
    if year and last.last:
        return [Deadline(position, year.end(), "", rrule=rrule.yearly([last.last.month], last.last.day))]
    if context.is_fraction(passage, last, firm=True):
        return []
    if not passage.in_field(position) and not _is_order(passage, position, last):
        return [Passed(last.end)]
    due_on = last.due_on(excluded)
    starts_on = first.first if due_on is None or first.first is None or first.first <= due_on else None
    return [Deadline(position, last.end, "", due_on, hour.at if hour else None, starts_on=starts_on, warnings=last.warnings)]


def _is_order(passage: Passage, position: int, last: Moment) -> bool:
    programme = last.kind == "year" and "hết" not in passage.text[position : last.end]
    return not (programme or issue.is_past(passage, last) or context.is_data_period(passage, position))

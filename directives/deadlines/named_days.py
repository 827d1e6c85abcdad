"""Days within a recurring period: "ngày 25 hằng tháng", "ngày 28 của tháng cuối quý", "thứ 6 hằng tuần", "cuối mỗi quý"."""

import re
from collections.abc import Callable

from directives.deadlines import rrule, words
from directives.deadlines.model import AMBIGUOUS
from directives.deadlines.passage import Passage
from directives.deadlines.rrule import QUARTER_ENDS, Cycle
from directives.deadlines.words import phrase

_D = r"[0-3]?[0-9](?![0-9])"
_AND = r"~(?:,~và|,|và|hoặc|;|-|đến)~"
_WORD = rf"(?:{words.DAY}~(?:m[ùồ]ng )?|m[ùồ]ng )"
_LIST = rf"{_D}(?:{_AND}(?:{words.DAY}~)?{_D}){{0,5}}"
_DAYS = rf"(?P<days>(?:các )?{_WORD}?{_LIST})"
_DAYS_WORDED = rf"(?P<days>(?:các )?{_WORD}{_LIST})"
_OF = r"~,?~(?:(?:của|vào|trong) )?"
_E = words.EVERY
_M, _Q, _Y = words.MONTH, words.QUARTER, words.YEAR
_NO_NUMBER = r"(?![\w])(?!~[0-9])"
_NOT_NEAR = r"(?! (?:này|sau|tới))"
_PLACES = {"cuối": 3, "đầu": 1, "giữa": 2, "thứ hai": 2, "thứ 2": 2, "thứ nhất": 1, "thứ ba": 3, "thứ 3": 3}

# "ngày 15 và 30 hàng tháng", "trước 20 hằng tháng"
_EVERY_MONTH = phrase(rf"{_DAYS}{_OF}{_E} {_M}{_NO_NUMBER}")
# "ngày 25 của tháng", "ngày 20 của tháng báo cáo": the article makes it every month; "tháng sau" only in a recurring duty
_OF_MONTH = phrase(
    rf"{_DAYS_WORDED} (?:của|trong) (?:từng |mỗi )?{_M}{_NO_NUMBER}(?! (?:này|nay|cuối|đầu|giữa|thứ|sau|tới|tiếp|kế|liền))(?: báo cáo)?"
)
# "trước ngày 20 của các tháng 3, 6, 9, 12"
_OF_MONTHS = phrase(
    rf"{_DAYS_WORDED}{_OF}(?:các )?{_M}~(?P<months>[01]?[0-9](?:{_AND}(?:{_M}~)?[01]?[0-9](?![0-9/])){{1,11}})"
    rf"(?:~,?~(?:{_E} năm|trong năm))?"
)
_NEXT_MONTH = phrase(rf"{_DAYS_WORDED} (?:của )?{_M} (?:liền )?(?:sau|tiếp theo|kế tiếp|kề|liền kề|liền sau)(?: liền kề)?")
_FAR = 240
_RECURRING = phrase(rf"{_E} {_M}|{words.PERIODIC}|báo cáo tháng")
# "ngày 28 của tháng cuối quý", "ngày 05 tháng đầu tiên của quý sau", "ngày 15 tháng cuối kỳ báo cáo"
_OF_QUARTER = phrase(
    rf"{_DAYS_WORDED}{_OF}{_M} (?P<place>cuối|đầu|giữa|thứ nhất|thứ hai|thứ ba|thứ [1-3])(?: cùng| tiên)?(?: của)?(?: {_E}| từng)?"
    rf" (?:{_Q}|kỳ)\b(?: báo cáo)?(?: sau| tiếp theo| kế tiếp| liền kề)?(?!~(?:i{{1,3}}|iv|[0-9])\b)"
)
_EVERY_QUARTER = phrase(rf"{_DAYS_WORDED}{_OF}{_E} {_Q}\b")
_LAST_DAY = phrase(
    rf"{words.DAY} (?P<work>làm việc )?cuối(?: cùng)?(?: của)?(?: {_E}| từng)? (?P<unit>{_M}|{_Q}){_NO_NUMBER}(?!~i)(?! (?:này|sau|tới))"
)
# "ngày 15 và ngày cuối cùng hằng tháng"
_AND_LAST_DAY = phrase(
    rf"{_DAYS_WORDED}{_AND}{words.DAY} cuối(?: cùng)?(?: của)?(?: {_E}| từng)? {_M}{_NO_NUMBER}{_NOT_NEAR}(?: {_E} {_M}\b)?"
)
# "chiều thứ năm hằng tuần", "thứ 3 và thứ 6 của tuần", "mỗi thứ Hai"
_HALF = r"(?:(?:buổi )?(?:sáng|chiều|tối) )?"
_WEEKDAYS = rf"(?P<days>{words.WEEKDAY}(?:{_AND}{_HALF}{words.WEEKDAY}){{0,4}})"
_EVERY_WEEK = phrase(
    rf"{_WEEKDAYS}{_OF}(?:{_E} tuần|(?<=của )tuần(?! (?:này|sau|tới|đầu|cuối|thứ|[0-9])))(?![\w])|{_E} (?P<each>{words.WEEKDAY})"
)
# "thứ hai đầu tháng", "thứ sáu tuần cuối cùng của mỗi tháng"
_OF_WEEK = phrase(
    rf"(?P<day>{words.WEEKDAY})(?: của| thuộc)?(?: tuần)?(?: thứ)? (?P<place>đầu|cuối|nhất|hai|ba|tư|[1-4])"
    rf"(?: tiên| cùng)?(?: của| trong)?(?: {_E}| từng)? {_M}{_NO_NUMBER}{_NOT_NEAR}"
)
_WEEK_PLACES = {"đầu": 1, "nhất": 1, "hai": 2, "ba": 3, "tư": 4, "cuối": -1}
# "cuối mỗi tháng", "đầu hằng quý", "05 ngày đầu hằng tháng", "tuần đầu của mỗi tháng"
_PART = phrase(rf"(?<!đứng )(?P<part>cuối|đầu|giữa)(?: của)? {_E} (?P<unit>tuần|{_M}|{_Q}|{_Y})(?![\w])")
# "mỗi cuối tháng"
_PART_BEHIND = phrase(rf"{_E} (?P<part>cuối|đầu|giữa) (?P<unit>tuần|{_M}|{_Q}|{_Y}){_NO_NUMBER}")
_FIRST_DAYS = phrase(
    rf"(?P<count>{words.NUMBER}) {words.DAY} (?:làm việc )?(?P<part>đầu|cuối)"
    rf"(?: tiên| cùng)?(?: của)?(?: {_E})? {_M}{_NO_NUMBER}{_NOT_NEAR}"
)
_WEEK_OF = phrase(rf"tuần (?:thứ )?(?P<place>đầu|cuối|nhất|hai|ba|tư|[1-4])(?: tiên| cùng)?(?: của)? {_E} {_M}{_NO_NUMBER}")
_LAST_MONTH = phrase(
    rf"{_M} (?P<place>cuối|đầu|giữa)(?: cùng| tiên)?(?: của)?(?: {_E}| từng)? {_Q}\b(?!~(?:i{{1,3}}|iv|[0-9])\b)(?! (?:này|sau|tới))"
)


def read(passage: Passage, position: int, *, before: bool) -> Cycle | None:
    """The recurring days that begin here; `before` moves each to the day before."""
    for pattern, rule in _RULES:
        match = pattern.match(passage.text, position)
        if match and (written := rule(match, before)):
            doubt = (AMBIGUOUS,) if pattern is _EVERY_QUARTER else ()
            return Cycle(position, match.end(), written, warnings=doubt)
    return _next_month(passage, position, before)


def _next_month(passage: Passage, position: int, before: bool) -> Cycle | None:
    """ "trước ngày 05 tháng sau" recurs in the sentence of a monthly duty only."""
    match = _NEXT_MONTH.match(passage.text, position)
    said = passage.text[max(0, position - _FAR) : position].rsplit("\n\n", 1)[-1].rsplit(". ", 1)[-1]
    if not match or not _RECURRING.search(said) or not (written := _every_month(match, before)):
        return None
    return Cycle(position, match.end(), written)


def _numbers(match: re.Match[str]) -> list[int]:
    days = [int(day) for day in re.findall(r"[0-9]+", match["days"])]
    # "ngày 15 - 20 hằng tháng" is a stretch: its last day counts.
    days = days[-1:] if re.search(r"[0-9][ \n]?(?:-|đến)", match["days"]) else days
    return days if all(1 <= day <= 31 for day in days) else []


def _every_month(match: re.Match[str], before: bool) -> str | None:
    days = _numbers(match)
    return rrule.monthly(days, before=before) if days else None


def _and_last_day(match: re.Match[str], before: bool) -> str | None:
    days = _numbers(match)
    return rrule.monthly([*days, -1], before=before) if days else None


def _of_months(match: re.Match[str], before: bool) -> str | None:
    days, months = _numbers(match), [int(month) for month in re.findall(r"[0-9]+", match["months"])]
    return rrule.monthly(days, months, before=before) if days and all(1 <= month <= 12 for month in months) else None


def _of_quarter(match: re.Match[str], before: bool) -> str | None:
    days = _numbers(match)
    return rrule.monthly(days, _months(match["place"]), before=before) if days else None


def _every_quarter(match: re.Match[str], before: bool) -> str | None:
    days = _numbers(match)
    return rrule.monthly(days, QUARTER_ENDS, before=before) if days else None


def _months(place: str) -> list[int]:
    return [month + _PLACES[" ".join(place.split())] - 3 for month in QUARTER_ENDS]


def _last_day(match: re.Match[str], before: bool) -> str:
    months = ";BYMONTH=3,6,9,12" if match["unit"].startswith("q") else ""
    if match["work"]:
        return f"FREQ=MONTHLY{months};BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"
    return f"FREQ=MONTHLY{months};BYMONTHDAY={-2 if before else -1}"


def _every_week(match: re.Match[str], before: bool) -> str:
    return rrule.weekly(words.weekdays(match["days"] or match["each"]), before=before)


def _of_week(match: re.Match[str], _before: bool) -> str:
    place = _WEEK_PLACES.get(match["place"]) or int(match["place"])
    return f"FREQ=MONTHLY;BYDAY={place}{words.weekday(match['day'])}"


def _part(match: re.Match[str], _before: bool) -> str:
    unit, part = match["unit"], match["part"]
    if unit == "tuần":
        return "FREQ=WEEKLY" + {"cuối": ";BYDAY=FR", "đầu": ";BYDAY=MO"}.get(part, "")
    days = {"đầu": 10, "giữa": 15, "cuối": -1}
    if unit.startswith("q"):
        return rrule.monthly([days[part]], _months(part))
    if unit.startswith("n"):
        return rrule.yearly([{"đầu": 3, "giữa": 6, "cuối": 12}[part]], {"đầu": 31, "giữa": 30, "cuối": 31}[part])
    return rrule.monthly([days[part]])


def _first_days(match: re.Match[str], _before: bool) -> str | None:
    count = words.number(match["count"])
    if not 1 <= count <= 31:
        return None
    return rrule.monthly([-1 if match["part"] == "cuối" else count])


def _week_of(match: re.Match[str], _before: bool) -> str:
    place = _WEEK_PLACES.get(match["place"]) or int(match["place"])
    return rrule.monthly([-1 if place < 0 else 7 * place])


def _last_month(match: re.Match[str], _before: bool) -> str:
    return "FREQ=MONTHLY;BYMONTH=" + ",".join(map(str, _months(match["place"])))


_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], bool], str | None]], ...] = (
    (_EVERY_MONTH, _every_month),
    (_OF_MONTHS, _of_months),
    (_OF_QUARTER, _of_quarter),
    (_EVERY_QUARTER, _every_quarter),
    (_AND_LAST_DAY, _and_last_day),
    (_LAST_DAY, _last_day),
    (_EVERY_WEEK, _every_week),
    (_OF_WEEK, _of_week),
    (_OF_MONTH, _every_month),
    (_PART, _part),
    (_PART_BEHIND, _part),
    (_FIRST_DAYS, _first_days),
    (_WEEK_OF, _week_of),
    (_LAST_MONTH, _last_month),
)

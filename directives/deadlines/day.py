"""Days: "30/4/2024", "ngày 5.6", "ngày 05 tháng 9 năm 2024", "ngày 30 tháng này", "ngày 15-16/9", lists of them."""

import re
from dataclasses import replace

from directives.deadlines import words
from directives.deadlines.model import AMBIGUOUS, IMPOSSIBLE, LOW_QUALITY, Frame
from directives.deadlines.moments import Moment, days_later, full_year, in_calendar, later_month, previous, stretch, unknown, year_of
from directives.deadlines.passage import Passage
from directives.deadlines.words import phrase

_F = words.FIGURE
_WEEKDAY = rf"(?:{words.WEEKDAY}~[,(]?~)?"
_DAY = rf"(?:{words.DAY}~)"
# "trước ngày Quốc khánh 02/9/2025", "ngày Quốc tế lao động (01/5)"
_FEAST = r"(?:(?:lễ )?(?:quốc khánh|quốc tế lao động|giải phóng miền nam|nhà giáo việt nam|quốc tế phụ nữ)~,?~\(?)"
_YEAR = r"(?P<year>(?:19|2[0oO])[0-9oil]{2}(?![0-9])|(?<!\s)[12][0-9](?![0-9]|~[/.-]~[0-9]))"
# "30/4/2024", "ngày 20.7.2020", "ngày 15 tháng 9, năm 2024", "30/ 9 /2024", "l5/O4/2024"
_FIGURES = phrase(
    rf"{_WEEKDAY}(?P<word>(?:các )?{_DAY}{_FEAST}?)?(?:m[ùồ]ng )?(?P<day>{_F}{{1,2}})~(?P<sep>[/.-])~"
    rf"(?:(?:th[áa]ng|t)~)?(?P<month>{_F}{{1,2}})(?![0-9])(?:~(?:(?P=sep)|[/.-](?=~(?:19|20)[0-9]{{2}})|,?~năm )~{_YEAR})?"
    r"(?!~/~[a-zđ0-9]|-[a-zđ]|[.,][0-9])"
)
_WORDED = phrase(
    rf"{_WEEKDAY}(?P<word>{_DAY})?(?:m[ùồ]ng )?(?P<day>{_F}{{1,2}})~[,/]?~(?P<sep>){words.MONTH} ?(?P<month>{_F}{{1,2}})(?![0-9])"
    rf"(?:~(?:[/.-]|,?~{words.YEAR})~{_YEAR})?"
)
# "ngày 15-16/9/2024", "ngày 15 và 16/9", "02 ngày 15, 16 tháng 9"
_SPAN = phrase(
    rf"(?:(?:các )?{_DAY}(?P<from>[0-9]{{1,2}})~(?:-|và|,|đến(?: ngày)?)~|(?P<from2>[0-9]{{1,2}})~(?:-|đến)~)"
    rf"(?={_DAY}?[0-9]{{1,2}}~(?:/|\.|-|,?~tháng)~[0-9])"
)
_RELATIVE = phrase(rf"{_DAY}(?P<day>[0-9]{{1,2}}) (?:của )?tháng (?P<which>này|nay|sau|tới|tiếp theo|kế tiếp)")
_TODAY = phrase(r"(?:trong )?(?:ngày )?(?:(?:hôm|sáng|chiều|tối) nay|(?P<next>(?:ngày )?mai))\b")
# The moon's days are left to the reader.
_LUNAR = phrase(r"~,?~\(?(?:âm lịch|âl)\b\)?")
_PRINTED = phrase(rf"~[,(]?~(?={_DAY}?[0-9]{{1,2}}~/~[0-9])")
_BARE = phrase(rf"{_DAY}(?P<day>[0-9]{{1,2}})(?![0-9oil]|~[/.-]~[0-9oil]|[.,][0-9]|~,?~th[áa]ng~[0-9])")
_NEAR_YEAR = phrase(r"~,?~(?:của )?năm (?P<which>nay|sau|tới|tiếp theo|kế tiếp|liền kề)")
_AND = phrase(r"(?:~\([^()\n]{1,30}\))?~(?:,~và|,|và|;|hoặc)~")
_LIST_LIMIT = 12


def read(passage: Passage, position: int) -> list[Moment]:
    """The days that begin here; several where the words list several."""
    found: list[Moment] = []
    moment = _one(passage, position)
    while moment is not None and len(found) < _LIST_LIMIT:
        found.append(moment)
        joint = _AND.match(passage.text, moment.end)
        moment = _listed(passage, joint.end()) if joint else None
    return _same_year(passage, found)


def _listed(passage: Passage, position: int) -> Moment | None:
    moment = _figures(passage, position, listed=True)
    # "trước ngày 30/9, 8/12 xã đạt chuẩn" lists no second day.
    return None if moment and not moment.dated and words.COUNTED.match(passage.text, moment.end) else moment


def bare(passage: Passage, position: int) -> tuple[int, int] | None:
    """A day without a month ("trước ngày 20"): the figure and where it ends."""
    match = _BARE.match(passage.text, position)
    return (int(match["day"]), match.end()) if match and 1 <= int(match["day"]) <= 31 else None


def _one(passage: Passage, position: int) -> Moment | None:
    return _span(passage, position) or _figures(passage, position) or _relative(passage, position) or _today(passage, position)


def _span(passage: Passage, position: int) -> Moment | None:
    match = _SPAN.match(passage.text, position)
    if not match:
        return None
    last = _figures(passage, match.end())
    if last is None or last.last is None:
        return None
    first = int(match["from"] or match["from2"])
    if not 1 <= first <= last.last.day:
        return None
    begin = last.last.replace(day=first)
    return replace(last, start=position, first=begin, upto=previous(begin))


def _figures(passage: Passage, position: int, *, listed: bool = False) -> Moment | None:
    match = _FIGURES.match(passage.text, position) or _WORDED.match(passage.text, position)
    if not match or not any(c.isdecimal() for c in match["day"] + match["month"]):
        return None
    # "17.3" and "13.2 - 13.5" number indicators; only "ngày 17.3" or a year makes them a day.
    if match["sep"] and match["sep"] != "/" and match["word"] is None and (match["year"] is None or listed):
        return None
    # "08-12/2025" runs from month to month.
    if match["sep"] == "-" and match["word"] is None and "/" in match[0]:
        return None
    (day, poor_day), (month, poor_month) = words.figures(match["day"]), words.figures(match["month"])
    if not 1 <= day <= 39 or month < 1:
        return None
    year, poor_year, end, dated = _year(passage, match, month)
    if month > 12:
        return (
            Moment(position, end, "day", warnings=(IMPOSSIBLE, AMBIGUOUS))
            if match["year"] and match["word"] is not None and day <= 31
            else None
        )
    poor = (LOW_QUALITY,) if poor_day or poor_month or poor_year else ()
    if lunar := _LUNAR.match(passage.text, end):
        return unknown(position, lunar.end(), "day")
    if year is None:
        return replace(unknown(position, end, "day"), warnings=(AMBIGUOUS, *poor))
    found, warnings = in_calendar(year, month, day)
    return Moment(position, end, "day", found, found, previous(found), dated, (*warnings, *poor))


def _year(passage: Passage, match: re.Match[str], month: int) -> tuple[int | None, bool, int, bool]:
    if match["year"]:
        printed = match["year"].translate(str.maketrans("oil", "011"))
        return full_year(printed), printed != match["year"], match.end(), True
    near = _NEAR_YEAR.match(passage.text, match.end())
    if near and passage.frame.year:
        return passage.frame.year + (near["which"] != "nay"), False, near.end(), True
    return year_of(passage.frame, month), False, match.end(), False


def _same_year(passage: Passage, found: list[Moment]) -> list[Moment]:
    """In "15/6 và 15/12/2025" the year stands for all."""
    if len(found) < 2 or not found[-1].dated or found[-1].last is None:
        return found
    dated = passage.with_year(found[-1].last.year)
    return [moment if moment.dated else _one(dated, moment.start) or moment for moment in found]


def _relative(passage: Passage, position: int) -> Moment | None:
    match = _RELATIVE.match(passage.text, position)
    if not match or not 1 <= int(match["day"]) <= 31:
        return None
    month = month_from(passage.frame, 0 if match["which"] in ("này", "nay") else 1)
    if month is None:
        return unknown(position, match.end(), "day")
    day, warnings = in_calendar(*month, int(match["day"]))
    return replace(stretch(position, match.end(), "day", day, day), warnings=warnings)


def month_from(frame: Frame, by: int) -> tuple[int, int] | None:
    """The month of issue, or the one `by` months on; None where the letter's head says no month."""
    if frame.year is None or frame.month is None:
        return None
    return later_month(frame.year, frame.month, by)


def _today(passage: Passage, position: int) -> Moment | None:
    match = _TODAY.match(passage.text, position)
    issued = passage.frame.issued_on
    if not match:
        return None
    opened = _PRINTED.match(passage.text, match.end())
    printed = _figures(passage, opened.end()) if opened else None
    if printed is not None:
        return replace(printed, start=position)
    if issued is None:
        return unknown(position, match.end(), "day")
    day = days_later(issued, 1 if match["next"] else 0)
    return stretch(position, match.end(), "day", day, day)

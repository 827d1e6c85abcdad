"""Days as people say them in chat: "hôm qua", "15/5", "thứ 6 tuần trước", "cuối tháng"."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

Toward = Literal["past", "future"]


@dataclass(frozen=True, slots=True)
class Day:
    """A day and where it was said. `sure` False: the words fit another day as well, or no such day exists and the nearest was taken."""

    on: date
    start: int
    end: int
    sure: bool = True


_WEEKDAYS: Final = {"2": 0, "hai": 0, "3": 1, "ba": 1, "4": 2, "tu": 2, "5": 3, "nam": 3, "6": 4, "sau": 4, "7": 5, "bay": 5}
_ENGLISH_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = {
    "hai": "2",
    "ba": "3",
    "tu": "4",
    "nam": "5",
    "bay": "7",
    "tam": "8",
    "chin": "9",
    "muoi": "10",
    "muoi mot": "11",
    "muoi hai": "12",
}
_QUARTERS: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_WEEK: Final = r"(?: (?P<week>tuan (?:nay|truoc|sau|toi)))?"
_RELATIVE: Final = {
    "hom nay": 0, "sang nay": 0, "trua nay": 0, "chieu nay": 0, "toi nay": 0, "today": 0,
    "hom qua": -1, "sang qua": -1, "chieu qua": -1, "toi qua": -1, "yesterday": -1, "hom kia": -2,
    "ngay mai": 1, "sang mai": 1, "chieu mai": 1, "mai": 1, "tomorrow": 1, "ngay kia": 2, "ngay mot": 2,
}  # fmt: skip


def _relative(match: re.Match[str], today: date, _toward: Toward) -> tuple[date, bool]:
    return today + timedelta(days=_RELATIVE[match["said"]]), True


def _ago(match: re.Match[str], today: date, _toward: Toward) -> tuple[date, bool]:
    return today - timedelta(days=int(match["n"] or match["m"])), True


def _full(match: re.Match[str], _today: date, _toward: Toward) -> tuple[date, bool] | None:
    year = int(match["y"])
    return clamped(year + 2000 if year < 100 else year, int(match["m"]), int(match["d"]))


def _day_month(match: re.Match[str], today: date, toward: Toward) -> tuple[date, bool] | None:
    day, month = int(match["d"]), int(match["m"])
    this_year = clamped(today.year, month, day)
    if this_year is None:
        return None
    # Half a year to the other side is still a slip about the direction, not about the year.
    if toward == "past" and this_year[0] > today + timedelta(days=60):
        return clamped(today.year - 1, month, day)
    if toward == "future" and this_year[0] < today - timedelta(days=60):
        return clamped(today.year + 1, month, day)
    return this_year


def _day_only(match: re.Match[str], today: date, toward: Toward) -> tuple[date, bool] | None:
    day, month, year = int(match["d"]), today.month, today.year
    if toward == "past" and day > today.day:
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    if toward == "future" and day < today.day:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return clamped(year, month, day)


def _weekday(match: re.Match[str], today: date, toward: Toward) -> tuple[date, bool]:
    groups = match.groupdict()
    name = groups.get("name") or ""
    wanted = 6 if name in ("chu nhat", "cn") else _ENGLISH_WEEKDAYS.index(name) if name else _WEEKDAYS[match["n"]]
    monday = today - timedelta(days=today.weekday())
    shift = {"tuan nay": 0, "tuan truoc": -7, "last": -7, "tuan sau": 7, "tuan toi": 7, "next": 7}.get(
        groups.get("week") or groups.get("side") or ""
    )
    if shift is not None:
        return monday + timedelta(days=wanted + shift), True
    if toward == "past":
        return today - timedelta(days=(today.weekday() - wanted - 1) % 7 + 1), True
    return today + timedelta(days=(wanted - today.weekday()) % 7), True


def _end_of_month(match: re.Match[str], today: date, toward: Toward) -> tuple[date, bool] | None:
    which = match["m"] or ""
    which = _MONTHS.get(which, which)
    months = today.year * 12 + today.month - 1
    if which.isdigit():
        month = int(which)
        if not 1 <= month <= 12:
            return None
        year = int(match["y"]) if match["y"] else today.year + (1 if toward == "future" and month < today.month else 0)
        months = year * 12 + month - 1
    else:
        months += {"sau": 1, "toi": 1, "truoc": -1}.get(which, 0)
    year, month = divmod(months, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1]), True


def _in_month(match: re.Match[str], today: date, toward: Toward) -> tuple[date, bool] | None:
    """ "đến tháng 6" leaves the day open: its last day, to be confirmed. Nothing is ever done "in a month" of the past."""
    end = _end_of_month(match, today, toward)
    return (end[0], False) if end and toward == "future" else None


def _end_of_quarter(match: re.Match[str], today: date, toward: Toward) -> tuple[date, bool]:
    quarter = _QUARTERS.get(match["q"]) or int(match["q"])
    year = int(match["y"]) if match["y"] else today.year
    last = date(year, quarter * 3, monthrange(year, quarter * 3)[1])
    return (last.replace(year=year + 1) if toward == "future" and not match["y"] and last < today else last), True


def _end_of_year(match: re.Match[str], today: date, _toward: Toward) -> tuple[date, bool]:
    return date(int(match["y"]) if match["y"] else today.year, 12, 31), True


def _end_of_week(match: re.Match[str], today: date, _toward: Toward) -> tuple[date, bool]:
    later = 7 if match["w"] in ("sau", "toi") else 0
    return today - timedelta(days=today.weekday()) + timedelta(days=4 + later), False


Reckon = Callable[[re.Match[str], date, Toward], tuple[date, bool] | None]
_D, _M, _Y = r"(?P<d>0?[1-9]|[12]\d|3[01])", r"(?P<m>0?[1-9]|1[0-2])", r"(?P<y>20\d\d|\d\d)"
_RULES: Final[tuple[tuple[re.Pattern[str], Reckon], ...]] = (
    (re.compile(rf"(?<![\d/.-]){_D} ?(?P<s>[/.-]) ?{_M} ?(?P=s) ?{_Y}(?![\d/])"), _full),
    (re.compile(rf"\b{_D} thang {_M}(?:,? nam |/)(?P<y>20\d\d)\b"), _full),
    (re.compile(rf"\b{_D} thang {_M}\b"), _day_month),
    (re.compile(rf"(?<![\d/.,-]){_D}/{_M}(?![\d/%-])"), _day_month),
    (re.compile(rf"(?<=ngay ){_D}[.-]{_M}(?![\d/%-])"), _day_month),
    (re.compile(rf"\b(?P<said>{'|'.join(_RELATIVE)})\b"), _relative),
    (re.compile(r"\bcach day (?P<n>\d{1,2}) ngay\b|\b(?P<m>\d{1,2}) (?:ngay truoc|days ago)\b"), _ago),
    (re.compile(rf"(?<!viec )(?<!muc )(?<!nhiem vu )(?<!lan )(?<!phan )\bthu (?P<n>[2-7]|hai|ba|tu|nam|sau|bay)\b{_WEEK}"), _weekday),
    (re.compile(rf"\b(?P<name>chu nhat|cn)\b{_WEEK}"), _weekday),
    (re.compile(rf"\b(?:(?P<side>last|next) )?(?P<name>{'|'.join(_ENGLISH_WEEKDAYS)})\b"), _weekday),
    (re.compile(
        r"\b(?:cuoi|het) thang(?: (?P<m>\d{1,2}|nay|sau|toi|truoc|hai|ba|tu|nam|bay|tam|chin|muoi(?: mot"
        r"| hai)?)\b)?(?:/(?P<y>20\d\d))?"), _end_of_month),
    (re.compile(r"\b(?<!\d )thang (?P<m>\d{1,2})\b(?:/(?P<y>20\d\d)| nam (?P<z>20\d\d))?(?!/)"), _in_month),
    (re.compile(r"\b(?:cuoi|het) quy (?P<q>[1-4]|iii|ii|iv|i)(?:/(?P<y>20\d\d))?\b"), _end_of_quarter),
    (re.compile(r"\b(?:cuoi|het) nam(?: nay| (?P<y>20\d\d))?\b"), _end_of_year),
    (re.compile(r"\b(?:cuoi|het|trong) tuan(?: (?P<w>nay|sau|toi))?\b"), _end_of_week),
    (re.compile(rf"\b(?:ngay|hom|mung) {_D}\b(?![/.-]?\d|[/%]| thang| phan)"), _day_only),
)  # fmt: skip
_BEFORE: Final = re.compile(r"\btruoc(?: ngay| hom)? ?$")
_SPAN: Final = re.compile(
    r"\b(?P<n>\d{1,3}|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|vai|nua) (?:more )?(?P<unit>ngay|hom|bua|tuan|thang|days?"
    r"|weeks?|months?)\b(?! (?:\d|truoc))"
)
_UNIT_DAYS: Final = {"ngay": 1, "hom": 1, "bua": 1, "day": 1, "tuan": 7, "week": 7, "thang": 30, "month": 30}
_COUNTS: Final = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10}


def clamped(year: int, month: int, day: int) -> tuple[date, bool] | None:
    """The day, or the month's last day and doubt where there is no such day; None where there is no such month."""
    if not (1 <= month <= 12 and 1 <= day <= 31 and 1900 <= year <= 2999):
        return None
    last = monthrange(year, month)[1]
    return date(year, month, min(day, last)), day <= last


def find_day(said: str, today: date, toward: Toward) -> Day | None:
    """The first day that is named; a day without a year is the nearest in the direction. None where there is none."""
    best: Day | None = None
    for pattern, reckon in _RULES:
        for match in pattern.finditer(said):
            if best is not None and match.start() >= best.start:
                break
            day = reckon(match, today, toward)
            if day is not None:
                best = Day(day[0], match.start(), match.end(), day[1])
                break
    return best


def last_day_on_time(said: str, day: Day) -> Day:
    """The day itself, or the one before where "trước" stands before it: the last on which the work is still on time."""
    before = _BEFORE.search(said[: day.start])
    return Day(day.on - timedelta(days=1), before.start(), day.end, day.sure) if before else day


def find_span(said: str) -> tuple[int, bool] | None:
    """A number of days more ("5 ngày", "2 tuần", "nửa tháng") and whether it is exact; None where there is none."""
    match = _SPAN.search(said)
    if match is None:
        return None
    unit = _UNIT_DAYS[match["unit"].rstrip("s") if match["unit"] not in _UNIT_DAYS else match["unit"]]
    if match["n"] == "vai":
        return 3 * unit, False
    if match["n"] == "nua":
        return (15, True) if unit == 30 else (3, False)
    count = int(match["n"]) if match["n"].isdigit() else _COUNTS[match["n"]]
    return (count * unit, True) if count else None

"""Hours: "trước 17 giờ ngày 12/9", "17h00", "16h30’", "10 giờ 00 phút sáng", "16:30", "cuối giờ chiều"."""

import re
from dataclasses import dataclass
from datetime import time

from directives.deadlines.words import phrase

_PART = r"(?P<part>sáng|trưa|chiều|tối)"
_CLOCK = phrase(
    r"(?<![\w/])(?:(?P<hour>[0-9]{1,2})~(?:giờ|h|g)(?![^\W\d_])~(?:(?P<minute>[0-9]{2})(?![0-9/])~(?:phút|p\b|')?)?|"
    r"(?P<hour2>[0-9]{1,2}):(?P<minute2>[0-9]{2})(?![0-9]))"
    rf"(?:~(?:buổi )?{_PART}(?! nay))?(?:~cùng)?(?:~(?:,|\(|của|vào|trong))?~"
)
# A half of the day names the day, not an hour: "trong sáng ngày 15/9", "chiều thứ năm hằng tuần", "cuối giờ làm việc ngày 12/9".
_HALF_DAY = phrase(
    rf"(?:(?:cuối )?(?:giờ |buổi )?(?:làm việc )?(?:{_PART}|đêm)|(?:cuối|hết) giờ(?: làm việc| hành chính)?)(?: của)?~,?~"
    r"(?=ng[àa]y|th|chủ|[0-9]|h[ằà])"
)
_DAY_NEXT = phrase(r"~(?:và|,)~[0-9]{1,2}~[gh:]|~[,(]?~(?:ng[àa]y|thứ (?!nhất)|chủ nhật|[0-9]{1,2}~/)")
_BEHIND = phrase(r"~[,(]?~(?:vào |muộn nhất |chậm nhất )?(?P<word>trước|lúc|đến|vào lúc)~")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day before a date; `at` is None where only a half of the day is named."""

    end: int
    at: time | None


def read(text: str, position: int) -> Clock | None:
    """The hour that begins here."""
    match = _CLOCK.match(text, position)
    if match:
        at = _time(match)
        return Clock(match.end(), at) if at else None
    match = _HALF_DAY.match(text, position)
    return Clock(match.end(), None) if match and match.end() > position else None


def read_behind(text: str, position: int) -> Clock | None:
    """The hour that stands behind its date: "ngày 12/9/2025, trước 16h30"; its end leaves out what follows."""
    match = _BEHIND.match(text, position)
    clock = _CLOCK.match(text, match.end()) if match else None
    if clock is None or (at := _time(clock)) is None or _DAY_NEXT.match(text, clock.end()):
        return None
    return Clock(position + len(text[position : clock.end()].rstrip(" \n,")), at)


def _time(match: re.Match[str]) -> time | None:
    hour, minute = int(match["hour"] or match["hour2"]), int(match["minute"] or match["minute2"] or 0)
    if (match["part"] in ("chiều", "tối") and hour < 12) or (match["part"] == "trưa" and hour < 3):
        hour += 12
    if (hour, minute) == (24, 0):
        return time(23, 59)
    return time(hour, minute) if hour < 24 and minute < 60 else None

"""Weeks counted from the day of issue: "trong tuần này", "trước thứ Sáu tuần sau", "10 giờ thứ Hai, tuần tới"."""

from datetime import timedelta

from directives.deadlines import words
from directives.deadlines.moments import Moment, days_later, stretch, unknown
from directives.deadlines.passage import Passage
from directives.deadlines.words import WEEK, phrase

_DAY = phrase(
    rf"(?P<day>{words.WEEKDAY})(?:~,?~(?:của )?tuần (?P<which>này|nay|sau|tới|kế tiếp))?(?![\w])(?!~,?~(?:ngày|[0-9(]|của|h[ằà]ng|tuần))"
)
_WEEK = phrase(r"(?:(?P<part>cuối|đầu|giữa) )?tuần(?: lễ)? (?P<which>này|nay|sau|tới|kế tiếp)(?![\w])")


def read(passage: Passage, position: int) -> list[Moment]:
    """The week, or the day of a week, that begins here; without a day of issue only its words."""
    match = _DAY.match(passage.text, position) or _WEEK.match(passage.text, position)
    if not match:
        return []
    issued = passage.frame.issued_on
    if issued is None or issued.year > 9990:
        return [unknown(position, match.end(), "week")]
    monday = issued - timedelta(days=min(issued.weekday(), issued.toordinal() - 1))
    if match["which"] not in (None, "này", "nay"):
        monday = days_later(monday, 7)
    if match.re is _WEEK:
        return [stretch(position, match.end(), "week", monday, days_later(monday, 6), dated=False)]
    day = days_later(monday, WEEK.index(words.weekday(match["day"])))
    # "trước thứ Hai" in a letter of Wednesday is next week's.
    if match["which"] is None and day < issued:
        day = days_later(day, 7)
    return [stretch(position, match.end(), "week", day, day, dated=False)]

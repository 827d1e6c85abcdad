"""Where a moment of the text stands to the day on which the letter was issued, as far as its head tells that day."""

from directives.deadlines.moments import Moment
from directives.deadlines.passage import Passage

# A deadline may be a year behind by a slip of the pen, no more.
_SLIP_DAYS = 400


def is_past(passage: Passage, moment: Moment) -> bool:
    """Whether the moment lies wholly before the letter can have been issued."""
    issued = passage.frame.issued_from
    return issued is not None and moment.last is not None and moment.last < issued


def is_long_past(passage: Passage, moment: Moment) -> bool:
    """Whether the moment is too far back for a slip of the pen in the year."""
    issued = passage.frame.issued_from
    return issued is not None and moment.last is not None and (issued - moment.last).days > _SLIP_DAYS


def is_current(passage: Passage, moment: Moment) -> bool:
    """Whether the moment may hold the day of issue, so that both a report and an order can mean it."""
    issued = passage.frame.issued_from
    if issued is None or moment.first is None:
        return False
    if passage.frame.month is None:
        return moment.first.year <= issued.year
    return (moment.first.year, moment.first.month) <= (issued.year, issued.month)


def is_to_come(passage: Passage, moment: Moment) -> bool:
    """Whether the day lies behind the letter's own, where that is known."""
    issued = passage.frame.issued_from
    return passage.frame.day is not None and issued is not None and moment.first is not None and moment.first > issued


def begins_with_issue(passage: Passage, moment: Moment) -> bool:
    """Whether "trước" such a day means before the letter: "hồ sơ tiếp nhận trước ngày 01/7/2025" in a letter of July."""
    issued = passage.frame.issued_from
    return issued is not None and moment.first is not None and moment.first <= issued


def may_be_told(passage: Passage, moment: Moment) -> bool:
    """Whether the moment may lie behind the letter, whose month is known: then a bare day in it may be one that is told of."""
    return passage.frame.month is not None and is_current(passage, moment)

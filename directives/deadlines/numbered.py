"""Lists and runs of numbered periods within a year: what months and quarters have in common."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from directives.deadlines import words
from directives.deadlines.model import LOW_QUALITY
from directives.deadlines.moments import Moment, full_year, month_end, previous, unknown, year_of
from directives.deadlines.passage import Passage
from directives.deadlines.words import phrase

_LIST_LIMIT = 12
_YEAR = phrase(
    rf"~(?:[/.-]|,?~(?:của )?{words.YEAR})~(?:(?P<full>{words.FULL_YEAR})|(?<!\s)(?P<short>[12][0-9])(?![0-9]|~[/.-]~[0-9]))|"
    r"~,?~(?:của )?năm (?P<near>nay|sau|tới|tiếp theo|kế tiếp|liền kề)"
)
_JOINT = phrase(r"~(?P<run>-|đến hết|đến|tới)~|~(?:,~và|,|và|hoặc|&)~")
# A figure after a comma belongs to the list only if the sentence pauses or the year follows: not in "tháng 6, 12 hộ nghèo".
_LISTED = phrase(rf"(?=~(?:/~(?:19|20)[0-9]{{2}}|[;.,)&-]|và|đến|tới|{words.YEAR}~[12]|năm nay|{words.EVERY}|hoặc)|~$)")


@dataclass(frozen=True, slots=True)
class Numbering:
    """One sort of period: how a number of it is printed, how many there are, how many months each has."""

    kind: str
    figure: re.Pattern[str]
    count: int
    months: int
    value: Callable[[str], int]

    def days(self, year: int, index: int) -> tuple[date, date]:
        """First and last day of one of them."""
        return date(year, (index - 1) * self.months + 1, 1), month_end(year, index * self.months)


@dataclass(frozen=True, slots=True)
class _Item:
    start: int
    end: int
    index: int
    run: bool


def read(passage: Passage, position: int, numbering: Numbering) -> list[Moment]:
    """The periods named from here ("tháng 6 và tháng 12/2025", "quý I - III"); neighbours make one, others are apart."""
    items = _items(passage.text, position, numbering)
    if not items:
        return []
    year, end, dated = year_at(passage, items[-1].end, items[-1].index * numbering.months)
    groups = [[items[0]]]
    for item in items[1:]:
        if item.run or item.index == groups[-1][-1].index + 1:
            groups[-1].append(item)
        else:
            groups.append([item])
    ends = [group[-1].end for group in groups[:-1]] + [end]
    return [_moment(passage.text, numbering, group, until, year, dated) for group, until in zip(groups, ends, strict=True)]


def year_at(passage: Passage, position: int, month: int) -> tuple[int | None, int, bool]:
    """The year printed at a place, or the letter's for that month; where it ends; whether it was printed."""
    match = _YEAR.match(passage.text, position)
    if match and match["near"]:
        year = passage.frame.year + (match["near"] != "nay") if passage.frame.year else None
        return year, match.end(), year is not None
    if match:
        return full_year(match["full"] or match["short"]), match.end(), True
    return year_of(passage.frame, month), position, False


def _items(text: str, position: int, numbering: Numbering) -> list[_Item]:
    items: list[_Item] = []
    run = False
    match = numbering.figure.match(text, position)
    if match is None or not match["word"]:
        return []
    while match is not None and len(items) < _LIST_LIMIT and 1 <= (index := numbering.value(match["index"])) <= numbering.count:
        items.append(_Item(match.start(), match.end(), index, run and index > items[-1].index))
        joint = _JOINT.match(text, match.end())
        if joint is None:
            break
        run = joint["run"] is not None
        match = numbering.figure.match(text, joint.end())
        if match and not match["word"] and not _LISTED.match(text, match.end()):
            break
    return items


def _moment(text: str, numbering: Numbering, group: list[_Item], end: int, year: int | None, dated: bool) -> Moment:
    start = group[0].start
    if year is None or not 1 <= year <= 9999:
        return unknown(start, end, numbering.kind)
    first, last = numbering.days(year, group[0].index)[0], numbering.days(year, group[-1].index)[1]
    poor = (LOW_QUALITY,) if re.search(r"[0-9][ol]|[ol][0-9]", text[start:end]) else ()
    return Moment(start, end, numbering.kind, first, last, previous(first), dated, poor)

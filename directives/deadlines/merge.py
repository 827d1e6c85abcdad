"""What several phrases of one sentence say together: one duty said twice, a recurrence and its day, a start and its duty."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from directives.deadlines import rrule, words
from directives.deadlines.model import AMBIGUOUS, Deadline, Start
from directives.deadlines.passage import Passage
from directives.deadlines.words import phrase

# A year printed, or words that name one.
_YEAR = phrase(r"(?:19|20)[0-9]{2}(?![0-9])|năm")
_DAY_OF_MONTH = phrase(r"[0-9]~(?:/|tháng)~[0-9]{1,2}")
_IN_YEAR = phrase(rf"{words.MONTH}~[0-9]|{words.QUARTER}~[0-9i]|[0-9]~/~[0-9]")
# "6 tháng (trước ngày 15/6) và năm (trước ngày 15/12)" in a sentence of recurring reports
_REPORT = phrase(rf"(?:{words.NUMBER} {words.MONTH}|{words.YEAR})~\(?~$")
_DAY = phrase(rf"[0-9]~[/.-]~[0-9]{{1,2}}(?![0-9])|{words.DAY}")
_SAME_BREATH = 4
# "giao ban hằng tuần và báo cáo vào thứ 6 hằng tuần" are two duties.
_NEW_DUTY = phrase(r"\bvà (?:báo cáo|gửi|tổng hợp|đăng ký|cập nhật)\b")
# "Từ 15/7 đến 15/8/2025, hằng ngày báo cáo": the stretch of a recurring duty
_CAMPAIGN = phrase(r"từ\b")


def together(passage: Passage, found: Sequence[Deadline], starts: Sequence[Start]) -> list[Deadline]:
    """The deadlines of a passage in order of place, each duty once, with their starts."""
    exact = _spaced(_in_every_year(passage, found))
    once = [one for index, one in enumerate(exact) if not _is_said_again(passage, exact, index)]
    return _started(passage, _campaigns(passage, once), starts)


def _in_every_year(passage: Passage, found: Sequence[Deadline]) -> list[Deadline]:
    """After "hằng năm" or "định kỳ 6 tháng" a day without a year comes every year: "hằng năm, … trước ngày 15/12"."""
    result: list[Deadline] = []
    for one in found:
        if one.due_on and result and not _YEAR.search(_words(passage, one)) and _is_header(passage, result[-1], one):
            one = replace(one, rrule=rrule.yearly([one.due_on.month], one.due_on.day), due_on=None, warnings=())
        result.append(one)
    return result


def _is_header(passage: Passage, header: Deadline, one: Deadline) -> bool:
    if header.rrule is None or passage.clause(header.start) != passage.clause(one.start):
        return False
    if rrule.frequency(header.rrule)[0] == "YEARLY":
        return _IN_YEAR.search(_words(passage, one)) is not None
    close = one.start - header.end <= _SAME_BREATH and _is_bare(header)
    return _DAY_OF_MONTH.search(_words(passage, one)) is not None and (close or _REPORT.search(passage.left(one.start)) is not None)


def _spaced(found: Sequence[Deadline]) -> list[Deadline]:
    """ "02 tuần/lần vào thứ Hai": the days of the second phrase at the intervals of the first."""
    result = list(found)
    for index, (header, one) in enumerate(pairwise(found), 1):
        if header.rrule and one.rrule and _is_bare(header) and one.start - header.end <= _SAME_BREATH:
            frequency, interval = rrule.frequency(header.rrule)
            if interval != "1" and one.rrule.startswith(f"FREQ={frequency};BY") and rrule.frequency(one.rrule)[1] == "1":
                result[index] = replace(one, rrule=one.rrule.replace(f"FREQ={frequency}", header.rrule, 1))
    return result


def _campaigns(passage: Passage, found: Sequence[Deadline]) -> list[Deadline]:
    """Recurring duties take their start from the stretch said before them, which is no duty of its own."""
    result: list[Deadline] = []
    for one in found:
        stretch = result[-1] if result else None
        if stretch and one.rrule and _is_campaign(passage, stretch, one):
            result[-1] = replace(one, starts_on=stretch.starts_on)
        else:
            result.append(one)
    return result


def _is_campaign(passage: Passage, stretch: Deadline, one: Deadline) -> bool:
    opens = stretch.due_on is not None and _CAMPAIGN.match(_words(passage, stretch)) is not None
    return opens and passage.text.startswith(",", stretch.end) and passage.clause(stretch.start) == passage.clause(one.start)


def _words(passage: Passage, one: Deadline) -> str:
    return passage.text[one.start : one.end]


def _is_bare(one: Deadline) -> bool:
    """A frequency without a day, or words that only an event dates."""
    if one.rrule:
        return "BY" not in one.rrule and one.due_time is None
    return AMBIGUOUS in one.warnings and one.due_on is None and not one.ongoing


def _is_said_again(passage: Passage, found: Sequence[Deadline], index: int) -> bool:
    """Whether a neighbour in the clause says the same duty's deadline more exactly ("Hằng tháng … trước ngày 25 hằng tháng")."""
    one, behind, ahead = found[index], found[max(0, index - 1) : index], found[index + 1 : index + 2]
    same = [other for other in (*behind, *ahead) if passage.clause(one.start) == passage.clause(other.start)]
    return any(_is_exacter(passage, one, other) for other in same)


def _is_exacter(passage: Passage, one: Deadline, other: Deadline) -> bool:
    between = passage.text[one.end : other.start] if one.start < other.start else passage.text[other.end : one.start]
    close = len(between) <= _SAME_BREATH
    if one.rrule:
        return _is_bare(one) and other.rrule is not None and _turns_alike(one, other, between, close=close)
    if _is_bare(one):
        return other.due_on is not None or other.rrule is not None
    # "trong quý III/2024 (trước ngày 15/9/2024)": a period and the day in it
    return _is_period(passage, one) and not _is_period(passage, other) and close and other.start > one.start and _within(one, other)


def _turns_alike(one: Deadline, other: Deadline, between: str, *, close: bool) -> bool:
    if _is_bare(other) or (one.start > other.start and not close) or _NEW_DUTY.search(between):
        return False
    return rrule.frequency(one.rrule or "") == rrule.frequency(other.rrule or "") or (
        close and one.start < other.start and "FREQ=YEARLY;BYMONTH" in (other.rrule or "")
    )


def _is_period(passage: Passage, one: Deadline) -> bool:
    return one.due_on is not None and one.due_time is None and not _DAY.search(_words(passage, one))


def _within(one: Deadline, other: Deadline) -> bool:
    return one.due_on is not None and other.due_on is not None and 0 <= (one.due_on - other.due_on).days <= 92


def _started(passage: Passage, found: list[Deadline], starts: Sequence[Start]) -> list[Deadline]:
    """Each deadline with the start said in its sentence, if that lies before it."""
    by_sentence = {passage.sentence(start.start): start for start in reversed(starts)}
    result = []
    for one in found:
        start = by_sentence.get(passage.sentence(one.start))
        if start and one.starts_on is None and (one.due_on is None or start.on <= one.due_on):
            one = replace(one, starts_on=start.on)
        result.append(one)
    return result

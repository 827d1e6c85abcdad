"""What an order says, what headings above it say, and which of a passage's times are its deadlines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from directives.deadlines import Deadline, Frame, deadlines, field_deadlines


@dataclass(frozen=True, slots=True)
class Context:
    """What headings above a passage say: those addressed, whether it is a report, whether no order was given yet.

    `means` says of a report that it tells of means, time and place, not of the past.

    `wide` says that the actors are those whom the letter as a whole tells, not those of a heading;
    `told` says that the ones addressed were named by an order or heading, not only as the letter's addressees; `assigning`
    that the part of the letter hands out work unit by unit, `among_units` that most points beside this one are headed by units;
    `beside` is the group that the point before tells, where no heading tells anybody; `topic` is what the nearest announcement or
    heading is about, `due` the day that it sets for all points under it.
    """

    actors: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    told: bool = False
    wide: bool = False
    report: bool = False
    means: bool = False
    preamble: bool = False
    assigning: bool = False
    among_units: bool = False
    beside: tuple[str, ...] = ()
    topic: str = ""
    due: Deadline | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """One order with at most one deadline; `communes` are those that its own words name."""

    lead: tuple[str, ...]
    support: tuple[str, ...]
    text: str
    deadline: Deadline | None
    communes: tuple[str, ...] = ()
    report_to: str | None = None
    explicit: bool = False
    ordered: bool = False


def dated(deadline: Deadline) -> bool:
    """Whether a deadline names a day or a rhythm, not only an event or "thường xuyên"."""
    return bool(deadline.due_on or deadline.rrule)


TIME_FIRST = re.compile(r"(?:(?:trong|từ|trước|đến|cuối|đầu|giữa)\s+)?(?:ngày|tháng|quý|tuần|năm|\d{1,2}[/.])[^:;]{0,45}:\s", re.IGNORECASE)
"""A time, then what is to be done in it: "Tháng 6/2024: Tổ chức …"."""


def passage_deadlines(text: str, frame: Frame) -> list[Deadline]:
    """The deadlines of a paragraph; a time before its first colon ("Tháng 6/2024: Tổ chức …") is one as in a field."""
    head = TIME_FIRST.match(text)
    first = field_deadlines(head[0], frame) if head else []
    return [*first, *(deadline for deadline in deadlines(text, frame) if not first or deadline.start >= first[-1].end)]


_PERIOD_HEADING = re.compile(r"(?:Tháng|Quý|Tuần)\s[^.;:()]{1,40}", re.IGNORECASE)


def period_heading(heading: str, frame: Frame) -> Deadline | None:
    """The end of the period that a heading of a timetable is ("5. Tháng 9/2019"), for points without a day of their own."""
    words = heading.strip(" .:")
    found = field_deadlines(words, frame) if _PERIOD_HEADING.fullmatch(words) else []
    return found[-1] if found and found[-1].due_on and found[-1].end == len(words) else None


_NEW_ORDER = re.compile(r"[.;]\s|,\s+tổng hợp\s|\bvà\s+(?:báo cáo|gửi|tổng hợp|đăng ký|cập nhật)\b")
_JOINT = re.compile(r"\s*(?:[,;]|và)?\s*")
_MEASURE = re.compile(r"(?:chi tiết|cụ thể|theo|cho|của|lộ trình|tiến độ)\s+$", re.IGNORECASE)


def merged(found: Sequence[Deadline], text: str) -> list[Deadline]:
    """Deadlines without those that a following one only makes exact: "hàng tuần … vào 10h00 sáng thứ 6 hàng tuần",
    "hằng ngày … từ ngày 01/5 đến ngày 30/9", and without what only divides a plan ("tiến độ chi tiết từng tuần")."""
    kept: list[Deadline] = []
    measure_end = 0
    for deadline in found:
        before = kept[-1] if kept else None
        if deadline.rrule and deadline.text.lower().startswith("từng") and _is_measure(text, deadline.start, measure_end):
            measure_end = deadline.end
            continue
        one = _as_one(before, deadline, text[before.end : deadline.start]) if before else None
        kept[-1 if one else len(kept) :] = [one or deadline]
    return kept


def _is_measure(text: str, start: int, measure_end: int) -> bool:
    """Whether a measure of division begins here, or the next one of a list of them ("chi tiết theo từng tuần, từng tháng")."""
    return bool(_MEASURE.search(text[:start]) or (measure_end and _JOINT.fullmatch(text, measure_end, start)))


# "trong tuần đầu tháng 6, chậm nhất là ngày 08/6", "trong nửa đầu tháng 5 và hoàn tất chậm nhất ngày 17/5"
_PERIOD = re.compile(r"tuần|nửa|tháng|quý|đầu|giữa|cuối", re.IGNORECASE)
_MORE_EXACT = re.compile(
    r"\s*[,;(]?\s*(?:và\s+)?(?:(?:hoàn tất|hoàn thành|xong)\s*)?(?P<namely>cụ thể (?:là )?(?:xong )?)?\s*", re.IGNORECASE
)
_WITHIN = re.compile(r"trong (?:tháng|quý|năm|tuần)", re.IGNORECASE)
_AT_LATEST = re.compile(r"(?:chậm|muộn|trễ) nhất", re.IGNORECASE)


def _is_exact(between: str, deadline: Deadline) -> bool:
    """Whether a day behind a period only says which day of it is the last."""
    found = _MORE_EXACT.fullmatch(between)
    return found is not None and bool(found["namely"] or _AT_LATEST.match(deadline.text))


def _as_one(before: Deadline, deadline: Deadline, between: str) -> Deadline | None:
    """A deadline and the one behind it, where the two are one; None where they are two."""
    if not before.rrule:
        return deadline if deadline.due_on and _PERIOD.search(before.text) and _is_exact(between, deadline) else None
    if deadline.due_on and not between.strip() and _WITHIN.match(deadline.text):  # "chiều thứ Sáu hằng tuần trong tháng 7"
        return replace(before, rrule=f"{before.rrule};UNTIL={deadline.due_on:%Y%m%d}")
    if deadline.starts_on and deadline.due_on and not re.search(r"[.;,]\s", between):
        return replace(before, starts_on=deadline.starts_on, rrule=f"{before.rrule};UNTIL={deadline.due_on:%Y%m%d}")
    if deadline.rrule and (before.rrule or "").startswith(f"{deadline.rrule};BY") and not _NEW_ORDER.search(between):
        return before  # "trước ngày 15/11 hằng năm … báo cáo kết quả rà soát định kỳ hằng năm"
    if (deadline.rrule or "").startswith(f"{before.rrule};BY") and not _NEW_ORDER.search(between):
        return replace(deadline, starts_on=deadline.starts_on or before.starts_on)
    return None

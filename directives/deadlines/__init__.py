"""Deadline phrases of Vietnamese offices, read out of a passage. Pure and total: any text gives a list, in linear time.

A rule is a function from a place in the passage to what begins there, or nothing. RULES says which words a rule begins with;
they are tried in order, the first that reads something wins, and reading goes on behind it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from directives.deadlines import clock, dated, event, every, frequency, merge, ongoing, relative, span
from directives.deadlines.fold import unmarked
from directives.deadlines.model import Deadline, Frame, Passed, Start
from directives.deadlines.passage import Passage, passage

__all__ = ["Deadline", "Frame", "deadlines", "field_deadlines", "is_ongoing", "start_on"]

Rule = Callable[[Passage, int], Sequence[Deadline | Start | Passed]]

_FIGURE = "0-9"
_WORD = re.compile(r"[^\W\d_]+|[0-9]+")


def _often(text: Passage, position: int) -> list[Deadline]:
    """Bare frequencies that order something."""
    cycles = every.read(text, position)
    found = [Deadline(cycle.start, cycle.end, "", rrule=cycle.rrule) for cycle in cycles if frequency.recurs(text, cycles[0])]
    # "cập nhật hằng ngày, trước 15h00"
    hour = clock.read_behind(text.text, found[-1].end) if found else None
    return [*found[:-1], replace(found[-1], end=hour.end, due_time=hour.at)] if hour else found


_NUMBERS = f"{_FIGURE} một hai ba bốn năm sáu bảy tám chín mười nửa"
_DAYS = (
    "ngày ngay ngảy ngáy các mùng mồng hôm mai tháng thang thàng thảng t quý q quí qúy qùy quỳ qúi năm nam giai "
    "cuối đầu giữa nửa thượng trung hạ tuần những"
)
_BEFORE = "trước truớc trưóc trươc truóc trưoc"
_HOURS = "thứ chủ cn sáng trưa chiều tối buổi giờ hết"
_EVERY = "hằng hàng hăng mỗi mối từng"

# "trước ngày 30/4" before "ngày 30/4", "từ … đến …" before "đến …", named days before bare frequencies.
RULES: tuple[tuple[str, Rule], ...] = (
    ("từ kể tính bắt", span.read),
    (f"trong chậm chạm châm muộn trễ không tối chỉ sau thời trước sớm {_NUMBERS}", relative.read),
    (
        "trước truớc trưóc trươc truóc trưoc chậm chạm châm muộn trễ không hạn thời hết quá trong vào lúc cho đến tới là khoảng dự đúng",
        dated.governed,
    ),
    (f"ngay sau chậm {_BEFORE}", event.read),
    ("thường liên cả suốt trong", ongoing.read),
    (f"{_FIGURE} {_DAYS}", span.read),
    (f"{_FIGURE} {_DAYS} {_HOURS} {_EVERY} {_NUMBERS}", dated.bare),
    (f"các {_EVERY} định đinh theo tối ít không trung bình {_NUMBERS}", _often),
)


def _index(rules: Sequence[tuple[str, Rule]]) -> dict[str, list[Rule]]:
    found: dict[str, list[Rule]] = {}
    for words, rule in rules:
        for word in dict.fromkeys(words.split()):
            found.setdefault(word, []).append(rule)
    return found


_BY_WORD = _index(RULES)


def deadlines(text: str, frame: Frame) -> list[Deadline]:
    """The deadlines of a passage in order of place, never overlapping; phrases of time that order nothing are left out."""
    return _read(text, passage(text, frame, field=False))


def field_deadlines(text: str, frame: Frame) -> list[Deadline]:
    """The deadlines in the value of a "Thời gian" field or table cell, where a bare "Tháng 6/2024" or "Thường xuyên" is one."""
    return _read(text, passage(text, frame, field=True))


def start_on(text: str, frame: Frame) -> date | None:
    """From when the passage's duty runs ("Từ ngày 16/9/2024"); None where it names no start."""
    found, starts = _scan(passage(text, frame, field=False))
    return min((start.start, start.on) for start in starts)[1] if starts else next((one.starts_on for one in found if one.starts_on), None)


def is_ongoing(text: str) -> bool:
    """Whether the passage wants something done all the time ("thường xuyên kiểm tra"); only of use where it has no deadline."""
    return ongoing.is_ongoing(passage(text, Frame(None), field=False))


def _read(original: str, text: Passage) -> list[Deadline]:
    found, starts = _scan(text)
    return [_placed(original, text, one) for one in merge.together(text, found, starts)]


def _scan(text: Passage) -> tuple[list[Deadline], list[Start]]:
    found: list[Deadline] = []
    starts: list[Start] = []
    reached = 0
    for word in _WORD.finditer(text.text):
        if word.start() < reached:
            continue
        for one in _first(text, word):
            reached = max(reached, one.end)
            if isinstance(one, Start):
                starts.append(one)
            elif isinstance(one, Deadline):
                found.append(one)
    return found, starts


def _first(text: Passage, word: re.Match[str]) -> Sequence[Deadline | Start | Passed]:
    rules = _BY_WORD.get(_FIGURE if word[0][0].isdecimal() else word[0], ())
    return next((found for rule in rules if (found := rule(text, word.start()))), ())


def _placed(original: str, text: Passage, one: Deadline) -> Deadline:
    """The deadline with its place in the text as given, and the words as printed."""
    opened = text.text.count("(", one.start, one.end) > text.text.count(")", one.start, one.end)
    last = one.end if opened and text.text.startswith(")", one.end) else one.end - 1
    start, end = text.folded.starts[one.start], text.folded.ends[last]
    return replace(one, start=start, end=end, text=unmarked(original[start:end]))

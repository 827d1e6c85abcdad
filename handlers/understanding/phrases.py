"""Tools of the phrase tables: the core of a message without politeness, the code of a task, and the trying of rules in order."""

import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from handlers.understanding.intents import Intent
from handlers.understanding.reading import Reading

TASK: Final = r"(?:(?:cong viec|nhiem vu|dau viec|viec|task)(?: so| ma)? ?#? ?|# ?)(?P<task>\d{1,7})\b(?! ?[%/])"
"""The code of a task, said as one: "#27", "nhiệm vụ 27"."""
LOOSE_TASK: Final = r"(?:(?:cong viec|nhiem vu|dau viec|viec|task)(?: so| ma)? ?)?#? ?(?P<task>\d{1,7})\b(?! ?[%/])"
"""The code of a task after a verb that takes nothing else: "xem 27"."""

_CALLED: Final = r"(?:em|anh|chi|sep|bac|chú|cô|chu|thay|anh chi|dong chi|lanh dao|cac anh|cac anh chi|moi nguoi|ca nha|bot|ad|admin|chau)"
_OPENING: Final = re.compile(
    rf"(?:(?:vang|thua|kinh|kinh thua|xin phep|oi|u|ua|a|ok|alo|hi)\b(?: (?:gui|bao cao|thua))?(?: {_CALLED}\b){{0,8}}"
    rf"|(?:bao cao|thua|gui|nho|nhờ) {_CALLED}\b(?: {_CALLED}\b){{0,8}}"
    rf"|da(?= (?:em|thua|vang|anh|chi|sep|bao cao|bac|chau)\b)|da(?=,)|{_CALLED} (?:oi|a)\b"
    rf"|(?:em |chau )?xin (?:bao cao|gui|thua)\b(?: (?:la|rang|{_CALLED}\b)){{0,8}}|(?:em|chau) bao cao\b(?: (?:la|rang"
    rf"|{_CALLED}\b)){{0,8}}"
    r"|(?:de nghi |gui )?cho (?:(?:em|toi|anh|chi|minh) )?(?:xem|hoi|biet)(?: lai| ve)?(?= )|(?:em|chau|toi)(?= (?!con|co|dang"
    r"|phai)))[ ,:.!]*"
)
_ADDRESSED: Final = (
    r"(?<!cua )(?<!cho )(?<!vi )(?<!xa )(?<!phong )(?<!ban )(?<!ben )(?:em|anh|chi|sep|bac|chú|cô|thay|anh chi|cac anh|cac anh chi"
    r"|dong chi|moi nguoi|bot|ad)"
)
_CLOSING: Final = re.compile(
    rf"[ ,.!~:)]*\b(?:a|ah|nhe|nha|nhen|nghen|nghe|hen|di|day|voi|ne|luon|{_ADDRESSED}(?: (?:a|oi|nhe))?"
    rf"|cam on(?: {_CALLED}){{0,8}})[ .!~)]*$"
)
_EDGES: Final = " \n,.!~:;-–•*\"'"


@dataclass(frozen=True, slots=True)
class Core:
    """The part of `reading.said` between greeting and politeness."""

    reading: Reading
    start: int
    end: int
    today: date

    @property
    def said(self) -> str:
        """The core in the rules' spelling."""
        return self.reading.said[self.start : self.end]

    def typed(self, match: re.Match[str], name: str) -> str:
        """A group as typed; "" where the group took no part."""
        start, end = match.span(name)
        return self.reading.words_as_typed(start, end) if start >= 0 else ""


Rule = tuple[re.Pattern[str], Callable[[re.Match[str], Core], Intent | None]]


def whole_of(reading: Reading, today: date) -> Core:
    """The whole message but for signs and blanks around it: "ok em nhé" and "tiếng Anh" are made of what is politeness elsewhere."""
    return Core(reading, *_inner(reading.said, 0, len(reading.said)), today)


def core_of(reading: Reading, today: date) -> Core:
    """The core; the whole message where nothing but politeness would be left out of it."""
    said = reading.said
    start, end = _inner(said, 0, len(said))
    for _ in range(4):
        opening = _OPENING.match(said, start, end)
        if opening is None or opening.end() >= end:
            break
        start = opening.end()
    for _ in range(3):
        closing = _CLOSING.search(said, max(start, end - 40), end)
        if closing is None or closing.start() <= start:
            break
        end = closing.start()
    start, end = _inner(said, start, end)
    return Core(reading, start, end, today)


def _inner(said: str, start: int, end: int) -> tuple[int, int]:
    while start < end and said[start] in _EDGES:
        start += 1
    while end > start and said[end - 1] in _EDGES:
        end -= 1
    return start, end


def first_intent(rules: Iterable[Rule], core: Core) -> Intent | None:
    """What the first rule makes of the whole core, None where none fits."""
    for pattern, make in rules:
        match = pattern.fullmatch(core.reading.said, core.start, core.end)
        if match is not None and (intent := make(match, core)) is not None:
            return intent
    return None


def rule(pattern: str, make: Callable[[re.Match[str], Core], Intent | None] | Intent) -> Rule:
    """A rule whose pattern must fit the whole core, a question mark left aside; a plain intent is the answer as it is.

    The pattern may hold `TASK` once in each of its alternatives: `task_of` finds the one that took part.
    """
    answer = (lambda _match, _core: make) if isinstance(make, Intent) else make
    count = itertools.count(1)
    numbered = re.sub(r"\(\?P<task>", lambda _group: f"(?P<task{next(count)}>", pattern)
    return re.compile(rf"(?:{numbered})(?: vay)?[ ?!.]*", re.DOTALL), answer


def task_of(match: re.Match[str]) -> int | None:
    """The task that a rule's pattern found."""
    numbers = (number for name, number in match.groupdict().items() if name.startswith("task") and number)
    return int(next(numbers, "0")) or None

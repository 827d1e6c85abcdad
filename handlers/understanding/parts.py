"""A message about several tasks, cut into what is said about each."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from handlers.understanding.reading import Reading, read

_CODE: Final = re.compile(
    r"#\s?(?P<a>\d{1,7})\b|\b(?:cong viec|nhiem vu|dau viec|viec|task)(?: so| ma)? (?P<b>\d{1,6})\b(?![/-])(?! ?(?:[%/.,]\d|%"
    r"|phan tram|ngay|xa|ho|tieu chi))"
)
# "27 xong", "27: 50%": a number in front that may be a task's code.
_LEADING: Final = re.compile(
    r"(?P<a>\d{1,6})(?:[.:)]|,? )(?P<b>) *(?=[a-z]|\d{1,3} ?%)(?!(?:%|phan tram|percent|ngay|tuan|thang|ho|xa|nguoi|gio|trieu"
    r"|ty|km|m|ha|tieu chi|thon|nam)\b)"
)
# "xong 27"
_BEHIND: Final = re.compile(r"(?P<rest>[^\d]{0,60}\b(?:xong|hoan thanh|done|lam)) (?P<a>\d{1,6})(?: (?:roi|a|nhe|anh|em)){0,3}[ .!]*")
_BORDER: Final = re.compile(r"[,;\n]|\.(?!\d)| (?:va|con|thi) ")
_MOST: Final = 50
"""More codes than this in one message are a pasted list, not answers."""
_FILLER: Final = re.compile(r"\b(?:va|con|thi|cac|nhung|viec|nhiem vu|deu|a|vang|da|em|thua|anh|chi|bao cao|voi)\b|[\s,.;:&+-]+")


@dataclass(frozen=True, slots=True)
class Part:
    """What is said about some tasks. `tasks` empty: no code was said; `guessed`: a bare number in front was taken as the code."""

    tasks: tuple[int, ...]
    reading: Reading
    guessed: bool = False


def parts_of(reading: Reading) -> list[Part]:
    """The message cut so that each part speaks of its own tasks; at least one part."""
    codes = list(_CODE.finditer(reading.said))
    if not codes:
        return _leading_numbers(reading)
    if len(codes) > _MOST:
        return [Part((), reading)]
    stretches = _stretches(reading.said, codes)
    return _joined(reading, stretches, codes)


def _leading_numbers(reading: Reading) -> list[Part]:
    """ "27 xong, 28 được 50%": every clause must begin with a number, else none is a code."""
    clauses = [(0, len(reading.said))]
    borders = [match for match in re.finditer(r"[,;\n] ?", reading.said) if _LEADING.match(reading.said, match.end())]
    if borders:
        edges = [0, *(border.end() for border in borders), len(reading.said)]
        clauses = list(pairwise(edges))
    behind = _BEHIND.fullmatch(reading.said)
    if behind:
        return [Part((int(behind["a"]),), read(reading.words_as_typed(0, behind.end("rest"))), guessed=True)]
    found = [_LEADING.match(reading.said, start) for start, _ in clauses]
    parts: list[Part] = []
    for (_, end), match in zip(clauses, found, strict=True):
        if match is None:
            return [Part((), reading)]
        parts.append(Part((int(match["a"]),), read(reading.words_as_typed(match.end(), end)), guessed=True))
    return parts


def _stretches(said: str, codes: list[re.Match[str]]) -> list[tuple[int, int]]:
    """Where each part begins and ends: cut before a code at the nearest border, or else after the code that came before."""
    cuts = [0]
    code_first = not _content(said[: codes[0].start()])
    for before, code in pairwise(codes):
        between = said[before.end() : code.start()]
        borders = list(_BORDER.finditer(between))
        if borders and (code_first or not _content(between[borders[-1].end() :]) or _content(between[: borders[-1].start()])):
            cuts.append(before.end() + borders[-1].end())
        elif _content(between):
            cuts.append(code.start() if code_first else before.end())
        elif borders and code_first:
            cuts.append(before.end() + borders[-1].end())
    return list(zip(cuts, [*cuts[1:], len(said)], strict=True))


def _joined(reading: Reading, stretches: list[tuple[int, int]], codes: list[re.Match[str]]) -> list[Part]:
    """The parts; a stretch of codes alone goes with the one after it, or at the end with the one before."""
    parts: list[Part] = []
    waiting: list[int] = []
    for start, end in stretches:
        tasks = [int(code["a"] or code["b"]) for code in codes if start <= code.start() < end]
        rest = "".join(reading.said[a:b] for a, b in _around(start, end, codes))
        if not _content(rest):
            waiting += tasks
            continue
        parts.append(Part(_unique([*waiting, *tasks]), read(reading.words_as_typed(start, end))))
        waiting = []
    if waiting and parts:
        parts[-1] = Part(_unique([*parts[-1].tasks, *waiting]), parts[-1].reading)
    return parts or [Part(_unique(waiting), reading)]


def _around(start: int, end: int, codes: list[re.Match[str]]) -> list[tuple[int, int]]:
    inside = [code for code in codes if start <= code.start() < end]
    edges = [start, *(edge for code in inside for edge in code.span()), end]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _content(said: str) -> bool:
    return bool(_FILLER.sub("", said))


def _unique(tasks: list[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(tasks))

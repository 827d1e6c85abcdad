"""What a message means while a question is open: "70" answers "how many percent?", free words answer "what is the difficulty?"."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Final

from handlers.understanding import intents as i
from handlers.understanding.days import find_day, find_span, last_day_on_time
from handlers.understanding.difficulty import find_cause, split_answer
from handlers.understanding.evidence import find_evidence
from handlers.understanding.numbers import WORDS, find_shares, number_in_words
from handlers.understanding.phrases import core_of
from handlers.understanding.reading import Reading

# These mean the same in whatever dialogue they are said.
_ALWAYS: Final = (i.CancelDialogue, i.Skip, i.Help, i.Undo, i.MyTasks, i.Start, i.Language)
_NOTHING: Final = re.compile(
    r"(?:khong|khong co|khong co gi|chua co|khong a|no|none|nothing|khong can|khong vuong(?: mac)?(?: gi)?|khong de xuat(?: gi)?|thoi)"
)
_BARE_NUMBER: Final = re.compile(
    r"(?:(?:duoc|khoang|tam|moi|dat|lam duoc|moi duoc|co|chac|hon|gan|~) ?){0,8}(?P<n>\d{1,3})(?: ?(?:%|phan tram|roi|thoi)){0,8}"
)
_IN_WORDS: Final = re.compile(
    rf"(?:(?:duoc|khoang|tam|moi|dat|lam duoc|moi duoc|chac) ){{0,8}}(?P<w>{WORDS})(?: (?:phan tram|roi|thoi)){{0,8}}"
)
_ABOUT: Final = re.compile(r"\b(?:khoang|tam|chac|hon|gan)\b")
_DONE_IN_SHORT: Final = 24
_DAY_OF_MONTH: Final = re.compile(r"(?:ngay |mung |den |toi ){0,8}(?P<d>\d{1,2})")
_FIGURES: Final = re.compile(r"\d{1,4}(?: ?, ?\d{1,4}){1,30}")
"""Where words are asked for, "10, 5" is what it says and not the fifth answer to task 10."""

Reader = Callable[[i.Expecting, Reading, date, tuple[i.Intent, ...]], i.Intent | None]


def answered(expecting: i.Expecting, reading: Reading, today: date, meant: tuple[i.Intent, ...]) -> tuple[i.Intent, ...]:
    """The answer to the open question where the message is one, else what it means by itself (`meant`)."""
    first = meant[0]
    if len(meant) == 1 and isinstance(first, i.Number) and first.task is None and 1 <= first.n <= expecting.choices:
        return meant
    if isinstance(first, _ALWAYS) or reading.typed.startswith("/"):
        return meant
    if expecting.kind == "text" and _FIGURES.fullmatch(reading.said):
        return (i.Answer(reading.typed),)
    if expecting.kind != "task" and _is_about_another(meant, expecting.task):
        return meant
    answer = _READERS[expecting.kind](expecting, reading, today, meant)
    return (answer,) if answer else tuple(_for_task(intent, expecting.task) for intent in meant)


def _is_about_another(meant: tuple[i.Intent, ...], task: int | None) -> bool:
    """Whether the message names a task by its code, and not only the one that was asked about."""
    named = {number for intent in meant if (number := getattr(intent, "task", None)) is not None}
    return bool(named) and named != {task}


def _for_task(intent: i.Intent, task: int | None) -> i.Intent:
    """What an officer says while a task is being asked about is about that task."""
    if isinstance(intent, i.Report | i.Extension | i.NotMine | i.Received | i.NoChange) and intent.task is None:
        return replace(intent, task=task)
    return intent


def _percent(expecting: i.Expecting, reading: Reading, today: date, _meant: tuple[i.Intent, ...]) -> i.Intent | None:
    said = core_of(reading, today).said
    digits, words = _BARE_NUMBER.fullmatch(said), _IN_WORDS.fullmatch(said)
    shares = find_shares(said)
    if not digits and not words:
        # While percent are asked for, "7/10" is a share and not a day.
        return _share(expecting.task, shares[0].percent, sure=True) if len(shares) == 1 and re.fullmatch(r"\d+/\d+", said) else None
    percent = int(digits["n"]) if digits else number_in_words(words["w"] if words else "mot")
    return _share(expecting.task, percent, sure=not _ABOUT.search(said)) if percent <= 100 else i.Unclear(reading.typed)


def _share(task: int | None, percent: int, *, sure: bool) -> i.Report:
    status: i.Status = "done" if percent == 100 else "doing" if percent else "not_started"
    return i.Report(task, status, percent, sure=sure)


def _difficulty(expecting: i.Expecting, reading: Reading, today: date, meant: tuple[i.Intent, ...]) -> i.Intent | None:
    if _NOTHING.fullmatch(core_of(reading, today).said):
        return i.Skip()
    first = meant[0]
    said_done = isinstance(first, i.Report) and first.status == "done" and first.sure and len(reading.typed) <= _DONE_IN_SHORT
    if said_done or isinstance(first, i.Extension | i.NotMine | i.Yes | i.Number | i.Thanks):
        return None
    difficulty, proposal = split_answer(reading)
    return i.Report(expecting.task, "stuck", difficulty=difficulty, proposal=proposal)


def _proposal(expecting: i.Expecting, reading: Reading, today: date, _meant: tuple[i.Intent, ...]) -> i.Intent | None:
    if _NOTHING.fullmatch(core_of(reading, today).said):
        return i.Skip()
    _, proposal = split_answer(reading)
    return i.Report(
        expecting.task,
        "stuck",
        proposal=proposal or re.sub(r"(?i)^(?:em |xin ){0,8}(?:đề nghị|đề xuất|kiến nghị|de nghi|de xuat|kien nghi) ", "", reading.typed),
    )


def _reason(_expecting: i.Expecting, reading: Reading, today: date, _meant: tuple[i.Intent, ...]) -> i.Intent | None:
    if _NOTHING.fullmatch(core_of(reading, today).said):
        return i.Skip()
    cause = find_cause(reading.said)
    return i.Answer(reading.words_as_typed(cause.end()) if cause and cause.start() == 0 else reading.typed)


def _until(expecting: i.Expecting, reading: Reading, today: date, _meant: tuple[i.Intent, ...]) -> i.Intent | None:
    said = reading.said
    cause = find_cause(said)
    words = said[: cause.start()] if cause else said
    bare = _DAY_OF_MONTH.fullmatch(core_of(reading, today).said)
    day = find_day(f"ngay {bare['d']}" if bare else words, today, "future")
    span = None if day else find_span(words)
    if not day and not span:
        return None
    reason = reading.words_as_typed(cause.end()) if cause else ""
    if day:
        last = day if bare else last_day_on_time(words, day)
        return i.Extension(expecting.task, last.on, reason=reason, sure=last.sure and last.on >= today and not bare)
    return i.Extension(expecting.task, days=span[0] if span else None, reason=reason, sure=bool(span and span[1]))


def _done_on(expecting: i.Expecting, reading: Reading, today: date, _meant: tuple[i.Intent, ...]) -> i.Intent | None:
    bare = _DAY_OF_MONTH.fullmatch(core_of(reading, today).said)
    day = find_day(f"ngay {bare['d']}" if bare else reading.said, today, "past")
    return i.Report(expecting.task, "done", done_on=day.on, sure=day.sure and not bare) if day and day.on <= today else None


def _evidence(expecting: i.Expecting, reading: Reading, today: date, _meant: tuple[i.Intent, ...]) -> i.Intent | None:
    if _NOTHING.fullmatch(core_of(reading, today).said):
        return i.Skip()
    evidence = find_evidence(reading.typed, today)
    return i.Report(expecting.task, "done", evidence=evidence[0]) if evidence else None


def _confirm(_expecting: i.Expecting, reading: Reading, today: date, meant: tuple[i.Intent, ...]) -> i.Intent | None:
    first = meant[0]
    if isinstance(first, i.Report) and first.status == "not_started" and not first.sure and first.percent is None:
        return i.No()
    said = core_of(reading, today).said
    if isinstance(first, i.Report) and re.match(r"(?:khong|sai)[ ,]", said) and first.sure:
        return replace(first, correction=True, task=_expecting.task if first.task is None else first.task)
    return i.Yes() if said in ("xong", "gui", "gui di", "luu", "nhu tren") else None


def _choice(_expecting: i.Expecting, _reading: Reading, _today: date, _meant: tuple[i.Intent, ...]) -> i.Intent | None:
    return None


def _task(_expecting: i.Expecting, _reading: Reading, _today: date, meant: tuple[i.Intent, ...]) -> i.Intent | None:
    first = meant[0]
    if isinstance(first, i.Show) and first.task is not None:
        return i.Pick(first.task)
    return i.Pick(first.n) if isinstance(first, i.Number) and first.task is None else None


def _text(_expecting: i.Expecting, reading: Reading, _today: date, _meant: tuple[i.Intent, ...]) -> i.Intent | None:
    return i.Answer(reading.typed)


_READERS: Final[dict[str, Reader]] = {
    "percent": _percent,
    "difficulty": _difficulty,
    "proposal": _proposal,
    "reason": _reason,
    "until": _until,
    "done_on": _done_on,
    "evidence": _evidence,
    "confirm": _confirm,
    "choice": _choice,
    "task": _task,
    "text": _text,
}

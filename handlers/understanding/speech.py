"""What a message means by itself, whatever question is open."""

import re
from dataclasses import replace
from datetime import date
from typing import Final

from handlers.understanding import intents as i
from handlers.understanding import questions, short
from handlers.understanding.codes import invite_code, with_codes_spelt, with_first_code_only
from handlers.understanding.fold import clean
from handlers.understanding.parts import Part, parts_of
from handlers.understanding.phrases import core_of, first_intent, whole_of
from handlers.understanding.reading import Reading, read
from handlers.understanding.requests import asks_after, find_extension, find_request
from handlers.understanding.signs import takes_back
from handlers.understanding.slash import phrase_of
from handlers.understanding.status import find_report
from handlers.understanding.steering import find_order

_QUESTION: Final = re.compile(
    r"\?\s*$|\b(?:xong|hoan thanh|bao cao|lam|nop|gui|duyet|co|duoc) chua(?: (?:a|em|anh|chi|vay|the|nhi|ha)){0,8}\s*$"
    r"|\b(?:the nao|ra sao|bao gio|khi nao|bao nhieu|may gio|gi vay|la gi|o dau|nhu the nao|duoc khong|phai khong|dung khong"
    r"|hay chua)(?: (?:a|em|anh|chi|vay|the|nhi|ha)){0,8}\s*$"
    r"|\b(?:viec|cai|van ban|nhiem vu|xa|phong|thon|don vi|ai|so) nao\b"
)
# "chứ không phải #52", "trừ #28": the task is named to be left out.
_LEFT_OUT: Final = re.compile(r"\b(?:khong phai|khong|tru|ngoai)(?: (?:la|viec|nhiem vu|cua)){0,8} #")
_NOTE_FROM: Final = 90
"""A text at least as long as this is kept as a note beside what was understood of it."""


def spoken(text: str, today: date) -> tuple[i.Intent, ...]:
    """The intents of a message, never none."""
    phrase = phrase_of(text)
    if phrase == "":
        return (i.Unclear(text),)
    reading = read(with_codes_spelt(clean(phrase or text)))
    code = invite_code(reading.typed, certain=True)
    if code:
        return (code,)
    core = core_of(reading, today)
    ordered = _same_for_all(reading, today)
    if ordered:
        return ordered
    whole = (
        first_intent(short.RULES, whole_of(reading, today))
        or first_intent(short.RULES, core)
        or first_intent(questions.RULES, core)
        or find_order(core)
    )
    if whole:
        return (whole,)
    found = [intent for part in parts_of(reading) for intent in _of_part(part, today)]
    if found:
        return tuple(found)
    return (invite_code(reading.typed, certain=False) or i.Unclear(text, asked=is_question(reading.said)),)


def _same_for_all(reading: Reading, today: date) -> tuple[i.Intent, ...]:
    """One order or request for several tasks, "duyệt #40 và #41": that of the first, once for each; empty where it is none."""
    tasks, single = with_first_code_only(reading.typed)
    if len(tasks) < 2:
        return ()
    one = read(single)
    core = core_of(one, today)
    wanted = find_order(core) or first_intent(questions.RULES, core)
    if wanted is None and one.said.count("#") == 1:
        wanted = find_extension(one, today, tasks[0])
    if wanted is None or getattr(wanted, "task", None) != tasks[0]:
        return ()
    return tuple(_for(task, wanted) for task in tasks)


def _for(task: int, wanted: i.Intent) -> i.Intent:
    """The same for another task. Only intents that have a task get here."""
    changes: dict[str, int] = {"task": task}
    return replace(wanted, **changes)


def is_question(said: str) -> bool:
    """Whether the words ask instead of tell: "xong chưa?" reports nothing."""
    return _QUESTION.search(said) is not None


def _of_part(part: Part, today: date) -> list[i.Intent]:
    tasks: tuple[int | None, ...] = part.tasks or (None,)
    return [intent for task in tasks for intent in _about(task, part, today)]


def _about(task: int | None, part: Part, today: date) -> list[i.Intent]:
    """What a part says about one of its tasks."""
    reading = part.reading
    request = find_request(reading, today, task)
    if isinstance(request, i.Extension):
        return [*_state_besides(reading, today, task), request]
    if request:
        return [request]
    if is_question(reading.said):
        return [i.Show(task)] if task is not None else []
    report = find_report(reading, today, task)
    if report is None:
        return _only_a_code(task, reading, today, guessed=part.guessed)
    note = reading.typed if len(reading.typed) >= _NOTE_FROM and not report.note else report.note
    # "✅" alone, or "#" with what is no task's code.
    only_a_sign = task is None and ("#" in reading.typed or not any(character.isalnum() for character in reading.typed))
    doubtful = part.guessed or only_a_sign or _LEFT_OUT.search(reading.said) is not None
    return [replace(report, note=note, sure=report.sure and not doubtful)]


def _state_besides(reading: Reading, today: date, task: int | None) -> list[i.Intent]:
    """The state told before more time is asked for: "được 60%, xin gia hạn …"."""
    before = read(reading.words_as_typed(0, asks_after(reading)))
    report = find_report(before, today, task)
    return [report] if report and report.status and (report.percent is not None or report.difficulty) else []


def _only_a_code(task: int | None, reading: Reading, today: date, *, guessed: bool) -> list[i.Intent]:
    """A task with words that tell no state: a note to be shown back, or the wish to take an answer back."""
    if task is None and not takes_back(reading.said):
        return []
    if task is None or guessed:
        return [] if guessed else [i.Report(None, correction=True, note=reading.typed, sure=False)]
    core = core_of(reading, today)
    left = re.sub(r"[#\d\s,.:;-]", "", core.said)
    if left in ("nham", "hoantac"):
        return [i.Report(task, correction=True, sure=False)]
    return [i.Report(task, note=reading.typed, sure=False)] if left else [i.Show(task)]

"""The words of reminders: a bundle's head and lines, its buttons, and how much of it the office lets a chat say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from locales import Words
from scheduler.plan import ESCALATION, FIRST
from storage.duties import Duty
from storage.messages import Choice, bold, clean, utf16_length
from storage.models import Occurrence, Task

Rows = tuple[tuple[Choice, ...], ...]
LINE_LETTERS = 110
ROOM = 400
"""Left of a channel's longest text for the head, the tail and the numbered twins of the buttons."""
BUTTON_ROWS = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One reminder as it is shown: the duty, its stage, the unit that holds it. `detail` is "full", "short" or "doorbell"."""

    duty: Duty
    stage: str
    unit: str
    detail: str = "full"


@dataclass(frozen=True, slots=True)
class Said:
    """A message's words and buttons."""

    text: str
    choices: Rows = ()


def bundle(words: Words, lines: Sequence[Line], today: date, max_text: int) -> Said:
    """One message for all that is due, nearest deadline first as given; what does not fit is counted and one tap away."""
    if all(line.detail == "doorbell" for line in lines):
        return doorbell(words, len(lines))
    several = len({line.unit for line in lines}) > 1 or lines[0].stage == ESCALATION
    shown = fitting([task_line(words, line, today, with_unit=several) for line in lines], max_text - ROOM)
    parts = [bold(_head(words, lines)), *shown]
    if len(shown) < len(lines):
        parts.append(words.plural("and {n} more task", "and {n} more tasks", len(lines) - len(shown)))
    return Said("\n".join(parts), _choices(words, lines))


def doorbell(words: Words, count: int) -> Said:
    """Only that something is due, with the way to see it."""
    text = words.plural("{n} task needs your attention.", "{n} tasks need your attention.", count)
    return Said(text, ((Choice(words.text("See my tasks"), "mine"),),))


def _head(words: Words, lines: Sequence[Line]) -> str:
    stages = {line.stage for line in lines}
    unit = clean(lines[0].unit)
    if stages == {ESCALATION}:
        return words.plural("{n} task has become overdue:", "{n} tasks have become overdue:", len(lines))
    if len({line.unit for line in lines}) > 1:
        return words.plural("A reminder of {n} task:", "A reminder of {n} tasks:", len(lines))
    if stages == {FIRST}:
        return words.plural("{unit} has a new task:", "{unit} has {n} new tasks:", len(lines), unit=unit)
    return words.plural("A reminder of {n} task of {unit}:", "A reminder of {n} tasks of {unit}:", len(lines), unit=unit)


def task_line(words: Words, line: Line, today: date, *, with_unit: bool = False) -> str:
    """Code, deadline with its printed wording, the task in short, and how many days are left."""
    task, row = line.duty.task, line.duty.occurrence
    where = f" [{clean(line.unit)}]" if with_unit else ""
    support = f" ({words.text('support')})" if line.duty.assignment.part == "support" else ""
    state = standing(words, row, today)
    tail = f" – {state}" if state else ""
    said = "" if line.detail != "full" else f": {_short(task.text)}"
    return f"#{task.id} {deadline(words, task, row)}{where}{support}{said}{tail}"


def deadline(words: Words, task: Task, row: Occurrence) -> str:
    """Day/month/year with the printed wording; after an extension the first deadline beside it."""
    printed = clean(task.deadline_text or "")
    if row.due_on is None:
        return printed or words.text("no deadline")
    hour = f"{words.time(row.due_time)} " if row.due_time else ""
    day = f"{hour}{words.date(row.due_on)}"
    if row.original_due_on is not None and row.original_due_on != row.due_on:
        original = words.date(row.original_due_on)
        return words.text("{day} (extended from {original}; printed: {printed})", day=day, original=original, printed=printed or "–")
    return f"{day} ({printed})" if printed else day


def standing(words: Words, row: Occurrence, today: date) -> str:
    """How many days are left or over, "" without a deadline."""
    if row.due_on is None:
        return ""
    days = (row.due_on - today).days
    if days < 0:
        return words.plural("{n} day overdue", "{n} days overdue", -days)
    return words.text("due today") if days == 0 else words.plural("{n} day left", "{n} days left", days)


def _short(text: str) -> str:
    one_line = " ".join(clean(text).split())
    if len(one_line) <= LINE_LETTERS:
        return one_line
    cut = one_line.rfind(" ", 0, LINE_LETTERS)
    return one_line[: cut if cut > 0 else LINE_LETTERS].rstrip(",;:. ") + "…"


def fitting(lines: Sequence[str], room: int) -> list[str]:
    """As many lines as there is room for, at least one."""
    kept: list[str] = []
    for line in lines:
        room -= utf16_length(line) + 1
        if room < 0 and kept:
            break
        kept.append(line)
    return kept


def _choices(words: Words, lines: Sequence[Line]) -> Rows:
    if lines[0].stage == ESCALATION:
        rows = [_steering(words, line.duty.task) for line in lines[:BUTTON_ROWS]]
        return (*rows, (Choice(words.text("Overdue tasks"), "late"),))
    if len(lines) == 1:
        return _report_rows(words, lines[0])
    return (*task_rows(words, [line.duty.task for line in lines]), (_why(words, lines[0].duty.task),))


def task_rows(words: Words, tasks: Sequence[Task]) -> Rows:
    """A row for each of several tasks: done in one tap, or everything else about it; all of them last."""
    return (*(_task_row(words, task) for task in tasks[:BUTTON_ROWS]), (Choice(words.text("See my tasks"), "mine"),))


def _task_row(words: Words, task: Task) -> tuple[Choice, ...]:
    return (
        Choice(words.text("#{number} done", number=task.id), f"done {task.id}"),
        Choice(words.text("#{number} otherwise", number=task.id), f"pick {task.id}"),
    )


def _report_rows(words: Words, line: Line) -> Rows:
    number = line.duty.task.id
    received = ((Choice(words.text("Received"), f"got {number}"),),) if line.stage == FIRST else ()
    return (
        *received,
        (Choice(words.text("Done"), f"done {number}"), Choice(words.text("In progress"), f"doing {number}")),
        (Choice(words.text("Difficulty"), f"stuck {number}"), Choice(words.text("Not started"), f"none {number}")),
        (Choice(words.text("Ask for an extension"), f"ext {number}"), Choice(words.text("Not our unit's task"), f"notmine {number}")),
        (Choice(words.text("See the clause"), f"see {number}"), _why(words, line.duty.task)),
    )


def _steering(words: Words, task: Task) -> tuple[Choice, ...]:
    return (
        Choice(words.text("Chase #{number}", number=task.id), f"nudge {task.id}"),
        Choice(words.text("See #{number}", number=task.id), f"see {task.id}"),
    )


def _why(words: Words, task: Task) -> Choice:
    return Choice(words.text("Why did I get this?"), f"why {task.id}")

"""How a task looks in chat: one line in a list, or its whole card. The code always comes first."""

import re
from datetime import date, time
from typing import Protocol

from locales import Words
from locales.marks import bold, clean

_MARKUP = re.compile(r"\*{1,3}")
"""What Markdown left in a letter's text: kept in the store, where the quote is exact, but not shown."""
LINE_LETTERS = 110
"""A list line's text is cut here, at a word: three lines on a cheap phone."""


class Task(Protocol):
    """What is shown of a task; the store's rows are such."""

    id: int | None
    text: str
    quote: str
    deadline_text: str | None
    due_on: date | None
    due_time: time | None
    starred: bool


class Occurrence(Protocol):
    """What is shown of one time that a task falls due."""

    due_on: date | None
    original_due_on: date | None
    state: str
    status: str
    percent: int | None
    done_on: date | None


class Duty(Protocol):
    """An occurrence with its task."""

    @property
    def task(self) -> Task: ...

    @property
    def occurrence(self) -> Occurrence: ...


def code(task: Task) -> str:
    """The task's short code, "#27"."""
    return f"#{task.id}"


def deadline(words: Words, task: Task, row: Occurrence | None = None) -> str:
    """The day/month/year with the printed wording, "29/4/2024 (trước ngày 30/4/2024)"; says so where there is none."""
    due_on = row.due_on if row is not None else task.due_on
    printed = clean(task.deadline_text or "")
    if due_on is None:
        return printed or words.text("no deadline")
    hour = f"{words.time(task.due_time)} " if task.due_time else ""
    day = f"{hour}{words.date(due_on)}"
    original = row.original_due_on if row is not None else None
    if original is not None and original != due_on:
        first = words.date(original)
        return words.text("{day} (extended from {original}; printed: {printed})", day=day, original=first, printed=printed or "–")
    return f"{day} ({printed})" if printed else day


def standing(words: Words, row: Occurrence, today: date) -> str:
    """Where an occurrence stands in a few words: done, how late, how soon, how far."""
    parts = []
    if row.state == "done":
        return words.text("done {day}", day=words.date(row.done_on)) if row.done_on else words.text("done")
    if row.due_on is not None:
        days = (row.due_on - today).days
        if days < 0:
            parts.append(words.plural("{n} day overdue", "{n} days overdue", -days))
        elif days == 0:
            parts.append(words.text("due today"))
        elif days <= 7:
            parts.append(words.plural("{n} day left", "{n} days left", days))
    if row.percent:
        parts.append(f"{row.percent}%")
    if row.status == "stuck":
        parts.append(words.text("stuck"))
    return ", ".join(parts)


def short(text: str, letters: int = LINE_LETTERS) -> str:
    """The text on one line, cut at a word where it is too long."""
    one_line = " ".join(clean(text).split())
    if len(one_line) <= letters:
        return one_line
    return one_line[: one_line.rfind(" ", 0, letters) if " " in one_line[:letters] else letters].rstrip(",;:. ") + "…"


def task_line(words: Words, duty: Duty, today: date, unit: str = "") -> str:
    """One line of a list, beginning with the code."""
    star = "★ " if duty.task.starred else ""
    where = f" [{unit}]" if unit else ""
    state = standing(words, duty.occurrence, today)
    tail = f" – {state}" if state else ""
    return f"{code(duty.task)} {deadline(words, duty.task, duty.occurrence)}{where}: {star}{short(duty.task.text)}{tail}"


def marked_quote(task: Task) -> str:
    """The clause as the letter has it, the deadline's words marked."""
    quote, words = clean(_MARKUP.sub("", task.quote)), clean(task.deadline_text or "")
    if words and words in quote:
        before, _, after = quote.partition(words)
        return f"{before}{bold(words)}{after}"
    return quote

"""The buttons that belong to tasks, in the words of the person who sees them."""

from collections.abc import Iterable

from handlers.understand import value
from handlers.understanding import intents as i
from locales import Words
from reports.answers import task_answers
from storage.messages import Choice
from storage.models import Task

Rows = tuple[tuple[Choice, ...], ...]


def report_choices(words: Words, task: Task, *, new: bool = False) -> Rows:
    """What an officer can answer to a task; a new duty can also be taken note of."""
    return tuple(tuple(Choice(*answer) for answer in row) for row in task_answers(words, task.id or 0, new=new))


def pick_choices(tasks: Iterable[Task]) -> Rows:
    """One button a task, four to a row: which one is meant?"""
    return in_rows([Choice(f"#{task.id}", value(i.Pick(task.id or 0))) for task in tasks], 4)


def in_rows(choices: list[Choice], width: int) -> Rows:
    """Buttons in rows of a width."""
    return tuple(tuple(choices[start : start + width]) for start in range(0, len(choices), width))

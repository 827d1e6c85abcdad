"""The buttons that belong to a task, in the words of the person who sees them."""

from handlers.understand import value
from handlers.understanding import intents as i
from locales import Words
from storage.messages import Choice
from storage.models import Task

Rows = tuple[tuple[Choice, ...], ...]


def report_choices(words: Words, task: Task, *, new: bool = False) -> Rows:
    """What an officer can answer to a task; a new duty can also be taken note of."""
    number = task.id
    received = ((Choice(words.text("Received"), value(i.Received(number))),),) if new else ()
    return (
        *received,
        (Choice(words.text("Done"), value(i.Report(number, "done"))), Choice(words.text("In progress"), value(i.Report(number, "doing")))),
        (
            Choice(words.text("Difficulty"), value(i.Report(number, "stuck"))),
            Choice(words.text("Not started"), value(i.Report(number, "not_started"))),
        ),
        (
            Choice(words.text("Ask for an extension"), value(i.Extension(number))),
            Choice(words.text("Not our unit's task"), value(i.NotMine(number))),
        ),
        (Choice(words.text("See the clause"), value(i.Show(number))),),
    )


def pick_choices(tasks: list[Task]) -> Rows:
    """One button a task, four to a row: which one is meant?"""
    buttons = [Choice(f"#{task.id}", value(i.Pick(task.id or 0))) for task in tasks]
    return tuple(tuple(buttons[start : start + 4]) for start in range(0, len(buttons), 4))

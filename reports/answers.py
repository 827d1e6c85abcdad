"""Buttons that belong to a task: labels in the reader's language with the values that `handlers.understanding.values` reads back."""

from locales import Words

Answers = tuple[tuple[tuple[str, str], ...], ...]
"""Rows of (label, value)."""


def task_answers(words: Words, number: int, *, new: bool = False) -> Answers:
    """The rows of answers to a task; a new duty can also be taken note of."""
    received = (((words.text("Received"), f"got {number}"),),) if new else ()
    return (
        *received,
        ((words.text("Done"), f"done {number}"), (words.text("In progress"), f"doing {number}")),
        ((words.text("Difficulty"), f"stuck {number}"), (words.text("Not started"), f"none {number}")),
        ((words.text("Ask for an extension"), f"ext {number}"), (words.text("Not our unit's task"), f"notmine {number}")),
        ((words.text("See the clause"), f"see {number}"),),
    )


def shortcuts(words: Words, number: int) -> Answers:
    """What a leader can do about a late task with one tap, its code first."""
    return (
        ((f"#{number}", f"see {number}"), (words.text("Remind"), f"nudge {number}"), (words.text("Extend"), f"extend {number}")),
        ((words.text("Hand over"), f"assign {number}"), (words.text("Praise"), f"praise {number}")),
    )

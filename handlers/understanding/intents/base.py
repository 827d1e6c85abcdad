"""What every intent is, and which question may be open when it is read."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Intent:
    """Anything that `understand` or `pressed` can answer."""


@dataclass(frozen=True, slots=True)
class Expecting:
    """The open question. `choices` is how many numbered choices it showed: a bare number up to it is a `Number`.

    kinds: percent, difficulty, proposal, reason, until, done_on, evidence, confirm, choice, task, text.
    """

    kind: Literal["percent", "difficulty", "proposal", "reason", "until", "done_on", "evidence", "confirm", "choice", "task", "text"]
    task: int | None = None
    choices: int = 0

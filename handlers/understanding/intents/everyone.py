"""What anybody may say in any dialogue."""

from dataclasses import dataclass
from typing import Literal

from handlers.understanding.intents.base import Intent


@dataclass(frozen=True, slots=True)
class Start(Intent):
    """`/start`, with the code that a link carries or ""."""

    code: str = ""


@dataclass(frozen=True, slots=True)
class Code(Intent):
    """Something shaped like an invite's code: eight letters and digits, capitals, without blanks and hyphens."""

    code: str


@dataclass(frozen=True, slots=True)
class Help(Intent):
    """Help, the menu, or a greeting."""


@dataclass(frozen=True, slots=True)
class Thanks(Intent):
    """A thank-you that wants a short word back."""


@dataclass(frozen=True, slots=True)
class CancelDialogue(Intent):
    """Leave the open question."""


@dataclass(frozen=True, slots=True)
class Language(Intent):
    """Change the language; None: ask which."""

    language: Literal["vi", "en"] | None = None


@dataclass(frozen=True, slots=True)
class Unlink(Intent):
    """Stop and forget this chat."""


@dataclass(frozen=True, slots=True)
class AnotherChat(Intent):
    """Use a further chat, on this service or another, as the same person."""


@dataclass(frozen=True, slots=True)
class MyData(Intent):
    """What is kept about the asker: shown (None), as a file ("export"), or to be erased ("erase")."""

    what: str | None = None


@dataclass(frozen=True, slots=True)
class HandOver(Intent):
    """Hand one's open work to a successor, as typed or ""."""

    to: str = ""


@dataclass(frozen=True, slots=True)
class Number(Intent):
    """The n-th choice of the last question, or of the question about `task`."""

    n: int
    task: int | None = None


@dataclass(frozen=True, slots=True)
class Pick(Intent):
    """This task is meant: the answer to "which one?"."""

    task: int


@dataclass(frozen=True, slots=True)
class OfUnit(Intent):
    """This unit is meant: the answer of somebody with several units."""

    unit_id: int


@dataclass(frozen=True, slots=True)
class Yes(Intent):
    """Yes; `about` is the row that a button asked about."""

    about: int | None = None


@dataclass(frozen=True, slots=True)
class No(Intent):
    """No; `about` is the row that a button asked about."""

    about: int | None = None


@dataclass(frozen=True, slots=True)
class Undo(Intent):
    """Take back the last change, or the one that a button names."""

    event: int | None = None


@dataclass(frozen=True, slots=True)
class Skip(Intent):
    """Leave the open question unanswered and go on."""


@dataclass(frozen=True, slots=True)
class Page(Intent):
    """Another page (from 1) of a list that a button names."""

    of: str
    page: int = 1


@dataclass(frozen=True, slots=True)
class Answer(Intent):
    """Free words for the open question, as typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Unclear(Intent):
    """Not understood; the text as typed. `asked` is whether it reads as a question."""

    text: str = ""
    asked: bool = False

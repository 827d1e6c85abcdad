"""Where units are named in a text."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """Units named at a place of a text. `group` says that the name stands for several units that are not listed."""

    start: int
    end: int
    names: tuple[str, ...]
    group: bool = False


def all_names(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """The names of all the mentions, in order."""
    return tuple(name for mention in mentions for name in mention.names)

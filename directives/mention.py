"""Where units are named in a text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """Units named at a place of a text. `group` says that the name stands for several units that are not listed."""

    start: int
    end: int
    names: tuple[str, ...]
    group: bool = False

"""Text without what keyboards do differently: Unicode forms, full-width signs, case, diacritics."""

import re
import unicodedata
from typing import Final

_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")


def clean(text: str) -> str:
    """The text as its writer sees it: composed letters, half-width signs, plain blanks, nothing invisible. Line ends stay."""
    composed = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return "".join(_plain(character) for character in composed).strip()


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if character == "\n" or not (category.startswith(("Z", "C", "M"))):
        return character
    return "" if category.startswith("M") or category == "Cn" else " "


def fold(text: str) -> str:
    """Lower case without diacritics, as long as the cleaned text, so that places in one are places in the other. Idempotent."""
    return "".join(_base(character) for character in clean(text))


def bare(character: str) -> str:
    """One character in lower case without its marks; always one character."""
    return _base(character)


def _base(character: str) -> str:
    if character in "đĐ":
        return "d"
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else base[0]

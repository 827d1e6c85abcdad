"""One spelling for matching: case, tone-mark position and look-alike signs levelled without moving a single character."""

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
# "hoà" and "hòa", "uỷ" and "ủy": the old position of the tone mark → the new one; "quý" and "huỳnh" stay as they are.
_OLD_TONE = re.compile(
    "o[àáảãạ](?![a-zà-ỹ])|o[èéẻẽẹ](?![a-zà-ỹ])|(?<!q)u[ỳýỷỹỵ](?![a-zà-ỹ])",
)
_SIGNS = str.maketrans(
    {"–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "“": '"', "”": '"', "’": "'", "\u00a0": " ", "\t": " ", "\n": " "}
)


@lru_cache(maxsize=256)  # a paragraph is asked for by every rule that looks at it
def matchable(text: str) -> str:
    """Lower case, one kind of dash and quote, tone marks in their new place; as long as `text`, so that offsets agree."""
    signs = text.translate(_SIGNS)
    lowered = signs.lower()
    if len(lowered) != len(signs):  # a few foreign capitals become two characters
        lowered = "".join(char.lower() if len(char.lower()) == 1 else char for char in signs)
    return _OLD_TONE.sub(lambda found: _move_tone(found[0]), lowered)


def _move_tone(pair: str) -> str:
    letters = unicodedata.normalize("NFD", pair)
    tone = next(char for char in letters if char in _TONES)
    bare = letters.replace(tone, "")
    return unicodedata.normalize("NFC", bare[0] + tone) + unicodedata.normalize("NFC", bare[1:])


def fold(text: str) -> str:
    """ASCII letters and digits in single spaces: the key under which two spellings of one name meet."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join(re.sub(r"[^0-9a-z]+", " ", "".join(char for char in letters if not unicodedata.combining(char))).split())


def capitalised(text: str) -> str:
    """The text with its first letter large and the others as they are."""
    return text[:1].upper() + text[1:]

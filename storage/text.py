"""Folding of names, so that "UBND xã Hoà Cư", "ubnd xa hòa cư" and "UBND  XÃ HÒA CƯ" are one key."""

import re
import unicodedata

_SIGNS = re.compile(r"[^0-9a-z]+")


def fold(text: str) -> str:
    """Lower case, no diacritics, every run of other signs one blank. Folding twice changes nothing."""
    letters = unicodedata.normalize("NFKD", text.lower().replace("đ", "d"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _SIGNS.sub(" ", bare.lower()).strip()

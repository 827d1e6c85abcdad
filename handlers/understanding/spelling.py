"""One spelling for each word: Telex and VNI keys left in, chat abbreviations, letters dropped or swapped."""

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final

from rapidfuzz.distance import OSA

from handlers.understanding.fold import fold
from handlers.understanding.vocabulary import ABBREVIATIONS, ENGLISH, MARKED, PHRASES, PICTURES

# A syllable of Vietnamese without marks; what is none of these is worth a second look.
_SYLLABLE: Final = re.compile(
    r"(?:ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|b|c|d|g|h|k|l|m|n|p|r|s|t|v|x)?"
    r"(?:(?:uye|uo|ie|ye|oa|oe|ue|uy|ua|a|e|i|o|u|y)(?:ch|ng|nh|c|m|n|p|t)?"
    r"|uya|uyu|uoi|uou|ieu|yeu|oai|oao|oay|oeo|uay|ia|ua|uu|ui|oi|eo|eu|iu|ai|ao|au|ay)"
)
_TONE_KEYS: Final = re.compile(r"[sfrxjz]")
_DOUBLED: Final = re.compile(r"([aeod])(?=\1)")

_ELONGATED: Final = re.compile(r"(?<=\w)(\w)\1{2,}")


@lru_cache(maxsize=4096)
def word(typed: str, part_of_name: bool = False) -> str:
    """The rules' spelling of one typed word (a run of letters and digits, or one sign); may be several words.

    `part_of_name`: it is glued to others as in "KT&HT" or "324-BC/ĐU"; then no abbreviation is read into it.
    """
    if part_of_name:
        return fold(typed)
    lower = typed.lower()
    if lower in PICTURES:
        return PICTURES[lower]
    if lower in MARKED:
        return lower
    if lower in ABBREVIATIONS:
        return ABBREVIATIONS[lower]
    folded = fold(typed)
    if folded in ABBREVIATIONS and (lower == folded or len(folded) > 5):
        return ABBREVIATIONS[folded]
    return folded if not lower.isascii() or folded in ENGLISH else _typed_keys(folded)


def _typed_keys(folded: str) -> str:
    """A word that still holds the keys of a Vietnamese keyboard ("hoafn", "ddax", "hoa2n"), else the word itself."""
    if len(folded) < 2 or _SYLLABLE.fullmatch(folded):
        return folded
    for candidate in (_without_vni(folded), _without_telex(folded), _ELONGATED.sub(r"\1", folded)):
        if candidate in ABBREVIATIONS and len(candidate) > 2:
            return ABBREVIATIONS[candidate]
        if candidate and _SYLLABLE.fullmatch(candidate):
            return candidate
    return folded


def _without_telex(folded: str) -> str:
    if not folded.isalpha():
        return ""
    first, rest = folded[0], folded[1:]
    return _DOUBLED.sub("", first + _TONE_KEYS.sub("", rest).replace("w", ""))


def _without_vni(folded: str) -> str:
    if not re.search(r"[a-z][1-9][a-z]|^d9", folded):
        return ""
    return re.sub(r"[1-9]", "", folded)


def phrase(first: str, second: str) -> tuple[str, str] | None:
    """The known phrase that two words miss by one slip, None where there is no single one or both words are words of the language."""
    if (_SYLLABLE.fullmatch(first) and _SYLLABLE.fullmatch(second)) or not (first.isalpha() and second.isalpha()):
        return None
    typed = f"{first} {second}"
    near = [known for known in PHRASES if known[0] == typed[0] and OSA.distance(known, typed, score_cutoff=1) <= 1]
    if len(near) != 1:
        return None
    left, right = near[0].split()
    return left, right


def mend(words: list[str]) -> list[str]:
    """The words with known two-word phrases set right, one word for one word."""
    mended = list(words)
    for place, (first, second) in enumerate(pairwise(words)):
        if len(first) + len(second) > 4 and (known := phrase(first, second)):
            mended[place : place + 2] = known
    return mended

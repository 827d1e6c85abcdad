"""What can be a Vietnamese syllable: the measure by which a text's encoding, and a scan's quality, are judged."""

import re
import unicodedata
from functools import lru_cache

_ONSET = "ngh|ng|gh|gi|kh|nh|ph|qu|th|tr|ch|[bcdđghklmnprstvx]"
_NUCLEUS = (
    "iêu|yêu|uôi|ươi|ươu|oai|oay|oao|oeo|uây|uyê|uya|uyu|uêu|uơ|ươ|ưa|ưi|ưu|uô|ua|uâ|uê|ui|uy|"
    "iê|yê|ia|iu|oa|oă|oe|oi|oo|ôi|ơi|ai|ao|au|ay|âu|ây|eo|êu|[aăâeêioôơuưy]"
)
_CODA = "ch|nh|ng|[ckmnpt]"  # k in names of the highlands: Đắk, Krông Búk
_SYLLABLE = re.compile(f"(?:{_ONSET})?(?:{_NUCLEUS})(?:{_CODA})?")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_LONGEST = 7  # "nghiêng"
_ENOUGH_WORDS = 20

# Runs of letters; whatever the encoding, its letters lie among these. Dashes, quotes and the like lie in \u2000-\u206f.
_TOKEN = re.compile(r"[A-Za-z\u00a1-\u1fff]+")


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether the word (any case, NFC or NFD) can be one Vietnamese syllable with at most one tone."""
    letters = unicodedata.normalize("NFD", word.lower()) if len(word) <= _LONGEST * 3 else ""
    toneless, tones = _TONES.subn("", letters)
    return tones <= 1 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", toneless)) is not None


def balance(text: str) -> int:
    """Accented words that can be Vietnamese, less those that cannot; unaccented words say nothing about an encoding."""
    return sum(1 if is_syllable(word) else -1 for word in _TOKEN.findall(text) if not word.isascii())


def share_of_syllables(text: str) -> float | None:
    """The share of words (accented or not) that can be Vietnamese; None where there are too few to tell."""
    words = [word for word in _TOKEN.findall(text) if len(word) > 1]
    return sum(map(is_syllable, words)) / len(words) if len(words) >= _ENOUGH_WORDS else None

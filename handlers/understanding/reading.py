"""A message in two versions that know each other's places: as typed, and in the rules' spelling."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from handlers.understanding.fold import clean
from handlers.understanding.spelling import mend, word

LONGEST: Final = 4096
"""Characters beyond which a message is no chat answer: it is kept as typed and not searched."""

_TOKEN: Final = re.compile(
    r"d9\w+|\d+(?![a-z]*[1-9][a-z])|[^\W\d_]+(?:[1-9](?=[a-zA-Z])[^\W\d_]+)+|[tT][2-7]\b|[^\W\d_]+|\S", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Reading:
    """`typed` as cleaned, `said` in the rules' spelling.

    `places[n]` is where the word that begins at `starts[n]` of `said` stands in `typed`.
    """

    typed: str
    said: str
    starts: tuple[int, ...]
    places: tuple[tuple[int, int], ...]

    def words_as_typed(self, start: int, end: int | None = None) -> str:
        """What was typed for a stretch of `said`, without surrounding blanks and separators."""
        end = len(self.said) if end is None else end
        start += len(self.said[start:end]) - len(self.said[start:end].lstrip())
        if not self.said[start:end].strip():
            return ""
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, start + len(self.said[start:end].rstrip()) - 1) - 1
        return trim(self.typed[self.places[first][0] : self.places[last][1]])


def trim(text: str) -> str:
    """Without surrounding blanks, separators and lone quotation marks."""
    return text.strip(" \n\t,;:.–-…\"'“”")


def read(text: str) -> Reading:
    """Both versions of a message."""
    typed = clean(text)
    tokens = list(_TOKEN.finditer(typed))
    words = mend([word(token.group(), _is_glued(typed, *token.span())) for token in tokens])
    said: list[str] = []
    starts: list[int] = []
    length, end = 0, 0
    for token, spelt in zip(tokens, words, strict=True):
        gap = _gap(typed, end, token.start()) if said else ""
        length += len(gap)
        starts.append(length)
        said += [gap, spelt]
        length += len(spelt)
        end = token.end()
    return Reading(typed, "".join(said), tuple(starts), tuple(token.span() for token in tokens))


def _is_glued(typed: str, start: int, end: int) -> bool:
    """Whether a word of letters hangs on a sign that joins names: "KT&HT", "324-BC/ĐU"."""
    return typed[start].isalpha() and (typed[end : end + 1] in ("&", "-", "/") or typed[max(start - 1, 0)] in "&-/")


def _gap(typed: str, end: int, start: int) -> str:
    """What stands between two words: a line end, a blank, a blank between a number and letters, or nothing."""
    between = typed[end:start]
    if "\n" in between:
        return "\n"
    glued = end and start < len(typed) and not between and typed[end - 1].isalnum() and typed[start].isalnum()
    return " " if between or glued else ""

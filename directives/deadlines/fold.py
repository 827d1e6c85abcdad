"""Text made easy to match (lower case, composed, no markup, single blanks), with the way back to the places in the original."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Markdown marks and invisible characters stand inside phrases: "trước ngày **25/9/2024**".
_MARKS = r"*_`\u00ad\u200b-\u200d\u2060\ufeff\u0300-\u036f"
_PIECE = re.compile(
    rf"(?P<blank>\s+)|(?P<mark>[{_MARKS}]+)|(?P<run>[^\s{_MARKS}]+(?![\u0300-\u036f]))|(?P<char>.[\u0300-\u036f]{{0,4}})", re.DOTALL
)
_SAME = str.maketrans(
    {**dict.fromkeys("–—−‐‑‒÷", "-"), **dict.fromkeys("’‘′´", "'"), **dict.fromkeys("⁄∕", "/"), **dict.fromkeys("ðÐ", "đ")}
)


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is what rules match; its i-th character stands for original[starts[i]:ends[i]]. A line break stays one."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def fold(original: str) -> Folded:
    """Folds any text, in time linear in its length."""
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for piece in _PIECE.finditer(original):
        if piece["mark"] is not None:
            continue
        if piece["run"] is not None:
            _add_run(piece["run"], piece.start(), chars, starts, ends)
            continue
        folded = _blank(piece["blank"]) if piece["blank"] is not None else _fold_char(piece["char"])
        if chars and folded in " \n" and chars[-1] in " \n":
            chars[-1] = max(chars[-1], folded, key="\n".__eq__)
            continue
        _add(folded, piece.start(), piece.end(), chars, starts, ends)
    return Folded("".join(chars), tuple(starts), tuple(ends))


def _add_run(run: str, start: int, chars: list[str], starts: list[int], ends: list[int]) -> None:
    folded = run.translate(_SAME).lower()
    if len(folded) == len(run) and unicodedata.is_normalized("NFKC", run):
        chars.extend(folded)
        starts.extend(range(start, start + len(run)))
        ends.extend(range(start + 1, start + len(run) + 1))
        return
    for place, char in enumerate(run, start):
        _add(_fold_char(char), place, place + 1, chars, starts, ends)


def _add(folded: str, start: int, end: int, chars: list[str], starts: list[int], ends: list[int]) -> None:
    chars.extend(folded)
    starts.extend([start] * len(folded))
    ends.extend([end] * len(folded))


def _blank(run: str) -> str:
    return "\n" if "\n" in run or "\r" in run else " "


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    # NFKC also gives full-width digits and the one-character Roman figures their plain form.
    return unicodedata.normalize("NFKC", char).translate(_SAME).lower().translate(_SAME) or " "


def unmarked(original: str) -> str:
    """The words of a span as a person would copy them: without marks, every blank a single one."""
    return " ".join("".join(piece[0] for piece in _PIECE.finditer(original) if piece["mark"] is None).split())

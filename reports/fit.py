"""Lines of a message, and how they are shortened to what a channel can carry."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from locales.marks import clean


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `strong` lines are emphasised where the channel can; `code` names the late task under which the leader's choices go."""

    text: str
    strong: bool = False
    code: str | None = None


Lines = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its items. `more(n)` says that n items are not shown; `most` is how many are shown where there is room."""

    head: Line
    items: Lines
    more: Callable[[int], str]
    most: int = 12


def plain(lines: Lines) -> str:
    """The lines as text without emphasis."""
    return "\n".join(line.text for line in lines)


def utf16_length(text: str) -> int:
    """Length as the services count it: UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def length(lines: Lines) -> int:
    """What the lines take in a message, with line breaks and two marks around each strong line."""
    return sum(utf16_length(line.text) + 1 + 2 * line.strong for line in lines)


def one_line(text: str, limit: int = 160) -> str:
    """Somebody's words on one line of at most `limit` characters, cut between words."""
    words = " ".join(clean(text).split())
    if len(words) <= limit:
        return words
    cut = words[: limit - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut).rstrip(" ,;:.–-") + "…"


def fit(top: Lines, sections: Sequence[Section], bottom: Lines, limit: int) -> Lines:
    """Everything that fits into `limit` UTF-16 units.

    1. The fullest section gives up an item at a time, a later one before an earlier one; its heading keeps the whole count.
    2. Then whole sections go, the last first.
    3. Then the lines at the bottom, then all but the first line, and that is cut.
    """
    shown = [min(len(section.items), section.most) for section in sections]
    while (lines := _composed(top, sections, shown, bottom)) and length(lines) > limit and any(shown):
        fullest = max(range(len(shown)), key=lambda place: (shown[place], place))
        shown[fullest] -= 1
    kept = list(sections)
    while length(lines) > limit and kept:
        kept.pop()
        lines = _composed(top, kept, shown, bottom)
    if length(lines) > limit:
        lines = top
    while length(lines) > limit and len(lines) > 1:
        lines = lines[:-1]
    return lines if length(lines) <= limit else (_clipped(lines[0], limit),)


def _composed(top: Lines, sections: Sequence[Section], shown: Sequence[int], bottom: Lines) -> Lines:
    lines = list(top)
    for section, count in zip(sections, shown, strict=False):
        lines += [Line(""), section.head, *section.items[:count]]
        if 0 < count < len(section.items):
            lines.append(Line(section.more(len(section.items) - count)))
    return (*lines, Line(""), *bottom) if bottom else tuple(lines)


def _clipped(line: Line, limit: int) -> Line:
    text = line.text
    while text and length((Line(text + "…", line.strong),)) > limit:
        text = text[:-1]
    return replace(line, text=text + "…")

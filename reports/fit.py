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
    """A heading with its items. `more(n)` says that n items are not shown; `most` is how many are shown where there is room.

    Where there is not, a section of weight 4 keeps four items for each one of a section of weight 1, and its last two.
    """

    head: Line
    items: Lines
    more: Callable[[int], str]
    most: int = 12
    weight: int = 1


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


def fit(top: Lines, sections: Sequence[Section], bottom: Lines, limit: int, elsewhere: str = "") -> Lines:
    """Everything that fits into `limit` UTF-16 units.

    1. The fullest section for its weight gives up an item at a time, a later one before an earlier one; its heading keeps the whole count.
    2. Then whole sections go, the last first, and `elsewhere` says where to read them.
    3. Then the lines at the bottom, then all but the first line, and that is cut.
    """
    shown = [min(len(section.items), section.most) for section in sections]
    lines = _composed(top, sections, shown, bottom)
    while length(lines) > limit and (place := _fullest(sections, shown)) is not None:
        shown[place] -= 1
        lines = _composed(top, sections, shown, bottom)
    kept, ending = list(sections), (Line(elsewhere), *bottom) if elsewhere else bottom
    while length(lines) > limit and kept:
        kept.pop()
        lines = _composed(top, kept, shown, ending)
    if length(lines) > limit:
        lines = top
    while length(lines) > limit and len(lines) > 1:
        lines = lines[:-1]
    return lines if length(lines) <= limit else (_clipped(lines[0], limit),)


def _fullest(sections: Sequence[Section], shown: Sequence[int]) -> int | None:
    """The place of the section that gives up an item next; None where each is down to its last."""
    able = [place for place, count in enumerate(shown) if count > max(1, sections[place].weight // 2)]
    return max(able, key=lambda place: (shown[place] / sections[place].weight, place), default=None)


def _composed(top: Lines, sections: Sequence[Section], shown: Sequence[int], bottom: Lines) -> Lines:
    lines = list(top)
    for section, count in zip(sections, shown, strict=False):
        lines += [Line(""), section.head, *section.items[:count]]
        if count < len(section.items):
            lines.append(Line(section.more(len(section.items) - count)))
    return (*lines, Line(""), *bottom) if bottom else tuple(lines)


def _clipped(line: Line, limit: int) -> Line:
    text = line.text
    while text and length((Line(text + "…", line.strong),)) > limit:
        text = text[:-1]
    return replace(line, text=text + "…")

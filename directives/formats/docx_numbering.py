"""Word's automatic numbers as they are printed: "1.", "1.2.", "a)", "-"."""

from dataclasses import dataclass, field

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

_LEVELS = 9
_LETTERS = 26
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_LARGEST = 4999
"""No list of a letter counts further, and Roman numerals and letters beyond it only grow."""

_VAL = qn("w:val")


@dataclass(slots=True)
class Numbering:
    """The lists of one document and how far each has counted; `label` must be asked once a paragraph, in order."""

    lists: dict[str, tuple[str, dict[int, BaseOxmlElement], dict[int, int]]]
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, root: BaseOxmlElement | None) -> "Numbering":
        """The lists of `word/numbering.xml`; None where the document has none."""
        if root is None:
            return cls({})
        abstracts = {each.get(qn("w:abstractNumId")): _levels(each) for each in root.iterchildren(qn("w:abstractNum"))}
        lists = {}
        for num in root.iterchildren(qn("w:num")):
            name = _value(num, "w:abstractNumId")
            lists[str(num.get(qn("w:numId")))] = (name, abstracts.get(name, {}) | _overriding_levels(num), _restarts(num))
        return cls(lists)

    def label(self, number_id: str, level: int) -> str:
        """What Word prints before the next paragraph of this list and level; "" where it prints nothing."""
        if number_id not in self.lists or not 0 <= level < _LEVELS:
            return ""
        name, levels, restarts = self.lists[number_id]
        counts = self.counts.setdefault(name, [None] * _LEVELS)
        self._count(number_id, level, counts, levels, restarts)
        return _printed(level, counts, levels)

    def _count(
        self, number_id: str, level: int, counts: list[int | None], levels: dict[int, BaseOxmlElement], restarts: dict[int, int]
    ) -> None:
        """One further on this level, from the start where a list restarts; deeper levels begin anew."""
        if level in restarts and (number_id, level) not in self.begun:
            self.begun.add((number_id, level))
            counts[level] = restarts[level]
        else:
            before = counts[level]
            counts[level] = _start(levels, level) if before is None else min(before + 1, _LARGEST)
        for above in range(level):
            counts[above] = _start(levels, above) if counts[above] is None else counts[above]
        for deeper in range(level + 1, _LEVELS):
            counts[deeper] = None


def _levels(parent: BaseOxmlElement) -> dict[int, BaseOxmlElement]:
    return {_number(each.get(qn("w:ilvl")), 0): each for each in parent.iterchildren(qn("w:lvl"))}


def _overriding_levels(num: BaseOxmlElement) -> dict[int, BaseOxmlElement]:
    return {level: each for override in num.iterchildren(qn("w:lvlOverride")) for level, each in _levels(override).items()}


def _restarts(num: BaseOxmlElement) -> dict[int, int]:
    found = {}
    for override in num.iterchildren(qn("w:lvlOverride")):
        if (start := override.find(qn("w:startOverride"))) is not None:
            found[_number(override.get(qn("w:ilvl")), 0)] = _number(start.get(_VAL), 1)
    return found


def _printed(level: int, counts: list[int | None], levels: dict[int, BaseOxmlElement]) -> str:
    element = levels.get(level)
    if element is None:
        return ""
    text = _value(element, "w:lvlText")
    if _value(element, "w:numFmt") == "bullet":
        return _bullet(text)
    legal = element.find(qn("w:isLgl")) is not None
    for above in range(level + 1):
        style = "decimal" if legal or above not in levels else _value(levels[above], "w:numFmt")
        text = text.replace(f"%{above + 1}", _figure(counts[above] or 0, style))
    return text.strip()


def _bullet(text: str) -> str:
    """The bullet as printed; signs of symbol fonts (private use, "o" of Courier) become the dash of official letters."""
    return text if text in {"-", "–", "+", "*", "•"} else "-"


def _figure(count: int, style: str) -> str:
    match style:
        case "lowerLetter" | "upperLetter":
            letters = chr(ord("a") + (count - 1) % _LETTERS) * (1 + (count - 1) // _LETTERS)
            return letters if style == "lowerLetter" else letters.upper()
        case "lowerRoman" | "upperRoman":
            return _roman(count) if style == "lowerRoman" else _roman(count).upper()
        case "decimalZero":
            return f"{count:02}"
        case "none":
            return ""
    return str(count)


def _roman(count: int) -> str:
    figure = ""
    for value, letters in _ROMAN:
        figure += letters * (count // value)
        count %= value
    return figure


def _start(levels: dict[int, BaseOxmlElement], level: int) -> int:
    return _number(_value(levels[level], "w:start"), 1) if level in levels else 1


def _value(parent: BaseOxmlElement, child: str) -> str:
    found = parent.find(qn(child))
    return "" if found is None else str(found.get(_VAL) or "")


def _number(text: object, default: int) -> int:
    return min(int(text), _LARGEST) if isinstance(text, str) and text.isdecimal() and len(text) <= len(str(_LARGEST)) else default

"""The numbers and bullets that open a paragraph: "II.", "1.2.1.", "a)", "(1).", "Điều 3.", "-", "+"."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Marker:
    """`kind` names the family, `label` what a reference says ("1.2.1", "a"; "" for bullets), `sign` is as printed.

    The family "title" is that of rows which head others in a table.
    """

    kind: str
    label: str
    sign: str

    @property
    def rank(self) -> int:
        """The usual depth of the family, 0 the outermost."""
        return RANKS[self.kind]


RANKS = {
    "part": 0, "upper": 1, "roman": 2, "article": 3, "number1": 4, "number2": 5, "number3": 6, "number4": 7, "number5": 8,
    "step": 9, "title": 10, "paren": 11, "letter": 12, "dash": 13, "plus": 14, "star": 15,
}  # fmt: skip

BULLETS = ("dash", "plus", "star")

_ROMAN_LETTERS = "IVX"  # beyond XXXIX no letter goes, and "C." is a part's letter
# One family a line, tried in order; the group is the label.
_FAMILIES: tuple[tuple[str, re.Pattern[str]], ...] = (
    # "Điều 3. Tổ chức thực hiện"
    ("article", re.compile(r"Điều\s+(\d{1,2})\s*[.:\-–]\s*")),
    # "Phần thứ hai", "PHẦN II"
    ("part", re.compile(r"(?:Phần|PHẦN)\s+(?:thứ\s+|THỨ\s+)?([IVX]{1,4}|\d|nhất|hai|ba|tư|NHẤT|HAI|BA|TƯ)\b[.:\-–]?\s*")),
    # "II. NHIỆM VỤ", "III/ Tổ chức thực hiện", "IV- Kiến nghị"
    ("roman", re.compile(rf"([{_ROMAN_LETTERS}]{{1,6}})(?:\s?[.):]\s*|\s?[/\-–]\s+)(?=\S)")),
    # "A. PHẦN CHUNG"
    ("upper", re.compile(r"([A-HĐ])\s?[.)/]\s+(?=\S)")),
    # "Bước 1. Hoàn thiện hồ sơ"
    ("step", re.compile(r"(?:Bước|BƯỚC)\s+(\d{1,2})\s*[.:]\s*(?=\S)")),
    # "1.2.1. Thực hiện …", "1.2 Nhiệm vụ"
    ("number", re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,4})(?:[.)/:]\s*|\s+)(?=[^\d\s])")),
    # "1. Phòng …", "1) …", "1/ …", "1- …"
    ("number", re.compile(r"(\d{1,2})\s?(?:[.)/:]\s*|[\-–]\s+)(?=[^\d\s/])")),
    # "(1). Xã …", "(a) …"
    ("paren", re.compile(r"\((\d{1,2}|[a-zđ])\)\s*[.:]?\s*(?=\S)")),
    # "a) Nhiệm vụ", "đ. …"
    ("letter", re.compile(r"([a-zđ])\s?[).]\s+(?=\S)|([a-zđ])\)(?=\S)")),
    ("dash", re.compile(r"()[-–—−‐‑•●▪■◦·►▸➢✓]+\s*(?=[^\s\d/]|\d+\s)")),
    ("plus", re.compile(r"()\+\s*(?=[^\s\d])|()\+\s+(?=\d)")),
    ("star", re.compile(r"()\*+\s+(?=\S)")),
)


def read_marker(text: str) -> tuple[Marker | None, str]:
    """The marker that opens the paragraph, None without one, and the paragraph behind it."""
    for kind, pattern in _FAMILIES:
        if found := pattern.match(text):
            label = next((group for group in found.groups() if group), "")
            return Marker(_exact(kind, label), label, found[0].strip()), text[found.end() :].strip()
    return None, text


def _exact(kind: str, label: str) -> str:
    return f"number{label.count('.') + 1}" if kind == "number" else kind

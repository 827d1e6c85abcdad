"""Completion by a numbered document: "BC 324-BC/ĐU ngày 15/6"."""

import re
from datetime import date
from typing import Final

from handlers.understanding.days import find_day
from handlers.understanding.fold import fold
from handlers.understanding.intents import Evidence
from handlers.understanding.reading import Reading, read

_KIND: Final = r"(?:bc|tb|cv|kh|qd|ttr|nq|bb|hd|ct|ubnd|hdnd|gm|pa|tr|dx|cd|ctr|pyk|hu|du)"
# "324-BC/ĐU", "45/BC-UBND", "45/2024/BC-UBND", "12/UBND-VP"
_SYMBOL: Final = re.compile(rf"(?<![\w/#-])\d{{1,5}} ?[-/] ?(?:20\d\d ?/ ?)?{_KIND}\b(?: ?[-/&.] ?[a-z][a-z0-9&.]*){{0,8}}")
# "báo cáo số 45", "công văn 123"
_NAMED: Final = re.compile(
    r"\b(?:bao cao|bc|cong van|cv|to trinh|ke hoach|quyet dinh|bien ban|thong bao|van ban|report|letter) (?:so "
    r"|no\.? ?)(?P<n>\d{1,5})\b(?! ?%)"
)
_ON: Final = re.compile(r"^ ?[,(]? ?(?:cua [^,;.]{1,40}? )?(?:ban hanh |ky |gui |dated? )?(?:ngay|hom|of|dated|on) ")


def find_evidence(typed: str, today: date) -> tuple[Evidence, int, int] | None:
    """The first numbered document, with its day where one follows, and its place in the cleaned text; None where there is none."""
    folded = fold(typed)
    symbol = _SYMBOL.search(folded)
    named = None if symbol else _NAMED.search(folded)
    if symbol:
        start, end, number = *symbol.span(), _number(typed[symbol.start() : symbol.end()])
    elif named:
        start, end, number = named.start(), named.end(), named["n"]
    else:
        return None
    tail = folded[end : end + 80]
    if _ON.match(tail):
        rest = read(tail)
        day = find_day(rest.said, today, "past")
        if day is not None and day.start <= 60:
            return Evidence(number, day.on), start, _end_of(rest, day.end, end)
    return Evidence(number), start, end


def _number(typed: str) -> str:
    """The document's number without blanks; in capitals where it was typed without any."""
    number = re.sub(r"\s", "", typed).rstrip(".")
    return number.upper() if number == number.lower() else number


def _end_of(rest: Reading, said_end: int, offset: int) -> int:
    """Where in the whole text the words end that reach to `said_end` of its tail."""
    words = [place for start, place in zip(rest.starts, rest.places, strict=True) if start < said_end]
    return offset + words[-1][1] if words else offset

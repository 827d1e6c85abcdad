"""Names that point back at units named before in the same passage: "các đơn vị này", "UBND các xã nêu trên", "UBND hai xã"."""

import re

from directives.cast import Cast
from directives.units import find_units
from directives.units_committees import communes_in

_COMMITTEES = re.compile(r"UBND các (?:xã|phường)(?:, (?:phường|thị trấn))* (?:này|(?:có tên )?(?:nêu )?trên)")
_COUNTED = re.compile(
    r"(?:UBND|Ủy ban nhân dân)\s+(?:cả\s+)?(?P<count>hai|ba|bốn|0?[2-9])\s+(?:xã|phường|địa\s+phương)(?!\w)", re.IGNORECASE
)
_ACTS_THERE = re.compile(r"(?:^|[,:;.]|đề nghị|yêu cầu|giao)\s*$", re.IGNORECASE)
_NUMBERS = {"hai": 2, "ba": 3, "bốn": 4}
_OFFICES = re.compile(
    r"\s*(?:(?:đề nghị|yêu cầu|giao)\s+)?(?:các|hai|ba|bốn|năm|0?[2-9])\s+(?P<kind>đơn vị|cơ quan|địa phương|xã|phường|thôn|phòng)"
    r"(?:,\s+(?:đơn vị|địa phương|phường|thị trấn))*\s+(?:này|(?:có tên\s+)?(?:nêu\s+)?trên)(?!\s+địa)(?!\w)",
    re.IGNORECASE,
)
# "Phòng A đối chiếu …, Phòng B đối chiếu …; hai phòng trả lời trước …"
_SOME = re.compile(r"\s*(?:cả\s+)?(?P<count>hai|ba|bốn|0?[2-9])\s+(?:đơn vị|cơ quan|phòng|sở|xã|thôn)(?=\s+\w)", re.IGNORECASE)
_LOOK_BACK = 400
_FEWEST = 2


def those_meant(lead: tuple[str, ...], words: str, before: str, cast: Cast) -> tuple[str, ...]:
    """The units in charge of a clause, those that its words only point at replaced by the ones named before it.

    `words` are the clause's own, `before` the passage up to it.
    """
    if lead and _COMMITTEES.fullmatch(lead[0]):
        named = _committees_of(before + words.split("UBND các ", 1)[0], cast) or ("UBND các xã",)
        return (*named, *lead[1:])
    counted = _COUNTED.search(words) if not lead or lead[0].startswith("UBND các ") else None
    if counted and _ACTS_THERE.search(words[: counted.start()]):
        named = _committees_of(before + words[: counted.start()], cast)
        return named if len(named) == _number(counted["count"]) else lead
    some = _SOME.match(words)
    if some or _OFFICES.match(words):
        named = tuple(dict.fromkeys(name for unit in find_units(_last_sentence(before), cast) if not unit.group for name in unit.names))
        right = len(named) == _number(some["count"]) if some else len(named) >= _FEWEST
        return cast.canonical(named) if right else lead
    return lead


def _number(printed: str) -> int:
    return _NUMBERS.get(printed.lower()) or int(printed)


def _committees_of(before: str, cast: Cast) -> tuple[str, ...]:
    return tuple(f"UBND {cast.commune_kind(place, 'xã')} {place}" for place in communes_in(before, cast))


def _last_sentence(before: str) -> str:
    """The sentence in front, as far back as sentences of ordinary length go."""
    return before[-_LOOK_BACK:].rstrip(" .;:").rsplit(". ", 1)[-1]

"""The issuing office's name in usual letters, from the capitals of the head, the number's symbol and the text."""

import re
from collections.abc import Sequence

from directives.spelling import capitalised, matchable
from directives.units_sectors import read_sector

_MOTTO = re.compile(
    r"CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI\s+CHỦ\s+NGHĨA\s+VIỆT\s+NAM|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM|Độc\s+lập\s*[-–]\s*Tự\s+do\s*[-–]\s*Hạnh\s+phúc",
    re.IGNORECASE,
)
_PEOPLE = re.compile(r"^(?:ỦY|UỶ)\s+BAN\s+NHÂN\s+DÂN\s*", re.IGNORECASE)
_LEVELS = ("thành phố", "thị trấn", "thị xã", "đặc khu", "phường", "huyện", "quận", "tỉnh", "xã")
# "HUYỆN ỦY LẮK", "HUYỆN ĐOÀN AN LỘC" are bodies, no districts.
_LEVEL = re.compile(rf"^(?!(?:huyện|tỉnh)\s+đoàn\s)({'|'.join(_LEVELS)})\s+(?!ủy\s|uỷ\s)(.+)$", re.IGNORECASE)
_ORGANS = {"ubnd": "UBND", "bcđ": "Ban Chỉ đạo", "hu": "Huyện ủy", "tu": "Tỉnh ủy", "đu": "Đảng ủy"}
_HEAD_WORDS = re.compile(
    r"^(?:chủ tịch|sở|phòng|ban|văn phòng|ủy ban|bộ|đảng|huyện|tỉnh|thành|công an|hội|trung tâm|chi cục)", re.IGNORECASE
)


def issuer_name(lines: Sequence[str], symbol: str, place: str, body: str) -> str:
    """The office that issues the letter, e.g. "UBND huyện Cao Lộc", "Sở Nội vụ"; "" where nothing tells."""
    kept = [line.strip(" *-_|.") for line in _MOTTO.sub("", "\n".join(lines)).splitlines()]
    kept = [line for line in kept if line and line.upper() == line and not re.search(r"\d{3}|KHẨN|HỎA TỐC|HOẢ TỐC", line)]
    return _from_lines(kept, body) if kept else _from_symbol(symbol, place, body)


def _from_lines(lines: list[str], body: str) -> str:
    if lines[-1] == "VĂN PHÒNG" and len(lines) > 1:
        return f"Văn phòng {_from_lines(lines[:-1], body)}"
    whole = " ".join(lines)
    if _PEOPLE.match(whole) and _LEVEL.match(lines[-1]):
        return f"UBND {_place(_PEOPLE.sub('', whole))}"
    if _PEOPLE.match(lines[-1]) or (_LEVEL.match(lines[-1]) and len(lines) > 1):
        said = " ".join(lines[-2:]) if _LEVEL.match(lines[-1]) else lines[-1]
    else:
        said = " ".join(lines[-2:]) if _broken(lines) else lines[-1]
    rest = _PEOPLE.sub("", said)
    if rest != said or said.upper().startswith("UBND"):
        return f"UBND {_place(re.sub('^UBND ', '', rest))}".strip()
    return _as_in_body(said, body)


def _broken(lines: list[str]) -> bool:
    """Whether the last line only ends the name above it: "SỞ LAO ĐỘNG - THƯƠNG" ⏎ "BINH VÀ XÃ HỘI"."""
    return len(lines) > 1 and not _HEAD_WORDS.match(lines[-1]) and bool(_HEAD_WORDS.match(lines[-2])) and not _PEOPLE.match(lines[-2])


def _place(words: str) -> str:
    """ "HUYỆN CAO LỘC" → "huyện Cao Lộc"."""
    found = _LEVEL.match(words)
    return f"{found[1].lower()} {found[2].title()}" if found else words.title()


def _as_in_body(said: str, body: str) -> str:
    """The name as the text itself writes it, else with the usual capitals."""
    found = re.search(r"\s+".join(map(re.escape, said.split())), body, re.IGNORECASE)
    while found and found[0].isupper():
        found = re.compile(re.escape(said), re.IGNORECASE).search(body, found.end())
    return capitalised(" ".join(found[0].split())) if found else _usual_capitals(said)


_INITIALS = r"\b(?:mtqg|ntm|hđnd|ubnd|mttq|lhpn|lđlđ|tncs|pctt|tkcn|ccb|bhxh|attp|ocop|pccc)\b"


def _usual_capitals(said: str) -> str:
    """ "ĐẢNG ỦY XÃ BÌNH MINH" → "Đảng ủy xã Bình Minh"."""
    said = re.sub(_INITIALS, lambda found: found[0].upper(), said.capitalize())
    if (office := re.match(r"(Sở|Phòng|Ban) ", said)) and (field := read_sector(matchable(said), office.end())) and field[1] == len(said):
        return f"{office[1]} {field[0]}"
    if party := re.match(r"(\w+ ủy) (.+)$", said):
        return f"{party[1]} {party[2].title()}" if not _LEVEL.match(party[2]) else f"{party[1]} {_place(party[2])}"
    parts = re.split(rf"\s({'|'.join(_LEVELS)})\s", said, maxsplit=1, flags=re.IGNORECASE)
    return f"{parts[0]} {parts[1].lower()} {parts[2].title()}" if len(parts) == 3 else said


def _from_symbol(symbol: str, place: str, body: str) -> str:
    """Where the head's capitals are lost: "…/TB-UBND" at a place, with the level that the text speaks of most."""
    organ = next((name for short, name in _ORGANS.items() if short in re.split(r"[-/]", symbol.lower())), "")
    if not organ or not place:
        return organ
    counts = {level: len(re.findall(rf"\b{organ if organ != 'Ban Chỉ đạo' else 'UBND'}\s+{level}\b", body)) for level in _LEVELS}
    level = max(counts, key=lambda each: counts[each])
    own = re.search(rf"\b{level}\s+{re.escape(place)}\b", body)
    if organ.endswith("ủy") and organ != "Đảng ủy":
        return f"{organ} {place}"
    return f"{organ} {level} {place}" if counts[level] or own else f"{organ} {place}"


def level_of(issuer: str) -> str:
    """The level of government of an office: "huyện", "tỉnh", "xã" …; "" where its name does not tell."""
    words = f" {issuer.lower()} "
    if "huyện ủy" in words:
        return "huyện"
    if "tỉnh ủy" in words or words.startswith(" sở "):
        return "tỉnh"
    told = next((level for level in _LEVELS if f" {level} " in words), "")
    return told or ("tỉnh" if words.startswith((" ban dân tộc ", " cục ", " chi cục ")) else "")

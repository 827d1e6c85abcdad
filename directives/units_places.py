"""Place names and levels of government behind an office's name: "huyện", "xã Tân An", "các xã, phường: A, B và C"."""

import re
import sys

from directives.units_stops import ACTS

_UPPER = "".join(
    char for code in range(0x41, 0x1EFF) if (char := chr(code)).isupper() and sys.maxunicode and code not in range(0x370, 0x1E00)
)
UPPER = f"[{_UPPER}]"
_WORD = rf"{UPPER}[\w'’]*"

PROPER = re.compile(rf"(?:Nông trường )?{_WORD}(?:[ -]{_WORD}){{0,3}}(?![\w/])(?: \d{{1,2}}(?=\s*(?:[,;:)]|$|và\s)))?")
"""A place's name in the original text: up to four capitalised syllables, a figure behind them in communes named since 2025 ("Ea Súp 2")."""

COMMUNE_KINDS = ("xã", "phường", "thị trấn", "đặc khu")
_LEVELS = r"xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tp\.?|tỉnh|trung ương|khu vực|cơ sở"
_LEVEL = re.compile(rf"\s+(?P<rank>cấp\s+|của\s+)?(?P<level>{_LEVELS})(?![\w])")

_NAME_HEADS = re.compile(
    r"(?:phòng|ban (?:chỉ|quản|tổ|tuyên|dân|nội|phát|giám)|ubnd|hđnd|ủy ban|công an|trung tâm|văn phòng|chi cục|điện lực|"
    r"đảng ủy|huyện ủy|tỉnh ủy|cơ quan|đơn vị|"
    r"bhxh|kbnn|ttyt|nhcsxh|vnpt|cđcs|"
    r"mặt trận|kho bạc|bảo hiểm|các|đài|ngân hàng|bưu điện|tòa án|thanh tra|công ty|xí nghiệp|htx|hợp tác xã|ubmttq|mttq|"
    r"liên đoàn|chủ tịch|"
    r"giám đốc|thủ trưởng|đề nghị|giao|yêu cầu|huyện đoàn|tỉnh đoàn|nhân dân|bch|bchqs|ntm|quý [ivx1-4]|tháng|ngày|năm|xã|"
    r"phường|thị trấn|huyện|tỉnh)(?!\w)"
)
# Heads of offices that are also the first syllable of places ("xã Trường Sơn", "Hội An", "Bản Bo"): an office goes on in small letters.
_DOUBTFUL_HEADS = re.compile(
    rf"(?:Trường|Hội|Đoàn|Trạm|Hạt|Bản|Thôn|Tổ|Trưởng|Sở|Bộ|Ban|Cục|Viện|Đội)"
    rf"(?:\s+{UPPER}\w*)?\s+(?!{UPPER}|(?:và|cùng|với)\s)\w"
)
_JOINT = re.compile(r"\s*(?:[,;]\s*(?:và\s+)?|\s(?:và|cùng)\s+|-\s)\s*")


def read_level(text: str, matched: str, at: int) -> tuple[str, str, int]:
    """The level word behind a name ("huyện"), the place behind that ("" without) and where they end; ("", "", at) without."""
    found = _LEVEL.match(matched, at)
    if not found:
        return "", "", at
    level = "thành phố" if found["level"].startswith("tp") else found["level"]
    place, end = _area(text, found.end()) if level in ("khu vực", "cơ sở") else read_place(text, matched, found.end())
    if found["rank"] and found["rank"].startswith("cấp"):
        return f"cấp {level}", "", found.end()
    return level, place, end


_AREA = re.compile(
    rf"\s+(?:số\s+)?(\d{{1,2}}|[IVX]+)(?:\s+-\s+{PROPER.pattern})?(?!\w)|\s+(?:{PROPER.pattern}(?:\s+-\s+{PROPER.pattern})?)"
)


def _area(text: str, at: int) -> tuple[str, int]:
    """What an area of several districts is called: "khu vực 3", "khu vực VII", "khu vực An Khê - Kbang"."""
    found = _AREA.match(text, at)
    return (found[0].strip(), found.end()) if found else ("", at)


def read_place(text: str, matched: str, at: int, *, listed: bool = False) -> tuple[str, int]:
    """A place's name behind white space, with its end; ("", at) where another office begins or there is none.

    `listed` says that it stands in a list, where an office may as well follow.
    """
    start = at
    while text[start : start + 1] == " ":
        start += 1
    found = PROPER.match(text, start)
    if not found or _NAME_HEADS.match(matched, start) or (listed and _is_office(text, start)):
        return "", at
    name, end = found[0], found.end()
    for cut in re.finditer(r"[ -]", name):
        if _NAME_HEADS.match(matched, start + cut.end()):
            return name[: cut.start()], start + cut.start()
    return name, end


_PLACE_ACTS = re.compile(rf"(?:Đoàn|Hội|Trường|Bản|Hạt|Trạm)\s+{UPPER}\w*\s+(?P<first>\w+)(?:\s+(?P<second>\w+))?")


def _is_office(text: str, start: int) -> bool:
    """Whether an office follows in a list of places; "xã Đoàn Đào huy động …" is a commune, for a verb stands right behind it."""
    if not _DOUBTFUL_HEADS.match(text, start):
        return False
    verb = _PLACE_ACTS.match(text, start)
    return verb is None or not (ACTS.fullmatch(verb["first"]) or ACTS.fullmatch(f"{verb['first']}_{verb['second']}"))


_VERB_BEHIND = re.compile(r"\s+(?!và\s)[^\W\d_](?<!{UPPER})".replace("{UPPER}", UPPER))


def read_places(text: str, matched: str, at: int) -> tuple[list[str], int]:
    """A list of names ("Minh Tiến, Quyết Thắng và Cai Kinh"), with or without a colon or bracket before it, and its end."""
    opening = re.compile(r"\s*[:(]?\s*").match(text, at)
    name, end = read_place(text, matched, opening.end() if opening else at)
    if opening and ":" in opening[0] and " " not in name and _VERB_BEHIND.match(text, end):
        return [], at  # "UBND các xã: Rà soát …"
    names: list[str] = []
    while name:
        names.append(name)
        joint = _JOINT.match(matched, end)
        if not joint:
            break
        name, after = read_place(text, matched, joint.end(), listed=True)
        end = after if name else end
    return names, (end if names else at)

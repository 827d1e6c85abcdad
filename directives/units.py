"""Units named in a text: where they stand and what they are called, whatever the spelling."""

import re
from collections.abc import Iterator
from dataclasses import replace

from directives.cast import Cast
from directives.mention import Mention
from directives.spelling import matchable
from directives.units_committees import bare_commune, many_of, of_districts, party_and_state, people, village
from directives.units_formed import formed
from directives.units_forms import BODIES, TITLES, match_form
from directives.units_groups import BARE_GROUP, GROUP, group_end, group_name, listed_offices
from directives.units_nested import nested_name, part_of
from directives.units_open import described_group, division_name, open_name
from directives.units_places import COMMUNE_KINDS, PROPER, UPPER, read_level, read_place
from directives.units_runs import division_end, is_unit_head, run_end
from directives.units_sectors import near_sector, read_sector

_OFFICE = re.compile(r"(?P<kind>phòng|sở|bộ)\s+(?=\S)|(?P<short>p\.)\s?(?=\S)")
_NOT_AN_OFFICE = re.compile(r"(?:cơ|trụ|công|xứ|cán|nội|toàn|đồng|đường|đi)\s+$")
_ABBREVIATION = re.compile(rf"{UPPER}{{3,8}}(?!\w)")
_STARTS = re.compile(
    r"(?<![\w/&-])(?:các|những|toàn|tất|100%|ubnd|ủy|ub|phòng|sở|bộ|ban|văn|vp|công|bảo|bhxh|kho|kbnn|chi|ngân|nh|thanh|trung|tt|ttyt|ubmttq|"
    r"mttq|mặt|hội|huyện|tỉnh|thành|đoàn|liên|lđlđ|hđnd|đảng|tòa|tand|viện|vksnd|hạt|điện|bưu|đài|trạm|xí|trưởng|thôn|bản|tổ|bcđ|bcd|cục|đội|tổng|"
    r"hợp|htx|nhà|bệnh|học|hiệp|báo|vườn|thuế|trường|quỹ|p|ca|đ|mobifone|nhcsxh|đtn|ttdvnn|xóm|ấp|buôn|làng|khóm|khu|viettel|vnpt|cấp|xã|phường|thị|đặc|sở,|bch|bchqs|ql|bql|bđbp|đồn|pc|cơ|chủ|giám|thủ|chánh|"
    r"phó|hiệu|bí|người|lãnh|đồng|ông|bà|thường|hiệu|chỉ|tncs|tiểu|\d{1,3}|ubkt|thành viên|công chức|chính|tập|tnmt|tncs|gd|nn|"
    r"lđtbxh|viễn|tập đoàn|thi|thông|thống|vụ|văn|binh|quân|sư|lữ|tiểu|hải|vùng|"
    r"agribank|bidv|vietinbank|vietcombank|lpbank|co-opbank|sacombank|"
    r"quý|khoa|cổng|tạp|lâm|nông|cảng|bến|cán|kiểm|tổng thanh|thống đốc|tư lệnh|trang)(?![\w])"
)
_JOINT = re.compile(r"\s*(?:[,;]\s*(?:(?:và|cùng|với)\s+)?|(?<=\s)(?:và|cùng với|cùng|với|&)\s+|-\s+)\s*")

# "Tập đoàn … (Công ty …), Viễn thông …": a bracket that explains the name before it
_EXPLAINED = re.compile(r"\s*\((?!chủ trì|phối hợp|\d)[^():;]{2,80}\)\s*(?:[,;]\s*(?:và\s+)?|và\s+)")


def find_units(text: str, cast: Cast) -> Iterator[Mention]:
    """Every unit named in the text, from left to right, without overlaps."""
    matched = matchable(text)
    at = 0
    for start in _STARTS.finditer(matched):
        if start.start() < at:
            continue
        if mention := read_unit(text, matched, start.start(), cast):
            yield mention
            at = mention.end


def read_unit(text: str, matched: str, at: int, cast: Cast, kind: str = "") -> Mention | None:
    """The unit whose name begins exactly at a place; None where none does. `kind` is the office word that a list shares.

    The roster's spelling wins over the usual forms unless these read on further ("UBND các xã" before three names).
    """
    titled = TITLES.match(matched, at)
    if titled and (held := read_unit(text, matched, titled.end(), cast)):
        return Mention(at, held.end, held.names, held.group)
    usual = _usual(text, matched, at, cast, kind)
    known = cast.match(matched, at)
    if known and (usual is None or known[1] >= usual.end):
        return Mention(at, known[1], (known[0],), group=known[2])
    return replace(usual, names=tuple(cast.roster_name(name) for name in usual.names)) if usual else None


def _usual(text: str, matched: str, at: int, cast: Cast, kind: str) -> Mention | None:
    for rule in (party_and_state, people, village, _nested, _office, _listed, _body, formed, _person, bare_commune, _group):
        if mention := rule(text, matched, at, cast):
            return _with_second_field(text, matched, mention)
    if kind and (sector := read_sector(matched, at)) and text[at].isupper():
        return Mention(at, sector[1], (f"{kind} {cast.full_sector(sector[0])}",))
    return None


_DIVISION = re.compile(r"(?:Ban|Phòng|Vụ|Cục|Khoa|Tổ|Bộ phận) ")
_SECOND_FIELD = re.compile(rf"\s+-\s+(?={UPPER})")
# "Phòng Giáo dục Trung học - Giáo dục Thường xuyên" is one; in "Phòng Nội vụ - Tư pháp" two offices are meant.
_SAME_FIELD = re.compile(r"^Phòng Giáo dục (?:Mầm non|Tiểu học|Trung học|Thường xuyên)$")
_NO_FIELD = re.compile(r"(?:đồng\s+chí|đ/c|ông|bà|cơ\s+quan|đơn\s+vị|thường\s+trực|trưởng|phó|chủ\s+trì|bộ\s+phận|ub\s)")


def _with_second_field(text: str, matched: str, mention: Mention) -> Mention:
    """A division of two fields, of which the forms know only the first: "Ban Tuyên giáo - Chính sách - Luật pháp"."""
    joint = _SECOND_FIELD.match(text, mention.end)
    if not joint or mention.group or len(mention.names) != 1 or not _DIVISION.match(mention.names[0]):
        return mention
    at = joint.end()
    if _NO_FIELD.match(matched, at) or is_unit_head(matched, at) or (read_sector(matched, at) and not _SAME_FIELD.search(mention.names[0])):
        return mention
    end = run_end(text, matched, mention.end)
    return Mention(mention.start, end, (" ".join(f"{mention.names[0]}{text[mention.end : end]}".split()),)) if end > at else mention


def read_units(text: str, matched: str, at: int, cast: Cast, *, named: bool = False) -> tuple[list[Mention], int]:
    """A list of units joined by commas, "và", "cùng" …, and where it ends; names without their office word share the one before.

    `named` says that an office must stand here, as behind "giao": then one whose name is in no known form is read too.
    """
    mentions: list[Mention] = []
    end = at
    kind = ""
    while mention := read_unit(text, matched, at, cast, kind) or (_open(text, matched, at, cast) if named or mentions else None):
        mentions.append(_of_the_same_body(mentions[-1], mention, matched) if mentions else mention)
        end = mention.end
        kind = next((word for word in ("Phòng", "Sở") if mention.names[-1].startswith(f"{word} ")), "")
        joint = _JOINT.match(matched, end) or _EXPLAINED.match(matched, end)
        if joint and mention.names[-1].startswith("Đồng chí ") and (post := TITLES.match(matched, joint.end())):
            second = read_unit(text, matched, post.end(), cast)  # "Đồng chí A, Phó Chủ tịch …, Giám đốc Trung tâm …": one person
            end = second.end if second else end
            joint = _JOINT.match(matched, end) if second else None
        if not joint:
            break
        at = joint.end()
    return _levelled(mentions), end


_BODY_OF_COMMUNE = re.compile(r"(?!UBND )(?P<body>\S.*) (?:xã|phường|thị trấn|đặc khu) ")
_COMMUNE_WORD = re.compile(r"(?:các\s+)?(?:xã|phường|thị\s+trấn|đặc\s+khu)\s")


def _of_the_same_body(before: Mention, mention: Mention, matched: str) -> Mention:
    """ "Ủy ban MTTQ xã A, xã B": the second place stands for the same body, not for its People's Committee."""
    body = _BODY_OF_COMMUNE.match(before.names[-1])
    if not body or mention.group or not _COMMUNE_WORD.match(matched, mention.start):
        return mention
    return replace(mention, names=tuple(f"{body['body']} {name.removeprefix('UBND ')}" for name in mention.names))


def _open(text: str, matched: str, at: int, cast: Cast) -> Mention | None:
    """An office in no known form."""
    found = open_name(text, matched, at)
    if not found:
        return None
    name, end = found
    parent = read_unit(text, matched, end + 1, cast) if matched.startswith("bộ phận", at) else None
    if many := many_of(name, text, matched, (at, end), cast):
        return many
    if parent:  # "bộ phận Tổ chức cán bộ Phòng Giáo dục và Đào tạo"
        name, end = f"{name} {parent.names[0]}", parent.end
    return Mention(at, end, (name,))


_WITHOUT_LEVEL = ("Đảng ủy", "HĐND", "Ủy ban MTTQ", "Thường trực HĐND")


_PARTY_BODY = re.compile(
    r"(?:Văn phòng|Ủy ban Kiểm tra|Ban (?:Tổ chức|Tuyên giáo và Dân vận|Tuyên giáo|Dân vận|Nội chính|Xây dựng Đảng))"
    r"(?P<of> (?:Huyện|Tỉnh|Thành|Thị|Quận|Đảng) ủy)?"
)


def _levelled(mentions: list[Mention]) -> list[Mention]:
    """Bodies whose level stands only once, at the end: "Đảng ủy, UBND xã Tân An", "Ban Tổ chức, Ban Dân vận Huyện ủy"."""
    party = [_PARTY_BODY.fullmatch(mention.names[0]) for mention in mentions]
    if len(mentions) > 1 and all(party) and party[-1] and party[-1]["of"]:
        of = party[-1]["of"]
        return [
            mention if each and each["of"] else replace(mention, names=(f"{mention.names[0]}{of}",))
            for mention, each in zip(mentions, party, strict=True)
        ]
    tails = [name.removeprefix("UBND ") for mention in mentions for name in mention.names if name.startswith("UBND ") and not mention.group]
    if not tails:
        return mentions
    return [
        replace(mention, names=tuple(f"{name} {tail}" for name in mention.names for tail in tails))
        if mention.names[0] in _WITHOUT_LEVEL
        else mention
        for mention in mentions
    ]


def _nested(text: str, matched: str, at: int, cast: Cast) -> Mention | None:
    """A part of an office, where the form in use names no more than the part's own words."""
    inner = part_of(text, matched, at)
    usual = match_form(matched, at) if inner else None
    if inner is None or (usual and usual[1] >= inner):
        return None
    held = read_unit(text, matched, inner, cast)
    return Mention(at, held.end, (nested_name(text, at, inner, held.names[0]),)) if held and len(held.names) == 1 else None


def _office(text: str, matched: str, at: int, cast: Cast) -> Mention | None:
    head = _OFFICE.match(matched, at)
    if not head or (text[at].islower() and _NOT_AN_OFFICE.search(matched[max(0, at - 6) : at])):
        return None
    kind = "Phòng" if head["short"] else head["kind"].capitalize()
    sector = read_sector(matched, head.end())
    if sector and (kind != "Bộ" or text[at].isupper()):
        if kind == "Phòng" and (longer := division_name(text, matched, head.end(), sector[1])):
            return Mention(at, longer, (f"{kind} {' '.join(text[head.end() : longer].split())}",))
        if many := many_of(f"{kind} {cast.full_sector(sector[0])}", text, matched, (at, sector[1]), cast):
            return many
        name = f"{kind} {cast.full_sector(sector[0])}"
        return of_districts(name, text, matched, (at, sector[1]), cast) or _of_a_commune(name, text, matched, (at, sector[1]))
    short = _ABBREVIATION.match(text, head.end())
    if short and (near := near_sector(short[0], cast.sectors)):
        cast.misspelt[short[0]] = f"{kind} {near}"
        return Mention(at, short.end(), (f"{kind} {near}",))
    if kind in ("Phòng", "Sở") and text[head.end()].isupper():
        end = division_end(matched, head.end()) or run_end(text, matched, head.end())
        return Mention(at, end, (f"{kind} {' '.join(text[head.end() : end].split())}",)) if end > head.end() else None
    return None


def _of_a_commune(name: str, text: str, matched: str, span: tuple[int, int]) -> Mention:
    """An office that exists once in a district or province: the level behind it is said only of a commune."""
    level, place, end = read_level(text, matched, span[1])
    return Mention(span[0], end, (f"{name} {level} {place}".rstrip() if level in COMMUNE_KINDS else name,))


def _listed(text: str, matched: str, at: int, cast: Cast) -> Mention | None:
    listed = listed_offices(text, at)
    if not listed:
        return None
    kind, start = listed
    names: list[str] = []
    end = start
    while sector := read_sector(matched, start):
        names.append(f"{kind} {cast.full_sector(sector[0])}")
        end = sector[1]
        joint = _JOINT.match(matched, end)
        if not joint:
            break
        start = joint.end()
    return Mention(at, end, tuple(names)) if names else None


def _body(text: str, matched: str, at: int, cast: Cast) -> Mention | None:
    for spelled, name in BODIES.items():
        if not matched.startswith(spelled, at):
            continue
        end = at + len(spelled)
        if name.endswith("Đảng ủy"):
            if many := many_of(name, text, matched, (at, end), cast):
                return many
            level, place, end = read_level(text, matched, end)
            name = " ".join(part for part in (name, level, place) if part)
        else:
            place, end = read_place(text, matched, end)
            name = f"{name} {place}".strip()
        return Mention(at, end, (name,))
    return None


_RANK = re.compile(r"\s*(?:,|-|–|\()\s*")
# A deputy answers in person; the head of an office stands for the office.
_IN_PERSON = re.compile(r"phó|bí thư")
# "Đồng chí A, Huyện ủy viên, Trưởng phòng …"
_PARTY_POST = re.compile(r"\s*,\s*(?:(?:huyện|tỉnh|thành|đảng)\s+)?ủy\s+viên[^,;:.]{0,40},\s*")
# "Đồng chí Phó Bí thư Đảng ủy, Chủ tịch UBND phường": posts instead of a name; the last one tells the office.
_POSTS = re.compile(r"(?:phó\s+)?bí\s+thư\s+[^,;:.]{2,40},\s*(?=(?:phó\s+)?chủ\s+tịch)")
# "Đồng chí Chánh Văn phòng", "đồng chí Phó Bí thư Thường trực Đảng ủy": a post instead of a name.
_POST = re.compile(r"(?:phó|trưởng|chánh|bí\s+thư|thường\s+trực|ủy\s+viên|tổ\s+trưởng|đội\s+trưởng|chỉ\s+huy)\s")
_IN_CHARGE_OF = re.compile(r"\s+phụ\s+trách\s+(?=khối\s|lĩnh\s+vực\s|mảng\s|địa\s+bàn\s|xã\s|văn\s|kinh\s)")
_BY_HIMSELF = re.compile(r"\s*,?\s*trực\s+tiếp\s+(?:chỉ\s+đạo|phụ\s+trách|theo\s+dõi)(?!\w)")
_PERSON = re.compile(r"(?:đồng\s+chí|đ/c|ông|bà)\s+")


def _person(text: str, matched: str, at: int, cast: Cast) -> Mention | None:
    """ "Đồng chí Hoàng Văn Sơn, Phó Chủ tịch UBND huyện": somebody charged by name."""
    found = _PERSON.match(matched, at)
    if found and (posts := _POSTS.match(matched, found.end())):
        office = TITLES.match(matched, posts.end())
        held = read_unit(text, matched, office.end(), cast) if office else None
        return Mention(at, held.end, held.names, held.group) if held else None
    if found and (post := _POST.match(matched, found.end())):
        end = run_end(text, matched, post.end())
        if field := _IN_CHARGE_OF.match(matched, end):
            end = run_end(text, matched, field.end())
        return Mention(at, end, (f"Đồng chí {' '.join(text[found.end() : end].split())}",)) if end > post.end() else None
    name = PROPER.match(text, found.end()) if found else None
    if not found or not name or " " not in name[0]:
        return None
    rank = _PARTY_POST.match(matched, name.end()) or _RANK.match(matched, name.end())
    office = TITLES.match(matched, rank.end()) if rank else None
    held = read_unit(text, matched, office.end(), cast) if office else None
    if office and held and not _IN_PERSON.match(office[0]) and not _BY_HIMSELF.match(matched, held.end):
        return Mention(at, held.end, held.names, held.group)
    clerk = read_unit(text, matched, rank.end(), cast) if rank and matched.startswith("công chức", rank.end()) else None
    return clerk or Mention(at, held.end if held else name.end(), (f"Đồng chí {name[0]}",))


_REST = re.compile(r"(?:hai|ba|bốn|năm|sáu|bảy|tám|\d{1,2})\s+(?=(?:xã|phường|thị\s+trấn|thôn|bản|xóm|ấp|huyện)\s+còn\s+lại(?!\w))")
_COMMUNES = re.compile(r"(?:các|những)\s+(?:xã|phường|thị\s+trấn)(?!\w)")


def _group(text: str, matched: str, at: int, _cast: Cast) -> Mention | None:
    if counted := _REST.match(matched, at):  # "ba xã còn lại"
        end = matched.index("lại", counted.end()) + len("lại")
        return Mention(at, end, (group_name(f"các {text[counted.end() : end]}"),), group=True)
    found = GROUP.match(matched, at) or BARE_GROUP.match(matched, at)
    if not found:
        return None
    end = group_end(text, at, found.end())
    end = end if _COMMUNES.match(matched, at) else described_group(text, matched, end)  # "các xã điểm phấn đấu …" are those told
    return Mention(at, end, (group_name(text[at:end]),), group=True)

"""Units named in a text: where they stand and what they are called, whatever the spelling."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from directives.cast import Cast
from directives.spelling import capitalised, matchable
from directives.units_forms import BODIES, FORMS, RUN_STOPS, TITLES, Form
from directives.units_groups import BARE_GROUP, GROUP, PARTY_AND_STATE, group_name, listed_offices
from directives.units_places import COMMUNE_KINDS, UPPER, read_level, read_places
from directives.units_sectors import near_sector, read_sector


@dataclass(frozen=True, slots=True)
class Mention:
    """Units named at a place of a text. `group` says that the name stands for several units that are not listed."""

    start: int
    end: int
    names: tuple[str, ...]
    group: bool = False


_PEOPLE = re.compile(r"(?:ubnd|ủy\s+ban\s+nhân\s+dân|ub\s+nhân\s+dân|chính\s+quyền)(?!\w)")
_COMMUNE_WORDS = r"(?:tỉnh|xã|phường|thị\s+trấn|đặc\s+khu|huyện|thị\s+xã|thành\s+phố|quận)"
_MANY = re.compile(
    rf"\s*(?:(?:các|\d{{1,3}}(?:/\d{{1,3}})?|cấp)\s+)(?P<kinds>{_COMMUNE_WORDS}(?:\s*(?:,|và|-|/)\s*(?:các\s+)?{_COMMUNE_WORDS})*)"
    r"(?P<rest>\s+(?:khác|còn\s+lại|trên\s+địa\s+bàn(?:\s+(?:tỉnh|huyện|thành\s+phố))?|biên\s+giới|giáp\s+ranh|(?:có\s+)?liên\s+quan|trực\s+thuộc|trong\s+huyện|trong\s+tỉnh))*(?!\w)"
)
_BARE_COMMUNE = re.compile(r"(?:(?:các|\d{1,3})\s+)?(?P<kind>xã|phường|thị\s+trấn|đặc\s+khu)(?:\s*,\s*(?:xã|phường|thị\s+trấn))*(?![\w])")
_OFFICE = re.compile(r"(?P<kind>phòng|sở|bộ)\s+(?=\S)")
_NOT_AN_OFFICE = re.compile(r"(?:cơ|trụ|công|xứ|cán|nội|toàn|đồng|đường|đi)\s+$")
_ABBREVIATION = re.compile(rf"{UPPER}{{3,8}}(?!\w)")
_STARTS = re.compile(
    r"(?<![\w/&-])(?:các|những|toàn|tất|100%|ubnd|ủy|ub|phòng|sở|bộ|ban|văn|vp|công|bảo|bhxh|kho|kbnn|chi|ngân|nh|thanh|trung|tt|ttyt|ubmttq|"
    r"mttq|mặt|hội|huyện|tỉnh|thành|đoàn|liên|lđlđ|hđnd|đảng|tòa|tand|viện|vksnd|hạt|điện|bưu|đài|trạm|xí|trưởng|thôn|bản|tổ|bcđ|bcd|cục|đội|tổng|"
    r"hợp|htx|nhà|bệnh|học|hiệp|báo|vườn|thuế|trường|quỹ|viettel|vnpt|cấp|xã|phường|thị|đặc|sở,|bch|bchqs|ql|bql|bđbp|đồn|pc|cơ|chủ|giám|thủ|chánh|"
    r"phó|hiệu|bí|người|lãnh|đồng|ông|bà|thường|hiệu|chỉ|tncs|\d{1,3}|ubkt|thành viên|công chức|chính|tập|tnmt|tncs|gd|nn|lđtbxh)(?![\w])"
)
_JOINT = re.compile(r"\s*(?:[,;]\s*(?:(?:và|cùng|với)\s+)?|(?<=\s)(?:và|cùng với|cùng|với|&)\s+|-\s+)\s*")
_RUN_WORDS = 9


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
    for rule in (_party_and_state, _people, _office, _listed, _body, _form, _group, _bare_commune):
        if mention := rule(text, matched, at, cast):
            return mention
    if kind and (sector := read_sector(matched, at)) and text[at].isupper():
        return Mention(at, sector[1], (f"{kind} {cast.full_sector(sector[0])}",))
    return None


def read_units(text: str, matched: str, at: int, cast: Cast) -> tuple[list[Mention], int]:
    """A list of units joined by commas, "và", "cùng" …, and where it ends; names without their office word share the one before."""
    mentions: list[Mention] = []
    end = at
    kind = ""
    while mention := read_unit(text, matched, at, cast, kind):
        mentions.append(mention)
        end = mention.end
        kind = next((word for word in ("Phòng", "Sở") if mention.names[-1].startswith(f"{word} ")), "")
        joint = _JOINT.match(matched, end)
        if not joint:
            break
        at = joint.end()
    return _levelled(mentions), end


_WITHOUT_LEVEL = ("Đảng ủy", "HĐND", "Ủy ban MTTQ", "Thường trực HĐND")


def _levelled(mentions: list[Mention]) -> list[Mention]:
    """Bodies whose level stands only once, at the end: "Đảng ủy, UBND xã Tân An"."""
    tails = [name.removeprefix("UBND ") for mention in mentions for name in mention.names if name.startswith("UBND ") and not mention.group]
    if not tails:
        return mentions
    return [
        replace(mention, names=tuple(f"{name} {tail}" for name in mention.names for tail in tails))
        if mention.names[0] in _WITHOUT_LEVEL
        else mention
        for mention in mentions
    ]


_COMMITTEE = re.compile(r"^UBND (?:xã|phường|thị trấn|đặc khu) (.+)$")


def communes_led(names: Iterable[str]) -> tuple[str, ...]:
    """The communes whose People's Committees are among the units."""
    return tuple(found[1] for name in names if (found := _COMMITTEE.match(name)))


_COMMUNES = re.compile(r"(?<!\w)(?<!thị )(?:các\s+)?(?P<kind>xã|phường|thị\s+trấn|đặc\s+khu)(?:\s*,\s*(?:phường|thị\s+trấn|xã))*(?!\w)")
_NOT_COMMUNES = re.compile(r"(?:huyện|tỉnh|thành\s+phố|thị\s+xã|quận)\s+$")


def communes_in(text: str, cast: Cast) -> tuple[str, ...]:
    """The communes that a text names, bare: behind "xã", "các xã: …", or, where the letter knows the name, anywhere."""
    matched = matchable(text)
    names: list[str] = []
    for found in _COMMUNES.finditer(matched):
        names += [name for name in read_places(text, matched, found.end())[0] if len(name.split()) < 4 or name in cast.communes]
    for place in cast.communes:
        if " " in place and any(
            not _NOT_COMMUNES.search(matched[: hit.start()]) for hit in re.finditer(rf"(?<!\w){re.escape(place)}(?!\w)", text)
        ):
            names.append(place)
    return tuple(dict.fromkeys(cast.place(name) for name in names))


def _party_and_state(text: str, matched: str, at: int, cast: Cast) -> Mention | None:
    found = PARTY_AND_STATE.match(matched, at)
    if not found:
        return None
    level = found[1]
    if level in COMMUNE_KINDS and cast.commune:
        return Mention(at, found.end(), (f"Đảng ủy {level} {cast.commune}", f"UBND {level} {cast.commune}"))
    return Mention(at, found.end(), (capitalised(text[at : found.end()]),), group=True)


def _people(text: str, matched: str, at: int, cast: Cast) -> Mention | None:
    head = _PEOPLE.match(matched, at)
    if not head:
        return None
    if many := _MANY.match(matched, head.end()):
        kinds = " ".join(many["kinds"].split())
        first = next(kind for kind in (*COMMUNE_KINDS, "huyện", "thị xã", "thành phố", "quận", "tỉnh") if kinds.startswith(kind))
        named, end = ([], many.end()) if many["rest"] else _named_committees(text, matched, many.end(), first, cast)
        if named:
            return Mention(at, end, tuple(named))
        article = "cấp" if many[0].strip().startswith("cấp") else "các"
        rest = " ".join((many["rest"] or "").split())
        return Mention(at, many.end(), (f"UBND {article} {kinds}{' ' + rest if rest else ''}",), group=True)
    if head[0].startswith("chính"):
        return None
    return _one_people(text, matched, at, head.end(), cast)


_NEXT_KIND = re.compile(rf"\s*(?:[,;]\s*(?:và\s+)?|\s(?:và|cùng)\s+)(?:các\s+)?(?P<kind>{_COMMUNE_WORDS})\s+")


def _named_committees(text: str, matched: str, at: int, kind: str, cast: Cast) -> tuple[list[str], int]:
    """The committees of a list of places whose kind may change: "các huyện A, B và thị xã C"."""
    places, end = read_places(text, matched, at)
    names = [f"UBND {cast.commune_kind(place, kind)} {place}" for place in places]
    while names and (further := _NEXT_KIND.match(matched, end)):
        places, after = read_places(text, matched, further.end())
        if not places:
            break
        kind, end = " ".join(further["kind"].split()), after
        names += [f"UBND {kind} {place}" for place in places]
    return names, end


def _one_people(text: str, matched: str, at: int, after: int, cast: Cast) -> Mention | None:
    level, place, end = read_level(text, matched, after)
    if not level:
        return Mention(at, after, (cast.own_committee(),))
    if level in COMMUNE_KINDS and place:
        places, far = read_places(text, matched, end - len(place))
        more = [place, *places[1:]] if len(places) > 1 else [place]
        return Mention(at, far if len(more) > 1 else end, tuple(f"UBND {cast.commune_kind(name, level)} {name}" for name in more))
    if level in COMMUNE_KINDS:
        return Mention(at, end, (f"UBND {level} {cast.commune}" if cast.commune else f"UBND {level}",), group=not cast.commune)
    return Mention(at, end, (f"UBND {level}{' ' + place if place else ''}",))


def _office(text: str, matched: str, at: int, cast: Cast) -> Mention | None:
    head = _OFFICE.match(matched, at)
    if not head or _NOT_AN_OFFICE.search(matched[max(0, at - 6) : at]):
        return None
    kind = head["kind"].capitalize()
    sector = read_sector(matched, head.end())
    if sector and (kind != "Bộ" or text[at].isupper()):
        _, place, end = _commune_tail(text, matched, sector[1])
        return Mention(at, end, (f"{kind} {cast.full_sector(sector[0])}{place}",))
    short = _ABBREVIATION.match(text, head.end())
    if short and (near := near_sector(short[0], cast.sectors)):
        cast.misspelt[short[0]] = f"{kind} {near}"
        return Mention(at, short.end(), (f"{kind} {near}",))
    if kind in ("Phòng", "Sở") and text[head.end()].isupper():
        end = _run_end(text, matched, head.end())
        return Mention(at, end, (f"{kind} {text[head.end() : end]}",)) if end > head.end() else None
    return None


def _commune_tail(text: str, matched: str, at: int) -> tuple[str, str, int]:
    """A level behind an office that exists once in it: said only for a commune with a name."""
    level, place, end = read_level(text, matched, at)
    if level in COMMUNE_KINDS:
        return level, f" {level} {place}" if place else f" {level}", end
    return level, "", end


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


def _body(_text: str, matched: str, at: int, _cast: Cast) -> Mention | None:
    for spelled, name in BODIES.items():
        if matched.startswith(spelled, at):
            return Mention(at, at + len(spelled), (name,))
    return None


def _form(text: str, matched: str, at: int, cast: Cast) -> Mention | None:
    for form in FORMS:
        if found := form.pattern.match(matched, at):
            return _formed(form, text, matched, at, found.end(), cast)
    return None


def _formed(form: Form, text: str, matched: str, at: int, after: int, cast: Cast) -> Mention | None:
    if form.tail in ("party", "people"):
        body = _PARTY.match(matched, after) if form.tail == "party" else None
        name = form.name or capitalised(" ".join(text[at:after].split()))
        return Mention(at, body.end() if body else after, (f"{name} {_PARTY_BODIES[body[1]]}" if body else name,))
    if form.tail == "run":
        if not form.name and not _capital_follows(text, after):
            return None
        end = _run_end(text, matched, after)
        bare = end == after and (not form.name or text[at].islower())
        name = f"{form.name or capitalised(text[at:after])}{text[after:end]}"
        return None if bare and not form.name else Mention(at, end, (" ".join(name.split()),))
    if many := _MANY.match(matched, after):
        return Mention(at, many.end(), (f"{form.name} {' '.join(many[0].split())}",), group=True)
    level, place, end = read_level(text, matched, after)
    if form.tail == "drop" and level not in (*COMMUNE_KINDS, "khu vực"):
        return Mention(at, end, (form.name,))
    if not level and form.name in ("Đảng ủy", "Công an", "Ban Chỉ đạo", "HĐND") and text[at].islower():
        return None
    place = place or (cast.commune if level in COMMUNE_KINDS and form.name == "Đảng ủy" else "")
    keep_place = place and level not in ("huyện", "tỉnh", "quận", "thị xã")
    name = f"{form.name}{' ' + level if level else ''}{' ' + place if keep_place else ''}"
    return Mention(at, end, (name,))


_PARTY_BODIES = {
    "huyện ủy": "Huyện ủy", "hu": "Huyện ủy", "tỉnh ủy": "Tỉnh ủy", "tu": "Tỉnh ủy", "thành ủy": "Thành ủy", "đảng ủy": "Đảng ủy", "đu": "Đảng ủy",
    "thị ủy": "Thị ủy", "quận ủy": "Quận ủy", "trung ương": "Trung ương",
}  # fmt: skip
_PARTY = re.compile(rf"\s+(?:của\s+)?({'|'.join(_PARTY_BODIES)})(?!\w)")


def _run_end(text: str, matched: str, at: int) -> int:
    """Where the words of a name end: at a verb, a comma not inside the name, or after so many words."""
    end = seen = at
    for word in list(_RUN_WORD.finditer(matched, at, at + 160))[:_RUN_WORDS]:
        start, stop = word.start(), word.end()
        if start != seen or (word["comma"] and not _inner_comma(text, matched, start)):
            break
        if word["bare"] in ("và", "&"):
            seen = stop
            continue
        if not _names_on(text, matched, word, joined=end != start, first=end == at):
            break
        end = seen = stop
        if _LEVEL_WORD.fullmatch(text[word.start("bare") : stop]) and not _capital_follows(text, stop):
            break
    return end - (1 if text[end - 1 : end] == "." else 0)


def _capital_follows(text: str, at: int) -> bool:
    following = text[at : at + 2].strip()[:1]
    return following.isupper() or following.isdigit()


_LEVEL_WORD = re.compile(r"huyện|tỉnh|quận|xã|phường")
_RUN_WORD = re.compile(r"(?P<comma>,)?(?:\s*[-&]\s*|\s+)?(?P<bare>[\w./'’]+|&)")


def _names_on(text: str, matched: str, word: re.Match[str], *, joined: bool, first: bool) -> bool:
    """Whether a word still belongs to the name; behind "và" or a comma only a capital does."""
    upper = text[word.start("bare")].isupper()
    if joined and not upper:
        return False
    if upper:
        return first or not _UNIT_HEADS.match(matched, word.start("bare"))
    following = re.match(r"\s+(\w+)", matched[word.end() :])
    bare = word["bare"].rstrip(".")
    pair = f"{bare}_{following[1]}" if following else bare
    return not (RUN_STOPS.fullmatch(bare) or RUN_STOPS.fullmatch(pair))


_UNIT_HEADS = re.compile(r"(?:phòng|sở|ubnd|ủy ban|công an|trung tâm|văn phòng|hội|chi cục|ban|điện lực|đoàn|các|kho bạc|bảo hiểm)(?!\w)")


def _inner_comma(text: str, matched: str, at: int) -> bool:
    """Whether a comma belongs to the name: "Trung tâm Văn hóa, Thể thao và Truyền thông" has its "và" before any other office."""
    rest = text[at : at + 60]
    found = re.match(rf",\s+{UPPER}[^,;.:()]{{0,30}}?\s+(?:và|-|&)\s+{UPPER}", rest)
    return bool(found) and not _STARTS.match(matched, at + 2 if text[at + 1 : at + 2] == " " else at + 1)


def _group(text: str, matched: str, at: int, _cast: Cast) -> Mention | None:
    found = GROUP.match(matched, at) or BARE_GROUP.match(matched, at)
    if not found:
        return None
    return Mention(at, found.end(), (group_name(text[at : found.end()]),), group=True)


def _bare_commune(text: str, matched: str, at: int, cast: Cast) -> Mention | None:
    found = _BARE_COMMUNE.match(matched, at)
    if not found:
        return None
    places, end = read_places(text, matched, found.end())
    if not places:
        return None
    kind = " ".join(found["kind"].split())
    return Mention(at, end, tuple(f"UBND {cast.commune_kind(place, kind)} {place}" for place in places))

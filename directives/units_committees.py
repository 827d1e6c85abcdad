"""People's Committees, communes and villages: "UBND các xã A, B", "Chủ tịch UBND phường C", "cấp ủy, chính quyền xã", "Thôn D"."""

import re
from collections.abc import Iterable

from directives.cast import Cast
from directives.mention import Mention
from directives.spelling import capitalised, matchable
from directives.units_groups import PARTY_AND_STATE
from directives.units_places import COMMUNE_KINDS, UPPER, read_level, read_places

_PEOPLE = re.compile(r"(?:ubnd|ủy\s+ban\s+nhân\s+dân|ub\s+nhân\s+dân|chính\s+quyền)(?!\w)")
_COMMUNE_WORDS = r"(?:tỉnh|xã|phường|thị\s+trấn|đặc\s+khu|huyện|thị\s+xã|thành\s+phố|quận)"
# "các huyện, thành, thị", "các phường, xã": in a list the town's words are cut short
_LISTED_WORDS = rf"(?:{_COMMUNE_WORDS}|(?:thành|thị)(?!\s+(?:phố|xã|trấn|ủy|lập|viên|đoàn|phần|tứ)))"
MANY = re.compile(
    rf"\s*(?:(?:(?:cả\s+)?(?P<count>\d{{1,3}}|hai|ba|bốn)(?:/\d{{1,3}})?|các|cấp)\s+)(?P<kinds>{_COMMUNE_WORDS}(?:\s*(?:,|và|-|/)\s*(?:các\s+)?{_LISTED_WORDS})*)"
    r"(?P<rest>\s+(?:khác|còn\s+lại|trên\s+địa\s+bàn(?:\s+(?:tỉnh|huyện|thành\s+phố))?|biên\s+giới|ven\s+biển|ven\s+sông|vùng\s+cao|miền\s+núi|bãi\s+ngang|giáp\s+ranh|(?:có\s+)?liên\s+quan|trực\s+thuộc\s+trung\s+ương|trực\s+thuộc|trong\s+huyện|trong\s+tỉnh|này|(?:có\s+tên\s+)?(?:nêu\s+)?trên(?!\s+(?:địa|toàn|cơ\s+sở|từng))))*(?!\w)(?:\s+hiện\s+(?:nay|có|hữu)(?!\w))?"
)
_BARE_COMMUNE = re.compile(
    r"(?:(?:các|\d{1,3}|(?:cả\s+)?(?:hai|ba|bốn))\s+)?"
    r"(?P<kind>xã(?!\s+hội\s+(?:số|học|hóa|chủ))|phường|thị\s+trấn|đặc\s+khu|(?:(?<=riêng\s)|(?<=giao\s)|(?<=cầu\s)|(?<=nghị\s)|(?<=các\s)|(?<=đối\svới\s))(?:huyện|thị\s+xã|thành\s+phố|quận)(?=\s))"
    r"(?:\s*,\s*(?:xã|phường|thị\s+trấn))*(?:\s+(?:vùng\s+(?:cao|sâu|trũng)|biên\s+giới|ven\s+(?:biển|sông)|miền\s+núi|điểm))?(?![\w])"
)


_DISTRICTS = ("huyện", "thị xã", "thành phố", "quận")
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
    names += [place for place, at in cast.known_places(text) if not _NOT_COMMUNES.search(matched, max(0, at - 12), at)]
    return tuple(dict.fromkeys(cast.place(name) for name in names))


_PLURAL_FOR_ONE = re.compile(rf"UBND các (?:xã|phường) {UPPER}\w+(?: {UPPER}\w+)+(?=\s*(?:[.;]|$))", re.MULTILINE)


def plural_for_one(text: str) -> list[str]:
    """Where a plural stands before one name: "UBND các xã Tân Liên"; one commune, or has one been forgotten?"""
    return _PLURAL_FOR_ONE.findall(text)


def party_and_state(text: str, matched: str, at: int, cast: Cast) -> Mention | None:
    """ "Cấp ủy, chính quyền xã": both bodies of the one commune that the letter is about, else the words as a group."""
    found = PARTY_AND_STATE.match(matched, at)
    if not found:
        return None
    level = found[1]
    if level in COMMUNE_KINDS and cast.commune:
        return Mention(at, found.end(), (f"Đảng ủy {level} {cast.commune}", f"UBND {level} {cast.commune}"))
    return Mention(at, found.end(), (capitalised(text[at : found.end()]),), group=True)


_PLACES = re.compile(r"\s*các\s+(?:địa\s+phương|đơn\s+vị\s+hành\s+chính)(?::|\s)")


def _of_places(text: str, matched: str, at: int, after: int, cast: Cast) -> Mention | None:
    """ "UBND các địa phương Móng Cái, Hải Hà": each is what the letter calls it elsewhere."""
    found = _PLACES.match(matched, after)
    places, end = read_places(text, matched, found.end() - 1) if found else ([], after)
    kinds = [cast.districts.get(place) or cast.communes.get(place, "") for place in places]
    names = [" ".join(f"UBND {kind} {place}".split()) for kind, place in zip(kinds, places, strict=True)]
    return Mention(at, end, tuple(names)) if names else None


# "UBND các địa phương", "UBND huyện, thị xã, thành phố": all of them, with or without "các"
_EVERY_PLACE = re.compile(
    r"\s+các\s+(?:địa\s+phương|cấp)(?:\s+(?:liên\s+quan|trên\s+địa\s+bàn))?(?!\w)|"
    rf"\s+{_COMMUNE_WORDS}(?:\s*(?:,|và|-)\s*(?:các\s+)?{_COMMUNE_WORDS})+(?!\w)"
)


def people(text: str, matched: str, at: int, cast: Cast) -> Mention | None:
    """A People's Committee or several that begin at a place; None where none does."""
    head = _PEOPLE.match(matched, at)
    if not head:
        return None
    if many := MANY.match(matched, head.end()):
        kinds = " ".join(many["kinds"].split())
        first = next(kind for kind in (*COMMUNE_KINDS, *_DISTRICTS, "tỉnh") if kinds.startswith(kind))
        named, end = ([], many.end()) if many["rest"] else bodies_of(text, matched, many.end(), first, cast)
        if len(named) == 1 and "," in kinds:  # "UBND các huyện, thành phố Cà Mau" are all districts and the one city
            return Mention(at, end, (f"UBND {' '.join(text[many.start() : end].split())}",), group=True)
        named = named or _counted(many, cast, first)
        if named:
            return Mention(at, end, tuple(named))
        article = "cấp" if many[0].strip().startswith("cấp") else "các"
        rest = " ".join((many["rest"] or "").split())
        return Mention(at, many.end(), (f"UBND {article} {kinds}{' ' + rest if rest else ''}",), group=True)
    if head[0].startswith("chính"):
        return None
    if listed := _of_places(text, matched, at, head.end(), cast):
        return listed
    every = _EVERY_PLACE.match(matched, head.end())
    if every and not re.match(rf"\s+{UPPER}", text[every.end() :]):
        return Mention(at, every.end(), (f"UBND {' '.join(text[head.end() : every.end()].split())}",), group=True)
    return _one_people(text, matched, at, head.end(), cast)


_NUMBERS = {"hai": 2, "ba": 3, "bốn": 4}


def _counted(many: re.Match[str], cast: Cast, kind: str) -> list[str]:
    """ "UBND hai xã" in a letter about two communes: those."""
    count = many["count"]
    if not count or many["rest"] or (_NUMBERS[count] if count in _NUMBERS else int(count)) != len(cast.about):
        return []
    return [f"UBND {cast.commune_kind(place, kind)} {place}" for place in cast.about]


_HAMLET = r"(?:thôn|bản|xóm|ấp|buôn|làng|khóm|khu\s+phố|tổ\s+dân\s+phố|khu\s+dân\s+cư)"
_EVERY_LEVEL = re.compile(r"\s+các\s+cấp(?!\w)(?!\s+(?:ủy|học|chính|có))")
_VILLAGES = re.compile(rf"\s+các\s+{_HAMLET}(?:\s*(?:,|và)\s*{_HAMLET})*(?!\w)")


def many_of(name: str, text: str, matched: str, span: tuple[int, int], cast: Cast) -> Mention | None:
    """The same body of several communes behind its name: "Công an các xã A, B" or, where none is listed, the group.

    `span` is where the name stands.
    """
    start, at = span
    many = MANY.match(matched, at)
    if not many:
        villages = _VILLAGES.match(matched, at) or _EVERY_LEVEL.match(matched, at)
        if not villages:
            return None
        return Mention(start, villages.end(), (f"{name} {' '.join(text[at : villages.end()].split())}",), group=True)
    kind = next((kind for kind in (*COMMUNE_KINDS, *_DISTRICTS) if " ".join(many["kinds"].split()).startswith(kind)), "")
    named, end = bodies_of(text, matched, many.end(), kind, cast, name) if kind and not many["rest"] else ([], at)
    if named:
        return Mention(start, end, tuple(named))
    return Mention(start, many.end(), (f"{name} {' '.join(many[0].split())}",), group=True)


_NEXT_KIND = re.compile(rf"\s*(?:[,;]\s*(?:và\s+)?|\s(?:và|cùng)\s+)(?:các\s+)?(?P<kind>{_COMMUNE_WORDS})\s+")


def of_districts(name: str, text: str, matched: str, span: tuple[int, int], cast: Cast) -> Mention | None:
    """An office of certain districts in a province's letter: "Phòng Y tế huyện A và thị xã B"; None elsewhere. `span` is the name's."""
    level, place, end = read_level(text, matched, span[1])
    if not cast.tells_districts_apart(level, place):
        return None
    names, end = bodies_of(text, matched, end - len(place), level, cast, name)
    return Mention(span[0], end, tuple(names)) if names else None


def bodies_of(text: str, matched: str, at: int, kind: str, cast: Cast, body: str = "UBND") -> tuple[list[str], int]:
    """The committees, or another body, of a list of places whose kind may change: "các huyện A, B và thị xã C"."""
    places, end = read_places(text, matched, at)
    names = [f"{body} {cast.commune_kind(place, kind)} {place}" for place in places]
    while names and (further := _NEXT_KIND.match(matched, end)):
        places, after = read_places(text, matched, further.end())
        if not places:
            break
        kind, end = " ".join(further["kind"].split()), after
        names += [f"{body} {cast.commune_kind(place, kind)} {place}" for place in places]
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
    further, far = _further_districts(text, matched, end, place) if level in _DISTRICTS and place else ([], end)
    return Mention(at, far, tuple(f"UBND {level}{' ' + name if name else ''}" for name in (place, *further)))


def _further_districts(text: str, matched: str, end: int, place: str) -> tuple[list[str], int]:
    """Districts listed behind one ("UBND huyện Hàm Yên, Yên Sơn"): names of two syllables or more, so that no office is taken for one."""
    places, far = read_places(text, matched, end - len(place))
    further = [name for name in places[1:] if " " in name]
    return (further, far) if further and len(further) == len(places) - 1 else ([], end)


_VILLAGE = re.compile(
    r"(?:(?:trưởng\s+(?:thôn|bản|xóm|ấp|khu\s+phố)\s+)?các\s+)?(?P<kind>thôn|bản|xóm|ấp|buôn|làng|khóm|khu\s+phố|"
    r"tổ\s+dân\s+phố|khu\s+dân\s+cư|khu(?=\s+(?:số\s+)?\d))\s+(?P<number>(?:số\s+)?\d{1,2}(?![\d/.]))?"
)


def village(text: str, matched: str, at: int, _cast: Cast) -> Mention | None:
    """Villages and street groups: "thôn Đông, thôn Đoài", "Tổ dân phố số 3"."""
    found = _VILLAGE.match(matched, at)
    if not found:
        return None
    kind = capitalised(" ".join(found["kind"].split()))
    if found["number"]:
        return _numbered(kind, text, at, found)
    places, end = read_places(text, matched, found.end() - 1)
    names = [f"{kind} {place}" for place in places]
    return Mention(at, end, tuple(names)) if names else None


_NEXT_NUMBER = re.compile(r"\s*(?:,|(?<=\s)và\s)\s*(?P<number>(?:số\s+)?\d{1,2})(?![\d/.%]|\s+(?:hộ|người|tổ|thôn|đồng|m))")


def _numbered(kind: str, text: str, at: int, found: re.Match[str]) -> Mention:
    """Street groups by their numbers: "tổ dân phố số 3", "các tổ dân phố 4, 7 và 11"."""
    numbers, end = [text[found.start("number") : found.end()]], found.end()
    while found[0].startswith("các") and (more := _NEXT_NUMBER.match(text, end)):
        numbers.append(more["number"])
        end = more.end()
    return Mention(at, end, tuple(f"{kind} {number}" for number in numbers))


def bare_commune(text: str, matched: str, at: int, cast: Cast) -> Mention | None:
    """Communes that stand for their committees: "các xã: A, B và C"."""
    found = _BARE_COMMUNE.match(matched, at)
    if not found:
        return None
    names, end = bodies_of(text, matched, found.end(), " ".join(found["kind"].split()), cast)
    return Mention(at, end, tuple(names)) if names else None

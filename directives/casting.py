"""Gets to know a letter's units before it is read: communes and their kinds, offices named in full, short forms of long names."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from directives.cast import Cast
from directives.defined_names import learn_defined_names
from directives.head_names import level_of
from directives.model import Document, Roster
from directives.parts import TO
from directives.spelling import fold, matchable
from directives.units import find_units, read_unit
from directives.units_open import open_name
from directives.units_places import COMMUNE_KINDS, PROPER, UPPER, read_places
from directives.units_sectors import SHORTENED

_NAMED = re.compile(r"(?<!\w)(?<!thị )(?:các\s+)?(?P<kind>xã|phường|thị\s+trấn|đặc\s+khu)(?!\w)")
# "Điện lực Thành phố" → "Điện lực Thành phố Lạng Sơn": only for offices whose name goes on in words of its own.
_MAY_BE_SHORT = re.compile(
    r"^(?:Văn phòng(?: HĐND| UBND|$)|Điện lực|Chi cục|Trung tâm|Xí nghiệp|Công ty|Hạt|Kho bạc|"
    r"Văn phòng Điều phối|Ngân hàng|Ban Chỉ đạo các)"
)
_FEW = 5
_MOST_COMMUNES = 300  # a province has fewer since 2025; what repeats beyond is no letter


def cast_of(texts: Sequence[str], document: Document, to: Sequence[str], roster: Roster) -> Cast:
    """The letter's cast. `to` are the addressees' lines: communes named there or in the subject are what the letter is about."""
    year = int(document.issued[:4]) if document.issued[:4].isdigit() else None
    cast = Cast(roster=roster, issuer=document.issuer, level=level_of(document.issuer), year=year)
    _learn_roster(cast, roster)
    kinds: dict[str, Counter[str]] = {}
    for text in texts:
        _learn_communes(text, kinds)
    own = own_commune(document.issuer)
    for name, counts in sorted(kinds.items(), key=lambda each: -each[1].total())[:_MOST_COMMUNES]:
        if fold(name) != fold(_district(document.issuer)) and not _two_in_one(name, kinds):
            cast.communes.setdefault(name, counts.most_common(1)[0][0])
            cast.counts[name] = counts.total()
    _learn_cut_names(cast)
    for text in texts:
        cast.districts.update({found[2]: found[1].lower() for found in _DISTRICT_NAMED.finditer(text)})
    cast.about = _subject_communes(" ".join([document.subject, *to]), cast)
    cast.commune = own or (cast.about[0] if len(cast.about) == 1 else "")
    for line in to:
        _learn_addressees(line, cast)
    for text in texts:
        learn_defined_names(text, cast)
    names = Counter(name for text in texts for name in _learn_units(text, cast))
    _learn_short_forms(cast)
    _learn_second_names(cast, names)
    return cast


def _subject_communes(about: str, cast: Cast) -> tuple[str, ...]:
    """The communes that the letter is about; none where it is about many or all."""
    names: list[str] = []
    matched = matchable(about)
    for found in _NAMED.finditer(matched):
        names += read_places(about, matched, found.end())[0]
    unique = tuple(dict.fromkeys(cast.place(name) for name in names if name in cast.communes))
    return unique if len(unique) <= _FEW else ()


def own_commune(issuer: str) -> str:
    """The commune whose own office issues the letter, "" for other offices."""
    found = re.search(rf"(?<!thị )(?:{'|'.join(COMMUNE_KINDS)}) (.+)$", issuer)
    return found[1] if found else ""


def _two_in_one(name: str, kinds: dict[str, Counter[str]]) -> bool:
    """Whether a comma was forgotten between two names: "Tân Liên Xuất Lễ"."""
    words = name.split()
    return any(" ".join(words[:cut]) in kinds and " ".join(words[cut:]) in kinds for cut in range(2, len(words) - 1))


def _district(issuer: str) -> str:
    found = re.search(r"(?:huyện|thành phố|thị xã|quận|tỉnh) (.+)$", issuer)
    return found[1] if found else ""


def _learn_roster(cast: Cast, roster: Roster) -> None:
    for unit in roster.units:
        if unit.kind not in COMMUNE_KINDS:
            continue
        place = re.sub(r"^UBND\s+(?:xã|phường|thị trấn|đặc khu)\s+", "", unit.name)
        cast.communes[place] = unit.kind
        for alias in unit.aliases:
            if PROPER.fullmatch(alias) and alias != place:
                cast.communes[alias] = unit.kind
                cast.variants[alias] = place


_DISTRICT_NAMED = re.compile(rf"\b([Hh]uyện|[Tt]hị xã|[Tt]hành phố|[Qq]uận) ({UPPER}\w+(?: {UPPER}\w+)+)")
_KIND_BEFORE = 24
# "UBND các phường, xã: A, B, C" does not say which of them is what.
_OTHER_KIND = re.compile(r"(?:xã|phường|thị\s+trấn|đặc\s+khu)\s*(?:,|và)\s*(?:các\s+)?$")


def _learn_communes(text: str, kinds: dict[str, Counter[str]]) -> None:
    matched = matchable(text)
    for found in _NAMED.finditer(matched):
        kind = " ".join(found["kind"].split())
        told = _OTHER_KIND.search(matched, max(found.start() - _KIND_BEFORE, 0), found.start()) is None
        for name in read_places(text, matched, found.end())[0]:
            if not name[0].isdigit() or kind == "phường":
                kinds.setdefault(name, Counter())[kind] += told


def _learn_cut_names(cast: Cast) -> None:
    """A name that lost its last letter ("Thanh Lò" beside "Thanh Lòa") is the same commune."""
    for name in list(cast.communes):
        whole = next((other for other in cast.communes if other[:-1] == name and name.count(" ")), None)
        if whole and name not in cast.variants:
            cast.variants[name] = whole


def _learn_addressees(line: str, cast: Cast) -> None:
    """Addressees whose name is in no known form; "Các phòng: A, B" is a list and taught nothing."""
    for piece in re.split(r"[;,]", TO.sub("", line).strip()):
        name = piece.strip(" .-–+")
        matched = matchable(name)
        if name and read_unit(name, matched, 0, cast) is None and (found := open_name(name, matched, 0)) and found[1] == len(name):
            cast.learn(found[0], found[0])


def _learn_units(text: str, cast: Cast) -> Iterator[str]:
    """Learns from a text what its units teach, and gives their names."""
    for mention in find_units(text, cast):
        for name in mention.names:
            yield name
            if name.startswith(("Phòng ", "Sở ")) and (sector := name.split(" ", 1)[1]) not in SHORTENED:
                cast.sectors.add(sector)
            if _MAY_BE_SHORT.match(name):
                cast.long_names.setdefault(name, name)


_NAME_OR_LEVEL = re.compile(rf"\W*(?:{UPPER}|\d|huyện|tỉnh|thành phố|thị xã|quận|khu vực|liên|chi nhánh|số|xã|phường|cơ sở|nông thôn|đất)")


def _adds_a_name(rest: str) -> bool:
    """Whether what a longer name has more can be part of it, and is not what its office does."""
    return _NAME_OR_LEVEL.match(rest) is not None


def _learn_short_forms(cast: Cast) -> None:
    """Fills `long_names`: a name that is the beginning of exactly one longer name in the letter stands for it."""
    names = list(cast.long_names)
    for name in names:
        longer = {fold(other): other for other in names if fold(other).startswith(f"{fold(name)} ") and _adds_a_name(other[len(name) :])}
        of_level = {key: other for key, other in longer.items() if key.endswith(f" {fold(cast.level)}")} if cast.level else {}
        chosen = longer if len(longer) == 1 else of_level
        same = next(iter(chosen.values())) if len(chosen) == 1 else name
        cast.long_names[name] = same


_YOUTH = ("Đoàn Thanh niên", "Đoàn TNCS Hồ Chí Minh")


def _learn_second_names(cast: Cast, named: Counter[str]) -> None:
    """The youth union goes by two names, a commune's own office with and without "xã"; a letter that uses both means one unit."""
    usual, full = _YOUTH
    for name in named:
        if name.startswith(full) and (other := f"{usual}{name.removeprefix(full)}") in named:
            cast.long_names[other] = name
        bare = name.removesuffix(f" {cast.level}")
        if cast.level in COMMUNE_KINDS and bare in named and bare != name and not bare.startswith("Phòng "):
            rarer, usual_name = (name, bare) if named[bare] > named[name] else (bare, name)
            cast.long_names[rarer] = usual_name

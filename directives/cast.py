"""What one letter calls its units: the roster's names first, then what the letter itself says elsewhere."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from directives.model import Roster
from directives.spelling import fold, matchable
from directives.units_places import COMMUNE_KINDS, PROPER
from directives.units_sectors import SHORTENED

_GROUP_KIND = ("group", "nhóm")
# Names so short or so general that only their full form may count as the unit.
_TOO_GENERAL = re.compile(r"^(?:ban chỉ đạo|văn phòng|ban tổ chức|công an|ubnd|các xã|xã|huyện)$")


@dataclass(slots=True)
class Cast:
    """A letter's units. `about` are the communes that the letter is about, `commune` is the one if there is just one, else "".

    `level` and `issuer` are the issuing office's; `sectors` are the fields of offices named in full; `communes` maps each
    commune's name to its kind, `districts` each district's. `misspelt` collects abbreviations that were read as a neighbour's ("VHHT").
    """

    roster: Roster = field(default_factory=Roster)
    issuer: str = ""
    level: str = ""
    about: tuple[str, ...] = ()
    commune: str = ""
    year: int | None = None
    sectors: set[str] = field(default_factory=set)
    communes: dict[str, str] = field(default_factory=dict)
    districts: dict[str, str] = field(default_factory=dict)
    misspelt: dict[str, str] = field(default_factory=dict)
    long_names: dict[str, str] = field(default_factory=dict)
    variants: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    _aliases: dict[str, list[tuple[str, str, bool]]] = field(init=False)
    _by_key: dict[str, str] = field(init=False)
    _places: re.Pattern[str] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self._aliases = {}
        self._by_key = {_key(spelled): unit.name for unit in self.roster.units for spelled in (*unit.aliases, unit.name)}
        for alias, name, group in _spellings(self.roster):
            self._aliases.setdefault(alias.split()[0], []).append((alias, name, group))
        for spelled in self._aliases.values():
            spelled.sort(key=lambda each: -len(each[0]))

    def learn(self, spelled: str, name: str) -> None:
        """Takes up a unit that the letter itself names where only units stand, or a short name that it defines for one."""
        spelled = " ".join(matchable(spelled).split())
        self._aliases.setdefault(spelled.split()[0], []).append((spelled, name, False))

    @property
    def known(self) -> set[str]:
        """The roster's canonical names."""
        return {unit.name for unit in self.roster.units}

    def match(self, matched: str, at: int) -> tuple[str, int, bool] | None:
        """The roster's unit whose name or alias begins here: (canonical name, end, is a group)."""
        first = re.compile(r"\w+").match(matched, at)
        for alias, name, group in self._aliases.get(first[0], ()) if first else ():
            end = at + len(alias)
            if matched.startswith(alias, at) and not matched[end : end + 1].isalnum():
                return name, end, group
        return None

    def roster_name(self, name: str) -> str:
        """The roster's spelling of a unit, or the name as it is, with a commune's name whole."""
        name = self._by_key.get(_key(name), name)
        kind, _, place = name.rpartition("xã ")
        return f"{kind}xã {self.variants[place]}" if place in self.variants else name

    def full_sector(self, sector: str) -> str:
        """The office's whole field where the letter left the rest out ("Phòng Nông nghiệp")."""
        if sector not in SHORTENED:
            return sector
        longer = {name for name in self.sectors if name.startswith((f"{sector} ", f"{sector},"))}
        if len(longer) == 1:
            return longer.pop()
        if sector == "Nông nghiệp":
            return "Nông nghiệp và Môi trường" if (self.year or 0) > 2025 else "Nông nghiệp và Phát triển nông thôn"
        return sector

    def commune_kind(self, place: str, said: str) -> str:
        """Whether the place is a xã, phường or thị trấn, as the letter says it elsewhere; said to be a district, it is one."""
        return self.communes.get(place, said) if said in COMMUNE_KINDS else said

    def place(self, name: str) -> str:
        """A commune's name in its full spelling, where the roster knows a variant."""
        return self.variants.get(name, name)

    def known_places(self, text: str) -> list[tuple[str, int]]:
        """The communes' names of two syllables or more that stand in a text, whatever is before them, with where they begin."""
        if self._places is None:
            names = sorted((name for name in self.communes if " " in name), key=len, reverse=True)
            self._places = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names)) or '(?!)'})(?!\w)")
        return [(found[0], found.start()) for found in self._places.finditer(text)]

    def tells_districts_apart(self, level: str, place: str) -> bool:
        """Whether the district behind an office's name must stay: in a province's letter each district has one of its own."""
        return bool(place) and self.level == "tỉnh" and level in ("huyện", "quận", "thị xã", "thành phố")

    def own_committee(self) -> str:
        """The People's Committee that "UBND" without more means."""
        return self.issuer if self.issuer.startswith("UBND") else "UBND"

    def canonical(self, names: Iterable[str]) -> tuple[str, ...]:
        """The names without doubles, each short form replaced by the longer one that the letter uses for the same unit."""
        return tuple(dict.fromkeys(self.long_names.get(name, name) for name in names))


def _spellings(roster: Roster) -> Iterable[tuple[str, str, bool]]:
    for unit in roster.units:
        for alias in (unit.name, *unit.aliases):
            spelled = " ".join(matchable(alias).split())
            is_place = unit.kind in COMMUNE_KINDS and PROPER.fullmatch(alias)
            if spelled and not is_place and not _TOO_GENERAL.match(spelled):
                yield spelled, unit.name, unit.kind in _GROUP_KIND


_TOWN = re.compile(r" (?:thi xa|thanh pho)$")


def _key(name: str) -> str:
    """Under this key two spellings of a unit meet; the level above the commune and "và" say nothing."""
    said = _TOWN.sub("", fold(name))
    return " ".join(word for word in said.split() if word not in ("huyen", "tinh", "va"))

"""Units: finding one by what somebody wrote, resolving a letter's names, following mergers."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from rapidfuzz import fuzz, process
from sqlmodel import Session, col, select

from storage.kinds import COMMUNE_KINDS, meant
from storage.models import GroupMember, Unit, UnitAlias
from storage.text import fold

_COMMUNE_HEAD = ("ubnd xa ", "ubnd phuong ", "ubnd thi tran ", "xa ", "phuong ", "thi tran ")
_BARE = re.compile(r"^(?:(?:UBND|ủy ban nhân dân|uỷ ban nhân dân) )?(?:xã|phường|thị trấn) ", re.IGNORECASE)
_ALIKE = 84
"""How alike (of 100) a misspelt name must be to count as a candidate: two letters off in a short name."""


def living(session: Session, today: date | None = None) -> list[Unit]:
    """Units that have not ended by a day (None = ever listed), groups included, in the order they came."""
    units = session.exec(select(Unit).order_by(col(Unit.id)))
    return [unit for unit in units if today is None or unit.ends_on is None or unit.ends_on > today]


def unit_id(unit: Unit) -> int:
    """The id of a stored unit."""
    if unit.id is None:
        raise ValueError("the unit is not stored yet")
    return unit.id


def top(session: Session) -> int | None:
    """The id of the office at the top of the roster's tree: the first unit that has others below it and none above; None without one."""
    above = select(Unit.parent_id).where(col(Unit.parent_id).is_not(None))
    query = select(Unit.id).where(col(Unit.parent_id).is_(None), col(Unit.id).in_(above), Unit.kind != "group")
    return session.exec(query.order_by(col(Unit.id))).first()


def heir(session: Session, unit: Unit, today: date) -> Unit:
    """The unit that stands for this one today: itself, or the one that it was merged into (followed to the end)."""
    seen: set[int | None] = set()
    while unit.merged_into_id and unit.ends_on and unit.ends_on <= today and unit.id not in seen:
        seen.add(unit.id)
        unit = session.get_one(Unit, unit.merged_into_id)
    return unit


def named(session: Session, text: str) -> Unit | None:
    """The unit of exactly this name or alias, however cased and accented; None where none or several fit."""
    key = fold(text)
    ids = {unit_id(unit) for unit in session.exec(select(Unit).where(Unit.name_key == key))}
    ids = ids or set(session.exec(select(UnitAlias.unit_id).where(UnitAlias.alias_key == key)))
    return session.get(Unit, ids.pop()) if len(ids) == 1 else None


@dataclass(frozen=True, slots=True)
class Found:
    """What a typed name may mean: one unit (`sure`), several candidates to ask about, or only the nearest names."""

    sure: Unit | None = None
    candidates: tuple[Unit, ...] = ()
    nearest: tuple[Unit, ...] = ()


def find(session: Session, text: str, within: Iterable[int] | None = None) -> Found:
    """Finds units by name, alias, bare commune name or a misspelling of these. `within` limits it to some unit ids."""
    allowed = None if within is None else set(within)
    spellings = [(key, unit) for key, unit in _spellings(session) if allowed is None or unit in allowed]
    forms = spellings + [(bare, unit) for spelling, unit in spellings for bare in _bare(spelling)]
    written = [form for form, _ in forms]
    key = fold(text)
    exact = _unique(unit for form, unit in forms if form == key)
    if not exact:
        exact = _unique(unit for spelling, unit in spellings if key and f" {key} " in f" {spelling} ")
    if not exact:
        alike = process.extract(key, written, scorer=fuzz.ratio, limit=12, score_cutoff=_ALIKE)
        best = max((score for _, score, _ in alike), default=0)
        exact = _unique(forms[place][1] for _, score, place in alike if score >= best - 3)
    if len(exact) == 1:
        return Found(sure=session.get(Unit, exact[0]))
    if exact:
        return Found(candidates=_units(session, exact[:6]))
    close = process.extract(key, written, scorer=fuzz.ratio, limit=12, score_cutoff=55)
    return Found(nearest=_units(session, _unique(forms[place][1] for _, _, place in close)[:3]))


def _spellings(session: Session) -> list[tuple[str, int]]:
    """Every spelling with its unit; a unit whose heir bears its name by now is found as the heir."""
    aliases = [(key, one) for key, one in session.exec(select(UnitAlias.alias_key, UnitAlias.unit_id))]
    owners: dict[str, set[int]] = {}
    for key, one in aliases:
        owners.setdefault(key, set()).add(one)
    rows = list(session.exec(select(Unit.id, Unit.name_key, Unit.merged_into_id)))
    gone = {one or 0 for one, key, into in rows if into is not None and owners.get(key, set()) - {one or 0}}
    names = [(key, one or 0) for one, key, _ in rows]
    return [(key, one) for key, one in names + aliases if one not in gone]


def _bare(spelling: str) -> list[str]:
    return [spelling.removeprefix(head) for head in _COMMUNE_HEAD if spelling.startswith(head)]


def fold_commune(name: str) -> str:
    """A commune's bare name, folded: "UBND xã Cao Lâu", "xã Cao Lâu" and "Cao Lâu" are one."""
    key = fold(name)
    return min([key, *_bare(key)], key=len)


def bare_commune(name: str) -> str:
    """A commune's name without the words for its kind, in its own letters: "Cao Lâu" of "UBND xã Cao Lâu"."""
    return _BARE.sub("", name).strip()


def members(session: Session, unit: Unit) -> list[Unit]:
    """The units of a group in the order of their ids; none where the unit is no group."""
    if unit.kind != "group":
        return []
    query = select(Unit).join(GroupMember, col(GroupMember.unit_id) == Unit.id).where(GroupMember.group_id == unit.id)
    return list(session.exec(query.order_by(col(Unit.id))))


def _unique(ids: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(ids))


def _units(session: Session, ids: Sequence[int]) -> tuple[Unit, ...]:
    return tuple(session.get_one(Unit, unit_id) for unit_id in ids)


@dataclass(slots=True)
class Resolved:
    """Units behind a letter's names; `missing` are names of single units the roster lacks, `vague` groups that cannot be resolved.

    `groups` says how many units each group that was resolved stands for.
    """

    units: list[Unit] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    vague: list[str] = field(default_factory=list)
    groups: dict[str, int] = field(default_factory=dict)


def resolve(session: Session, names: Iterable[str], communes: Iterable[str], today: date) -> Resolved:
    """The units that a task's names stand for on a day: groups become their members, ended units their heirs.

    "UBND các xã" is the communes that the task names, or all communes of the roster that live on that day; likewise other groups that
    mean all of a kind. What the roster says of a group's members goes before.
    """
    answer = Resolved()
    for name in names:
        unit = named(session, name)
        members = _members(session, name, unit, tuple(communes), today)
        if members:
            answer.units += members
            answer.groups[name] = len({heir(session, one, today).id for one in members})
        elif unit is not None and unit.kind != "group":
            answer.units.append(unit)
        else:
            (answer.vague if is_group(name) else answer.missing).append(name)
    answer.units = list({unit.id: unit for unit in (heir(session, unit, today) for unit in answer.units)}.values())
    return answer


def is_group(name: str) -> bool:
    """Whether a name means several units: "Các phòng, ban liên quan", "UBND các xã", "Thành viên Ban Chỉ đạo"."""
    words = fold(name).split()
    return "cac" in words[:2] or "thanh" in words[:1] or words[:2] == ["nhung", "don"]


def _members(session: Session, name: str, unit: Unit | None, communes: Sequence[str], today: date) -> list[Unit]:
    if fold(name).startswith(("ubnd cac xa", "uy ban nhan dan cac xa")):
        asked = [found for commune in communes if (found := named(session, commune)) is not None]
        listed = [found for found in asked if found.kind in COMMUNE_KINDS]
        if listed and not fold(name).endswith("khac"):
            return listed
    if unit is not None and (unit.kind != "group" or (known := members(session, unit))):
        return known if unit.kind == "group" else []
    return all_of_kind(session, name, today)


def all_of_kind(session: Session, name: str, today: date, *, concerned: bool = False) -> list[Unit]:
    """The living units that a group means: all of its kinds, offices only of the roster's tree.

    None where the roster has none of the first kind named: "các sở, ban, ngành" are not a district's. With `concerned` also those of a
    group of which only who is concerned is meant ("… liên quan").
    """
    group = meant(name)
    if group is None or not (group.all_of_them or concerned):
        return []
    alive = [one for one in living(session, today) if one.kind in group.kinds]
    found = [one for one in alive if one.kind in COMMUNE_KINDS or one.parent_id is not None] or alive
    return found if any(one.kind == group.kinds[0] for one in found) or group.kinds[0] in COMMUNE_KINDS else []


_KIND_BY_HEAD = (
    ("ubnd xa", "xã"),
    ("ubnd phuong", "phường"),
    ("ubnd thi tran", "thị trấn"),
    ("ubnd huyen", "huyện"),
    ("ubnd tinh", "tỉnh"),
    ("phong", "phòng"),
    ("van phong", "phòng"),
    ("so", "sở"),
    ("ban", "ban"),
)


def likely_kind(name: str) -> str:
    """The roster kind that a unit's name suggests, for a unit that the roster lacks."""
    if is_group(name):
        return "group"
    key = fold(name)
    for head, kind in (
        ("ubnd xa", "xã"),
        ("ubnd phuong", "phường"),
        ("ubnd thi tran", "thị trấn"),
        ("ubnd huyen", "huyện"),
        ("ubnd tinh", "tỉnh"),
    ):
        if key.startswith(head):
            return kind
    return next((kind for head, kind in _KIND_BY_HEAD if key.startswith(f"{head} ")), "đơn vị")

"""The roster: importing it idempotently, and giving it to the reader of directives."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, delete, select

from directives.model import Roster, UnitName
from storage.models import GroupMember, Unit, UnitAlias
from storage.text import fold
from storage.units import unit_id

KINDS = ("tỉnh", "huyện", "sở", "phòng", "ban", "xã", "phường", "thị trấn", "đoàn thể", "đơn vị", "group")
_KIND_BY_KEY = {fold(kind): kind for kind in KINDS}


class RosterError(ValueError):
    """A roster that cannot be taken as it stands; `code` and `place` name the row and what is wrong with it."""

    def __init__(self, code: str, row: int, value: str = "") -> None:
        super().__init__(f"{code} in row {row}: {value}")
        self.code, self.row, self.value = code, row, value


@dataclass(frozen=True, slots=True)
class Imported:
    """How many units an import added and changed; importing the same roster again gives (0, 0)."""

    added: int = 0
    changed: int = 0


def kind_of(text: str) -> str | None:
    """The roster kind as written with or without diacritics; None if it is none of them."""
    return _KIND_BY_KEY.get(fold(text))


def import_roster(session: Session, rows: Sequence[UnitName]) -> Imported:
    """Adds and changes units so that the store says what the rows say; units that the rows lack stay.

    Raises RosterError, before anything is written, for an unknown kind, an empty or doubled name, an unknown parent or member.
    """
    _check(session, rows)
    known = {unit.name_key: unit for unit in session.exec(select(Unit))}
    before = {key: _picture(session, unit) for key, unit in known.items()}
    for row in rows:
        unit = known.get(fold(row.name))
        if unit is None:
            unit = known[fold(row.name)] = Unit(name=row.name, name_key=fold(row.name), kind=row.kind)
        unit.name, unit.kind = row.name, kind_of(row.kind) or row.kind
        session.add(unit)
    session.flush()
    for row in rows:
        _describe(session, known[fold(row.name)], row, known)
    session.flush()
    touched = {fold(row.name) for row in rows}
    changed = sum(1 for key in touched & set(before) if _picture(session, known[key]) != before[key])
    return Imported(added=len(touched - set(before)), changed=changed)


def _check(session: Session, rows: Sequence[UnitName]) -> None:
    names = {fold(row.name) for row in rows} | set(session.exec(select(Unit.name_key)))
    seen: set[str] = set()
    for number, row in enumerate(rows, 2):
        if not fold(row.name):
            raise RosterError("empty_name", number)
        if fold(row.name) in seen:
            raise RosterError("doubled_name", number, row.name)
        seen.add(fold(row.name))
        if kind_of(row.kind) is None:
            raise RosterError("unknown_kind", number, row.kind)
        if row.parent and fold(row.parent) not in names:
            raise RosterError("unknown_parent", number, row.parent)
        for member in row.members:
            if fold(member) not in names:
                raise RosterError("unknown_member", number, member)


def _describe(session: Session, unit: Unit, row: UnitName, known: dict[str, Unit]) -> None:
    unit.parent_id = known[fold(row.parent)].id if row.parent else None
    session.exec(delete(GroupMember).where(col(GroupMember.group_id) == unit.id))
    members = {known[fold(name)].id for name in row.members}
    session.add_all(GroupMember(group_id=unit_id(unit), unit_id=member) for member in members if member is not None)
    for alias in row.aliases:
        remember_alias(session, unit, alias)


def _picture(session: Session, unit: Unit) -> tuple[object, ...]:
    aliases = sorted(session.exec(select(UnitAlias.alias_key).where(UnitAlias.unit_id == unit.id)))
    members = sorted(session.exec(select(GroupMember.unit_id).where(GroupMember.group_id == unit.id)))
    return (unit.name, unit.kind, unit.parent_id, tuple(aliases), tuple(members))


def remember_alias(session: Session, unit: Unit, alias: str) -> None:
    """Keeps another spelling of a unit; harmless when it is known."""
    key = fold(alias)
    known = session.exec(select(UnitAlias).where(UnitAlias.unit_id == unit.id, UnitAlias.alias_key == key)).first()
    if key and key != unit.name_key and known is None:
        session.add(UnitAlias(unit_id=unit_id(unit), alias=alias, alias_key=key))


def roster(session: Session) -> Roster:
    """The roster as the reader of directives wants it."""
    units = {unit.id: unit for unit in session.exec(select(Unit))}
    aliases: dict[int, list[str]] = {}
    for alias in session.exec(select(UnitAlias).order_by(col(UnitAlias.id))):
        aliases.setdefault(alias.unit_id, []).append(alias.alias)
    members: dict[int, list[str]] = {}
    for member in session.exec(select(GroupMember)):
        members.setdefault(member.group_id, []).append(units[member.unit_id].name)
    return Roster(
        tuple(
            UnitName(
                unit.name,
                unit.kind,
                tuple(aliases.get(unit_id(unit), ())),
                units[unit.parent_id].name if unit.parent_id else "",
                tuple(sorted(members.get(unit_id(unit), ()))),
            )
            for unit in units.values()
        )
    )

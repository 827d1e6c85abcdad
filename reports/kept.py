"""Facts as the JSON that is kept with a digest, and back; the public JSON of `tiendo digest`."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields, is_dataclass
from datetime import date, datetime, time
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from reports.facts import PastWeek, UnitFacts, WeekFacts
from reports.numbers import previous, programme, rates


def to_json(facts: WeekFacts) -> str:
    """The facts as one line of JSON; the same facts always give the same text.

    What equals its default is left out (a province has 100,000 tasks), so the default of a field in `reports.facts` may never change.
    """
    return json.dumps(_plain(facts), ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> WeekFacts:
    """The facts that `to_json` wrote. A field added since then takes its default; an unknown one is left out."""
    return _dataclass(WeekFacts, json.loads(text))  # type: ignore[no-any-return]


def fingerprint(facts: WeekFacts) -> str:
    """SHA-256 of the kept text: two digests with the same one are the same digest."""
    return hashlib.sha256(to_json(facts).encode()).hexdigest()


def digest_json(facts: WeekFacts, files: Iterable[str] = ()) -> dict[str, Any]:
    """The object that `tiendo digest --json` prints."""
    past = previous(facts)
    before = past and {**_standing(past, facts.zone), "previous": None, "files": []}
    return {**_standing(facts, facts.zone), "previous": before, "files": list(files)}


def _standing(week: WeekFacts | PastWeek, zone: str) -> dict[str, Any]:
    return {
        "week": week.week,
        "from": week.from_on.isoformat(),
        "to": week.to_on.isoformat(),
        "as_of": week.as_of.astimezone(ZoneInfo(zone)).isoformat(),
        "counts": asdict(programme(week.units)),
        "rates": asdict(rates(week.units)),
        "kept_by_extension": sum(unit.kept for unit in week.units),
        "units": [_unit(unit) for unit in week.units],
    }


def _unit(unit: UnitFacts) -> dict[str, Any]:
    return {"unit": unit.unit, "counts": asdict(unit.counts), "silence": unit.silence, "kept_by_extension": unit.kept}


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(getattr(value, name)) for name, default in _defaults(type(value)) if getattr(value, name) != default}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date | time):
        return value.isoformat()
    return value


@cache
def _defaults(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, field.default) for field in fields(kind))


@cache
def _hints(kind: type[Any]) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _dataclass(kind: Any, values: Mapping[str, Any]) -> Any:
    hints = _hints(kind)
    return kind(**{name: _read(hints[name], value) for name, value in values.items() if name in hints})


def _read(hint: Any, value: Any) -> Any:
    if get_origin(hint) is UnionType:
        return None if value is None else _read(next(part for part in get_args(hint) if part is not NoneType), value)
    if get_origin(hint) is tuple:
        return tuple(_read(get_args(hint)[0], item) for item in value)
    if is_dataclass(hint):
        return _dataclass(hint, value)
    if hint in (date, datetime, time):
        return hint.fromisoformat(value)
    return value

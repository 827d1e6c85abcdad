"""The real district's roster and the five real letters, as its coordinator would put them into the store."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from sqlmodel import Session

from directives.model import Directive, Roster, UnitName
from directives.parse import parse
from storage import directives, roster, units


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as read with the district's roster. `issued_on` is the first day that its head allows."""

    reading: Directive
    sha256: str
    issued_on: date


def roster_of(shared: Path) -> list[UnitName]:
    """The district's communes, its other units and its groups, in the order of the roster's file."""
    told = json.loads((shared / "roster_cao_loc.json").read_text(encoding="utf-8"))
    communes = [UnitName(one["unit"], "xã", (one["name"], *one["aliases"])) for one in told["communes"]]
    others = [UnitName(one["name"], units.likely_kind(one["name"]), tuple(one["aliases"])) for one in told["units"]]
    called = {one["name"]: one["unit"] for one in told["communes"]}
    groups = [
        UnitName(one["name"], "group", tuple(one["aliases"]), members=tuple(called[name] for name in one.get("members", ())))
        for one in told["groups"]
    ]
    return communes + others + groups


@cache
def _read(file: Path, known: Roster) -> Letter:
    data = file.read_bytes()
    reading = parse(file.name, data, known)
    issued = reading.document.issued
    return Letter(reading, sha256(data).hexdigest(), date.fromisoformat(f"{issued}-01-01"[:10]))


def read_letters(session: Session, shared: Path) -> list[Letter]:
    """All five, read with the roster that the store holds."""
    known = roster.roster(session)
    return [_read(file, known) for file in sorted((shared / "directives").glob("*.txt"))]


def put_in_force(session: Session, letter: Letter, now: datetime, today: date, person_id: int) -> directives.Activation:
    """What the coordinator's file and "Ban hành" do."""
    row, _ = directives.save_draft(session, letter.reading, letter.sha256, now, person_id=person_id)
    return directives.activate(session, row, now, today, person_id=person_id)

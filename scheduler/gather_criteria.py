"""What communes have met of their criteria, as the letters that were in force say, beside what was said a week before."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from reports.facts import CommuneCriteria, SetName, WeekFacts
from storage.models import Directive
from storage.units import fold_commune


def criteria(session: Session, at: datetime, last: WeekFacts | None) -> tuple[CommuneCriteria, ...]:
    """The newest letter's word for every commune and set at an instant, by name; `last` is the digest to compare with."""
    before = {(fold_commune(one.commune), one.set_name): one.met for one in last.criteria} if last is not None else {}
    query = select(Directive).where(col(Directive.activated_at) <= at).order_by(col(Directive.activated_at), col(Directive.id))
    found: dict[tuple[str, SetName], CommuneCriteria] = {}
    for letter in session.exec(query):
        if letter.ended_at is not None and letter.ended_at <= at:
            continue
        for status in letter.criteria:
            if status.get("kind") == "self" and status.get("total"):
                one = _met(status, before)
                found[(fold_commune(one.commune), one.set_name)] = one
    return tuple(found[key] for key in sorted(found))


def _met(status: dict[str, Any], before: dict[tuple[str, SetName], int]) -> CommuneCriteria:
    commune, total = str(status["commune"]), int(status["total"])
    set_name: SetName = "ntm_nang_cao" if status.get("set") == "ntm_nang_cao" else "ntm"
    met = [str(number) for number in status.get("met") or []]
    missing = tuple(str(number) for number in range(1, total + 1) if met and str(number) not in met)
    count = len(met) or int(status.get("claimed") or 0)
    return CommuneCriteria(commune, set_name, count, total, missing, before.get((fold_commune(commune), set_name)))

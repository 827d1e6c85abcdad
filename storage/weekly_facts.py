"""What stood in the store at an instant: duties with the reports, deadlines and states of then, as far as the trail still tells."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, func, select

from storage.models import Assignment, Event, Occurrence, Outbox, Report, Task, Unit
from storage.standing import Line

_CHANGED = ("reported", "report_undone", "returned", "undone", "deadline_moved")
ASKED_WITHIN = timedelta(days=60)
"""An answer to something older is no answer to it."""


def lines_at(session: Session, at: datetime, unit_ids: set[int] | None = None) -> list[Line]:
    """The lead duties that were in force at an aware instant, as they stood then; nearest deadline first. Reads only.

    Occurrences that changed since are copies that belong to no session.
    """
    query = (
        select(Occurrence, Assignment, Task, Unit)
        .join(Assignment, col(Occurrence.assignment_id) == Assignment.id)
        .join(Task, col(Assignment.task_id) == Task.id)
        .join(Unit, col(Assignment.unit_id) == Unit.id)
        .where(Assignment.part == "lead", Assignment.given_at <= at, Occurrence.given_at <= at)
        .where(or_(col(Assignment.ended_at).is_(None), col(Assignment.ended_at) > at), col(Task.state).in_(("active", "cancelled")))
        .where(or_(col(Occurrence.state) != "cancelled", col(Assignment.ended_at).is_not(None)))
    )
    if unit_ids is not None:
        query = query.where(col(Assignment.unit_id).in_(unit_ids))
    reports, changed = _newest_reports(session, at), _first_changes(session, at)
    found = []
    for row, held, task, unit in session.exec(query):
        then = _as_it_was(row, changed.get(row.id, ()), reports.get(row.id))
        found.append(Line(then, held, task, unit, reports.get(row.id)))
    return sorted(found, key=lambda line: (line.occurrence.due_on or date.max, line.task.id or 0, line.occurrence.id or 0))


def _newest_reports(session: Session, at: datetime) -> dict[int | None, Report]:
    stood = or_(col(Report.undone_at).is_(None), col(Report.undone_at) > at)
    newest = select(func.max(col(Report.id))).where(col(Report.at) <= at, stood).group_by(col(Report.occurrence_id))
    return {report.occurrence_id: report for report in session.exec(select(Report).where(col(Report.id).in_(newest)))}


def _first_changes(session: Session, at: datetime) -> dict[int | None, list[Event]]:
    """What first changed after an instant, by occurrence: a state, a deadline, or one of each."""
    query = select(Event).where(col(Event.at) > at, col(Event.kind).in_(_CHANGED)).order_by(col(Event.id))
    found: dict[int | None, list[Event]] = defaultdict(list)
    for event in session.exec(query):
        if event.kind == "undone" and event.before.get("kind") != "returned":
            continue
        kinds = {earlier.kind == "deadline_moved" for earlier in found[event.occurrence_id]}
        if (event.kind == "deadline_moved") not in kinds:
            found[event.occurrence_id].append(event)
    return found


def _as_it_was(row: Occurrence, changes: Iterable[Event], report: Report | None) -> Occurrence:
    values: dict[str, Any] = {"state": "open"} if row.state == "cancelled" else {}
    for event in changes:
        if event.kind == "deadline_moved":
            values |= {"due_on": _day(event.before.get("due_on")), "deadline_version": event.before.get("version", 1)}
        elif event.kind == "undone":
            values |= {"state": "open", "status": "doing", "done_on": None}
        elif event.kind == "returned":
            values |= {"state": "done", "status": "done", "percent": 100, "done_on": report.done_on if report is not None else row.done_on}
        else:
            picture = event.before
            values |= {name: picture.get(name) for name in ("state", "status", "percent")} | {"done_on": _day(picture.get("done_on"))}
    return Occurrence(**{**row.model_dump(), **values}) if values else row


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None


def reports_between(session: Session, since: datetime, until: datetime) -> list[Report]:
    """Standing reports given after one instant and up to another, in their order."""
    query = select(Report).where(col(Report.at) > since, col(Report.at) <= until)
    stood = or_(col(Report.undone_at).is_(None), col(Report.undone_at) > until)
    return list(session.exec(query.where(stood).order_by(col(Report.id))))


def hours_to_answer(session: Session, reports: Iterable[Report]) -> list[float]:
    """For each report the hours since the newest reminder or prompt that its author had been sent before it; unasked ones are left out."""
    listed = list(reports)
    if not listed:
        return []
    first = min(report.at for report in listed) - ASKED_WITHIN
    query = select(Outbox.person_id, Outbox.settled_at).where(
        Outbox.state == "sent", col(Outbox.kind).in_(("reminder", "prompt")), col(Outbox.settled_at) >= first
    )
    asked: dict[int | None, list[datetime]] = defaultdict(list)
    for person_id, settled_at in session.exec(query.order_by(col(Outbox.settled_at))):
        if settled_at is not None:
            asked[person_id].append(settled_at)
    found = []
    for report in listed:
        moments = asked.get(report.person_id, [])
        place = bisect_right(moments, report.at)
        if place:
            found.append((report.at - moments[place - 1]).total_seconds() / 3600)
    return found


def unit_names(session: Session) -> dict[int, str]:
    """Every unit's name; where two units share one, the office above it stands behind."""
    units = {unit.id or 0: unit for unit in session.exec(select(Unit))}
    shared = Counter(unit.name for unit in units.values())
    found = {}
    for unit_id, unit in units.items():
        above = units.get(unit.parent_id or 0)
        found[unit_id] = f"{unit.name} ({above.name})" if shared[unit.name] > 1 and above is not None else unit.name
    return found

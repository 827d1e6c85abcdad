"""What became different in a week, and what steering brought about: both read from the trail."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from sqlmodel import Session, col, select

from reports.facts import Change, ChangeKind, Effect, Steering, SteeringKind
from scheduler.rules import Rules
from storage.models import Event, Person, Report
from storage.standing import Line

_STEERED: dict[str, SteeringKind] = {
    "nudged": "chased",
    "deadline_moved": "extended",
    "assigned": "reassigned",
    "approved": "approved",
    "returned": "returned",
    "starred": "instructed",
}


def _events(session: Session, kinds: set[str], since: datetime, until: datetime) -> list[Event]:
    query = select(Event).where(col(Event.kind).in_(kinds), col(Event.at) >= since, col(Event.at) <= until).order_by(col(Event.id))
    return list(session.exec(query))


def changes(session: Session, lines: Mapping[int | None, Line], since: datetime, until: datetime) -> Iterator[Change]:
    """New tasks, work done, progress and moved deadlines, in the order of the trail; of several reports the last counts."""
    for line in lines.values():
        if since <= line.occurrence.given_at <= until:
            yield _change("new", line)
    last: dict[int | None, tuple[Event, Event]] = {}
    for event in _events(session, {"reported"}, since, until):
        first = last[event.task_id][0] if event.task_id in last else event
        last[event.task_id] = (first, event)
    for task_id, (first, event) in last.items():
        line = lines.get(task_id)
        if line is None:
            continue
        if line.occurrence.state == "done":
            yield _change("done", line, after=_day(line.occurrence.done_on))
        elif event.after.get("percent") != first.before.get("percent") and event.after.get("percent") is not None:
            before = first.before.get("percent")
            yield _change("progress", line, "" if before is None else str(before), str(event.after["percent"]))
    for event in _events(session, {"deadline_moved"}, since, until):
        line = lines.get(event.task_id)
        if line is not None:
            yield _change("moved", line, _iso_day(event.before.get("due_on")), _iso_day(event.after.get("due_on")))


def _change(kind: ChangeKind, line: Line, before: str = "", after: str = "") -> Change:
    return Change(kind, f"#{line.task.id}", line.unit.name, line.task.text, before, after)


def _day(day: date | None) -> str:
    return f"{day.day}/{day.month}/{day.year}" if day is not None else ""


def _iso_day(text: object) -> str:
    return _day(date.fromisoformat(str(text))) if text else ""


def steering(session: Session, lines: Mapping[int | None, Line], since: datetime, until: datetime, rules: Rules) -> Iterator[Steering]:
    """What coordinators and leaders did in the week, and what came of it since."""
    people = {row.id: row.name for row in session.exec(select(Person))}
    for event in _events(session, set(_STEERED), since, until):
        line = lines.get(event.task_id)
        if line is None or event.person_id is None:
            continue
        after = _newest_report(session, line, event.at, until)
        kind = _STEERED[event.kind]
        yield Steering(
            kind,
            f"#{line.task.id}",
            line.unit.name,
            people.get(event.person_id, ""),
            rules.day(event.at),
            _effect(line, after),
            after.percent if after is not None else None,
        )


def _newest_report(session: Session, line: Line, since: datetime, until: datetime) -> Report | None:
    query = (
        select(Report)
        .where(Report.occurrence_id == line.occurrence.id, col(Report.at) > since, col(Report.at) <= until, col(Report.undone_at).is_(None))
        .order_by(col(Report.id).desc())
    )
    return session.exec(query).first()


def _effect(line: Line, after: Report | None) -> Effect:
    if line.occurrence.state == "done":
        return "done"
    return "reported" if after is not None else "waiting"

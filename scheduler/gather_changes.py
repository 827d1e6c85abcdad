"""What became different since the last digest, and what steering brought about: both read from the trail."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from sqlmodel import Session, col, select

from reports.facts import Change, ChangeKind, Effect, Steering, SteeringKind, TaskLine, WeekFacts
from scheduler.rules import Rules
from storage import weekly_facts
from storage.models import Assignment, Event, Report, Task
from storage.standing import Line

DONE = ("done_on_time", "done_late")
_STEERED: dict[str, SteeringKind] = {
    "nudged": "chased",
    "deadline_moved": "extended",
    "assigned": "reassigned",
    "approved": "approved",
    "returned": "returned",
    "starred": "instructed",
}


@dataclass
class Trail:
    """What happened after `since` and up to `until` to the duties counted in a week, by the ids of their occurrences."""

    session: Session
    lines: Mapping[int | None, Line]
    names: Mapping[int, str]
    people: Mapping[int | None, str]
    since: datetime
    until: datetime
    rules: Rules

    @cached_property
    def events(self) -> dict[str, list[Event]]:
        """The events that a digest tells of, by kind, in their order. An act that was taken back before anybody was told of it is none."""
        kinds = {"reported", "undone", *_STEERED}
        query = select(Event).where(col(Event.kind).in_(kinds), col(Event.at) > self.since, col(Event.at) <= self.until)
        events = list(self.session.exec(query.order_by(col(Event.id))))
        taken_back = _taken_back(events)
        found: dict[str, list[Event]] = defaultdict(list)
        for event in events:
            if event.id not in taken_back:
                found[event.kind].append(event)
        return found

    @cached_property
    def reports(self) -> dict[int, list[Report]]:
        """The reports that stand, by occurrence, oldest first."""
        found: dict[int, list[Report]] = defaultdict(list)
        for report in weekly_facts.reports_between(self.session, self.since, self.until):
            found[report.occurrence_id].append(report)
        return found

    def held_by(self, event: Event) -> Line | None:
        """The duty that an event is about: the occurrence it names, or what the named unit holds of its task."""
        if event.occurrence_id is not None:
            return self.lines.get(event.occurrence_id)
        own = (line for line in self.lines.values() if line.task.id == event.task_id and line.assignment.unit_id == event.unit_id)
        return next(own, None)

    def change(self, kind: ChangeKind, line: Line, before: str = "", after: str = "") -> Change:
        """A change of a duty."""
        return Change(kind, f"#{line.task.id}", self.names[line.assignment.unit_id], line.task.text, before, after)


def _taken_back(events: Iterable[Event]) -> set[int | None]:
    """Acts undone among these, with the second move that put a deadline back."""
    listed = list(events)
    known = {event.id for event in listed}
    undone = [event for event in listed if event.kind == "undone" and event.before.get("event") in known]
    places = {(event.at, event.occurrence_id) for event in undone if event.before.get("kind") == "deadline_moved"}
    back = {event.id for event in listed if event.kind == "deadline_moved" and (event.at, event.occurrence_id) in places}
    return back | {event.before["event"] for event in undone}


def changes(trail: Trail, tasks: Iterable[TaskLine], last: WeekFacts | None) -> Iterator[Change]:
    """Corrections of what was said a week before, then new, handed over, done, moved on, moved and cancelled work."""
    corrected = set()
    for task, before, after in _corrections(tasks, last):
        corrected.add(task.key)
        yield Change("corrected", task.code, task.unit, task.text, before, after)
    yield from _given(trail)
    for occurrence_id, first in _first_reported(trail).items():
        line = trail.lines.get(occurrence_id)
        if line is not None and f"{line.task.id}-{line.unit.id}-{line.occurrence.period}" not in corrected:
            yield from _progressed(trail, line, first)
    for event in trail.events["deadline_moved"]:
        line = trail.held_by(event)
        if line is not None:
            yield trail.change("moved", line, _iso_day(event.before.get("due_on")), _iso_day(event.after.get("due_on")))
    yield from _cancelled(trail)


def _corrections(tasks: Iterable[TaskLine], last: WeekFacts | None) -> Iterator[tuple[TaskLine, str, str]]:
    """Where the last digest would read otherwise by what is known today: (task, what it said, what it should have said)."""
    told = {task.key: task for task in last.tasks} if last is not None else {}
    for task in tasks:
        old = told.get(task.key)
        if old is not None and last is not None and (found := _correction(old, task, last.as_of.date())) is not None:
            yield task, *found


def _correction(old: TaskLine, new: TaskLine, then: date) -> tuple[str, str] | None:
    was_done, is_done = old.state in DONE, new.state in DONE
    if was_done and not is_done:
        return "100%", _percent(new.percent)
    if was_done and old.done_on != new.done_on:
        return _day(old.done_on), _day(new.done_on)
    if is_done and not was_done and new.done_on is not None and new.done_on < then:
        return _percent(old.percent), f"100% ({_day(new.done_on)})"
    if not is_done and old.percent is not None and (new.percent or 0) < old.percent:
        return _percent(old.percent), _percent(new.percent)  # work does not shrink: the higher figure was wrong
    return None


def _given(trail: Trail) -> Iterator[Change]:
    """Work given since: new, or handed over by another unit. The next time that a recurring duty falls due is nothing new."""
    handed = {(event.task_id, event.unit_id) for event in trail.events["assigned"]}
    for line in trail.lines.values():
        held = line.assignment
        if trail.since < held.given_at <= trail.until:
            before = _held_before(trail, line) if (held.task_id, held.unit_id) in handed else ""
            if before:
                yield trail.change("reassigned", line, before, trail.names[held.unit_id])
            else:
                yield trail.change("new", line)


def _held_before(trail: Trail, line: Line) -> str:
    query = select(Assignment.unit_id).where(
        Assignment.task_id == line.task.id,
        Assignment.part == "lead",
        col(Assignment.ended_at) > trail.since,
        col(Assignment.ended_at) <= trail.until,
    )
    return ", ".join(sorted({trail.names[unit_id] for unit_id in trail.session.exec(query) if unit_id != line.assignment.unit_id}))


def _first_reported(trail: Trail) -> dict[int | None, Event]:
    """The first report of each duty since: what stood before it is what the last digest knew."""
    found: dict[int | None, Event] = {}
    for event in trail.events["reported"]:
        found.setdefault(event.occurrence_id, event)
    return found


def _progressed(trail: Trail, line: Line, first: Event) -> Iterator[Change]:
    before, now = first.before.get("percent"), line.occurrence.percent
    if line.occurrence.state == "done":
        if first.before.get("state") != "done":
            yield trail.change("done", line, after=_day(line.occurrence.done_on))
    elif now is not None and now != before:
        yield trail.change("progress", line, "" if before is None else str(before), str(now))


def _cancelled(trail: Trail) -> Iterator[Change]:
    query = select(Assignment, Task).join(Task, col(Assignment.task_id) == Task.id)
    ended = col(Assignment.ended_at)
    for held, task in trail.session.exec(
        query.where(Task.state == "cancelled", Assignment.part == "lead", ended > trail.since, ended <= trail.until).order_by(
            col(Assignment.id)
        )
    ):
        yield Change("cancelled", f"#{task.id}", trail.names[held.unit_id], task.text)


def _day(day: date | None) -> str:
    return f"{day.day}/{day.month}/{day.year}" if day is not None else ""


def _iso_day(text: object) -> str:
    return _day(date.fromisoformat(str(text))) if text else ""


def _percent(percent: int | None) -> str:
    return "" if percent is None else f"{percent}%"


def steering(trail: Trail) -> Iterator[Steering]:
    """What coordinators and leaders did since the last digest, in its order, and what came of it."""
    acts = sorted((event for kind in _STEERED for event in trail.events[kind]), key=lambda event: event.id or 0)
    for event in acts:
        line = trail.held_by(event)
        if line is None or event.person_id is None:
            continue
        after = [report for report in trail.reports[line.occurrence.id or 0] if report.at > event.at]
        yield Steering(
            _STEERED[event.kind],
            f"#{line.task.id}",
            trail.names[line.assignment.unit_id],
            trail.people.get(event.person_id, ""),
            trail.rules.day(event.at),
            _effect(line, after),
            after[-1].percent if after else None,
        )


def _effect(line: Line, after: list[Report]) -> Effect:
    if line.occurrence.state == "done":
        return "done"
    return "reported" if after else "waiting"

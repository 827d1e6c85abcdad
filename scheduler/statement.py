"""The morning statement of a day: what the planner wanted, computed afresh, against what became of it. It must close."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlmodel import Session, col, select

from scheduler import plan
from scheduler.compose import units_of
from scheduler.owed import older_versions, owed
from scheduler.rules import Rules
from storage import reminders
from storage.duties import Duty
from storage.models import Assignment, Directive, Occurrence, Outbox, Reminder, Task

GRACE = timedelta(minutes=2)
"""What fell due this recently may still wait for its beat."""
NEW_FOR = timedelta(days=15)
"""Longer than any row of days off: a first notice goes out within it."""
Key = tuple[int, int, str, int]
"""Occurrence, deadline version, stage, serial."""


@dataclass(frozen=True, slots=True)
class Item:
    """One reminder that did not arrive, and why; `task` is its code."""

    task: str
    unit: str
    why: str


@dataclass(frozen=True, slots=True)
class Statement:
    """planned = sent + put off + obsolete + failed + unknown. `nobody_to_tell` are those of `failed` whose unit has no reachable person.

    `missing` were planned and nothing is known of them, `surplus` were decided and not planned: with either the statement does not close.
    `other_unknown` are messages of other kinds that may or may not have arrived.
    """

    date: date
    planned: int = 0
    sent: int = 0
    put_off: list[Item] = field(default_factory=list)
    obsolete: int = 0
    failed: list[Item] = field(default_factory=list)
    unknown: list[Item] = field(default_factory=list)
    nobody_to_tell: list[Item] = field(default_factory=list)
    missing: list[Item] = field(default_factory=list)
    surplus: list[Item] = field(default_factory=list)
    other_unknown: list[str] = field(default_factory=list)

    @property
    def closes(self) -> bool:
        """Whether every reminder planned is accounted for, and no other."""
        accounted = self.sent + len(self.put_off) + self.obsolete + len(self.failed) + len(self.unknown)
        return not self.missing and not self.surplus and self.planned == accounted

    def to_json(self) -> dict[str, Any]:
        """The object of `tiendo statement --json`."""
        return {**asdict(self), "date": self.date.isoformat(), "closes": self.closes}


def statement(session: Session, day: date, now: datetime, rules: Rules, days: int = 1, *, afresh: bool = True) -> Statement:
    """The reminders planned for the office's `day` and the days after it, `days` in all, as far as `now` has come. Changes nothing.

    With `afresh` False nothing is planned anew (0.15 ms a duty): what was decided is taken for the plan, and it always closes.
    """
    start, end = rules.instant(day, time.min), rules.instant(day + timedelta(days=days), time.min)
    rows = {_key(row): row for row in reminders.planned_between(session, start, end)}
    wanted: dict[Key, Duty] = {}
    known: dict[int, Duty] = {}
    for duty in _duties(session, start, end, rules, afresh):
        known[duty.occurrence.id or 0] = duty
    if not afresh:
        wanted = {key: known[key[0]] for key in rows}
    for key, at in _planned(session, list(known.values()) if afresh else [], start, min(end, now), rules):
        if key in rows or at <= now - GRACE:
            wanted[key] = known[key[0]]
    # A clock that ran ahead may have said what the plan, closed earlier by the repeated hours, no longer holds.
    wanted |= {key: known[key[0]] for key, row in rows.items() if key not in wanted and reminders.decided_by_a_fast_clock(session, row)}
    names = {unit_id: unit.name for unit_id, unit in units_of(session, {duty.assignment.unit_id for duty in known.values()}).items()}

    def item(key: Key, why: str) -> Item:
        duty = known[key[0]]
        return Item(f"#{duty.task.id}", names[duty.assignment.unit_id], why)

    result = Statement(
        date=day,
        planned=len(wanted),
        sent=sum(1 for row in rows.values() if row.state == "sent"),
        obsolete=sum(1 for row in rows.values() if row.state == "obsolete"),
        missing=[item(key, "not_decided") for key in wanted if key not in rows],
        surplus=[item(key, rows[key].state) for key in rows if key not in wanted],
        other_unknown=_other_unknown(session, start, end),
    )
    for key, row in rows.items():
        _sort_in(result, row, item(key, row.why or row.state))
    return result


def _key(row: Reminder) -> Key:
    return row.occurrence_id, row.deadline_version, row.stage, row.serial


def _sort_in(result: Statement, row: Reminder, one: Item) -> None:
    if row.state in ("put_off", "queued"):
        result.put_off.append(one)
    elif row.state == "unknown":
        result.unknown.append(one)
    elif row.state in ("failed", "nobody"):
        result.failed.append(one)
        if one.why == "no_address":
            result.nobody_to_tell.append(one)


def _duties(session: Session, start: datetime, end: datetime, rules: Rules, afresh: bool) -> list[Duty]:
    """Every occurrence that may have planned something from `start` on and before `end`: not those closed before, given long ago and due
    long after."""
    row, assignment = Occurrence, Assignment
    alive = (col(row.state) == "open") | (col(row.last_report_at) >= start) | (col(assignment.ended_at) >= start)
    is_near = col(row.due_on) <= rules.day(end) + _longest_notice(session, rules)
    is_new = (col(row.given_at) >= start - NEW_FOR) | (col(row.since_at) >= start - NEW_FOR)
    decided = select(Reminder.occurrence_id).where(col(Reminder.planned_at) >= start, col(Reminder.planned_at) < end)
    may_plan = (col(row.given_at) < end) & alive & (is_near | is_new)
    query = (
        select(row, assignment, Task)
        .join(assignment, col(row.assignment_id) == assignment.id)
        .join(Task, col(assignment.task_id) == Task.id)
        .where(may_plan | col(row.id).in_(decided) if afresh else col(row.id).in_(decided))
    )
    return [Duty(*one) for one in session.exec(query)]


def _longest_notice(session: Session, rules: Rules) -> timedelta:
    """The most days before a deadline that anything is said, and some for days off."""
    overrides = [*session.exec(select(Task.remind_days).distinct()), *session.exec(select(Directive.remind_days).distinct())]
    days = [int(day) for text in overrides if text for day in text.split(",")]
    return timedelta(days=max([*days, *rules.remind_days], default=0)) + NEW_FOR


def _planned(session: Session, duties: Sequence[Duty], start: datetime, end: datetime, rules: Rules) -> Iterator[tuple[Key, datetime]]:
    """What the ladders hold from `start` on and before `end`, each deadline version while it was in force."""
    directives = {row.id: row for row in session.exec(select(Directive))}
    moves = reminders.deadline_moves(session, [duty.occurrence.id or 0 for duty in duties if duty.occurrence.deadline_version > 1])
    for duty in duties:
        owing = owed(duty, rules, directives.get(duty.task.directive_id))
        older = older_versions(duty, owing, moves.get(duty.occurrence.id or 0, ()), rules)
        for version, one in (*older, (duty.occurrence.deadline_version, owing)):
            for planned in plan.stages(one, rules, end - timedelta(microseconds=1)):
                if planned.at >= start:
                    yield (duty.occurrence.id or 0, version, planned.stage, planned.serial), planned.at


def _other_unknown(session: Session, start: datetime, end: datetime) -> list[str]:
    query = select(Outbox.kind).where(Outbox.state == "unknown", col(Outbox.settled_at) >= start, col(Outbox.settled_at) < end)
    return sorted(kind for kind in session.exec(query) if kind not in ("reminder", "escalation"))

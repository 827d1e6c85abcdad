"""Where things stand: every assignment in force with its latest report, and the counts that people ask for."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from storage.directives import label
from storage.duties import Duty
from storage.models import Assignment, ChatAddress, Directive, Inbox, Membership, Occurrence, Outbox, Report, Task, Unit
from storage.text import fold

__all__ = ["Line", "Stand", "directive_called", "label", "lines", "silences", "stand"]


@dataclass(frozen=True, slots=True)
class Line:
    """An occurrence with all that an answer says of it. `report` is the newest that stands."""

    occurrence: Occurrence
    assignment: Assignment
    task: Task
    unit: Unit
    report: Report | None = None

    @property
    def duty(self) -> Duty:
        """The same without unit and report."""
        return Duty(self.occurrence, self.assignment, self.task)

    @property
    def is_open(self) -> bool:
        """Whether it still runs."""
        return self.occurrence.state == "open"

    def is_overdue(self, today: date) -> bool:
        """Whether it still runs after its last day; never on that day itself."""
        return self.is_open and self.occurrence.due_on is not None and self.occurrence.due_on < today


def lines(session: Session, *, unit_ids: set[int] | None = None) -> list[Line]:
    """All occurrences of living assignments of tasks in force, cancelled ones left out, nearest deadline first."""
    query = (
        select(Occurrence, Assignment, Task, Unit)
        .join(Assignment, col(Occurrence.assignment_id) == Assignment.id)
        .join(Task, col(Assignment.task_id) == Task.id)
        .join(Unit, col(Assignment.unit_id) == Unit.id)
        .where(col(Assignment.ended_at).is_(None), Task.state == "active", col(Occurrence.state) != "cancelled")
        .order_by(col(Occurrence.due_on).nulls_last(), col(Task.id), col(Occurrence.id))
    )
    if unit_ids is not None:
        query = query.where(col(Assignment.unit_id).in_(unit_ids))
    reports = newest_reports(session)
    return [Line(*row, reports.get(row[0].id)) for row in session.exec(query)]


def newest_reports(session: Session) -> dict[int | None, Report]:
    """The newest standing report of every occurrence that has one."""
    newest = select(func.max(col(Report.id))).where(col(Report.undone_at).is_(None)).group_by(col(Report.occurrence_id))
    return {report.occurrence_id: report for report in session.exec(select(Report).where(col(Report.id).in_(newest)))}


@dataclass(frozen=True, slots=True)
class Stand:
    """The four states. On time is against the original deadline, overdue against the one in force."""

    done_on_time: int = 0
    done_late: int = 0
    open: int = 0
    overdue: int = 0

    @property
    def done(self) -> int:
        """Done, on time or late."""
        return self.done_on_time + self.done_late

    @property
    def all(self) -> int:
        """All four states."""
        return self.done + self.open + self.overdue

    @property
    def judged(self) -> int:
        """Those of which it is known whether they were on time: done, or overdue."""
        return self.done + self.overdue


def stand(counted: Iterable[Line], today: date) -> Stand:
    """Counts occurrences by state on a day."""
    states = [_state(line, today) for line in counted]
    return Stand(*(states.count(state) for state in ("done_on_time", "done_late", "open", "overdue")))


def _state(line: Line, today: date) -> str:
    row = line.occurrence
    if row.state == "done":
        late = row.original_due_on is not None and row.done_on is not None and row.done_on > row.original_due_on
        return "done_late" if late else "done_on_time"
    return "overdue" if line.is_overdue(today) else "open"


def directive_called(session: Session, name: str) -> Directive | None:
    """The directive that somebody means by a number or a part of it; the newest where several fit, whole words before parts of them."""
    key = fold(name)
    query = select(Directive.id, Directive.number, Directive.symbol, Directive.subject).order_by(col(Directive.id).desc())
    rows = [(one, [fold(part or "") for part in parts]) for one, *parts in session.exec(query)]
    whole = next((one for one, parts in rows if key and any(f" {key} " in f" {part} " for part in parts)), None)
    found = whole or next((one for one, parts in rows if key and any(key in part for part in parts)), None)
    return session.get(Directive, found) if found is not None else _resting_on(session, key)


def _resting_on(session: Session, key: str) -> Directive | None:
    """The newest directive that names a letter among what it rests on."""
    query = select(Directive.id, Directive.basis).order_by(col(Directive.id).desc())
    found = next((one for one, basis in session.exec(query) if key and any(key in fold(part) for part in basis)), None)
    return session.get(Directive, found) if found is not None else None


def silences(session: Session, unit_ids: Collection[int] | None, monday: date, zone: ZoneInfo) -> tuple[list[str], list[str]]:
    """Units that lead open tasks and have not reported since Monday: those reached and silent, and those never reached.

    `unit_ids` limits them; None = all.
    """
    since = datetime.combine(monday, time.min, zone)
    leads = (
        select(Assignment.id)
        .join(Occurrence, col(Occurrence.assignment_id) == Assignment.id)
        .where(Assignment.unit_id == Unit.id, col(Assignment.ended_at).is_(None), Assignment.part == "lead", Occurrence.state == "open")
    )
    waiting = select(Unit.id, Unit.name).where(leads.exists())
    reported = set(
        session.exec(
            select(Assignment.unit_id)
            .join(Occurrence, col(Occurrence.assignment_id) == Assignment.id)
            .join(Report, col(Report.occurrence_id) == Occurrence.id)
            .where(col(Report.at) >= since, col(Report.undone_at).is_(None))
            .distinct()
        )
    )
    reached = reachable_units(session)
    quiet = [
        (unit_id, name) for unit_id, name in session.exec(waiting) if unit_id not in reported and (unit_ids is None or unit_id in unit_ids)
    ]
    silent = sorted(name for unit_id, name in quiet if unit_id in reached)
    return silent, sorted(name for unit_id, name in quiet if unit_id not in reached)


def reachable_units(session: Session) -> set[int]:
    """Units with an officer who has a chat that takes messages, or with a group chat."""
    by_person = session.exec(
        select(Membership.unit_id)
        .join(ChatAddress, col(ChatAddress.person_id) == Membership.person_id)
        .where(Membership.role == "officer", col(Membership.until_at).is_(None), ChatAddress.state == "ok")
    )
    by_group = session.exec(select(ChatAddress.unit_id).where(col(ChatAddress.unit_id).is_not(None), ChatAddress.state == "ok"))
    return {unit_id for unit_id in [*by_person, *by_group] if unit_id is not None}


def hours_to_answer(session: Session, reports: Iterable[Report]) -> list[float]:
    """For each report the hours since the newest reminder or prompt that its author had been sent before it."""
    hours = []
    for report in reports:
        asked_at = session.exec(
            select(func.max(col(Outbox.settled_at))).where(
                Outbox.person_id == report.person_id,
                Outbox.state == "sent",
                col(Outbox.kind).in_(("reminder", "prompt")),
                col(Outbox.settled_at) <= report.at,
            )
        ).first()
        if asked_at is not None:
            hours.append((report.at - asked_at).total_seconds() / 3600)
    return hours


def silent_since(session: Session, since: datetime) -> int:
    """How many linked officers have said nothing since a moment."""
    spoke = select(Inbox.person_id).where(col(Inbox.received_at) >= since, col(Inbox.person_id).is_not(None))
    officers = (
        select(func.count(func.distinct(col(Membership.person_id))))
        .where(Membership.role == "officer", col(Membership.until_at).is_(None), Membership.since_at <= since)
        .where(col(Membership.person_id).not_in(spoke))
    )
    return session.exec(officers).one()

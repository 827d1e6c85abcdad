"""Progress reports: saving one with its change of state, taking one back, and reading what was said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from storage import events
from storage.duties import Duty
from storage.models import Assignment, Event, Occurrence, Report, Task

_STATE = ("state", "status", "percent", "done_on", "last_report_at", "verified_at")


@dataclass(frozen=True, slots=True)
class Said:
    """What a report says. `status` is "doing", "stuck", "not_started" or "done"; `done_on` when it was done (None = today)."""

    status: str
    percent: int | None = None
    done_on: date | None = None
    difficulty: str = ""
    proposal: str = ""
    note: str = ""
    words: str = ""
    evidence_number: str | None = None
    evidence_on: date | None = None
    repeats: bool = False


def save_report(
    session: Session, duty: Duty, said: Said, now: datetime, today: date, *, person_id: int, inbox_id: int | None
) -> tuple[Report, Event]:
    """Keeps a report and what it changes.

    1. The report keeps the state before it, so that it can be taken back. 2. "done" closes the occurrence on the day named.
    3. Any other answer opens it again if an earlier one had closed it. 4. The planner looks again at once. 5. Who reports on a task has
    received it. 6. The trail tells of it.
    """
    row = duty.occurrence
    before = _picture(row)
    report = _row_of(said, row, now, today)
    report.person_id, report.inbox_id, report.before = person_id, inbox_id, before
    session.add(report)
    session.flush()
    _apply(report, row, now)
    held = duty.assignment
    if held.received_at is None:
        held.received_at, held.received_by_id = now, person_id
    session.add_all([row, held])
    event = events.record(
        session,
        "reported",
        now,
        person_id=person_id,
        inbox_id=inbox_id,
        unit_id=duty.assignment.unit_id,
        directive_id=duty.task.directive_id,
        task_id=duty.task.id,
        occurrence_id=row.id,
        before=before,
        after={**_picture(row), "report": report.id},
        note=said.words,
    )
    return report, event


def _row_of(said: Said, row: Occurrence, now: datetime, today: date) -> Report:
    done = said.status == "done"
    return Report(
        occurrence_id=row.id or 0,
        at=now,
        status=said.status,
        percent=100 if done else said.percent,
        done_on=(said.done_on or today) if done else None,
        difficulty=said.difficulty,
        proposal=said.proposal,
        note=said.note,
        words=said.words,
        evidence_number=said.evidence_number,
        evidence_on=said.evidence_on,
        repeats=said.repeats,
    )


def _apply(report: Report, row: Occurrence, now: datetime) -> None:
    earlier = None if row.state == "done" else row.percent  # of what is open again after all, how far it is is not known
    row.percent = report.percent if report.percent is not None else earlier
    row.state = "done" if report.status == "done" else "open"
    row.status, row.done_on, row.last_report_at, row.next_reminder_at = report.status, report.done_on, now, now
    row.verified_at = None


def take_back(session: Session, event: Event, now: datetime, *, person_id: int, inbox_id: int | None) -> bool:
    """Undoes a report: the occurrence is again as it was before. False where a later report stands on it, or it was taken back already."""
    report = session.get(Report, event.after.get("report"))
    row = session.get(Occurrence, event.occurrence_id)
    if report is None or row is None or report.undone_at is not None or latest(session, report.occurrence_id) != report:
        return False
    report.undone_at = now
    _restore(row, report.before)
    row.next_reminder_at = now
    session.add_all([report, row])
    session.flush()
    events.record(
        session,
        "report_undone",
        now,
        person_id=person_id,
        inbox_id=inbox_id,
        unit_id=event.unit_id,
        directive_id=event.directive_id,
        task_id=event.task_id,
        occurrence_id=event.occurrence_id,
        before=event.after,
        after=report.before,
    )
    return True


def latest(session: Session, occurrence_id: int) -> Report | None:
    """The newest report of an occurrence that still stands."""
    return session.exec(
        select(Report).where(Report.occurrence_id == occurrence_id, col(Report.undone_at).is_(None)).order_by(col(Report.id).desc())
    ).first()


def of_message(session: Session, inbox_id: int) -> Report | None:
    """The newest standing report that was made by a message: what somebody means who answers its receipt."""
    return session.exec(
        select(Report).where(Report.inbox_id == inbox_id, col(Report.undone_at).is_(None)).order_by(col(Report.id).desc())
    ).first()


def newest_of(session: Session, person_id: int, since: datetime) -> Report | None:
    """A person's newest standing report, None where it was made before an instant."""
    return session.exec(
        select(Report)
        .where(Report.person_id == person_id, col(Report.undone_at).is_(None), col(Report.at) >= since)
        .order_by(col(Report.id).desc())
    ).first()


def ever_held(session: Session, task_id: int, unit_ids: set[int]) -> bool:
    """Whether one of these units holds or once held a task."""
    query = select(Assignment.id).where(Assignment.task_id == task_id, col(Assignment.unit_id).in_(unit_ids))
    return session.exec(query.limit(1)).first() is not None


def reported_since(session: Session, unit_ids: set[int], since: datetime) -> list[Duty]:
    """Duties of some units that were reported on since an instant, done ones too, the one last reported on first."""
    query = (
        select(Occurrence, Assignment, Task)
        .join(Assignment, col(Occurrence.assignment_id) == Assignment.id)
        .join(Task, col(Assignment.task_id) == Task.id)
        .where(col(Assignment.unit_id).in_(unit_ids), col(Assignment.ended_at).is_(None), col(Occurrence.last_report_at) >= since)
        .where(Task.state == "active", col(Occurrence.state) != "cancelled")
        .order_by(col(Occurrence.last_report_at).desc(), col(Occurrence.id).desc())
    )
    return [Duty(*row) for row in session.exec(query)]


@dataclass(frozen=True, slots=True)
class Receipts:
    """How many of the units that lead a task have said that they received it, and the ids of those that have not."""

    received: int
    of: int
    waiting: tuple[int, ...] = ()


def receipts(session: Session, task_ids: Iterable[int]) -> Receipts:
    """Who of the leading units has received these tasks; a unit with several of them counts once a task."""
    query = select(Assignment).where(
        col(Assignment.task_id).in_(list(task_ids)), Assignment.part == "lead", col(Assignment.ended_at).is_(None)
    )
    held = list(session.exec(query.order_by(col(Assignment.id))))
    waiting = tuple(dict.fromkeys(row.unit_id for row in held if row.received_at is None))
    return Receipts(sum(row.received_at is not None for row in held), len(held), waiting)


def last_change(session: Session, person_id: int) -> Event | None:
    """A person's newest report in the trail: what "hoàn tác" means."""
    return session.exec(select(Event).where(Event.person_id == person_id, Event.kind == "reported").order_by(col(Event.id).desc())).first()


def _picture(row: Occurrence) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in _STATE}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _restore(row: Occurrence, picture: dict[str, Any]) -> None:
    row.state, row.status, row.percent = picture["state"], picture["status"], picture["percent"]
    row.done_on = date.fromisoformat(picture["done_on"]) if picture["done_on"] else None
    for name in ("last_report_at", "verified_at"):
        setattr(row, name, datetime.fromisoformat(picture[name]) if picture[name] else None)

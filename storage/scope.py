"""What an answer is about, counted and listed by the store: only what is shown is ever loaded."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import String, and_, cast, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from storage.models import Assignment, Occurrence, Report, Task, Unit
from storage.standing import Line, Stand


@dataclass(frozen=True, slots=True)
class Scope:
    """The lead duties in force that are meant. Every field narrows; None narrows nothing.

    `commune` is a bare name ("Cao Lâu"): duties whose task names that commune. `criterion` is a number ("9"), its indicators included.
    `task_ids` are tasks found before; `but_unit` leaves out what a unit holds itself. `directive_ids` are the letters that gave the tasks.
    """

    unit_ids: frozenset[int] | None = None
    directive_ids: frozenset[int] | None = None
    criterion: str | None = None
    commune: str | None = None
    task_ids: frozenset[int] | None = None
    but_unit: int | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """The four states, and how many open duties fall due from one day to another."""

    stand: Stand
    soon: int = 0


def tally(session: Session, scope: Scope, today: date, soon_until: date) -> Tally:
    """Counts by state on a day, in one pass; `soon` counts from that day to `soon_until`, both included."""
    row = Occurrence
    done, still_open = col(row.state) == "done", col(row.state) == "open"
    late = and_(done, col(row.done_on) > col(row.original_due_on))
    overdue = and_(still_open, col(row.due_on) < today)
    soon = and_(still_open, col(row.due_on) >= today, col(row.due_on) <= soon_until)
    counted = [func.count().filter(test) for test in (done, late, still_open, overdue, soon)]
    query = select(*counted).select_from(Occurrence).join(Assignment, col(row.assignment_id) == Assignment.id)
    row_of_counts: Any = session.exec(query.where(*_held(scope), Occurrence.state != "cancelled")).one()
    all_done, done_late, all_open, all_overdue, all_soon = row_of_counts
    return Tally(Stand(all_done - done_late, done_late, all_open - all_overdue, all_overdue), all_soon)


def late(session: Session, scope: Scope, today: date, limit: int, offset: int = 0) -> list[Line]:
    """Open duties past their last day, the longest overdue first."""
    return _lines(session, scope, [col(Occurrence.state) == "open", col(Occurrence.due_on) < today], limit, offset)


def due(session: Session, scope: Scope, first: date, last: date, limit: int, offset: int = 0) -> list[Line]:
    """Open duties due from one day to another, both included, nearest first."""
    return _lines(session, scope, _between(first, last), limit, offset)


def count_late(session: Session, scope: Scope, today: date) -> int:
    """How many `late` would list without a limit."""
    query = select(func.count(col(Occurrence.id))).join(Assignment, col(Occurrence.assignment_id) == Assignment.id)
    return session.exec(query.where(*_held(scope), col(Occurrence.state) == "open", col(Occurrence.due_on) < today)).one()


def count_due(session: Session, scope: Scope, first: date, last: date) -> int:
    """How many `due` would list without a limit."""
    query = select(func.count(col(Occurrence.id))).join(Assignment, col(Occurrence.assignment_id) == Assignment.id)
    return session.exec(query.where(*_held(scope), *_between(first, last))).one()


def difficulties(session: Session, scope: Scope, limit: int) -> list[Line]:
    """Open duties whose newest report names a difficulty, the newest first."""
    newer = aliased(Report)
    overtaken = select(newer.id).where(
        newer.occurrence_id == Report.occurrence_id, col(newer.id) > col(Report.id), col(newer.undone_at).is_(None)
    )
    newest = (
        select(Report)
        .join(Occurrence, col(Report.occurrence_id) == Occurrence.id)
        .join(Assignment, col(Occurrence.assignment_id) == Assignment.id)
        .where(*_held(scope), Occurrence.state == "open", Report.difficulty != "", col(Report.undone_at).is_(None), ~overtaken.exists())
        .order_by(col(Report.id).desc())
        .limit(limit)
    )
    said = {report.occurrence_id: report for report in session.exec(newest)}
    found = _lines(session, Scope(), [col(Occurrence.id).in_(said)], limit, 0) if said else []
    with_words = [replace(line, report=said[line.occurrence.id or 0]) for line in found]
    return sorted(with_words, key=lambda line: -(line.report.id or 0) if line.report else 0)


def tasks_by_directive(session: Session, scope: Scope) -> dict[int | None, set[int]]:
    """The tasks in force of a criterion or commune by the letter that gave them; None stands for tasks by hand."""
    found: dict[int | None, set[int]] = {}
    for task_id, directive_id in session.exec(select(Task.id, Task.directive_id).where(Task.state == "active", *_tasks(scope))):
        found.setdefault(directive_id, set()).add(task_id or 0)
    return found


def _between(first: date, last: date) -> list[Any]:
    return [col(Occurrence.state) == "open", col(Occurrence.due_on) >= first, col(Occurrence.due_on) <= last]


def _lines(session: Session, scope: Scope, tests: Sequence[Any], limit: int, offset: int) -> list[Line]:
    query = (
        select(Occurrence, Assignment, Task, Unit)
        .join(Assignment, col(Occurrence.assignment_id) == Assignment.id)
        .join(Task, col(Assignment.task_id) == Task.id)
        .join(Unit, col(Assignment.unit_id) == Unit.id)
        .where(*_held(scope), *tests)
        .order_by(col(Occurrence.due_on), col(Occurrence.id))
        .limit(limit)
        .offset(offset)
    )
    return [Line(*row) for row in session.exec(query)]


def _held(scope: Scope) -> list[Any]:
    """Living lead assignments in the scope. A cancelled task has none, so the task itself need not be asked."""
    tests: list[Any] = [col(Assignment.ended_at).is_(None), Assignment.part == "lead"]
    if scope.unit_ids is not None:
        tests.append(col(Assignment.unit_id).in_(scope.unit_ids))
    if scope.but_unit is not None:
        tests.append(Assignment.unit_id != scope.but_unit)
    if scope.task_ids is not None:
        tests.append(col(Assignment.task_id).in_(scope.task_ids))
    narrowed = _tasks(scope)
    if narrowed:
        tests.append(col(Assignment.task_id).in_(_ids(narrowed)))
    return tests


def _ids(tests: Collection[Any]) -> Any:
    return select(Task.id).where(*tests)


def _tasks(scope: Scope) -> list[Any]:
    tests: list[Any] = []
    if scope.directive_ids is not None:
        tests.append(col(Task.directive_id).in_(scope.directive_ids))
    if scope.criterion is not None:
        listed = cast(col(Task.criteria), String)
        tests.append(
            or_(listed.contains(f'"{scope.criterion}"', autoescape=True), listed.contains(f'"{scope.criterion}.', autoescape=True))
        )
    if scope.commune is not None:
        # JSON stands in the store with letters outside ASCII escaped, and a name as "Cao Lâu" or "xã Cao Lâu".
        written = json.dumps(scope.commune)[1:-1]
        tests.append(cast(col(Task.communes), String).contains(f'{written}"', autoescape=True))
    return tests

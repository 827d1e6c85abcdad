"""The facts of a week, gathered from the store: one pass over assignments in force, their reports, and the trail."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median

from sqlmodel import Session, col, select

from reports.facts import (
    CommuneCriteria,
    Counts,
    Office,
    PastWeek,
    Ratio,
    Silence,
    State,
    TaskLine,
    UnitFacts,
    Usage,
    Voice,
    WeekFacts,
)
from reports.kept import from_json
from reports.numbers import counts_of, is_kept
from reports.weeks import iso_week, week_of
from scheduler.gather_changes import changes, steering
from scheduler.rules import Rules
from storage import standing
from storage.directives import label
from storage.models import Directive, KeptDigest, Person, Report, Unit
from storage.standing import Line

WEEKS_KEPT = 12
"""Weeks of history that a digest carries for its heat map."""


@dataclass(frozen=True, slots=True)
class _Week:
    """The week being gathered: its days, its instants, and what is read once for all tasks."""

    monday: date
    sunday: date
    begins_at: datetime
    as_of: datetime
    today: date
    rules: Rules
    directives: dict[int | None, Directive]
    people: dict[int | None, str]
    reachable: set[int]


def gather(session: Session, day: date, now: datetime, rules: Rules, office: Office, unit_ids: set[int] | None = None) -> WeekFacts:
    """The facts of the week that holds a day, as they stand at `now` or, for a week that is over, at its end as far as is still known.

    `unit_ids` limits them to a part of the tree. Reads only.
    """
    week = _week(session, day, now, rules)
    lines = [line for line in standing.lines(session, unit_ids=unit_ids) if _counts_in(line, week)]
    tasks = [_task_line(line, week) for line in lines]
    by_unit: dict[str, list[tuple[Line, TaskLine]]] = defaultdict(list)
    for line, task in zip(lines, tasks, strict=True):
        by_unit[line.unit.name].append((line, task))
    return WeekFacts(
        week=iso_week(week.monday),
        from_on=week.monday,
        to_on=week.sunday,
        as_of=rules.local(week.as_of),
        office=office,
        units=tuple(_unit_facts(name, rows, week) for name, rows in sorted(by_unit.items())),
        tasks=tuple(tasks),
        history=history(session, week.monday),
        difficulties=tuple(_voices(lines, week)),
        changes=tuple(changes(session, {line.task.id: line for line in lines}, week.begins_at, week.as_of)),
        steering=tuple(steering(session, {line.task.id: line for line in lines}, week.begins_at, week.as_of, rules)),
        criteria=_criteria(session),
        usage=_usage(session, week),
        zone=str(rules.zone),
    )


def _week(session: Session, day: date, now: datetime, rules: Rules) -> _Week:
    monday, sunday = week_of(day)
    end_at = rules.instant(sunday + timedelta(days=1), time.min) - timedelta(seconds=1)
    as_of = min(now, end_at)
    return _Week(
        monday=monday,
        sunday=sunday,
        begins_at=rules.instant(monday, time.min),
        as_of=as_of,
        today=rules.day(as_of),
        rules=rules,
        directives={row.id: row for row in session.exec(select(Directive))},
        people={row.id: row.name for row in session.exec(select(Person))},
        reachable=standing.reachable_units(session),
    )


def _counts_in(line: Line, week: _Week) -> bool:
    """Lead assignments given by then; of a recurring duty what was due by the week's end, so that the future is no backlog."""
    if line.assignment.part != "lead" or line.occurrence.given_at > week.as_of:
        return False
    due_on = line.occurrence.original_due_on
    return not line.task.rrule or due_on is None or due_on <= week.sunday


def _task_line(line: Line, week: _Week) -> TaskLine:
    row, task, report = line.occurrence, line.task, line.report
    moved = row.original_due_on is not None and row.original_due_on != row.due_on
    directive = week.directives.get(task.directive_id)
    return TaskLine(
        key=f"{task.id}-{line.unit.id}-{row.period}",
        code=f"#{task.id}",
        unit=line.unit.name,
        text=task.text,
        state=_state(line, week.today),
        due_on=row.due_on,
        due_time=row.due_time,
        deadline_text=task.deadline_text or "",
        original_due_on=row.original_due_on if moved else None,
        original_text=(task.deadline_text or "") if moved else "",
        deadline_version=row.deadline_version,
        rrule=task.rrule,
        starts_on=task.starts_on,
        ongoing=task.ongoing,
        done_on=row.done_on,
        percent=row.percent,
        report=(report.words or report.note) if report else "",
        reporter=week.people.get(report.person_id, "") if report else "",
        reported_at=week.rules.local(report.at) if report else None,
        difficulty=report.difficulty if report else "",
        proposal=report.proposal if report else "",
        evidence=(report.evidence_number,) if report and report.evidence_number else (),
        directive=label(directive),
        ref=task.ref,
        quote=task.quote,
        support=tuple(task.support_names),
        criteria=tuple(task.criteria),
        nobody_to_tell=line.is_open and row.due_on is not None and line.unit.id not in week.reachable,
    )


def _state(line: Line, today: date) -> State:
    row = line.occurrence
    if row.state == "done":
        late = row.original_due_on is not None and row.done_on is not None and row.done_on > row.original_due_on
        return "done_late" if late else "done_on_time"
    return "overdue" if line.is_overdue(today) else "open"


def _unit_facts(name: str, rows: list[tuple[Line, TaskLine]], week: _Week) -> UnitFacts:
    tasks = [task for _, task in rows]
    waiting = [line for line, _ in rows if line.is_open]
    updated = [line for line in waiting if line.report is not None and week.begins_at <= line.report.at <= week.as_of]
    answered = [line for line, _ in rows if line.report is not None and week.begins_at <= line.report.at <= week.as_of]
    counts: Counts = counts_of(tasks)
    return UnitFacts(
        name,
        counts,
        _silence(rows[0][0].unit, bool(answered) or not waiting, week),
        Ratio(len([line for line in updated if _has_content(line.report)]), len(waiting)),
        sum(is_kept(task, week.today) for task in tasks),
    )


def _silence(unit: Unit, answered: bool, week: _Week) -> Silence:
    if answered:
        return "answered"
    return "silent" if unit.id in week.reachable else "unreached"


def _has_content(report: Report | None) -> bool:
    """A report that says nothing does not raise the update rate."""
    return report is not None and bool(report.percent is not None or report.difficulty or report.proposal or report.note or report.repeats)


def _voices(lines: Iterable[Line], week: _Week) -> Iterable[Voice]:
    for line in lines:
        report = line.report
        if report is not None and line.is_open and (report.difficulty or report.proposal) and report.at <= week.as_of:
            who = week.people.get(report.person_id, "")
            yield Voice(f"#{line.task.id}", line.unit.name, who, week.rules.local(report.at), report.difficulty, report.proposal)


def history(session: Session, monday: date) -> tuple[PastWeek, ...]:
    """The kept digests of the weeks before, oldest first."""
    rows = session.exec(
        select(KeptDigest)
        .where(KeptDigest.from_on < monday, KeptDigest.state == "sent")
        .order_by(col(KeptDigest.from_on).desc())
        .limit(WEEKS_KEPT)
    )
    kept = [from_json(str(row.facts["json"])) for row in rows]
    return tuple(PastWeek(facts.week, facts.from_on, facts.to_on, facts.as_of, facts.units) for facts in reversed(kept))


def _criteria(session: Session) -> tuple[CommuneCriteria, ...]:
    """What the letters in force say that communes have met; the newest letter's word stands."""
    rows = session.exec(select(Directive).where(Directive.state == "in_force").order_by(col(Directive.id)))
    found: dict[tuple[str, str], CommuneCriteria] = {}
    for row in rows:
        for status in row.criteria:
            if status.get("kind") != "self" or not status.get("total"):
                continue
            met = [str(number) for number in status.get("met", [])]
            count = len(met) or int(status.get("claimed") or 0)
            missing = tuple(str(number) for number in range(1, int(status["total"]) + 1) if met and str(number) not in met)
            key = (str(status["commune"]), str(status["set"]))
            found[key] = CommuneCriteria(
                key[0], "ntm_nang_cao" if key[1] == "ntm_nang_cao" else "ntm", count, int(status["total"]), missing
            )
    return tuple(found[key] for key in sorted(found))


def _usage(session: Session, week: _Week) -> Usage:
    """How the bot is used: answers in chat this week, and the hours from the newest message about a unit's work to its answer."""
    reports = list(
        session.exec(select(Report).where(col(Report.at) >= week.begins_at, col(Report.at) <= week.as_of, col(Report.undone_at).is_(None)))
    )
    in_chat = [report for report in reports if report.inbox_id is not None]
    hours = standing.hours_to_answer(session, in_chat)
    return Usage(
        Ratio(len(in_chat), len(reports)), median(hours) if hours else None, standing.silent_since(session, week.as_of - timedelta(days=14))
    )

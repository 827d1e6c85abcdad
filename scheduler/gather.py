"""The facts of a week, gathered from the store: one pass over the assignments that were in force, their reports, and the trail."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from statistics import median

from sqlmodel import Session, select

from reports.facts import Counts, Office, PastWeek, Ratio, Silence, State, TaskLine, UnitFacts, Usage, Voice, WeekFacts
from reports.kept import from_json
from reports.numbers import counts_of, is_kept
from reports.weeks import iso_week, week_of
from scheduler.gather_changes import Trail, changes, steering
from scheduler.gather_criteria import criteria
from scheduler.rules import Rules
from storage import digests, standing, weekly_facts
from storage.directives import label
from storage.models import Directive, Person, Report
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
    names: Mapping[int, str]
    reachable: set[int]

    def unit(self, line: Line) -> str:
        """The name under which a duty's unit is counted."""
        return self.names[line.assignment.unit_id]


def gather(session: Session, day: date, now: datetime, rules: Rules, office: Office, unit_ids: set[int] | None = None) -> WeekFacts:
    """The facts of the week that holds a day, as they stand at `now` or, for a week that is over, at its end as far as is still known.

    `unit_ids` limits them to a part of the tree. Reads only.
    """
    week = _week(session, day, now, rules)
    lines = [line for line in weekly_facts.lines_at(session, week.as_of, unit_ids) if _counts_in(line, week)]
    tasks = [_task_line(line, week) for line in lines]
    by_unit: dict[str, list[tuple[Line, TaskLine]]] = defaultdict(list)
    for line, task in zip(lines, tasks, strict=True):
        by_unit[task.unit].append((line, task))
    last = last_kept(session, week.monday)
    since = last.as_of if last is not None else week.begins_at
    trail = Trail(session, {line.occurrence.id: line for line in lines}, week.names, week.people, since, week.as_of, rules)
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
        changes=tuple(changes(trail, tasks, last)),
        steering=tuple(steering(trail)),
        criteria=criteria(session, week.as_of, last),
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
        names=weekly_facts.unit_names(session),
        reachable=standing.reachable_units(session),
    )


def _counts_in(line: Line, week: _Week) -> bool:
    """Of a recurring duty what was due by the week's end, so that the future is no backlog; of other duties everything."""
    due_on = line.occurrence.original_due_on
    return not line.task.rrule or due_on is None or due_on <= week.sunday


def _task_line(line: Line, week: _Week) -> TaskLine:
    row, task, report = line.occurrence, line.task, line.report
    moved = row.original_due_on is not None and row.original_due_on != row.due_on
    return TaskLine(
        key=f"{task.id}-{line.unit.id}-{row.period}",
        code=f"#{task.id}",
        unit=week.unit(line),
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
        done_on=row.done_on if row.state == "done" else None,
        percent=row.percent,
        report=(report.words or report.note) if report else "",
        reporter=week.people.get(report.person_id, "") if report else "",
        reported_at=week.rules.local(report.at) if report else None,
        difficulty=report.difficulty if report else "",
        proposal=report.proposal if report else "",
        evidence=(report.evidence_number,) if report and report.evidence_number else (),
        directive=label(week.directives.get(task.directive_id)),
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
    answered = [line for line, _ in rows if line.report is not None and line.report.at >= week.begins_at]
    updated = [line for line in answered if line.is_open and _has_content(line.report)]
    counts: Counts = counts_of(tasks)
    silence = _silence(rows[0][0].assignment.unit_id, bool(answered) or not waiting, week)
    return UnitFacts(name, counts, silence, Ratio(len(updated), len(waiting)), sum(is_kept(task, week.today) for task in tasks))


def _silence(unit_id: int, answered: bool, week: _Week) -> Silence:
    if answered:
        return "answered"
    return "silent" if unit_id in week.reachable else "unreached"


def _has_content(report: Report | None) -> bool:
    """A report that says nothing does not raise the update rate."""
    return report is not None and bool(report.percent is not None or report.difficulty or report.proposal or report.note or report.repeats)


def _voices(lines: Iterable[Line], week: _Week) -> Iterable[Voice]:
    for line in lines:
        report = line.report
        if report is not None and line.is_open and (report.difficulty or report.proposal):
            who = week.people.get(report.person_id, "")
            yield Voice(f"#{line.task.id}", week.unit(line), who, week.rules.local(report.at), report.difficulty, report.proposal)


def last_kept(session: Session, monday: date) -> WeekFacts | None:
    """What leaders were last told before a week; None where no digest was ever sent."""
    day = digests.last_before(session, monday)
    text = digests.facts_json(session, day) if day is not None else None
    return from_json(text) if text is not None else None


def history(session: Session, monday: date) -> tuple[PastWeek, ...]:
    """The kept digests of the weeks before, oldest first."""
    kept = [from_json(text) for text in digests.past_weeks(session, monday, WEEKS_KEPT)]
    return tuple(PastWeek(facts.week, facts.from_on, facts.to_on, facts.as_of, facts.units) for facts in kept)


def _usage(session: Session, week: _Week) -> Usage:
    """How the bot is used: answers in chat this week, and the hours from the newest message about a unit's work to its answer."""
    reports = weekly_facts.reports_between(session, week.begins_at, week.as_of)
    in_chat = [report for report in reports if report.inbox_id is not None]
    hours = weekly_facts.hours_to_answer(session, in_chat)
    silent = standing.silent_since(session, week.as_of - timedelta(days=14))
    return Usage(Ratio(len(in_chat), len(reports)), median(hours) if hours else None, silent)


def calendar_tasks(session: Session, now: datetime, rules: Rules, unit_ids: set[int] | None = None) -> list[TaskLine]:
    """The duties in force as calendars show them: a recurring one once, with its rule, however often it fell due; plain ones once each."""
    week = _week(session, rules.day(now), now, rules)
    found: dict[str, TaskLine] = {}
    for line in weekly_facts.lines_at(session, now, unit_ids):
        task = _task_line(line, week)
        if task.rrule:
            task = replace(task, key=f"{line.task.id}-{line.unit.id}-")
        found[task.key] = task
    return list(found.values())

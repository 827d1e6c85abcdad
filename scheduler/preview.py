"""What would go out if nobody answered, as the beat would decide it: for `tiendo schedule` and the coordinator's look ahead."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, col, select

from scheduler.ahead import Going, look_ahead
from scheduler.foreseen import AHEAD, EVERY, WEEKLY, at_once, receipt_questions, to_come, watched, week_messages
from scheduler.owed import owed
from scheduler.queueing import started_today
from scheduler.recipients import of_units
from scheduler.rules import Rules
from scheduler.table import Table, lay_table
from storage import reminders, units, weeks
from storage.directives import tasks_of
from storage.duties import Duty, open_duties
from storage.models import Assignment, Person, Task, Unit
from storage.office import Preview


def upcoming(
    session: Session, start: datetime, end: datetime, rules: Rules, unit_ids: set[int] | None = None, now: datetime | None = None
) -> list[Preview]:
    """The reminders from `start` up to and including `end`, in order, as the daily ceiling lets them go.

    What is due by `start` is said at once, unless `start` lies after `now`: then it will have been said before. `now` None is `start`.
    """
    begin = min(start, now or start)
    duties = _in_force(session, begin, end, rules, None if unit_ids is None else _of_the_same_people(session, unit_ids))
    table = lay_table(session, duties, begin, rules)
    shown = [one for one in _played(table, duties, end) if start <= one.at]
    return _listed(table, duties, [one for one in shown if unit_ids is None or duties[one.number].assignment.unit_id in unit_ids])


def of_draft(session: Session, directive_id: int, now: datetime, rules: Rules) -> list[Preview]:
    """What a draft would send in its first 14 days if it were put in force now, beside all that the same people are sent anyway."""
    end = now + AHEAD
    drafted = list(_drafted(session, directive_id, now, end, rules))
    standing = _in_force(session, now, end, rules, _of_the_same_people(session, {duty.assignment.unit_id for duty in drafted}))
    table = lay_table(session, [*drafted, *standing], now, rules)
    played = _played(table, [*drafted, *standing], end, len(drafted))
    return _listed(table, drafted, [one for one in played if one.number < len(drafted) and one.stage != WEEKLY])


def _in_force(session: Session, start: datetime, end: datetime, rules: Rules, unit_ids: set[int] | None) -> list[Duty]:
    """The open duties, and the occurrences of recurring ones that will be."""
    duties = open_duties(session, unit_ids=unit_ids)
    for assignment, task in reminders.to_continue(session, rules.day(end) + AHEAD, limit=EVERY):
        if unit_ids is None or assignment.unit_id in unit_ids:
            duties += to_come(session, assignment, task, start, end, rules)
    return duties


def _of_the_same_people(session: Session, unit_ids: set[int]) -> set[int]:
    """These units and the others of those who are told for them: one ceiling holds for all that a person hears."""
    told = {to.person_id for people in of_units(session, unit_ids).values() for to in people if to.person_id is not None}
    return unit_ids.union(*(weeks.officer_units(session, person_id) for person_id in told))


def _drafted(session: Session, directive_id: int, now: datetime, end: datetime, rules: Rules) -> Iterator[Duty]:
    """What the units of a draft would hold, as if its tasks were given now; nothing is stored."""
    today = rules.day(now)
    for task in tasks_of(session, directive_id):
        held: set[int] = set()
        for part, names in (("lead", task.lead_names), ("support", task.support_names)):
            for unit in units.resolve(session, names, task.communes, today).units:
                if units.unit_id(unit) not in held:
                    held.add(units.unit_id(unit))
                    yield from _given(session, task, units.unit_id(unit), part, now, end, rules)


def _given(session: Session, task: Task, unit_id: int, part: str, now: datetime, end: datetime, rules: Rules) -> Iterable[Duty]:
    assignment = Assignment(task_id=task.id or 0, unit_id=unit_id, part=part, given_at=now)
    return to_come(session, assignment, task, now, end, rules) if task.rrule else [at_once(assignment, task)]


def _played(table: Table, duties: Sequence[Duty], end: datetime, drafted: int = 0) -> Iterator[Going]:
    """The duties by their place, the first ones being drafted and taken for open."""
    ladders = []
    for number, duty in enumerate(duties):
        owing = owed(duty, table.rules, table.directives.get(duty.task.directive_id or 0))
        owing = replace(owing, open=True) if number < drafted else owing
        ladders.append(watched(table, number, duty, owing, end))
    persons = {to.key: to for people in table.officers.values() for to in people}
    persons |= {to.key: to for duty in duties for to in table.watchers(duty.assignment.unit_id)}
    extras = [*week_messages(table, duties, table.now, end), *receipt_questions(table, duties, table.now)]
    return look_ahead(ladders, extras, started_today(table, persons.values()), end, table.rules)


def _listed(table: Table, duties: Sequence[Duty], going: Iterable[Going]) -> list[Preview]:
    """One row for each moment, unit, stage and circle of people."""
    heard: defaultdict[tuple[datetime, str, int], list[str]] = defaultdict(list)
    for one in going:
        heard[one.at, one.stage, one.number] += one.to
    rows: defaultdict[tuple[datetime, int, str, tuple[str, ...]], set[int]] = defaultdict(set)
    for (at, stage, number), told in heard.items():
        rows[at, duties[number].assignment.unit_id, stage, tuple(told)].add(duties[number].task.id or 0)
    names = {row.id: row.name for row in table.session.exec(select(Unit).where(col(Unit.id).in_({key[1] for key in rows})))}
    called = _called(table)
    return [
        Preview(
            at, names[unit_id], ", ".join(called.get(to, names[unit_id]) for to in told), tuple(f"#{n}" for n in sorted(numbers)), stage
        )
        for (at, unit_id, stage, told), numbers in sorted(rows.items())
    ]


def _called(table: Table) -> dict[str, str]:
    """The people's names by their keys; a group chat goes by its unit's name."""
    people = {to.person_id: to.key for told in (*table.officers.values(), *table.coordinators.values()) for to in told}
    return {people[row.id]: row.name for row in table.session.exec(select(Person).where(col(Person.id).in_(people)))}

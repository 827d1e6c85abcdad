"""What would go out if nobody answered, as the beat would decide it: for `tiendo schedule` and the coordinator's look ahead."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from scheduler.ahead import Going, look_ahead
from scheduler.foreseen import AHEAD, EVERY, at_once, mornings_from, readers, receipt_questions, to_come, watched, week_messages
from scheduler.owed import owed
from scheduler.queueing import started_today
from scheduler.recipients import Recipient, of_units
from scheduler.rules import Rules
from scheduler.table import lay_table
from scheduler.unlinked import raised
from storage import reminders, units, weeks
from storage.directives import leading, tasks_of
from storage.duties import Duty, open_duties
from storage.models import Assignment, Person, Task, Unit
from storage.office import Preview


def upcoming(
    session: Session, start: datetime, end: datetime, rules: Rules, unit_ids: set[int] | None = None, now: datetime | None = None
) -> list[Preview]:
    """All that would go out from `start` up to and including `end`, in order, as the daily ceiling lets it.

    What is due by `start` is said at once, unless `start` lies after `now`: then it will have been said before. `now` None is `start`.
    """
    begin = min(start, now or start)
    duties = _in_force(session, begin, end, rules, None if unit_ids is None else _of_the_same_people(session, unit_ids))
    look = _look(session, duties, begin, end, rules)
    shown = [one for one in look.going if start <= one.at]
    return _listed(
        look, shown if unit_ids is None else _about(shown, [n for n, one in enumerate(duties) if one.assignment.unit_id in unit_ids])
    )


def of_draft(session: Session, directive_id: int, now: datetime, rules: Rules) -> list[Preview]:
    """What a draft would send in its first 14 days if it were put in force now, beside all that the same people are sent anyway."""
    end = now + AHEAD
    drafted = list(_drafted(session, directive_id, now, end, rules))
    standing = _in_force(session, now, end, rules, _of_the_same_people(session, {duty.assignment.unit_id for duty in drafted}))
    look = _look(session, [*drafted, *standing], now, end, rules, len(drafted))
    reports = [one for one in look.going if not one.numbers]
    return _listed(look, [*_about(look.going, range(len(drafted))), *reports])


def _about(going: Iterable[Going], numbers: Collection[int]) -> list[Going]:
    """Of all that goes out what is about some duties, cut down to them."""
    cut = (replace(one, numbers=tuple(n for n in one.numbers if n in numbers)) for one in going)
    return [one for one in cut if one.numbers]


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
        support = units.resolve(session, task.support_names, task.communes, today)
        for part, found in (("lead", leading(session, task, today)), ("support", support)):
            for unit in found.units:
                if units.unit_id(unit) not in held:
                    held.add(units.unit_id(unit))
                    yield from _given(session, task, units.unit_id(unit), part, now, end, rules)


def _given(session: Session, task: Task, unit_id: int, part: str, now: datetime, end: datetime, rules: Rules) -> Iterable[Duty]:
    assignment = Assignment(task_id=task.id or 0, unit_id=unit_id, part=part, given_at=now)
    return to_come(session, assignment, task, now, end, rules) if task.rrule else [at_once(assignment, task)]


@dataclass(frozen=True, slots=True)
class _Look:
    """A look ahead: the duties that go by their place in it, what goes out, and how those who hear it are called."""

    session: Session
    duties: Sequence[Duty]
    going: Sequence[Going]
    names: dict[str, str]


def _look(session: Session, duties: Sequence[Duty], now: datetime, end: datetime, rules: Rules, drafted: int = 0) -> _Look:
    """Plays the duties ahead from `now`; the first ones are drafted and taken for open."""
    table, reading = lay_table(session, duties, now, rules), readers(session, now, rules)
    known, ladders = raised(session), []
    for number, duty in enumerate(duties):
        owing = owed(duty, rules, table.directives.get(duty.task.directive_id or 0))
        owing = replace(owing, open=True) if number < drafted else owing
        ladders.append(watched(table, number, duty, owing, end, known))
    told = [*reading.everyone(), *(to for people in table.officers.values() for to in people)]
    told += [to for unit_id in {duty.assignment.unit_id for duty in duties} for to in table.watchers(unit_id)]
    persons = {to.key: to for to in told}
    extras = [*week_messages(table, duties, reading, now, end), *receipt_questions(table, duties, now)]
    going = look_ahead(ladders, extras, started_today(table, persons.values()), end, rules, mornings_from(table))
    return _Look(session, duties, list(going), _called(session, persons.values()))


def _listed(look: _Look, going: Iterable[Going]) -> list[Preview]:
    """One row for each moment, unit, stage and circle of people; what is about no duty of a unit names none."""
    heard: defaultdict[tuple[datetime, str, int | None], list[str]] = defaultdict(list)
    for one in going:
        for number in one.numbers or (None,):
            heard[one.at, one.stage, number] += one.to
    rows: defaultdict[tuple[datetime, int, str, tuple[str, ...]], set[int]] = defaultdict(set)
    for (at, stage, number), told in heard.items():
        about = look.duties[number] if number is not None else None
        rows[at, about.assignment.unit_id if about else 0, stage, tuple(told)] |= {about.task.id or 0} if about else set()
    query = select(Unit).where(col(Unit.id).in_({key[1] for key in rows}))
    names = {row.id or 0: row.name for row in look.session.exec(query)} | {0: ""}
    return [
        Preview(
            at,
            names[unit_id],
            ", ".join(look.names.get(to, names[unit_id]) for to in told),
            tuple(f"#{n}" for n in sorted(numbers)),
            stage,
        )
        for (at, unit_id, stage, told), numbers in sorted(rows.items())
    ]


def _called(session: Session, told: Iterable[Recipient]) -> dict[str, str]:
    """The people's names by their keys; a group chat goes by its unit's name."""
    people = {to.person_id: to.key for to in told}
    return {people[row.id]: row.name for row in session.exec(select(Person).where(col(Person.id).in_(people)))}

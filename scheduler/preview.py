"""What would go out, by the same planner as the real thing: for `tiendo schedule` and the coordinator's look ahead."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from scheduler import plan
from scheduler.owed import ladder_began_at, owed, starts_on
from scheduler.plan import ESCALATION
from scheduler.recipients import Recipient, coordinators_of, of_units
from scheduler.recurrence import occurrences
from scheduler.rules import Rules
from scheduler.slots import slot
from scheduler.week import cycle
from storage import reminders, units
from storage.directives import tasks_of
from storage.duties import Duty, open_duties
from storage.models import Directive, Occurrence, Person, Task, Unit
from storage.office import Preview

AHEAD = timedelta(days=14)
EVERY = 1_000_000
_Slots = dict[tuple[datetime, int, str], list[int]]


def upcoming(
    session: Session, start: datetime, end: datetime, rules: Rules, unit_ids: set[int] | None = None, now: datetime | None = None
) -> list[Preview]:
    """The reminders from `start` up to and including `end`, in order.

    What is due by `start` is said at once, unless `start` lies after `now`: then it will have been said before. `now` None is `start`.
    """
    directives = {row.id: row for row in session.exec(select(Directive))}
    duties = open_duties(session, unit_ids=unit_ids)
    decided = reminders.of_occurrences(session, {duty.occurrence.id or 0 for duty in duties})
    slots: _Slots = defaultdict(list)
    for duty in duties:
        row = duty.occurrence
        known = {(old.stage, old.serial) for old in decided.get(row.id or 0, []) if old.deadline_version == row.deadline_version}
        owing = owed(duty, rules, directives.get(duty.task.directive_id))
        if now is not None and now < start:
            known |= {planned.key for planned in plan.stages(owing, rules, start) if planned.at < start}
        for planned in _to_say(owing, known, start, end, rules):
            slots[(planned.at, duty.assignment.unit_id, planned.stage)].append(duty.task.id or 0)
    _add_recurring(session, slots, start, end, rules, unit_ids)
    _add_prompts(slots, [duty for duty in duties if duty.assignment.part == "lead"], start, end, rules)
    return _listed(session, slots)


def _add_recurring(session: Session, slots: _Slots, start: datetime, end: datetime, rules: Rules, unit_ids: set[int] | None) -> None:
    """The occurrences of recurring duties that fall due before the end and are not made yet."""
    for assignment, task in reminders.to_continue(session, rules.day(end) + AHEAD, limit=EVERY):
        if unit_ids is not None and assignment.unit_id not in unit_ids:
            continue
        made_until = (assignment.next_occurrence_on or rules.day(start)) - timedelta(days=1)
        for due_on in occurrences(task.rrule or "", starts_on(task, rules), made_until, rules.day(end) + AHEAD, rules.days):
            began_at = ladder_began_at(assignment, task, due_on, rules)
            row = Occurrence(
                assignment_id=assignment.id or 0,
                period=due_on.isoformat(),
                due_on=due_on,
                due_time=task.due_time,
                given_at=began_at,
                since_at=began_at,
            )
            for planned in plan.stages(owed(Duty(row, assignment, task), rules), rules, end):
                if planned.at >= start:
                    slots[(planned.at, assignment.unit_id, planned.stage)].append(task.id or 0)


def _add_prompts(slots: _Slots, duties: Iterable[Duty], start: datetime, end: datetime, rules: Rules) -> None:
    """The weekly prompt to each unit with open work."""
    held: defaultdict[int, list[int]] = defaultdict(list)
    for duty in duties:
        held[duty.assignment.unit_id].append(duty.task.id or 0)
    day = rules.day(start)
    while day - timedelta(days=day.weekday()) <= rules.day(end):
        week = cycle(day, rules)
        if week is not None and start <= week.prompt_at <= end:
            for unit_id, numbers in held.items():
                slots[(week.prompt_at, unit_id, "weekly")] += numbers
        day += timedelta(days=7)


def of_draft(session: Session, directive_id: int, now: datetime, rules: Rules) -> list[Preview]:
    """What a draft would send in its first 14 days if it were put in force now."""
    slots: _Slots = defaultdict(list)
    for task in tasks_of(session, directive_id):
        for unit_id, owing in _hypothetical(session, task, now, rules):
            for planned in _to_say(owing, set(), now, now + AHEAD, rules):
                slots[(planned.at, unit_id, planned.stage)].append(task.id or 0)
    return _listed(session, slots)


def _to_say(owing: plan.Duty, known: set[plan.StageKey], start: datetime, end: datetime, rules: Rules) -> Iterator[plan.Planned]:
    due = plan.due_stage(owing, known, start, rules)
    for now_due in (due.unit, due.coordinator):
        if now_due is not None:
            yield plan.Planned(slot(start, start, rules), now_due.stage, now_due.serial, now_due.audience)
    for planned in plan.stages(owing, rules, end):
        if planned.at > start and planned.key not in known and owing.open:
            yield planned


def _hypothetical(session: Session, task: Task, now: datetime, rules: Rules) -> Iterator[tuple[int, plan.Duty]]:
    today = rules.day(now)
    due_on = task.due_on
    if task.rrule:
        due_on = next(iter(occurrences(task.rrule, task.starts_on or today, today - timedelta(days=1), today + AHEAD, rules.days)), None)
    for part, names in (("lead", task.lead_names), ("support", task.support_names)):
        for unit in units.resolve(session, names, task.communes, today).units:
            yield units.unit_id(unit), plan.Duty(since=now, due_on=due_on, due_time=task.due_time, lead=part == "lead")


def _listed(session: Session, slots: _Slots) -> list[Preview]:
    units_told = {unit_id for _, unit_id, _ in slots}
    names = {row.id: row.name for row in session.exec(select(Unit).where(col(Unit.id).in_(units_told)))}
    officers, watchers = (
        of_units(session, units_told),
        {unit_id: coordinators_of(session, unit_id) for _, unit_id, stage in slots if stage == ESCALATION},
    )
    people = _names(session, [to for told in (*officers.values(), *watchers.values()) for to in told])
    return [
        Preview(
            at,
            names[unit_id],
            ", ".join(people.get(to.person_id, names[unit_id]) for to in (watchers if stage == ESCALATION else officers).get(unit_id, ())),
            tuple(f"#{number}" for number in sorted(set(numbers))),
            stage,
        )
        for (at, unit_id, stage), numbers in sorted(slots.items())
    ]


def _names(session: Session, recipients: Iterable[Recipient]) -> dict[int | None, str]:
    """The people behind recipients by their ids; a group chat goes by its unit's name."""
    ids = {to.person_id for to in recipients if to.person_id is not None}
    return {person.id: person.name for person in session.exec(select(Person).where(col(Person.id).in_(ids)))}

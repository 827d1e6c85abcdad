"""What would go out, by the same planner as the real thing: for `tiendo schedule` and the coordinator's look ahead."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from scheduler import plan
from scheduler.owed import owed
from scheduler.recipients import of_units
from scheduler.recurrence import occurrences
from scheduler.rules import Rules
from scheduler.slots import slot
from storage import reminders, units
from storage.directives import tasks_of
from storage.duties import open_duties
from storage.models import Directive, Task, Unit
from storage.office import Preview

AHEAD = timedelta(days=14)
_Slots = dict[tuple[datetime, int, str], list[int]]


def upcoming(session: Session, start: datetime, end: datetime, rules: Rules, unit_ids: set[int] | None = None) -> list[Preview]:
    """The reminders from `start` (what is due by then is said at once) up to and including `end`, in order."""
    directives = {row.id: row for row in session.exec(select(Directive))}
    duties = open_duties(session, unit_ids=unit_ids)
    decided = reminders.of_occurrences(session, {duty.occurrence.id or 0 for duty in duties})
    slots: _Slots = defaultdict(list)
    for duty in duties:
        row = duty.occurrence
        known = {(old.stage, old.serial) for old in decided.get(row.id or 0, []) if old.deadline_version == row.deadline_version}
        owing = owed(duty, rules, directives.get(duty.task.directive_id))
        for planned in _to_say(owing, known, start, end, rules):
            slots[(planned.at, duty.assignment.unit_id, planned.stage)].append(duty.task.id or 0)
    return _listed(session, slots)


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
    names = {row.id: row.name for row in session.exec(select(Unit).where(col(Unit.id).in_({unit_id for _, unit_id, _ in slots})))}
    told = of_units(session, {unit_id for _, unit_id, _ in slots})
    return [
        Preview(at, names[unit_id], _to(told.get(unit_id, ())), tuple(f"#{number}" for number in sorted(set(numbers))), stage)
        for (at, unit_id, stage), numbers in sorted(slots.items())
    ]


def _to(recipients: Iterable[object]) -> str:
    return ", ".join(str(getattr(one, "key", "")) for one in recipients)

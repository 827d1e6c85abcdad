"""An earlier Friday again: answered from the facts that were kept with its digest, never recomputed."""

from dataclasses import replace
from datetime import date

from sqlmodel import select

from handlers.desk import Desk
from reports import kept
from reports.facts import TaskLine, WeekFacts
from reports.numbers import counts_of, total
from reports.phrases import as_of, four_states, week_label
from reports.sections import late
from storage import digests
from storage.messages import Reply, bold
from storage.models import Unit
from storage.text import fold

SHOWN = 8


def kept_answer(desk: Desk, on: date | None, title: str, *, unit: str = "", directive: str = "", criterion: str = "") -> Reply:
    """The numbers of the week that holds a day, as they were sent then; says so where none were kept."""
    said = desk.words
    day = on or desk.today
    text = digests.facts_json(desk.session, day)
    if text is None:
        return Reply(said.text("No digest was kept of the week that holds {day}, so there are no numbers of then.", day=said.date(day)))
    facts = kept.from_json(text)
    tasks = tuple(task for task in _visible(desk, facts) if _is_meant(task, unit, directive, criterion))
    narrowed = replace(facts, tasks=tasks)
    counted = counts_of(tasks)
    head = said.text("Week {week}, as sent at {as_of}", week=week_label(said, facts.week), as_of=as_of(said, facts))
    lines = [f"{said.text('Progress')} – {bold(title)}", head]
    if total(counted):
        lines.append(said.text("{n} tasks: {states}.", n=total(counted), states=four_states(said, counted)))
    else:
        lines.append(said.text("No tasks in force."))
    red = late(said, narrowed)
    if red.items:
        lines += ["", red.head.text, *(line.text for line in red.items[:SHOWN])]
    if len(red.items) > SHOWN:
        lines.append(red.more(len(red.items) - SHOWN))
    return Reply("\n".join(lines))


def _visible(desk: Desk, facts: WeekFacts) -> tuple[TaskLine, ...]:
    if desk.watched_units is None:
        return facts.tasks
    names = {unit.name for unit in desk.session.exec(select(Unit)) if desk.may_see(unit.id or 0)}
    return tuple(task for task in facts.tasks if task.unit in names)


def _is_meant(task: TaskLine, unit: str, directive: str, criterion: str) -> bool:
    by_unit = not unit or fold(task.unit) == fold(unit)
    by_letter = not directive or task.directive == directive
    return by_unit and by_letter and (not criterion or any(one.split(".")[0] == criterion or one == criterion for one in task.criteria))

"""Facts made from facts: a week as later weeks remember it, and the part of a week that one reader may see."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace

from reports.facts import PastWeek, TaskLine, WeekFacts


def past_week(facts: WeekFacts) -> PastWeek:
    """What the digests of later weeks keep of this one in their history."""
    return PastWeek(facts.week, facts.from_on, facts.to_on, facts.as_of, facts.units)


def narrowed(facts: WeekFacts, units: Collection[str], scope: str, communes: Collection[str] = ()) -> WeekFacts:
    """The same week with nothing in it about units other than these, earlier weeks included; `communes` are whose criteria remain.

    How the bot is used is left out: it was measured over everybody.
    """
    return replace(
        facts,
        scope=scope,
        units=tuple(unit for unit in facts.units if unit.unit in units),
        tasks=tuple(task for task in facts.tasks if task.unit in units),
        history=tuple(replace(week, units=tuple(unit for unit in week.units if unit.unit in units)) for week in facts.history),
        difficulties=tuple(voice for voice in facts.difficulties if voice.unit in units),
        changes=tuple(change for change in facts.changes if change.unit in units),
        steering=tuple(act for act in facts.steering if act.unit in units),
        criteria=tuple(commune for commune in facts.criteria if commune.commune in communes),
        usage=None,
    )


def by_unit(facts: WeekFacts) -> dict[str, WeekFacts]:
    """The week of each unit that has a task, with its own tasks and figures alone: looked through once for all of a province's reports."""
    tasks: defaultdict[str, list[TaskLine]] = defaultdict(list)
    for task in facts.tasks:
        tasks[task.unit].append(task)
    units = {unit.unit: (unit,) for unit in facts.units}
    return {name: replace(facts, tasks=tuple(own), units=units.get(name, ())) for name, own in tasks.items()}

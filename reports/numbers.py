"""The one home of the digest's arithmetic: message, picture, Word and sheet ask here and nowhere else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from reports.facts import Counts, PastWeek, Ratio, TaskLine, UnitFacts, WeekFacts


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates that stand beside the four states, each with its denominator."""

    completion: Ratio
    on_time: Ratio
    update: Ratio


def counts_of(tasks: Iterable[TaskLine]) -> Counts:
    """Tasks by state."""
    states = [task.state for task in tasks]
    return Counts(states.count("done_on_time"), states.count("done_late"), states.count("open"), states.count("overdue"))


def total(counts: Counts) -> int:
    """All tasks, whatever their state."""
    return counts.done_on_time + counts.done_late + counts.open + counts.overdue


def programme(units: Iterable[UnitFacts]) -> Counts:
    """The counts of all units together."""
    every = [unit.counts for unit in units]
    return Counts(
        sum(counts.done_on_time for counts in every),
        sum(counts.done_late for counts in every),
        sum(counts.open for counts in every),
        sum(counts.overdue for counts in every),
    )


def rates(units: Iterable[UnitFacts]) -> Rates:
    """Completion, on-time and update rate of some units together.

    On time is of all work that is done or whose original deadline has passed, so an extension doesn't raise it. Units that were
    never reached are left out of the update rate: their silence is not theirs.
    """
    listed = tuple(units)
    counts = programme(listed)
    kept = sum(unit.kept for unit in listed)
    reached = [unit.updated for unit in listed if unit.silence != "unreached"]
    return Rates(
        completion=Ratio(counts.done_on_time + counts.done_late, total(counts)),
        on_time=Ratio(counts.done_on_time, counts.done_on_time + counts.done_late + counts.overdue + kept),
        update=Ratio(sum(ratio.n for ratio in reached), sum(ratio.of for ratio in reached)),
    )


def today(facts: WeekFacts) -> date:
    """The day that the facts were gathered on, in the office's zone whatever zone `as_of` came in."""
    return facts.as_of.astimezone(ZoneInfo(facts.zone)).date()


def previous(facts: WeekFacts) -> PastWeek | None:
    """The last week that a digest was kept of; None where there is no earlier one."""
    return facts.history[-1] if facts.history else None


def silent(units: Iterable[UnitFacts]) -> tuple[UnitFacts, ...]:
    """Units that were reached and said nothing: the only silence that counts against a unit."""
    return tuple(unit for unit in units if unit.silence == "silent")


def unreached(units: Iterable[UnitFacts]) -> tuple[UnitFacts, ...]:
    """Units that no message could reach."""
    return tuple(unit for unit in units if unit.silence == "unreached")


def worst_first(units: Iterable[UnitFacts]) -> tuple[UnitFacts, ...]:
    """Most overdue first, then silent, then lowest on-time share, then most late, then by name."""
    return tuple(sorted(units, key=_badness))


def _badness(unit: UnitFacts) -> tuple[int, int, float, int, str]:
    on_time = rates((unit,)).on_time
    share = on_time.n / on_time.of if on_time.of else 1.0
    return (-unit.counts.overdue, 0 if unit.silence == "silent" else 1, share, -unit.counts.done_late, unit.unit)


def overdue(facts: WeekFacts) -> tuple[TaskLine, ...]:
    """Overdue tasks, the longest overdue first."""
    return _by_day(task for task in facts.tasks if task.state == "overdue")


def due_next_week(facts: WeekFacts) -> tuple[TaskLine, ...]:
    """Open tasks due in the week after this one, nearest first."""
    first, last = facts.to_on + timedelta(days=1), facts.to_on + timedelta(days=7)
    return _by_day(task for task in facts.tasks if task.state == "open" and task.due_on and first <= task.due_on <= last)


def due_this_week(facts: WeekFacts) -> tuple[TaskLine, ...]:
    """Open tasks still due in what is left of this week, nearest first."""
    return _by_day(task for task in facts.tasks if task.state == "open" and task.due_on and today(facts) <= task.due_on <= facts.to_on)


def kept_by_extension(facts: WeekFacts) -> tuple[TaskLine, ...]:
    """Open tasks whose original deadline has passed and that are not overdue only because it was moved."""
    return _by_day(task for task in facts.tasks if is_kept(task, today(facts)))


def is_kept(task: TaskLine, on: date) -> bool:
    """Whether only an extension keeps this open task from being overdue on that day."""
    return task.state == "open" and task.original_due_on is not None and task.original_due_on < on


def nobody_to_tell(facts: WeekFacts) -> tuple[TaskLine, ...]:
    """Due tasks whose unit has nobody that a message reaches."""
    return _by_day(task for task in facts.tasks if task.nobody_to_tell)


def _by_day(tasks: Iterable[TaskLine]) -> tuple[TaskLine, ...]:
    return tuple(sorted(tasks, key=lambda task: (task.due_on or date.max, _number(task.code), task.unit)))


def _number(code: str) -> int:
    digits = code.lstrip("#")
    return int(digits) if digits.isdigit() else 0

"""The digest's arithmetic: fair to units, hard on lateness."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from locales import words
from reports.facts import Counts, Ratio, TaskLine, UnitFacts
from reports.numbers import due_next_week, due_this_week, kept_by_extension, nobody_to_tell, overdue, rates, today, worst_first
from reports.phrases import share, whole_percent
from tests.report_weeks import empty_week, written_week


def codes(tasks: tuple[TaskLine, ...]) -> list[str]:
    """The tasks' codes in order."""
    return [task.code for task in tasks]


def test_extension_does_not_raise_the_on_time_rate() -> None:
    """A task kept open past its original deadline counts in the denominator like an overdue one."""
    overdue_unit = UnitFacts("A", Counts(1, 0, 0, 1))
    kept_unit = UnitFacts("A", Counts(1, 0, 1, 0), kept=1)
    assert rates([overdue_unit]).on_time == rates([kept_unit]).on_time == Ratio(1, 2)


def test_late_work_is_completed_but_not_on_time() -> None:
    """Done late raises completion and lowers the on-time rate."""
    every = rates([UnitFacts("A", Counts(1, 1, 2, 0))])
    assert (every.completion, every.on_time) == (Ratio(2, 4), Ratio(1, 2))


def test_unreached_unit_does_not_lower_the_update_rate() -> None:
    """Silence counts against a unit only if it was reached."""
    answered = UnitFacts("A", Counts(0, 0, 2, 0), "answered", Ratio(2, 2))
    unreached = UnitFacts("B", Counts(0, 0, 3, 0), "unreached", Ratio(0, 3))
    silent = replace(unreached, silence="silent")
    assert (rates([answered, unreached]).update, rates([answered, silent]).update) == (Ratio(2, 2), Ratio(2, 5))


@pytest.mark.parametrize(
    ("ratio", "shown"),
    [
        (Ratio(0, 0), None),
        (Ratio(41, 57), 72),
        (Ratio(999, 1000), 99),
        (Ratio(1, 1000), 1),
        (Ratio(0, 9), 0),
        (Ratio(9, 9), 100),
        (Ratio(1, 8), 13),
    ],
)
def test_rounding_hides_neither_the_last_late_task_nor_the_first_done(ratio: Ratio, shown: int | None) -> None:
    """100 % is shown only of all and 0 % only of none; nothing to divide by has no percentage."""
    assert whole_percent(ratio) == shown


def test_empty_denominator_is_a_dash() -> None:
    """A share of nothing is a dash, never 0 % or 100 %."""
    assert share(words("vi"), Ratio(0, 0)) == "–"


def test_worst_unit_stands_first() -> None:
    """Overdue work comes before silence, silence before a low rate, and equals stand by name."""
    units = [
        UnitFacts("E đúng hạn", Counts(5, 0, 0, 0)),
        UnitFacts("D trễ", Counts(1, 1, 0, 0)),
        UnitFacts("C im lặng", Counts(0, 0, 1, 0), "silent"),
        UnitFacts("B quá hạn 1", Counts(9, 0, 0, 1)),
        UnitFacts("A quá hạn 2", Counts(9, 0, 0, 2)),
        UnitFacts("A đúng hạn", Counts(5, 0, 0, 0)),
    ]
    assert [unit.unit for unit in worst_first(units)] == ["A quá hạn 2", "B quá hạn 1", "C im lặng", "D trễ", "A đúng hạn", "E đúng hạn"]


def test_tasks_are_listed_by_what_they_need() -> None:
    """Overdue ones stand longest overdue first, and each of the other lists holds just its own."""
    week = written_week()
    assert codes(overdue(week)) == ["#27", "#12", "#33", "#20"]
    assert codes(due_this_week(week)) == ["#14"]
    assert codes(due_next_week(week)) == ["#26", "#21", "#29"]
    assert codes(kept_by_extension(week)) == ["#15"]
    assert codes(nobody_to_tell(week)) == ["#33"]


def test_next_week_reaches_over_the_end_of_the_year() -> None:
    """In the last week of 2026 a task due on 10 January 2027 is due next week and one due on the 11th is not."""
    week = empty_week(date(2026, 12, 31))
    tasks = tuple(TaskLine(f"a{day}", f"#{day}", "A", "việc", due_on=date(2027, 1, day)) for day in (3, 4, 10, 11))
    assert codes(due_next_week(replace(week, tasks=tasks))) == ["#4", "#10"]


def test_today_is_the_offices_day() -> None:
    """Facts gathered at 23:30 UTC on Thursday are Friday's in Vietnam."""
    assert today(replace(empty_week(), as_of=datetime(2024, 3, 28, 23, 30, tzinfo=UTC))) == date(2024, 3, 29)

"""The week's facts: fair, as of their moment, and right about weeks that are over."""

from pathlib import Path

import pytest

from reports.facts import Change, Counts, Ratio, TaskLine, WeekFacts
from reports.numbers import counts_of, kept_by_extension, programme, rates
from storage.progress import Said
from tests.digest_stage import Weekly


@pytest.fixture
def weekly(tmp_path: Path) -> Weekly:
    """A district on a Monday, with two communes of which one has an officer."""
    return Weekly.open(tmp_path)


def line(facts: WeekFacts, task: int) -> TaskLine:
    """A task's line."""
    return next(one for one in facts.tasks if one.code == f"#{task}")


def kinds(facts: WeekFacts) -> list[tuple[str, str, str]]:
    """What changed: (kind, before, after)."""
    return [(change.kind, change.before, change.after) for change in facts.changes]


def test_done_later_does_not_count_as_done_then(weekly: Weekly) -> None:
    """A task done in week 13 is overdue in the facts of week 12, with what had been reported until then."""
    task = weekly.stage.task(weekly.commune("UBND xã Hòa Cư", "an"), "2024-03-20")
    weekly.reports(task, Said("doing", 40), "2024-03-19 10:00")
    weekly.reports(task, Said("done"), "2024-03-26 10:00")
    then, now = weekly.facts("2024-03-22"), weekly.facts("2024-03-26")
    assert (line(then, task).state, line(then, task).percent, line(then, task).done_on) == ("overdue", 40, None)
    assert line(now, task).state == "done_late"
    assert then.as_of.isoformat() == "2024-03-24T23:59:59+07:00"


def test_a_deadline_moved_later_stood_where_it_was(weekly: Weekly) -> None:
    """Week 12 shows the deadline of week 12, though it was extended in week 13."""
    task = weekly.stage.task(weekly.commune("UBND xã Hòa Cư", "an"), "2024-03-20")
    weekly.extends(task, "2024-04-15", "2024-03-26 10:00")
    then = line(weekly.facts("2024-03-22"), task)
    assert (then.state, str(then.due_on), then.deadline_version, then.original_due_on) == ("overdue", "2024-03-20", 1, None)


def test_a_task_given_or_taken_away_later(weekly: Weekly) -> None:
    """A task given on Monday of week 13 is in no facts of week 12; one taken away then still is."""
    unit = weekly.commune("UBND xã Hòa Cư", "an")
    old = weekly.stage.task(unit, "2024-03-20")
    weekly.cancels(old, "2024-03-25 10:00")
    new = weekly.stage.task(unit, "2024-04-20")
    assert [one.code for one in weekly.facts("2024-03-22").tasks] == [f"#{old}"]
    now = weekly.facts("2024-03-26")
    assert [one.code for one in now.tasks] == [f"#{new}"]
    assert ("cancelled", "", "") in kinds(now)


def test_an_extension_does_not_make_late_work_punctual(weekly: Weekly) -> None:
    """Open work past its original day counts against the on-time rate and is named; done after it, it is late."""
    unit = weekly.commune("UBND xã Hòa Cư", "an")
    kept, late = weekly.stage.task(unit, "2024-03-19"), weekly.stage.task(unit, "2024-03-19")
    for task in (kept, late):
        weekly.extends(task, "2024-04-15", "2024-03-19 10:00")
    weekly.reports(late, Said("done"), "2024-03-21 10:00")
    facts = weekly.facts("2024-03-22", "2024-03-22 14:00")
    assert [one.code for one in kept_by_extension(facts)] == [f"#{kept}"]
    assert programme(facts.units) == Counts(0, 1, 1, 0)
    assert rates(facts.units).on_time == Ratio(0, 2)


def test_three_kinds_of_silence(weekly: Weekly) -> None:
    """A unit that reported, one that was reached and said nothing, and one that nobody reaches; the last one's task has nobody to tell."""
    units = [weekly.commune(*one) for one in (("Xã A", "an"), ("Xã B", "binh_b"), ("Xã C",))]
    tasks = [weekly.stage.task(unit, "2024-03-29") for unit in units]
    weekly.reports(tasks[0], Said("doing", 10), "2024-03-20 10:00")
    facts = weekly.facts("2024-03-22", "2024-03-22 14:00")
    assert [unit.silence for unit in facts.units] == ["answered", "silent", "unreached"]
    assert [one.nobody_to_tell for one in facts.tasks] == [False, False, True]
    assert rates(facts.units).update == Ratio(1, 2)


def test_a_report_taken_back_was_still_said_then(weekly: Weekly) -> None:
    """Undone in week 13, a report of week 12 stands in the facts of week 12 and no longer in those of week 13."""
    task = weekly.stage.task(weekly.commune("UBND xã Hòa Cư", "an"), "2024-03-20")
    weekly.reports(task, Said("done"), "2024-03-19 10:00")
    weekly.takes_back(task, "2024-03-26 09:00")
    assert line(weekly.facts("2024-03-22"), task).state == "done_on_time"
    assert line(weekly.facts("2024-03-26"), task).state == "overdue"


def test_units_of_one_name_are_told_apart(weekly: Weekly) -> None:
    """The "Phòng Kinh tế" of two communes are two rows, each with its commune."""
    for commune in ("Xã A", "Xã B"):
        above = weekly.commune(commune)
        weekly.stage.task(weekly.stage.unit("Phòng Kinh tế", "phòng", above), "2024-04-29")
    assert [unit.unit for unit in weekly.facts("2024-03-22").units] == ["Phòng Kinh tế (Xã A)", "Phòng Kinh tế (Xã B)"]


def test_a_task_of_two_units_changes_for_each(weekly: Weekly) -> None:
    """Progress of one of two leading units is told of that unit alone."""
    first, second = weekly.commune("Xã A", "an"), weekly.commune("Xã B", "be")
    task = weekly.stage.task(first, "2024-04-29")
    weekly.lead_too(task, second)
    weekly.friday()
    weekly.reports(task, Said("doing", 30), "2024-03-26 10:00", unit=second)
    assert weekly.facts("2024-03-29").changes == (Change("progress", f"#{task}", "Xã B", "Báo cáo kết quả rà soát", "", "30"),)


@pytest.mark.parametrize(
    ("told", "later", "expected"),
    [
        (Said("done"), Said("doing", 60), ("corrected", "100%", "60%")),
        (Said("doing", 70), Said("doing", 50), ("corrected", "70%", "50%")),
        (Said("doing", 70), "done on 20/3", ("corrected", "70%", "100% (20/3/2024)")),
        (Said("doing", 70), Said("doing", 80), ("progress", "70", "80")),
        (Said("doing", 70), Said("done"), ("done", "", "26/3/2024")),
    ],
    ids=["not_done_after_all", "less_than_said", "done_before_the_digest", "progress", "done_now"],
)
def test_a_later_correction_appears_as_a_correction(weekly: Weekly, told: Said, later: Said | str, expected: tuple[str, str, str]) -> None:
    """What a kept digest said otherwise is set right in the next one; ordinary progress is none."""
    task = weekly.stage.task(weekly.commune("Xã A", "an"), "2024-03-29")
    weekly.reports(task, told, "2024-03-21 10:00")
    weekly.friday()
    said = Said("done", done_on=weekly.day("2024-03-20")) if isinstance(later, str) else later
    weekly.reports(task, said, "2024-03-26 10:00")
    assert kinds(weekly.facts("2024-03-29")) == [expected]


def test_what_happens_between_friday_and_monday_is_not_lost(weekly: Weekly) -> None:
    """A report of Saturday, after the digest, is a change in the next one."""
    task = weekly.stage.task(weekly.commune("Xã A", "an"), "2024-03-29")
    weekly.friday()
    weekly.reports(task, Said("doing", 30), "2024-03-23 10:00")
    assert kinds(weekly.facts("2024-03-29", "2024-03-29 14:00")) == [("progress", "", "30")]


def test_steering_is_told_with_its_effect(weekly: Weekly) -> None:
    """An extension by the coordinator, followed by a report, is shown with the percent reported since."""
    task = weekly.stage.task(weekly.commune("Xã A", "an"), "2024-03-29")
    weekly.extends(task, "2024-04-15", "2024-03-20 10:00")
    weekly.reports(task, Said("doing", 30), "2024-03-21 10:00")
    (act,) = weekly.facts("2024-03-22", "2024-03-22 14:00").steering
    assert (act.kind, act.by, str(act.on), act.effect, act.after) == ("extended", "binh", "2024-03-20", "reported", 30)


def test_the_answers_are_measured_from_what_asked_for_them(weekly: Weekly) -> None:
    """Two hours after the reminder of 08:00 an answer in chat counts two hours."""
    task = weekly.stage.task(weekly.commune("Xã A", "an"), "2024-03-21")
    weekly.go("2024-03-20 08:00")
    weekly.reports(task, Said("doing", 30), "2024-03-20 10:00", in_chat=True)
    usage = weekly.facts("2024-03-22", "2024-03-22 14:00").usage
    assert usage is not None
    assert (usage.in_chat, usage.median_hours) == (Ratio(1, 1), 2.0)


def test_the_counts_are_the_tasks_own(weekly: Weekly) -> None:
    """Unit by unit the counts are those of the unit's tasks."""
    for name in ("Xã A", "Xã B"):
        unit = weekly.commune(name, name)
        for due_on in ("2024-03-19", "2024-03-29", None):
            weekly.stage.task(unit, due_on)
    facts = weekly.facts("2024-03-22", "2024-03-22 14:00")
    assert [unit.counts for unit in facts.units] == [counts_of(one for one in facts.tasks if one.unit == unit.unit) for unit in facts.units]


def test_an_act_taken_back_in_the_same_week_is_not_told(weekly: Weekly) -> None:
    """An extension that was undone an hour later is neither a change nor steering; the deadline is the first one."""
    task = weekly.stage.task(weekly.commune("Xã A", "an"), "2024-03-29")
    weekly.friday()
    weekly.extends(task, "2024-04-15", "2024-03-26 10:00")
    weekly.undoes(task, "2024-03-26 11:00")
    facts = weekly.facts("2024-03-29", "2024-03-29 14:00")
    assert (facts.changes, facts.steering) == ((), ())
    assert (str(line(facts, task).due_on), line(facts, task).original_due_on) == ("2024-03-29", None)

"""A leader of a part sees that part and nothing else."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.facts import WeekFacts
from reports.kept import to_json
from reports.numbers import counts_of, previous, programme
from reports.unit_report import unit_message, unit_report
from reports.views import by_unit, narrowed, past_week
from tests.report_weeks import UNIT_NAMES, weeks, written_week

HIDDEN = ("Phòng Kinh tế và Hạ tầng", "Phòng Giáo dục và Đào tạo", "Hồng Phong", "Mẫu Sơn", "Tân Liên")


def test_reader_of_one_commune_sees_no_other_unit() -> None:
    """In the facts of Cao Lâu's reader no other commune or office is named as a unit, not even in earlier weeks."""
    week = replace(written_week(), foreword="", difficulties=(), changes=written_week().changes)
    seen = narrowed(week, {"UBND xã Cao Lâu"}, "UBND xã Cao Lâu", {"Cao Lâu"})
    kept = to_json(seen)
    assert not [name for name in HIDDEN if name in kept]
    assert [commune.commune for commune in seen.criteria] == ["Cao Lâu"]


@settings(max_examples=30, deadline=None)
@given(weeks(), st.sets(st.sampled_from(UNIT_NAMES)))
def test_narrowed_week_counts_its_own_tasks(facts: WeekFacts, units: set[str]) -> None:
    """The counts of a part are those of the part's tasks."""
    part = narrowed(facts, units, "phần")
    assert programme(part.units) == counts_of(task for task in facts.tasks if task.unit in units) == counts_of(part.tasks)


def test_this_week_becomes_the_next_ones_past() -> None:
    """A week remembered in the next one's history shows there with the counts it had."""
    week = written_week()
    later = replace(week, history=(*week.history, past_week(week)))
    before = previous(later)
    assert before is not None
    assert (before.week, programme(before.units)) == ("2024-W13", programme(week.units))


@settings(max_examples=30, deadline=None)
@given(weeks())
def test_a_units_report_reads_the_same_from_the_facts_about_it_alone(facts: WeekFacts) -> None:
    """Who draws up thousands of reports divides the week once; each unit's own words and file stay what the whole week gives."""
    about = by_unit(facts)
    assert set(about) == {task.unit for task in facts.tasks}
    for unit, own in about.items():
        assert unit_message(own, unit) == unit_message(facts, unit)
    for unit, own in list(about.items())[:1]:
        assert unit_report(own, unit, facts.office) == unit_report(facts, unit, facts.office)

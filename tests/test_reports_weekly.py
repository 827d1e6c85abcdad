"""The Friday message: what it says first, how it is shortened, and what it says when there is little to say."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from locales.marks import BOLD_ON
from reports.facts import Change, Counts, PastWeek, TaskLine, UnitFacts, WeekFacts
from reports.fit import length
from reports.numbers import previous
from reports.weekly import headline, message, plain_text
from tests.report_weeks import GOLDEN, empty_week, weeks, written_week


@pytest.mark.parametrize("language", ["vi", "en"])
def test_whole_message_reads_as_agreed(language: str) -> None:
    """The written week gives the golden message, word for word, in both languages."""
    assert plain_text(written_week(), language) + "\n" == (GOLDEN / f"week.{language}.txt").read_text(encoding="utf-8")


def test_first_line_is_the_one_a_leader_reads() -> None:
    """41 of 57 on time, 6 overdue and 3 silent units make the line that was promised."""
    units = (
        UnitFacts("A", Counts(41, 10, 7, 6)),
        *(UnitFacts(name, Counts(0, 0, 1, 0), "silent") for name in "BCD"),
        UnitFacts("E", Counts(0, 0, 1, 0), "unreached"),
    )
    week = replace(empty_week(date(2025, 9, 19)), units=units)
    assert headline(week).replace("72 %", "72%") == "Tuần 38: 41/57 việc đúng hạn (72%), 6 quá hạn, 3 đơn vị chưa báo cáo"
    assert message(week)[0].strong


def test_first_week_of_a_programme_claims_no_rate() -> None:
    """Before anything is due the first line has no percentage."""
    week = replace(empty_week(), units=(UnitFacts("A", Counts(0, 0, 24, 0), "silent"),))
    assert headline(week) == "Tuần 13: chưa có việc đến hạn, 24 việc đang thực hiện, 1 đơn vị chưa báo cáo"


def test_empty_week_is_still_a_message() -> None:
    """With no units and no week before, the digest says so instead of zeros and infinities."""
    text = plain_text(empty_week())
    assert text.startswith("Tuần 13: chưa có việc nào được giao\nChưa có kỳ trước để so sánh\n")
    assert "%" not in text


def test_message_goes_out_when_nobody_reported() -> None:
    """All units silent: the message names them and shows an update rate of none."""
    units = tuple(UnitFacts(name, Counts(0, 0, 1, 1), "silent") for name in ("A", "B"))
    text = plain_text(replace(empty_week(), units=units))
    assert "Chưa báo cáo: A, B\n" in text
    assert "cập nhật –." in text


def test_unit_without_a_week_before_is_new() -> None:
    """A unit that last week's digest didn't know is "mới"; one that it knew shows its number of then."""
    old, new = UnitFacts("A", Counts(0, 0, 0, 3)), UnitFacts("B", Counts(0, 0, 0, 1))
    week = empty_week()
    before = PastWeek("2024-W12", date(2024, 3, 18), date(2024, 3, 24), week.as_of, (replace(old, counts=Counts(0, 0, 0, 2)),))
    text = plain_text(replace(week, units=(old, new), history=(before,)))
    assert "A: 3 quá hạn (kỳ trước 2)" in text
    assert "B: 1 quá hạn (mới)" in text


def test_unreached_units_stand_on_a_line_of_their_own() -> None:
    """A unit that no message reached is named apart from the silent ones and not counted with them."""
    text = plain_text(written_week())
    assert "Chưa liên lạc được qua tin nhắn: UBND xã Mẫu Sơn\n" in text
    assert "2 đơn vị chưa báo cáo" in text.splitlines()[0]


def test_every_late_line_begins_with_its_code_and_carries_it() -> None:
    """The leader's choices can be put under each late task, in the order shown."""
    late = [line for line in message(written_week()) if line.code]
    assert [line.code for line in late] == ["#27", "#12", "#33", "#20"]
    assert all(line.text.startswith(f"{line.code} ") for line in late)


def test_deadline_is_shown_with_its_printed_wording() -> None:
    """A late line holds the day/month/year and the words of the letter."""
    assert "hạn 9/3/2024 (“trước ngày 10/3/2024”), quá 20 ngày" in plain_text(written_week())


def test_moved_deadline_shows_the_original_one() -> None:
    """Work kept by extension is named with the day and words that were first given."""
    assert "hạn 15/4/2024, gia hạn từ 25/3/2024 (“trước ngày 26/3/2024”)" in plain_text(written_week())


def test_unit_with_nothing_due_has_no_rate() -> None:
    """A silent unit whose work isn't due yet is said to have nothing due, not to be 0 % on time."""
    week = replace(empty_week(), units=(UnitFacts("A", Counts(0, 0, 2, 0), "silent"),))
    assert "A: 0 quá hạn, chưa báo cáo, chưa có việc đến hạn" in plain_text(week).splitlines()


@pytest.mark.parametrize(
    ("before", "after", "said"), [("40", "60", "tiến độ 40% → 60%"), ("", "30", "tiến độ 30%"), ("60", "50", "tiến độ 60% → 50%")]
)
def test_progress_is_told_without_praise(before: str, after: str, said: str) -> None:
    """A rise, a fall and a first report read alike."""
    week = replace(empty_week(), changes=(Change("progress", "#1", "A", "việc", before, after),))
    assert f"#1 A: việc – {said}" in plain_text(week).splitlines()


def test_shortened_list_says_how_many_are_missing() -> None:
    """Of 30 late tasks some are shown, and the last line counts the rest exactly."""
    tasks = tuple(TaskLine(f"a{n}", f"#{n}", "A", "việc", "overdue", date(2024, 3, 1)) for n in range(1, 31))
    week = replace(empty_week(), units=(UnitFacts("A", Counts(0, 0, 0, 30)),), tasks=tasks)
    lines = message(week)
    shown = sum(line.code is not None for line in lines)
    assert 0 < shown < 30
    assert f"… và {30 - shown} việc khác" in [line.text for line in lines]


def test_zalo_sized_message_keeps_the_top_whole() -> None:
    """In 2,000 characters the first line, the week before and the unreached unit are still there, and so are all headings' counts."""
    text = plain_text(written_week(), limit=2000)
    assert text.splitlines()[:2] == plain_text(written_week()).splitlines()[:2]
    assert "UBND xã Mẫu Sơn" in text
    assert "Việc quá hạn (4)" in text


@settings(max_examples=60, deadline=None)
@given(weeks(), st.integers(60, 5000), st.sampled_from(["vi", "en"]))
def test_message_never_exceeds_the_limit(facts: WeekFacts, limit: int, language: str) -> None:
    """Whatever officers wrote and however small the channel, the message fits and its first line is there."""
    lines = message(facts, language, limit)
    assert length(lines) <= limit
    assert lines[0].text.startswith(("Tuần", "Week"))


def test_officers_words_cannot_forge_emphasis_or_lines() -> None:
    """Emphasis marks and line breaks in an officer's words are gone from the message."""
    task = TaskLine("a1", "#1", "A", f"một\n{BOLD_ON}hai", "overdue", date(2024, 3, 1))
    text = plain_text(replace(empty_week(), units=(UnitFacts("A", Counts(0, 0, 0, 1)),), tasks=(task,)))
    assert BOLD_ON not in text
    assert "#1 A: một hai – hạn" in text


def test_week_before_is_the_last_one_kept() -> None:
    """Where no digest was made last week, the one before that is compared with and named."""
    week = written_week()
    older = replace(week, history=week.history[:-1])
    assert previous(older) == week.history[-2]
    assert plain_text(older).splitlines()[1].startswith("Kỳ trước (tuần 11): ")

"""Single parts of understanding: days, shares, documents, codes, places in the text."""

from datetime import date

import pytest

from handlers.understand import understand
from handlers.understanding.days import Day, find_day, find_span
from handlers.understanding.evidence import find_evidence
from handlers.understanding.intents import Code, Evidence, Report, Show, Unclear
from handlers.understanding.numbers import find_shares
from handlers.understanding.reading import read

THURSDAY = date(2024, 6, 20)


@pytest.mark.parametrize(
    ("said", "past", "future"),
    [
        ("thứ 5", date(2024, 6, 13), date(2024, 6, 20)),
        ("thứ 6", date(2024, 6, 14), date(2024, 6, 21)),
        ("thứ 2 tuần sau", date(2024, 6, 24), date(2024, 6, 24)),
        ("chủ nhật", date(2024, 6, 16), date(2024, 6, 23)),
        ("15/1", date(2024, 1, 15), date(2025, 1, 15)),
        ("20/12", date(2023, 12, 20), date(2024, 12, 20)),
        ("ngày 25", date(2024, 5, 25), date(2024, 6, 25)),
        ("ngày 15 tháng 5 năm 2025", date(2025, 5, 15), date(2025, 5, 15)),
        ("hết quý III", date(2024, 9, 30), date(2024, 9, 30)),
        ("cuối tháng bảy", date(2024, 7, 31), date(2024, 7, 31)),
        ("hết tháng 2/2025", date(2025, 2, 28), date(2025, 2, 28)),
    ],
)
def test_a_day_without_a_year_is_the_nearest_in_its_direction(said: str, past: date, future: date) -> None:
    """The same words name a day gone by in a report and a day to come in a request."""
    found = [find_day(read(said).said, THURSDAY, toward) for toward in ("past", "future")]
    assert [day.on for day in found if day] == [past, future]


def test_a_day_that_does_not_exist_is_the_month_s_last_and_doubtful() -> None:
    """31/11 becomes 30/11 and is never taken for sure."""
    day = find_day("31/11", THURSDAY, "future")
    assert day is not None
    assert (day.on, day.sure) == (date(2024, 11, 30), False)


def test_the_turn_of_the_year_is_crossed_both_ways() -> None:
    """On 2 January "30/12" in a report is last year's; on 30 December "5/1" in a request is next year's."""
    assert find_day("30/12", date(2025, 1, 2), "past") == Day(date(2024, 12, 30), 0, 5)
    assert find_day("5/1", date(2024, 12, 30), "future") == Day(date(2025, 1, 5), 0, 3)


@pytest.mark.parametrize(
    ("said", "days"), [("5 ngay", 5), ("2 tuan", 14), ("nua thang", 15), ("mot thang", 30), ("0 ngay", None), ("xong", None)]
)
def test_spans_are_counted_in_days(said: str, days: int | None) -> None:
    """Weeks and months become days; nothing is no span."""
    assert (find_span(said) or (None,))[0] == days


@pytest.mark.parametrize("said", ["phải đạt 80%", "mục tiêu 80%", "150%", "xong ngày 2/3", "giá tăng 20%", "3 ngày nữa"])
def test_goals_days_and_other_things_are_no_share(said: str) -> None:
    """Only how far the work is counts as a share."""
    assert find_shares(read(said).said) == []


def test_a_document_keeps_its_number_as_typed() -> None:
    """Capitals and small letters of a number stay; one typed small gets capitals."""
    found = [find_evidence(typed, THURSDAY) for typed in ("TTr 33/TTr-UBND ngày 18/6", "bc 45/bc-ubnd")]
    assert [one[0] for one in found if one] == [Evidence("33/TTr-UBND", date(2024, 6, 18)), Evidence("45/BC-UBND")]


def test_the_document_s_day_is_not_the_day_of_completion() -> None:
    """ "xong hôm qua, BC 5/BC-UBND ngày 1/6" was done yesterday."""
    (report,) = understand("#27 xong hôm qua, BC 5/BC-UBND ngày 1/6", THURSDAY)
    assert isinstance(report, Report)
    assert (report.done_on, report.evidence) == (date(2024, 6, 19), Evidence("5/BC-UBND", date(2024, 6, 1)))


def test_words_come_back_as_they_were_typed() -> None:
    """Abbreviations and slips are understood, and kept in the officer's own words."""
    (report,) = understand("#27 vướng mb, đn Huyện   hỗ trợ ", THURSDAY)
    assert isinstance(report, Report)
    assert (report.difficulty, report.proposal) == ("mb", "Huyện hỗ trợ")


def test_a_code_with_a_blank_is_a_code() -> None:
    """ "# 27" is "#27"."""
    assert understand("# 27", THURSDAY) == (Show(27),)


@pytest.mark.parametrize("typed", ["7Q2K9MXP", "7q2k-9mxp", "7Q2K 9MXP", " 7Q 2K 9M XP "])
def test_an_invite_s_code_is_known_however_it_is_spaced(typed: str) -> None:
    """Blanks, hyphens and small letters are tolerated."""
    assert understand(typed, THURSDAY) == (Code("7Q2K9MXP"),)


@pytest.mark.parametrize("typed", ["chua xong", "qua han", "XONG ROI", "tuan nay"])
def test_words_of_eight_letters_are_no_code(typed: str) -> None:
    """Plain words are never taken for an invite's code."""
    assert not isinstance(understand(typed, THURSDAY)[0], Code)


def test_a_long_report_keeps_the_whole_text_beside() -> None:
    """A report of many words is kept whole as its note."""
    text = "#27 được 60%, " + "đã vận động các hộ trong thôn hiến đất, giải phóng hành lang tuyến và tập kết vật liệu"
    (report,) = understand(text, THURSDAY)
    assert isinstance(report, Report)
    assert (report.percent, report.note) == (60, text)


def test_an_unknown_command_is_unclear() -> None:
    """A slash command that nobody has is answered as not understood."""
    assert understand("/khongco abc", THURSDAY) == (Unclear("/khongco abc"),)

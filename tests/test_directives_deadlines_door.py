"""What the callers of directives.deadlines rely on besides the meaning of phrases: places, starts, ongoing duties."""

import unicodedata
from datetime import date
from pathlib import Path

import pytest

from directives.deadlines import Frame, deadlines, field_deadlines, is_ongoing, start_on

LETTER = Frame(2024, 9)


def test_the_span_cuts_the_phrase_out_of_the_text_as_given() -> None:
    """Start and end are places in the given text, marks and line breaks included; the words shown are without them."""
    text = "Gửi báo cáo **trước\nngày 25/9/2024**, chậm nhất."
    [found] = deadlines(text, LETTER)
    assert text[found.start : found.end] == "trước\nngày 25/9/2024"
    assert found.text == "trước ngày 25/9/2024"


def test_a_decomposed_text_keeps_its_own_places() -> None:
    """In NFD text the span covers the decomposed letters, none of them cut."""
    text = unicodedata.normalize("NFD", "Gửi báo cáo trước ngày 25 tháng 9 năm 2024 về Sở.")
    [found] = deadlines(text, LETTER)
    assert unicodedata.normalize("NFC", text[found.start : found.end]) == "trước ngày 25 tháng 9 năm 2024"
    assert found.due_on == date(2024, 9, 24)


def test_a_closing_bracket_belongs_to_what_it_closes() -> None:
    """A phrase that opens a bracket ends behind it."""
    [found] = deadlines("họp lúc 8h00 thứ Sáu (20/9/2024).", LETTER)
    assert found.text.endswith("(20/9/2024)")


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("Từ ngày 16/9/2024, các xã trực báo.", date(2024, 9, 16)),
        ("Từ ngày 16/9/2024 đến khi hoàn thành, báo cáo hằng tuần.", date(2024, 9, 16)),
        ("Bắt đầu từ tháng 10/2024 thực hiện chế độ mới.", date(2024, 10, 1)),
        ("Tổ chức từ ngày 20/9 đến ngày 30/9/2024.", date(2024, 9, 20)),
        ("Quyết định có hiệu lực kể từ ngày 01/10/2024.", None),
        ("Báo cáo trước ngày 25/9/2024.", None),
    ],
)
def test_start_on_is_the_first_day_of_the_duty(text: str, on: date | None) -> None:
    """A start is found with or without a deadline behind it, and not in words of force."""
    assert start_on(text, LETTER) == on


@pytest.mark.parametrize(
    ("text", "ongoing"),
    [
        ("Thường xuyên kiểm tra, giám sát, đôn đốc.", True),
        ("thường xuyên, liên tục tuyên truyền trên đài truyền thanh", True),
        ("các phòng, ban thường xuyên cập nhật thông tin", True),
        ("công tác tuyên truyền được thực hiện thường xuyên", True),
        ("bố trí từ nguồn chi thường xuyên", False),
        ("nâng cấp loa phát thanh đảm bảo hoạt động thường xuyên", False),
        ("ứng phó với thiên tai thường xuyên xảy ra", False),
        ("là nhiệm vụ trọng tâm, thường xuyên trong kế hoạch", False),
        ("hoàn thành trước ngày 30/9/2024", False),
    ],
)
def test_is_ongoing_hears_the_adverb_of_an_order(text: str, ongoing: bool) -> None:
    """ "thường xuyên" with something to do is ongoing; said of money, things or disasters it isn't."""
    assert is_ongoing(text) is ongoing


def test_an_adverb_is_no_deadline() -> None:
    """ "thường xuyên kiểm tra" gives no deadline, "Thường xuyên" as the value of a field gives an ongoing one."""
    assert deadlines("Thường xuyên kiểm tra, đôn đốc.", LETTER) == []
    [found] = field_deadlines("Thường xuyên", LETTER)
    assert found.ongoing
    assert found.due_on is None


def test_a_bare_period_is_a_deadline_in_a_field_only() -> None:
    """ "Tháng 10/2024" needs no preposition in a field and is no deadline in a sentence."""
    assert [found.due_on for found in field_deadlines("Tháng 10/2024", LETTER)] == [date(2024, 10, 31)]
    assert deadlines("báo cáo tháng 10/2024 của các xã", LETTER) == []


def test_a_label_opens_a_field_up_to_the_next_line() -> None:
    """Behind "Thời gian:" periods need no preposition; behind the next label they do again."""
    text = "+ Thời gian: Quý IV/2024.\n+ Đơn vị chủ trì: Phòng phụ trách kế hoạch quý III/2024."
    assert [found.text for found in deadlines(text, LETTER)] == ["Quý IV/2024"]


def test_the_working_days_of_a_span_leave_out_public_holidays() -> None:
    """Five working days from 29/8/2024 skip the weekend and both days of the National Day."""
    [found] = deadlines("trong 05 ngày làm việc kể từ ngày ban hành", Frame(2024, 8, 29))
    assert found.due_on == date(2024, 9, 9)


@pytest.mark.parametrize("frame", [Frame(None), Frame(0), Frame(10_000, 1, 1), Frame(2024, 13, 40), Frame(2024, 2, 31)])
def test_a_head_that_no_calendar_has_is_as_good_as_none(frame: Frame) -> None:
    """Impossible figures in the letter's head neither raise nor date anything wrongly."""
    [found] = deadlines("trước ngày 25/9/2025", frame)
    assert found.due_on == date(2025, 9, 24)


@pytest.mark.shared
def test_every_dated_phrase_of_the_real_letters_is_read_in_nfd_too(shared_path: Path) -> None:
    """The real letters have the same deadlines decomposed as composed."""
    for path in sorted((shared_path / "directives").glob("*.txt")):
        text = path.read_text()
        same = [(one.text, one.due_on, one.rrule) for one in deadlines(unicodedata.normalize("NFC", text), LETTER)]
        other = deadlines(unicodedata.normalize("NFD", text), LETTER)
        assert same == [(unicodedata.normalize("NFC", one.text), one.due_on, one.rrule) for one in other]
        assert same

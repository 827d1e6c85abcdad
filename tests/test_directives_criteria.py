"""Criteria and indicators in passages, and statements of what a commune has met."""

from datetime import date

import pytest

from directives.criteria import criteria_in
from directives.model import CriteriaStatus, Directive
from directives.parse import parse_text


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("tiêu chí Giao thông, Điện, Cơ sở hạ tầng thương mại nông thôn, Nhà ở dân cư", ["2", "4", "7", "9"]),
        ("các tiêu chí trường học, giáo dục và đào tạo", ["5", "14"]),
        ("tiêu chí Nghèo đa chiều, Lao động, chỉ tiêu 18.5", ["11", "12", "18.5"]),
        ("tiêu chí tổ chức sản xuất (Chỉ tiêu 13.2 - 13.5), chỉ tiêu 17.1", ["13.2", "13.3", "13.4", "13.5", "17.1"]),
        ("Tiêu chí số 08 - Thông tin", ["8"]),
        ("đạt 19 tiêu chí", []),
    ],
)
def test_criteria_in(text: str, numbers: list[str]) -> None:
    """Criteria are known by number and by name, indicators one by one, ranges spelled out."""
    assert list(criteria_in(text, "ntm")) == numbers


def test_the_two_sets_number_differently() -> None:
    """Health is 15 in the basic set and 14 in the higher one."""
    assert (criteria_in("tiêu chí Y tế", "ntm"), criteria_in("tiêu chí Y tế", "ntm_nang_cao")) == (("15",), ("14",))


def letter(passage: str) -> Directive:
    return parse_text(
        "a.txt",
        f"V/v xây dựng nông thôn mới tại các xã Minh An, Cai Phong\n\nKết quả cụ thể:\n\n{passage}\n\n1. Phòng Nội vụ\n\n- Rà soát hồ sơ.",
    )


def test_own_statement() -> None:
    """A commune's own count is read with its list, and a count that does not fit is pointed out."""
    directive = letter("- Xã Minh An đã đạt 3/19 tiêu chí gồm: Số 1 - Quy hoạch, Số 4 - Điện.")
    assert directive.criteria == (CriteriaStatus("Minh An", "ntm", ("1", "4"), 3, 19, "self"),)
    assert [doubt.code for doubt in directive.warnings] == ["count_mismatch"]


def test_higher_set() -> None:
    """ "Nông thôn mới nâng cao" behind the count names the set."""
    directive = letter("- Xã Minh An đạt 2/19 tiêu chí nông thôn mới nâng cao gồm: Số 14 - Y tế; Số 15 - Hành chính công.")
    assert (directive.criteria[0].set_name, directive.criteria[0].met, directive.warnings) == ("ntm_nang_cao", ("14", "15"), ())


def test_appraised_statement() -> None:
    """An appraisal is told from a commune's own count: its day, whole criteria and single indicators."""
    directive = letter(
        "- Ngày 23/8/2024, các Sở thẩm định, đánh giá đạt 02 tiêu chí và 03 chỉ tiêu trên địa bàn xã Cai Phong gồm: "
        "Tiêu chí số 1 - Quy hoạch; "
        "Tiêu chí số 4 - Điện; Các chỉ tiêu 13.2, 13.3 trong tiêu chí số 13; Chỉ tiêu số 17.4 trong tiêu chí số 17."
    )
    status = directive.criteria[0]
    assert (status.kind, status.on, status.met, status.indicators) == ("appraised", date(2024, 8, 23), ("1", "4"), ("13.2", "13.3", "17.4"))
    assert directive.warnings == ()


def test_communes_one_behind_the_other() -> None:
    """Each commune has its own list, in brackets or behind "gồm", and what is not yet met is no part of it."""
    directive = letter(
        "- Xã Minh An đạt 4/19 tiêu chí (số 1, 3, 4, 7); xã Cai Phong đạt 3/19 tiêu chí, gồm các tiêu chí số: 1, 4 và 8, "
        "chưa đạt tiêu chí số 2, 3."
    )
    assert [(status.commune, status.claimed, status.met) for status in directive.criteria] == [
        ("Minh An", 4, ("1", "3", "4", "7")),
        ("Cai Phong", 3, ("1", "4", "8")),
    ]
    assert directive.warnings == ()

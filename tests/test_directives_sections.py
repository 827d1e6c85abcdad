"""The outline: references, and whom the passages under a heading address."""

import pytest

from directives.cast import Cast
from directives.headings import addressed, is_report
from directives.model import DraftTask
from directives.parse import parse_text


def tasks(text: str) -> list[DraftTask]:
    return list(parse_text("a.txt", text).tasks)


def refs(text: str) -> list[str]:
    return [task.ref for task in tasks(text)]


def test_references_follow_the_numbers() -> None:
    """A passage is called by its numbers; bullets count within their section; several deadlines get letters."""
    text = (
        "II. NHIỆM VỤ\n\n1. Phòng Nội vụ\n\n- Rà soát hồ sơ trước ngày 1/6/2025.\n\n- Các việc sau:\n\n"
        "+ Họp dân trước 2/6/2025; báo cáo trước 3/6/2025.\n\n"
        "2. Công an xã\n\nKiểm tra cư trú trước ngày 4/6/2025.\n\n3. Trạm Y tế\n\n3.1. Khám sức khỏe trước 5/6/2025."
    )
    assert refs(text) == ["II.1.1", "II.1.2.1a", "II.1.2.1b", "II.2", "II.3.1"]


def test_letters_under_numbers() -> None:
    """Letters nest under the number above them, and the next number ends them."""
    text = "1. Sở Y tế:\n\na) Lập kế hoạch trước 1/6/2025;\n\nb) Báo cáo trước 2/6/2025.\n\n2. Sở Nội vụ: rà soát trước 3/6/2025."
    assert [(task.ref, task.lead) for task in tasks(text)] == [("1.a", ("Sở Y tế",)), ("1.b", ("Sở Y tế",)), ("2", ("Sở Nội vụ",))]


def test_paragraph_behind_bullets_goes_back_to_the_section() -> None:
    """A paragraph without a bullet belongs to the section's unit again."""
    text = "2. Phòng Nội vụ\n\n- Rà soát hồ sơ.\n\nTổng hợp kết quả trước ngày 1/6/2025."
    assert [(task.ref, task.lead) for task in tasks(text)][-1] == ("2.2", ("Phòng Nội vụ",))


def test_preamble_names_whom_the_numbered_items_address() -> None:
    """Items that name nobody are for those whom the opening paragraph asks."""
    text = (
        "Sở Nội vụ đề nghị UBND các xã, phường thực hiện các nội dung sau:\n\n1. Về hồ sơ\n\n- Niêm yết danh mục, xong trước ngày 1/6/2025."
    )
    assert tasks(text)[0].lead == ("UBND các xã, phường",)


def test_reports_are_no_orders() -> None:
    """What stands under an appraisal or an aim is no task."""
    text = "I. ĐÁNH GIÁ CHUNG\n\n- UBND các xã đã hoàn thành trước ngày 30/3/2025.\n\nII. MỤC TIÊU\n\n- Đến 31/12/2025 đạt 19 tiêu chí."
    assert tasks(text) == []


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("Đề nghị Điện lực Thành phố", ("Điện lực Thành phố",)),
        ("Đối với UBND các xã", ("UBND các xã",)),
        ("Trách nhiệm của Phòng Nội vụ:", ("Phòng Nội vụ",)),
        ("PHÒNG KINH TẾ VÀ HẠ TẦNG", ("Phòng Kinh tế và Hạ tầng",)),
        ("Các phòng, ban, ngành trực tiếp phụ trách các tiêu chí", ("Các phòng, ban, ngành trực tiếp phụ trách các tiêu chí",)),
        ("Các xã về đích năm 2022 (Nam Sơn, Dân Chủ): báo cáo", ("UBND xã Nam Sơn", "UBND xã Dân Chủ")),
    ],
)
def test_headings_address(heading: str, names: tuple[str, ...]) -> None:
    """A heading that names units addresses them."""
    found = addressed(heading, Cast())
    assert found is not None
    assert found[0] == names


@pytest.mark.parametrize("heading", ["Công tác tuyên truyền", "Về giải phóng mặt bằng", "Hội hoa xuân", "Hoàn thiện thể chế"])
def test_topics_address_nobody(heading: str) -> None:
    """A heading by topic addresses nobody."""
    assert addressed(heading, Cast()) is None


def test_report_headings() -> None:
    """ "Đánh giá" stands over a report, "Kết luận, chỉ đạo" over orders."""
    assert is_report("ĐÁNH GIÁ CHUNG")
    assert not is_report("NHIỆM VỤ VÀ GIẢI PHÁP")


def test_a_person_with_two_posts_is_one() -> None:
    """A second post behind a name is no second unit."""
    heading = "Đồng chí Hoàng Văn Tuyển, Phó Chủ tịch UBND xã, Giám đốc Trung tâm Phục vụ hành chính công"
    assert addressed(heading, Cast()) == (("Đồng chí Hoàng Văn Tuyển",), "")

"""The ways in which a heading says whose the points below it are."""

import pytest

from directives.parse import parse
from tests.orders import UNITS, head

HEAD = head("KẾ HOẠCH", "Thực hiện công tác cải cách hành chính năm 2024", announced="III. TỔ CHỨC THỰC HIỆN")
POINTS = "- Rà soát thủ tục, trình UBND huyện công bố trước ngày 20/5/2024.\n\n- Báo cáo kết quả trước ngày 25 hằng tháng.\n"
HEADINGS = """
1. {}
1. {}:
a) {}
1.1. {}:
* {}:
{}:
**1. {}**
**{}:**
1) {}
(1) {}:
1/ {}
I. {}
1. Giao {}:
1. Giao nhiệm vụ cho {}:
1. Đề nghị {}:
1. Yêu cầu {} thực hiện các nhiệm vụ sau:
1. Yêu cầu {} tập trung thực hiện tốt một số nội dung:
1. {} có trách nhiệm:
1. {} có nhiệm vụ:
1. {} chủ trì:
1. {} chủ trì, phối hợp với Phòng Ngoại vụ:
1. {} chủ trì, phối hợp với Phòng Ngoại vụ thực hiện các nhiệm vụ sau:
1. {} (cơ quan thường trực):
1. {} - Cơ quan thường trực Ban Chỉ đạo:
1. {} (đơn vị chủ trì)
1. {} là cơ quan thường trực, có trách nhiệm:
1. Đối với {}:
1. Riêng {}:
1. Về phía {}:
1. Trách nhiệm của {}:
1. Nhiệm vụ của {}
1. Nhiệm vụ giao cho {}
1. Các nhiệm vụ giao {} thực hiện:
1. Phân công {}:
1. Phân công nhiệm vụ cho {}
1. Đồng chí Thủ trưởng {}:
1. {} tiếp tục:
1. {} tập trung:
1. {} phụ trách:
1. {} thực hiện:
1. {} cần tập trung một số việc:
1. {} khẩn trương triển khai các nội dung:
1. {} theo chức năng, nhiệm vụ được giao
1. {} căn cứ chức năng, nhiệm vụ được giao:
Điều 2. {} có trách nhiệm:
Điều 2. Trách nhiệm của {}
""".strip().splitlines()


@pytest.mark.parametrize("heading", HEADINGS)
def test_the_points_below_a_heading_are_the_units(heading: str) -> None:
    """Both points, with exactly the unit named and nothing of the heading's other words."""
    for printed, canonical in UNITS.items():
        tasks = parse("a.txt", f"{HEAD}{heading.format(printed)}\n\n{POINTS}".encode()).tasks
        assert [task.lead for task in tasks if task.due_on or task.rrule] == [(canonical,)] * 2, printed


def tasks_by_lead(text: str) -> list[tuple[tuple[str, ...], str]]:
    return [(task.lead, str(task.due_on or task.rrule)) for task in parse("a.txt", f"{HEAD}{text}".encode()).tasks]


def test_initials_that_nobody_spells_out() -> None:
    """Among headings that are units "KHoPC" is one, and who is left out of a group is said; a topic's initials are none."""
    read = tasks_by_lead(
        "1. CPCIT:\n- Hiệu chỉnh công cụ trước ngày 20/5/2024.\n2. Các đơn vị (trừ KHoPC):\n- Gửi số liệu trước ngày 30/5/2024.\n"
        "3. KHoPC:\n- Đào tạo nhân sự trong tháng 6/2024.\n4. Ban Kỹ thuật:\n- Tổng hợp trước ngày 15/7/2024.\n"
    )
    assert read == [
        (("CPCIT",), "2024-05-19"),
        (("Các đơn vị (trừ KHoPC)",), "2024-05-29"),
        (("KHoPC",), "2024-06-30"),
        (("Ban Kỹ thuật",), "2024-07-14"),
    ]
    assert tasks_by_lead("1. CCHC:\n- Phòng Nội vụ rà soát trước ngày 20/5/2024.\n") == [(("Phòng Nội vụ",), "2024-05-19")]


def test_parts_of_the_group_above() -> None:
    """Under "Các tổ thuộc …" each point is headed by one of them, though its name is in no known form."""
    read = tasks_by_lead(
        "5. Các tổ thuộc Chi cục Thuế\na) Tổ Nghiệp vụ, dự toán, pháp chế: lập bộ thuế trước ngày 20/5/2024.\n"
        "b) Văn phòng: in thông báo xong trong tháng 6/2024.\n"
    )
    assert read == [(("Tổ Nghiệp vụ, dự toán, pháp chế",), "2024-05-19"), (("Văn phòng",), "2024-06-30")]


def test_carrying_out_stands_over_orders() -> None:
    """ "Tổ chức thực hiện:" on a line of its own heads orders; it is no label that asks for a name."""
    read = tasks_by_lead("Tổ chức thực hiện:\n- UBND các xã báo cáo kết quả trước 16 giờ 00 các ngày 08/5/2024 và 14/6/2024.\n")
    assert read == [(("UBND các xã",), "2024-05-08"), (("UBND các xã",), "2024-06-14")]


def test_who_reports_was_said_by_the_point_before() -> None:
    """In a part about reporting a report without its sender is that of the group just named; other work is nobody's."""
    read = tasks_by_lead(
        "III. CHẾ ĐỘ BÁO CÁO\n- Các đơn vị báo cáo nhanh trước ngày 20/5/2024.\n"
        "- Báo cáo tổng kết gửi về UBND huyện trước ngày 05/6/2024.\n"
        "- Sửa xong cầu treo trước ngày 15/6/2024.\n"
    )
    assert [lead for lead, _ in read] == [("Các đơn vị",), ("Các đơn vị",), ()]


def test_what_was_done_last_week_is_no_order() -> None:
    """A part about the week that is over only tells."""
    assert tasks_by_lead("I. Việc tuần qua\nNhắc nhở Phòng Tư pháp nộp báo cáo muộn (hạn là trước ngày 10/4/2024).\n") == []


def test_provinces_in_a_letter_from_the_centre() -> None:
    """ "Các tỉnh A, B:" stands for their committees; a province that is only spoken of does not."""
    read = tasks_by_lead(
        "1. UBND các tỉnh\na) Tỉnh Lâm Hà: sửa hồ trước ngày 20/5/2024.\nb) Các tỉnh Nam Lĩnh, Trà Xuân: lắp máy trước ngày 30/5/2024.\n"
    )
    assert [lead for lead, _ in read] == [("UBND tỉnh Lâm Hà",), ("UBND tỉnh Nam Lĩnh", "UBND tỉnh Trà Xuân")]


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("2. Tiểu ban Nội dung, nghi lễ (đ/c Trưởng phòng Văn hóa và Thông tin làm Trưởng tiểu ban)", "Tiểu ban Nội dung, nghi lễ"),
        ("2. Khoa Dược", "Khoa Dược"),
        ("2. Đơn vị sử dụng ngân sách các cấp", "Đơn vị sử dụng ngân sách các cấp"),
        ("2. Ban hành biểu mẫu", ""),
    ],
)
def test_bodies_of_other_houses(heading: str, name: str) -> None:
    """Sub-committees and hospital departments are told by their heading; "Ban hành …" is work and no board."""
    read = tasks_by_lead(f"1. Phòng Nội vụ\n- Rà soát trước ngày 20/5/2024.\n{heading}\n- Lập kế hoạch trước ngày 30/5/2024.\n")
    assert read[1][0] == ((name,) if name else ())

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

"""The labels under which a plan or a table says who is in charge and by when, in four layouts."""

import pytest

from directives.parse import parse
from tests.orders import head

HEAD = head("KẾ HOẠCH", "Thực hiện công tác cải cách hành chính năm 2024", announced="II. NHIỆM VỤ")
LEAD = [
    "Đơn vị chủ trì",
    "Cơ quan chủ trì",
    "Đơn vị phụ trách",
    "Chủ trì",
    "Đơn vị thực hiện",
    "Phòng phụ trách",
    "Đơn vị đầu mối",
    "Phân công thực hiện",
    "Giao",
    "Trách nhiệm",
    "Đơn vị chịu trách nhiệm",
    "Người thực hiện",
    "Cơ quan thực hiện chính",
    "Đơn vị chủ trì, tham mưu",
    "Cơ quan tham mưu",
    "Đơn vị được giao chủ trì",
    "Phụ trách",
    "Cơ quan, đơn vị thực hiện",
    "Thực hiện",
    "Đơn vị chủ trì thực hiện",
    "Cơ quan chủ trì thực hiện",
    "Chủ trì thực hiện",
    "Đơn vị chịu trách nhiệm chính",
    "Phân công",
    "Phân công nhiệm vụ",
    "Cơ quan đầu mối",
    "Bộ phận thực hiện",
    "Bộ phận phụ trách",
    "Bộ phận chủ trì",
    "Cán bộ phụ trách",
    "Đơn vị tham mưu",
    "Đơn vị triển khai",
    "Cơ quan chịu trách nhiệm",
    "Tổ chức, cá nhân thực hiện",
    "Trách nhiệm thực hiện",
    "Đơn vị chủ trì (thực hiện)",
    "Cơ quan/đơn vị chủ trì",
    "Đầu mối",
    "Đơn vị được giao nhiệm vụ",
]
TIME = [
    "Thời gian hoàn thành",
    "Thời hạn",
    "Tiến độ",
    "Hoàn thành",
    "Thời gian thực hiện",
    "Hạn hoàn thành",
    "Thời gian",
    "Thời hạn hoàn thành",
    "Dự kiến hoàn thành",
    "Mốc hoàn thành",
    "Lộ trình",
    "Lộ trình thực hiện",
    "Tiến độ thực hiện",
    "Thời hạn thực hiện",
    "Thời điểm hoàn thành",
    "Thời gian triển khai",
    "Thời gian, tiến độ",
    "Hạn",
    "Hạn chót",
    "Thời hạn báo cáo",
    "Thời hạn trình",
    "Tiến độ hoàn thành",
    "Thời gian trình",
    "Thời hạn xử lý",
    "Thời hạn gửi báo cáo",
    "Kế hoạch thời gian",
    "Thời gian kết thúc",
    "Ngày hoàn thành",
    "Kỳ hạn",
    "Thời gian cần hoàn thành",
    "Yêu cầu hoàn thành",
]
LAYOUTS = {
    "points": "1. Rà soát hồ sơ\n\n- {lead}: Phòng Nội vụ.\n\n- Đơn vị phối hợp: Phòng Ngoại vụ.\n\n- {time}: Trước ngày 20/5/2024.",
    "lines": "1. Rà soát hồ sơ\n\n{lead}: Phòng Nội vụ\n\nĐơn vị phối hợp: Phòng Ngoại vụ\n\n{time}: Trước ngày 20/5/2024",
    "one line": "1. Rà soát hồ sơ vay vốn. {lead}: Phòng Nội vụ; phối hợp: Phòng Ngoại vụ; {time}: trước ngày 20/5/2024.",
    "table": "| STT | Nội dung | {lead} | Phối hợp | {time} |\n|---|---|---|---|---|\n"
    "| 1 | Rà soát hồ sơ | Phòng Nội vụ | Phòng Ngoại vụ | Trước 20/5/2024 |",
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("lead", "time"), [*((lead, "Thời gian hoàn thành") for lead in LEAD), *(("Đơn vị chủ trì", time) for time in TIME)]
)
def test_labels(layout: str, lead: str, time: str) -> None:
    """One task with its unit, its helper and its day."""
    tasks = parse("a.txt", f"{HEAD}{LAYOUTS[layout].format(lead=lead, time=time)}\n".encode()).tasks
    assert [(task.lead, task.support, str(task.due_on)) for task in tasks] == [(("Phòng Nội vụ",), ("Phòng Ngoại vụ",), "2024-05-19")]

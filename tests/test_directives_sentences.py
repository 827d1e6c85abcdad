"""Sentences of an order: who is told, whatever stands around the name, and who stays in charge where a heading told before."""

from pathlib import Path

import pytest

from directives.parse import parse
from tests.orders import UNITS, head

LINES = (Path(__file__).parent / "golden" / "sentences.txt").read_text(encoding="utf-8").splitlines()
SENTENCES = [line for line in LINES if line and not line.startswith("#")]
HEAD = head("THÔNG BÁO", "Kết luận của Chủ tịch UBND huyện tại cuộc họp giao ban", announced="Chủ tịch UBND huyện kết luận như sau:")
# Under a heading these are the work of the unit that it names.
OWN_WORK = """
Phối hợp với {} rà soát hồ sơ, xong trước ngày 20/5/2024.
Hướng dẫn {} lập hồ sơ trước ngày 20/5/2024.
Đôn đốc {} báo cáo kết quả trước ngày 20/5/2024.
Chỉ đạo {} hoàn thành hồ sơ trước ngày 20/5/2024.
Tham mưu UBND huyện giao {} thực hiện trước ngày 20/5/2024.
Tổng hợp báo cáo của {}, trình UBND huyện trước ngày 20/5/2024.
Gửi {} thẩm định trước ngày 20/5/2024.
Cùng {} kiểm tra thực địa, xong trước ngày 20/5/2024.
Trình {} phê duyệt trước ngày 20/5/2024.
Tiếp nhận hồ sơ của {} trước ngày 20/5/2024.
Bàn giao mặt bằng cho {} trước ngày 20/5/2024.
Báo cáo {} kết quả rà soát trước ngày 20/5/2024.
Thông báo cho {} biết, thực hiện trước ngày 20/5/2024.
Kiểm tra việc chấp hành của {}, báo cáo trước ngày 20/5/2024.
Chủ trì, phối hợp với {} xây dựng kế hoạch trước ngày 20/5/2024.
Thống nhất với {} về số liệu trước ngày 20/5/2024.
Mời {} dự họp, hoàn thành việc chuẩn bị trước ngày 20/5/2024.
""".strip().splitlines()


@pytest.mark.parametrize("sentence", SENTENCES)
def test_who_is_told(sentence: str) -> None:
    """One task with a day or rhythm, and the unit alone is its lead."""
    for printed, canonical in UNITS.items():
        tasks = parse("a.txt", f"{HEAD}{sentence.format(printed)}\n".encode()).tasks
        assert [task.lead for task in tasks if task.due_on or task.rrule] == [(canonical,)], printed


@pytest.mark.parametrize("sentence", OWN_WORK)
def test_who_stays_in_charge(sentence: str) -> None:
    """The unit of the heading, whoever else its work speaks of."""
    for printed in UNITS:
        tasks = parse("a.txt", f"{HEAD}1. Phòng Ngoại vụ\n\n- {sentence.format(printed)}\n".encode()).tasks
        assert [task.lead for task in tasks if task.due_on] == [("Phòng Ngoại vụ",)], printed

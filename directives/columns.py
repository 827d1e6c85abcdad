"""What the columns of a table of tasks are called, and what kind of fact each holds."""

import re
from collections.abc import Iterable

from directives.fields import label_kind
from directives.spelling import matchable

_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("content", re.compile(r"(?:các )?(?:nội dung|nhiệm vụ|công việc|hạng mục|đầu việc)(?! chủ trì| thời gian).*")),
    ("number", re.compile(r"(?:stt|tt|số tt|số thứ tự|#|no)")),
    ("both", re.compile(r".*chủ trì.*phối hợp.*")),
    ("support", re.compile(r".*phối hợp.*|.*tham gia.*|.*(?:đơn vị|phòng|ban|ngành|cơ quan).*(?:hướng dẫn|giúp đỡ|đỡ đầu)")),
    ("lead", re.compile(r".*(?:chủ trì|đơn vị thực hiện|cơ quan thực hiện|đơn vị phụ trách|người thực hiện|phân công|đầu mối|"
        r"trách nhiệm|bộ phận thực hiện|"
                        r"đơn vị được giao|cán bộ phụ trách|đơn vị tham mưu|cơ quan tham mưu|"
                        r"người phụ trách|phụ trách).*|đơn vị|cơ quan|thực hiện")),
    ("commune", re.compile(r"(?:tên )?(?:các )?(?:xã|phường)(?:\s*[,/]\s*(?:xã|phường|thị trấn))*")),
    ("time", re.compile(r".*(?:thời gian|thời hạn|tiến độ|hạn hoàn thành|hoàn thành|lộ trình|thời điểm|hạn(?!\w)).*")),
    ("content", re.compile(r".*(?:nội dung|nhiệm vụ|công việc|hoạt động|tên việc|đầu việc|chỉ tiêu|tiêu chí|danh mục|hạng mục|"
        r"biện pháp|giải pháp).*")),
    ("other", re.compile(r".*(?:sản phẩm|kết quả|ghi chú|kinh phí|lãnh đạo|căn cứ).*")),
)  # fmt: skip


def column_kind(words: str) -> str:
    """The kind of fact that a column's head names ("content", "number", "lead", …); "" for other words."""
    if len(words) > 80:
        return ""
    matched = " ".join(matchable(words).strip(" .:*()").split())
    return next((kind for kind, pattern in _COLUMNS if pattern.fullmatch(matched)), label_kind(words) or "")


def is_task_table(kinds: Iterable[str]) -> bool:
    """Whether columns of these kinds say what is to be done, and by whom or when."""
    found = set(kinds)
    return "content" in found and bool(found & {"lead", "both", "time"})

"""Slash commands: each is the short way to say a phrase, with or without the bot's name behind it."""

import re
from typing import Final

from handlers.understanding.fold import fold

_COMMAND: Final = re.compile(r"/(?P<name>\w{1,32})(?:@\w+)?(?:\s+(?P<rest>.*))?", re.DOTALL)
_PHRASES: Final = {
    "viec": "việc của tôi", "tasks": "việc của tôi", "tiendo": "tiến độ", "progress": "tiến độ", "quahan": "quá hạn", "overdue": "quá hạn", "tuannay": "tuần này",
    "week": "tuần này", "thangnay": "tháng này", "month": "tháng này", "chuabaocao": "chưa báo cáo", "nhac": "nhắc", "giahan": "gia hạn", "giao": "giao", "duyet": "duyệt",
    "tralai": "trả lại", "huyviec": "hủy nhiệm vụ", "uutien": "ưu tiên", "khen": "khen", "banhanh": "ban hành", "xem": "xem", "show": "xem", "lichsu": "lịch sử",
    "history": "lịch sử", "moi": "mời", "invite": "mời", "help": "trợ giúp", "trogiup": "trợ giúp", "menu": "trợ giúp", "huy": "hủy", "cancel": "hủy", "ngonngu": "ngôn ngữ",
    "language": "ngôn ngữ", "dung": "hủy liên kết", "stop": "hủy liên kết", "dulieu": "dữ liệu của tôi", "mydata": "dữ liệu của tôi", "bangiao": "bàn giao cho",
    "hoantac": "hoàn tác", "undo": "hoàn tác", "sangnay": "sáng nay", "vanban": "văn bản", "donvi": "đơn vị", "bantin": "bản tin", "xuat": "xuất excel", "lich": "xuất lịch",
    "khongdoi": "không thay đổi", "phutrach": "ai phụ trách",
}  # fmt: skip
_ALONE: Final = frozenset(
    {
        "viec",
        "tasks",
        "help",
        "trogiup",
        "menu",
        "huy",
        "cancel",
        "dung",
        "stop",
        "dulieu",
        "mydata",
        "hoantac",
        "undo",
        "sangnay",
        "chuabaocao",
        "xuat",
        "lich",
    }
)
_TAKES_TASK: Final = frozenset(
    {"giahan", "duyet", "tralai", "huyviec", "uutien", "xem", "show", "lichsu", "history", "nhac", "giao", "phutrach", "khen"}
)


def phrase_of(text: str) -> str | None:
    """The phrase that a slash command stands for; "" for an unknown one, None where the text is no command."""
    match = _COMMAND.fullmatch(text.strip())
    if match is None:
        return None
    name, rest = fold(match["name"]), (match["rest"] or "").strip()
    if name == "start":
        return f"/start {rest}".strip()
    if name not in _PHRASES:
        return ""
    if name in _ALONE or not rest:
        return _PHRASES[name].removesuffix(" cho") if name == "bangiao" else _PHRASES[name]
    if name in _TAKES_TASK:
        rest = re.sub(r"^(\d{1,7})\b", r"#\1", rest)
    return f"{_PHRASES[name]} {rest}"

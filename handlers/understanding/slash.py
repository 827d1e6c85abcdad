"""Slash commands: each is the short way to say a phrase, with or without the bot's name behind it."""

import re
from typing import Final

from handlers.understanding.fold import fold

_COMMAND: Final = re.compile(r"/(?P<name>\w{1,32})(?:@\w+)?(?:\s+(?P<rest>.*))?", re.DOTALL)
_COMMANDS: Final = """
việc của tôi = viec tasks
tiến độ = tiendo progress
quá hạn = quahan overdue
tuần này = tuannay week
tháng này = thangnay month
chưa báo cáo = chuabaocao
nhắc = nhac
gia hạn = giahan
giao = giao
duyệt = duyet
trả lại = tralai
hủy nhiệm vụ = huyviec
ưu tiên = uutien
khen = khen
ban hành = banhanh
xem = xem show
lịch sử = lichsu history
mời = moi invite
trợ giúp = help trogiup menu
hủy = huy cancel
ngôn ngữ = ngonngu language
hủy liên kết = dung stop
dữ liệu của tôi = dulieu mydata
thêm kênh = themkenh
bàn giao cho = bangiao
hoàn tác = hoantac undo
sáng nay = sangnay
văn bản = vanban
đơn vị = donvi
bản tin = bantin
xuất excel = xuat
xuất lịch = lich
không thay đổi = khongdoi
ai phụ trách = phutrach
"""
_PHRASES: Final = {name: line.split(" = ")[0] for line in _COMMANDS.strip().splitlines() for name in line.split(" = ")[1].split()}
_ALONE: Final = frozenset(
    [
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
        "themkenh",
        "mydata",
        "hoantac",
        "undo",
        "sangnay",
        "chuabaocao",
        "xuat",
        "lich",
    ]
)
_TAKES_TASK: Final = frozenset(
    ["giahan", "duyet", "tralai", "huyviec", "uutien", "xem", "show", "lichsu", "history", "nhac", "giao", "phutrach", "khen"]
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

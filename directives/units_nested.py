"""Offices told by the one that they belong to: "Văn phòng Ban Chỉ đạo", "Tổ giúp việc Ban Chỉ đạo", "Ban Giám hiệu các trường"."""

import re

_PARTS = re.compile(
    r"(?:ban thường vụ(?= (?:hội|liên đoàn|đoàn thanh|công đoàn))|ban chấp hành(?= (?:hội|liên đoàn|công đoàn))|"
    r"văn phòng thường trực|văn phòng giúp việc|văn phòng|vp|bộ phận giúp việc|bộ phận thường trực|"
    r"cđcs(?= công ty)|công đoàn cơ sở(?= công ty)|"
    r"tổ giúp việc|tổ thư ký|tổ công tác|tổ đại biểu|tổ chuyên viên|ban giám hiệu|ban giám đốc|ban lãnh đạo|phòng giao dịch)"
    r"(?:\s+(?:của|cho))?\s+(?=\S)".replace(" ", r"\s+")
)


def part_of(text: str, matched: str, at: int) -> int | None:
    """Where the office begins that a part of it is named by; None where no part is named here."""
    found = _PARTS.match(matched, at)
    return found.end() if found and text[found.end()].isalpha() else None


def nested_name(text: str, at: int, inner: int, name: str) -> str:
    """The part's name with that of its office: in small letters where it is a group, "Ban Giám hiệu các trường"."""
    own = " ".join(text[at:inner].split())
    whole = f"{own} {name[:1].lower()}{name[1:]}" if name.startswith("Các ") else f"{own} {name}"
    return whole[:1].upper() + whole[1:]

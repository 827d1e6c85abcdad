"""The beginning of a letter and the units to whom its points go: what the tables of headings, sentences and labels share."""

UNITS = {
    "Phòng Nội vụ": "Phòng Nội vụ",
    "Trung tâm Y tế huyện": "Trung tâm Y tế",
    "UBND các xã, thị trấn": "UBND các xã, thị trấn",
    "Công an huyện": "Công an huyện",
    "UBND xã Tân An": "UBND xã Tân An",
}
"""The name as a letter prints it, and the canonical one."""


def head(kind: str, subject: str, *, announced: str) -> str:
    """The beginning of a district's letter, up to the line under which its points stand."""
    symbol = {"KẾ HOẠCH": "KH", "THÔNG BÁO": "TB"}[kind]
    return f"""UBND HUYỆN AN LỘC

Số: 125/{symbol}-UBND

An Lộc, ngày 02 tháng 4 năm 2024

{kind}

{subject}

{announced}

"""

"""The letter's head: issuer, number, place and date, kind, subject, urgency, legal bases."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from directives.head_names import issuer_name
from directives.layout import Block
from directives.model import Document
from directives.spelling import matchable

_HEAD_BLOCKS = 40
_NUMBER = re.compile(
    r"^Số\s*:?\s*(?P<number>\d+[a-zA-Z]?)?\s*(?P<joint>[/\-–])\s*(?P<symbol>[A-ZĐÀ-Ỹ][\wĐ&.,]*(?:\s?[-–/]\s?[\wĐ&.,]+)*)", re.IGNORECASE
)
_DATED = re.compile(
    r"(?P<place>[^,;:|]{2,60}),\s*(?:(?:hồi|lúc)\s+[^,]{1,25}?)?ngày\s*(?P<day>\d{1,2})?[\s.…_]*tháng\s*(?P<month>\d{1,2})?[\s.…_]*năm\s*(?P<year>\d{4})?[\s.…_]*$",
    re.IGNORECASE,
)
_KINDS = {
    "kế hoạch": "ke_hoach", "thông báo": "thong_bao", "chỉ thị": "chi_thi", "công điện": "cong_dien", "quyết định": "quyet_dinh",
    "công văn": "cong_van", "chương trình hành động": "ke_hoach", "thông báo kết luận": "thong_bao", "phương án": "ke_hoach",
}  # fmt: skip
_SYMBOLS = {"kh": "ke_hoach", "tb": "thong_bao", "ct": "chi_thi", "cđ": "cong_dien", "cd": "cong_dien", "qđ": "quyet_dinh"}
_ABOUT = re.compile(r"^\(?(?:v/v|về việc|vv|trích yếu)\s*:?\s*", re.IGNORECASE)
_URGENCY = re.compile(r"^(?:HỎA TỐC|HOẢ TỐC|THƯỢNG KHẨN|KHẨN)\b", re.IGNORECASE)
_BASIS_START = re.compile(r"^(?:căn cứ|thực hiện|theo|xét|trên cơ sở|tiếp theo|tiếp tục thực hiện|thi hành|triển khai)\b", re.IGNORECASE)
_BASIS_NUMBER = re.compile(r"(?<![\d/])(\d{1,5}(?:/\d{4})?\s?[-/]\s?[A-ZĐ][\wĐ]*(?:[-/][A-ZĐ][\wĐ]*)*)")
_BODY_START = re.compile(
    r"^(?:căn cứ|thực hiện|ngày \d|để |nhằm|sau khi|theo |trong |qua |xét|tiếp|trên cơ sở|vừa qua|hiện nay|thời gian|ủy ban|"
    r"ubnd|kính gửi|đồng chí|số\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Head:
    """What the head says; `title` and `about` are the positions of the blocks that hold kind and subject, -1 without."""

    document: Document
    place: str
    title: int
    last: int


def read_head(name: str, blocks: Sequence[Block]) -> Head:
    """The head of a letter; whatever it does not say stays empty. Communes are left to whoever knows the units."""
    front = [block for block in blocks[:_HEAD_BLOCKS] if not block.cell]
    numbered = next(((at, found) for at, block in enumerate(front) if (found := _NUMBER.match(block.text))), None)
    number, symbol = _number(numbered[1]) if numbered else (None, None)
    place, issued, dated_at = _dated(front)
    title = _title(front)
    kind = _kind(front, title, symbol)
    subject, last = _subject(front, title)
    before = numbered[0] if numbered else min(dated_at if dated_at >= 0 else 8, 8)
    document = Document(
        file=name,
        kind=kind,
        number=number,
        symbol=symbol,
        issuer=issuer_name([block.text for block in front[:before]], symbol or "", place, " ".join(block.text for block in blocks)),
        issued=issued,
        subject=subject,
        basis=_basis(blocks),
        urgency=next((block.text for block in front[:20] if _URGENCY.match(block.text) and len(block.text) < 30), None),
    )
    return Head(document, place, title, max(last, title, dated_at, numbered[0] if numbered else -1))


def _number(found: re.Match[str]) -> tuple[str | None, str]:
    symbol = re.sub(r"\s", "", found["symbol"])
    return (f"{found['number']}{found['joint']}{symbol}" if found["number"] else None), symbol


def _dated(front: Sequence[Block]) -> tuple[str, str, int]:
    for at, block in enumerate(front[:25]):
        found = _DATED.search(block.text)
        if found and len(block.text) < 140 and (found["year"] or found["month"]):
            year, month, day = found["year"], found["month"], found["day"]
            parts = [year or "", *([f"{int(month):02}", *([f"{int(day):02}"] if day else [])] if year and month else [])]
            place = re.sub(r"^.*\d\S*\s", "", found["place"]).strip()
            return place, "-".join(part for part in parts if part), at
    return "", "", -1


def _title(front: Sequence[Block]) -> int:
    for at, block in enumerate(front[:30]):
        words = block.text.strip(" :.*#")
        if words.isupper() and any(matchable(words).startswith(kind) for kind in _KINDS) and len(words) < 120:
            return at
    return -1


def _kind(front: Sequence[Block], title: int, symbol: str | None) -> str:
    if title >= 0:
        words = matchable(front[title].text)
        return next(kind for spelled, kind in _KINDS.items() if words.startswith(spelled))
    first = re.split(r"[-/]", (symbol or "").lower())[0]
    if first in _SYMBOLS:
        return _SYMBOLS[first]
    letter = any(_ABOUT.match(block.text) or block.text.lower().startswith("kính gửi") for block in front)
    return "cong_van" if letter or symbol else "khac"


def _subject(front: Sequence[Block], title: int) -> tuple[str, int]:
    for at, block in enumerate(front[:25]):
        if not block.marker and (found := _ABOUT.match(block.text)) and len(block.text) < 600:
            said = block.text[found.end() :].strip(" .")
            return said if said.count("(") == said.count(")") else said.strip("() "), at
    if title < 0:
        return "", -1
    said = front[title].text.strip(" :.*#")
    rest = said[len(next(kind for kind in _KINDS if matchable(said).startswith(kind))) :].strip(" :-")
    lines = [rest] if rest else []
    last = title
    for at, block in enumerate(front[title + 1 : title + 5], title + 1):
        if (
            block.marker
            or (_BODY_START.match(block.text) and (lines or not block.text.startswith("Thực hiện")))
            or len(block.text) > 400
            or block.open
        ):
            break
        lines.append(block.text)
        last = at
    return " ".join(lines).strip(), last


def _basis(blocks: Sequence[Block]) -> tuple[str, ...]:
    texts = [block.text for block in blocks if not block.cell and _BASIS_START.match(block.text)]
    found = [re.sub(r"\s", "", number) for text in texts[:20] for number in _BASIS_NUMBER.findall(text)]
    return tuple(dict.fromkeys(found))

"""The parts of a letter: its head, whom it is sent to, its body, and what follows the signature (annexes)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from directives.layout import Block

# A dispatch is not addressed but wired: "CHỦ TỊCH UBND TỈNH điện:".
TO = re.compile(r"^kính gửi\s*:?|^(?:chủ tịch|ủy ban|uỷ ban|ubnd|ban chỉ)[^.;:]{0,80}\sđiện\s*:", re.IGNORECASE)
_COPIES = re.compile(r"^nơi nhận\b", re.IGNORECASE)
_ANNEX = re.compile(
    r"^(?:phụ lục|biểu(?: mẫu| số| tổng hợp)?\b|danh mục|bảng (?:phân công|tổng hợp|tiến độ)|(?:nội dung )?kế hoạch\b|"
    r"phương án\b|phân công nhiệm vụ|"
    r"quy (?:định|chế)\b|đề án\b|chương trình\b)",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"^(?:TM\.|KT\.|TL\.|TUQ\.|Q\.|T/M|K/T|TM |KT )|^(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG BAN|BÍ THƯ|CHÁNH VĂN PHÒNG)$")


# What no addressee's line holds: a point of the letter itself has begun.
_ORDERS = re.compile(
    r":|(?:trước|đến|chậm nhất|trong)\s+(?:hết\s+)?(?:ngày\s+)?\d|\s(?:chủ trì|thực hiện|hoàn thành|báo cáo)\s", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Parts:
    """`to` are the addressees' lines; `body` the blocks from the preamble to the closing; `annexes` what follows the signature."""

    to: tuple[Block, ...]
    body: tuple[Block, ...]
    annexes: tuple[Block, ...]


def split_parts(blocks: Sequence[Block], head_last: int) -> Parts:
    """The parts of a letter whose head ends with the block `head_last`."""
    start = head_last + 1
    to, after = _addressees(blocks, start)
    end = next((at for at in range(after, len(blocks)) if _ends(blocks, at)), len(blocks))
    return Parts(tuple(to), tuple(blocks[after:end]), tuple(blocks[_annex(blocks, end) :]))


def _ends(blocks: Sequence[Block], at: int) -> bool:
    block = blocks[at]
    return not block.cell and bool(_COPIES.match(block.text) or (_SIGNED.match(block.text) and len(block.text) < 60))


def _addressees(blocks: Sequence[Block], start: int) -> tuple[list[Block], int]:
    opening = next((at for at in range(min(start, len(blocks)), min(start + 12, len(blocks))) if TO.match(blocks[at].text)), None)
    if opening is None:
        opening = next((at for at in range(min(start, len(blocks))) if TO.match(blocks[at].text)), None)
    if opening is None:
        return [], start
    to = [blocks[opening]]
    at = opening + 1
    while (
        at < len(blocks)
        and not (len(to) > 1 and to[-1].text.endswith(".") and _ORDERS.search(blocks[at].text))
        and _is_addressee(blocks[at], first=len(to) == 1 and not TO.sub("", blocks[opening].text).strip())
    ):
        to.append(blocks[at])
        at += 1
    return to, max(at, start)


def _is_addressee(block: Block, *, first: bool) -> bool:
    if block.cell or len(block.text) > 700:
        return False
    if block.marker:
        return block.marker.kind in ("dash", "plus", "star")
    return first or (block.text.endswith(";") and len(block.text) < 200)


def _annex(blocks: Sequence[Block], end: int) -> int:
    """Where annexes begin behind the signature: at a title of their own or a table of tasks; the end without any."""
    for at in range(end + 1, len(blocks)):
        text = blocks[at].text
        if blocks[at].cell or (
            _ANNEX.match(text) and (text.isupper() or len(text) < 100) and not (blocks[at].marker and text.endswith((";", ".")))
        ):
            return at
    return len(blocks)

"""Paragraphs as a file gives them → blocks as a reader sees them: broken lines joined, markup and page heads gone, numbering read."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from directives.markers import Marker, read_marker
from directives.paragraphs import Cell, Paragraph

_MARKUP = re.compile(r"\*\*|__|`|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|\\(?=[-.*_()+#])")
_MD_HEADING = re.compile(r"^#{1,6}\s+")
_TERMINAL = re.compile(r"[.;:!?…]['\"”’)*_]*$")
_PAGE_NUMBER = re.compile(r"^[-–\s]*(?:trang\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?[-–\s]*$", re.IGNORECASE)
_DECORATION = re.compile(r"^[\W_]+$")
# A line that breaks off here cannot be a heading: the sentence goes on whatever the next line looks like.
_HANGING = re.compile(
    r"(?:,|\d-|(?<!\w)(?:và|của|tại|các|với|cho|là|theo|từ|đến|trên|trong|về|"
    r"(?<!kinh tế )(?<!xã hội )(?<!chính quyền )(?<!công dân )(?<!chuyển đổi )(?<!kỹ năng )(?<!dữ liệu )"
    r"(?<!hạ tầng )số|ngày|tháng|năm|được|để))$",
    re.IGNORECASE,
)
# "… trạm y tế xã Tân" ⏎ "Liên: hoàn thành …": a page break inside a place's name.
_MID_NAME = re.compile(r"(?<!\w)(?:xã|phường|huyện|thôn|thị trấn) [A-ZĐÀ-Ỹ][^\W\d]*$")
# "… thực hiện Đề án" ⏎ "06 năm 2023 của đơn vị mình"
_FIGURE_GOES_ON = re.compile(r"\d{1,4}(?:,\s|\s[a-zđà-ỹ])")
# "Phòng Tài chính" ⏎ "- Kế hoạch trước …": an office's name, not a point
_DASHED_NAME = re.compile(
    r"(?:Tài chính - (?:Kế hoạch|Kế toán)|Kế hoạch - Tài chính|Lao động - Thương binh|Văn hóa - Xã hội|Tổ chức - Hành chính|"
    r"(?:HĐND|Hội đồng nhân dân) - (?:UBND|Ủy ban)|Phát thanh - Truyền hình|Tuyên giáo - (?:Dân vận|Nữ công)|"
    r"Kinh tế - (?:Hạ tầng|Kỹ thuật))"
)
_QUARTER = re.compile(r"(?:IV|I{1,3})(?!\w)")  # "… trong quý" ⏎ "III/2022."
_NAME_END = re.compile(r"[A-ZĐÀ-Ỹ][^\W\d]*[,:;. ](?![A-Z])")
_OPENS = re.compile(r"(?:kính gửi|nơi nhận|căn cứ|v/v|về việc|số\s*:|phụ lục|trên đây)", re.IGNORECASE)
_SHORT_TAIL = 40
LONGEST = 20_000
"""Characters of one paragraph that are read for orders: the longest paragraph of any letter seen has 3,000."""

_SENTENCE = 60
_WRAPPED_BELOW = 130
_FULL_LINE = 0.7
_NEARLY_FULL = 0.8
_FEWEST_MARKED, _MOSTLY = 4, 0.9


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph without its number or bullet; `start` and `end` cut its passage, markup and all, out of the whole text.

    `paragraph` counts from 1 in the file. `cell` is set for text in a table.
    """

    text: str
    start: int
    end: int
    paragraph: int
    marker: Marker | None = None
    page: int | None = None
    cell: Cell | None = None
    heading: bool = False

    @property
    def open(self) -> bool:
        """Whether the paragraph announces what follows it."""
        return self.text.endswith(":")


def compose(paragraphs: Sequence[Paragraph]) -> tuple[str, list[Block]]:
    """The whole text, laid out as in the file, and its blocks in order, not yet joined."""
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    before: Paragraph | None = None
    for number, paragraph in enumerate(paragraphs, 1):
        parts.append(glue := _glue(before, paragraph))
        at += len(glue)
        blocks.append(_block(paragraph, at, number))
        parts.append(paragraph.text)
        at += len(paragraph.text)
        before = paragraph
    return "".join(parts), blocks


def _glue(before: Paragraph | None, paragraph: Paragraph) -> str:
    if before is None:
        return ""
    if before.cell and paragraph.cell and before.cell.table == paragraph.cell.table:
        return " | " if before.cell.row == paragraph.cell.row and before.cell.column != paragraph.cell.column else "\n"
    return "\n" if paragraph.close else "\n\n"


def _block(paragraph: Paragraph, at: int, number: int) -> Block:
    text = clean(paragraph.text[:LONGEST])
    heading = paragraph.heading or bool(_MD_HEADING.match(paragraph.text))
    marker, rest = (None, text) if paragraph.cell else read_marker(text)
    return Block(rest, at, at + len(paragraph.text), number, marker, paragraph.page, paragraph.cell, heading)


def clean(text: str) -> str:
    """Without Markdown's signs, in single spaces."""
    return " ".join(_MARKUP.sub("", _MD_HEADING.sub("", text)).split())


def join_lines(blocks: Sequence[Block], paragraphs: Sequence[Paragraph]) -> list[Block]:
    """Blocks with broken sentences made whole; page numbers, rules and heads repeated in mid-sentence are left out."""
    width = _line_width(blocks)
    spaced = _is_spaced(blocks, paragraphs)
    repeated = _repeated(blocks)
    full = False
    joined: list[Block] = []
    for block in blocks:
        if not block.cell and _is_furniture(block, joined[-1] if joined else None, repeated):
            continue
        close = paragraphs[block.paragraph - 1].close
        runs_on = (spaced and full and close and block.marker is None) or (bool(joined) and close and _closes(joined[-1], block))
        if joined and not _apart(joined[-1], block) and (runs_on or _continues(joined[-1], block, close, width)):
            joined[-1] = _merged(joined[-1], block)
        else:
            joined.append(block)
        full = width > 0 and len(block.text) >= width * _NEARLY_FULL
    return joined


def _is_spaced(blocks: Sequence[Block], paragraphs: Sequence[Paragraph]) -> bool:
    """Whether blank lines part the paragraphs of a hard-wrapped text, so that a full line goes on in the one right below it."""
    marked = [paragraphs[block.paragraph - 1].close for block in blocks if block.marker and block.marker.label and not block.cell]
    return len(marked) >= _FEWEST_MARKED and marked.count(False) >= _MOSTLY * len(marked)


def _line_width(blocks: Iterable[Block]) -> int:
    """The width at which a hard-wrapped text breaks its lines; 0 where paragraphs are whole."""
    lengths = sorted(len(block.text) for block in blocks if not block.cell)
    widest = lengths[int(len(lengths) * 0.95)] if lengths else 0
    return widest if widest < _WRAPPED_BELOW else 0


def _repeated(blocks: Iterable[Block]) -> set[str]:
    counts = Counter(block.text for block in blocks if not block.cell and not block.marker and not block.open)
    return {text for text, count in counts.items() if count > 2}


def _is_furniture(block: Block, before: Block | None, repeated: set[str]) -> bool:
    text = block.text
    if not text and not block.marker:
        return True
    if _PAGE_NUMBER.match(text) and not block.marker:
        return True
    if _DECORATION.match(text):
        return True
    return text in repeated and before is not None and not _TERMINAL.search(before.text)


def _apart(before: Block, block: Block) -> bool:
    return bool(before.cell or block.cell or before.heading or block.heading)


def _continues(before: Block, block: Block, close: bool, width: int) -> bool:
    if _TERMINAL.search(before.text):
        return _goes_on(before, block, close=close, wrapped=width > 0)
    if block.marker:
        name = _DASHED_NAME.search(f"{before.text} - {block.text[:_SHORT_TAIL]}", max(len(before.text) - _SHORT_TAIL, 0))
        broken = name is not None and name.start() < len(before.text) < name.end()
        return close and block.marker.kind == "dash" and (broken or (len(block.text) < _SHORT_TAIL and block.text.endswith(",")))
    if _OPENS.match(block.text) and block.text[:1].isupper():
        return False
    first = block.text[:1]
    if before.text.isupper() and not before.marker and block.text[:2].strip().islower():
        return False
    if first.islower() or first in ")/,;.&":
        return True
    if first.isdigit() and (len(before.text) > _SENTENCE or (close and width > 0 and _FIGURE_GOES_ON.match(block.text))):
        return not before.text.isupper()  # "… đạt" ⏎ "55%; 02 xã …"
    if before.text.isupper() != block.text.isupper():
        return False
    if _HANGING.search(before.text) and not before.text.isupper():
        return True
    if before.marker and _MID_NAME.search(before.text) and _NAME_END.match(block.text):
        return True
    return close and width > 0 and len(before.text) >= width * _FULL_LINE and not before.text.isupper()


def _closes(before: Block, block: Block) -> bool:
    """Whether a line only closes a bracket ("(khu vực 4, khu vực" ⏎ "5) trong tuần"), or ends "trong quý" ⏎ "III/2022"."""
    if before.text.endswith("quý") and _QUARTER.match(block.text):
        return True
    sign = block.marker.sign if block.marker else ""
    return sign.endswith(")") and "(" not in sign and before.text.count("(") > before.text.count(")")


def _goes_on(before: Block, block: Block, *, close: bool, wrapped: bool) -> bool:
    """In a hard-wrapped text a line may end behind any semicolon or colon."""
    return wrapped and close and before.text.endswith((";", ":")) and block.marker is None and block.text[:1].islower()


def _merged(before: Block, block: Block) -> Block:
    sign = f"{block.marker.sign} " if block.marker else ""
    glue = "" if re.search(r"\d-$", before.text) else " "
    return replace(before, text=f"{before.text}{glue}{sign}{block.text}", end=block.end)

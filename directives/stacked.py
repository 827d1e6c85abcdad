"""Tables that lost their frame when a page was copied: every cell on a line of its own, below "TT", "Nội dung", "Chủ trì", "Thời gian".

The running number tells where a row begins. Which column a line belongs to is told by what it says: of all ways to deal a row's
lines out from left to right the one that fits the columns best is taken.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from directives.cast import Cast
from directives.columns import column_kind, is_task_table
from directives.layout import Block
from directives.markers import BULLETS
from directives.paragraphs import Cell
from directives.spelling import matchable
from directives.units import read_units

_MOST_HEAD_LINES, _MOST_LINES = 16, 24
_FIRST_TABLE = 100_000
"""Tables found here are counted from a number that no file reaches."""
_NUMBER = re.compile(r"\(?0?(\d{1,3})\)?\.?")
_SUB_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}\.?")
_TITLE = re.compile(r"(?:[IVX]{1,5}|[A-H])\.?")
_NO_WORDS = re.compile(r"[\W_]*")
_BEYOND = re.compile(r"(?:nơi nhận|tm\.|kt\.|tl\.|trên đây)", re.IGNORECASE)
_TIME = re.compile(
    r"(?:(?:xong|hoàn thành|chậm nhất|trước|trong|từ|đến|hết|ngày|tháng|quý|tuần|năm|cuối|đầu|giữa|hằng|hàng|mỗi|định kỳ|"
    r"thường xuyên|sau|ngay|cả năm|đợt|khi|sơ kết)(?!\w).{0,70}|\d{1,2}\s?[/.-]\s?\d.{0,40}|[ivx]+/\d{4}|"
    r".{2,60}(?::|\s)\s*(?:trước|chậm nhất|trong|đến hết|xong)\s+(?:ngày\s+|tháng\s+|quý\s+)?[\divx]{1,3}(?:\s?[/.-]\s?\d{1,4}){0,2})"
)
_BRACKETED = re.compile(r"\([^()]*\)")
_HANGS = re.compile(r"(?<!\w)(?:trước|trong|(?<!\d )(?:ngày|tháng|quý)|từ|đến|chậm nhất|hết|và|khu vực)$")
# What a line costs in a column of a kind: one with a day or rhythm, one that names units, other words.
_COSTS: dict[str, tuple[float, float, float]] = {
    "time": (0, 8, 6),
    "lead": (8, 0, 3),
    "both": (8, 0, 3),
    "support": (8, 0, 3),
    "commune": (8, 1, 2),
    "content": (4, 2, 0),
}
_OTHER = (2.0, 2.0, 1.0)
_EMPTY = {"content": 12.0, "lead": 3.0, "both": 3.0, "time": 3.0}
_FURTHER = {"content": 0.5, "time": 1.5, "lead": 1.5, "both": 1.5, "support": 1.5}
"""What one more line in the same cell costs; one that only goes on with the line above costs nothing."""
_TORN = 5.0
"""What it costs to tear such a line from the one above."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A running number or a title's number, and the lines below it up to the next."""

    number: Block
    lines: tuple[Block, ...]

    @property
    def is_title(self) -> bool:
        return _TITLE.fullmatch(self.number.text) is not None


def unstacked(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with those of stacked tables of tasks made cells; everything else stays as it is."""
    done: list[Block] = []
    at = 0
    while at < len(blocks):
        cells, after = _table(blocks, at) if _is_corner(blocks[at]) else ([], at)
        done += cells or [blocks[at]]
        at = max(after, at + 1)
    return done


def _is_corner(block: Block) -> bool:
    return block.cell is None and len(block.text) < 12 and column_kind(block.text) == "number"


def _table(blocks: Sequence[Block], at: int) -> tuple[list[Block], int]:
    """The cells of the table whose head begins here, and the place behind it; no cells where none begins."""
    start = next((n for n in range(at + 1, min(at + _MOST_HEAD_LINES, len(blocks))) if _begins_row(blocks[n], 0)), None)
    head = _made_whole(_worded(blocks[at + 1 : start])) if start else []
    kinds = [column_kind(cell.text) for cell in head]
    if start is None or len(head) < 2 or not is_task_table(kinds):
        return [], at
    rows, after = _rows(blocks, start, [blocks[at].text, *(cell.text for cell in head)])
    if all(row.is_title for row in rows):
        return [], at
    cells = [_in_cell(block, at, 0, column) for column, block in enumerate([blocks[at], *head])]
    for number, row in enumerate(rows, 1):
        columns = [0] * len(row.lines) if row.is_title else _dealt(row.lines, kinds, open_end=row is rows[-1])
        if len(columns) < len(row.lines):
            after = next(place for place in range(at, after) if blocks[place] is row.lines[len(columns)])
        cells.append(_in_cell(row.number, at, number, 0))
        cells += [_in_cell(line, at, number, column + 1) for line, column in zip(row.lines, columns, strict=False)]
    return _made_whole(cells), after


def _rows(blocks: Sequence[Block], at: int, head: Sequence[str]) -> tuple[list[_Row], int]:
    """The rows from the first number on, and the place behind the last one's lines; a head repeated on a new page is left out."""
    rows: list[_Row] = []
    last = 0
    while at < len(blocks) and _begins_row(blocks[at], last):
        number = blocks[at]
        last = int(found[1]) if (found := _NUMBER.fullmatch(number.text)) else last
        end = at + 1
        while end < min(len(blocks), at + _MOST_LINES) and not (_begins_row(blocks[end], last) or _is_beyond(blocks[end])):
            end += 1
        lines = blocks[at + 1 : end]
        rows.append(_Row(number, tuple(_worded(_without_head(lines, head)))))
        at = end
    return rows, at


def _begins_row(block: Block, last: int) -> bool:
    """Whether the line is the number of the row behind the one numbered `last` (one may be missing), or of a title."""
    if block.cell or block.marker:
        return False
    number = _NUMBER.fullmatch(block.text)
    return (last < int(number[1]) <= last + 2) if number else bool(_SUB_NUMBER.fullmatch(block.text) or _TITLE.fullmatch(block.text))


def _is_beyond(block: Block) -> bool:
    """Whether a line can no longer belong to the table: a numbered point of the letter, its end, another table."""
    return bool(block.cell or (block.marker and block.marker.kind not in BULLETS) or _BEYOND.match(block.text))


def _without_head(lines: Sequence[Block], head: Sequence[str]) -> Sequence[Block]:
    texts = [line.text for line in lines]
    begins = next((at for at in range(len(texts) - len(head) + 1) if texts[at : at + len(head)] == list(head)), None)
    return lines if begins is None else [*lines[:begins], *lines[begins + len(head) :]]


def _worded(lines: Sequence[Block]) -> list[Block]:
    """The lines that say something, not bars and rules."""
    return [line for line in lines if not _NO_WORDS.fullmatch(line.text)]


def _dealt(lines: Sequence[Block], kinds: Sequence[str], *, open_end: bool) -> list[int]:
    """The column of each line, never to the left of the one before; behind the last row other text may begin, which is left out."""
    if not lines:
        return []
    says = [_says(line.text) for line in lines]
    goes_on = [False, *(before.text.endswith((";", ",")) or _is_broken(before, line) for before, line in pairwise(lines))]
    opens = [_TORN if on else 0.0 for on in goes_on]
    # best[n]: the least that n lines cost in the columns so far; taken[c][n]: how many of them then stand in column c
    best = [0.0, *(float("inf") for _ in lines)]
    taken: list[list[int]] = []
    for kind in kinds:
        costs, further = _COSTS.get(kind, _OTHER), _FURTHER.get(kind, 1.0)
        behind = [0.0, *accumulate(0.0 if on else costs[said] + further for said, on in zip(says, goes_on, strict=True))]
        ways = [
            min(
                [
                    (best[count] + _EMPTY.get(kind, 1.5), 0),
                    *((best[at] + opens[at] + costs[says[at]] + behind[count] - behind[at + 1], count - at) for at in range(count)),
                ]
            )
            for count in range(len(lines) + 1)
        ]
        best = [cost for cost, _ in ways]
        taken.append([number for _, number in ways])
    count = min(range(len(lines) + 1), key=best.__getitem__) if open_end else len(lines)
    columns: list[int] = []
    for column in reversed(range(len(kinds))):
        number = taken[column][count]
        columns[:0] = [column] * number
        count -= number
    return columns


def _says(text: str) -> int:
    """0 where a line is a day or rhythm, 1 where it names units and no more, 2 for other words."""
    matched = matchable(text)
    if _TIME.fullmatch(matched):
        return 0
    mentions, end = read_units(text, matched, 0, Cast())
    return 1 if mentions and not _BRACKETED.sub("", matched[end:]).strip(" .,;") else 2


def _is_broken(above: Block, line: Block) -> bool:
    """Whether a line goes on in the middle of a sentence: "Rà soát" ⏎ "thủ tục", "Trước" ⏎ "20/5/2024"."""
    return line.text[:1].islower() or _HANGS.search(matchable(above.text)) is not None


def _in_cell(block: Block, table: int, row: int, column: int) -> Block:
    text = f"{block.marker.sign} {block.text}" if block.marker else block.text
    return replace(block, text=text, marker=None, cell=Cell(_FIRST_TABLE + table, row, column))


def _made_whole(cells: Sequence[Block]) -> list[Block]:
    """The lines, with one that goes on with the one above it in the same cell joined to it."""
    whole: list[Block] = []
    for cell in cells:
        if whole and whole[-1].cell == cell.cell and _is_broken(whole[-1], cell):
            whole[-1] = replace(whole[-1], text=f"{whole[-1].text} {cell.text}", end=cell.end)
        else:
            whole.append(cell)
    return whole

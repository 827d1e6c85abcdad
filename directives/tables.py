"""Tables of tasks (STT | Nội dung | Chủ trì | Phối hợp | Thời gian): each row becomes an assignment, other tables become paragraphs."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, zip_longest

from directives.assignments import Assignment, Item
from directives.columns import column_kind, is_task_table
from directives.fields import SAME_AS_ABOVE
from directives.layout import Block
from directives.markers import read_marker
from directives.units_places import PROPER, UPPER

Row = dict[int, list[Block]]
_LONGEST_HEAD = 40


def table_items(blocks: Sequence[Block]) -> list[Item]:
    """Every table in the list replaced by its assignments, or by plain paragraphs where its columns say nothing of tasks."""
    items: list[Item] = []
    for table, group in groupby(blocks, key=lambda block: block.cell.table if block.cell else None):
        cells = list(group)
        if table is None:
            items += cells
        else:
            items += _table(cells)
    return items


def plain_tables(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with the cells of tables that hold no tasks (a letter's head, its signature) made ordinary paragraphs."""
    kept: list[Block] = []
    for table, group in groupby(blocks, key=lambda block: block.cell.table if block.cell else None):
        cells = list(group)
        kept += cells if table is None or _header(_rows(cells))[0] else _flat(cells)
    return kept


def _flat(cells: Sequence[Block]) -> list[Block]:
    seen: set[str] = set()
    flat: list[Block] = []
    for block in cells:
        if block.text in seen:
            continue
        seen.add(block.text)
        marker, text = read_marker(block.text)
        flat.append(replace(block, cell=None, marker=marker, text=text))
    return flat


def _rows(cells: Sequence[Block]) -> list[Row]:
    rows: dict[int, Row] = {}
    for block in cells:
        if block.cell:
            rows.setdefault(block.cell.row, {}).setdefault(block.cell.column, []).append(block)
    return [rows[number] for number in sorted(rows)]


def _text(blocks: Sequence[Block]) -> str:
    return "\n".join(block.text for block in blocks)


def _header(rows: Sequence[Row]) -> tuple[dict[int, str], int]:
    """Which kind of fact each column holds, and how many rows the table's head has; ({}, 0) if it is no table of tasks."""
    for depth in (1, 2):
        if len(rows) < depth:
            break
        columns = _columns(rows[:depth])
        if is_task_table(columns.values()) and (depth == 2 or not _is_second_head(rows)):
            return columns, depth
    for start in (1, 2):  # a title row above the head
        if len(rows) > start + 1 and {"content", "lead"} <= set(_columns(rows[start : start + 1]).values()):
            return _columns(rows[start : start + 1]), start + 1
    return {}, 0


def _is_second_head(rows: Sequence[Row]) -> bool:
    """Whether the head has a second line: "Phân công" above, "Chủ trì | Phối hợp" below."""
    if len(rows) < 2 or re.match(r"\W*\d|[IVX]+\W*$", _text(rows[1].get(0, []))):
        return False
    texts = {at: _text(cell) for at, cell in rows[0].items()}
    spread = any(text and text == texts.get(at + 1) for at, text in texts.items())
    below = [_text(cell) for cell in rows[1].values()]
    return spread or (all(len(text) < _LONGEST_HEAD for text in below) and sum(map(bool, map(column_kind, below))) > 1)


def _columns(head: Sequence[Row]) -> dict[int, str]:
    wide = max((max(row, default=0) for row in head), default=0) + 1
    words = ["\n".join(dict.fromkeys(_text(row[at]) for row in head if at in row)) for at in range(wide)]
    lowest = [next((_text(row[at]) for row in reversed(head) if at in row), "") for at in range(wide)]
    kinds = [column_kind(low) or column_kind(all_words) for low, all_words in zip(lowest, words, strict=True)]
    if "content" not in kinds and "number" in kinds and "" in kinds and {"lead", "both", "time"} & set(kinds):
        kinds[kinds.index("")] = "content"  # "TT | Tên mô hình | Quy mô | Thời gian": what the rows are about stands first
    return {at: kind for at, kind in enumerate(kinds) if kind}


_SUM = re.compile(r"(?:tổng )?cộng\b|tổng số\b", re.IGNORECASE)


def _table(cells: Sequence[Block]) -> list[Item]:
    rows = _rows(cells)
    columns, depth = _header(rows)
    if not columns:
        return list(_flat(cells))
    items: list[Item] = []
    above: dict[str, str] = {}
    headed = False
    body = _whole_rows(rows[depth:], columns)
    for row, following in zip_longest(body, body[1:], fillvalue=Row()):
        if all(re.fullmatch(r"\(?\d{1,2}\)?", _text(cell)) for cell in row.values()):  # "(1) (2) (3)" under the head
            continue
        facts = _facts(row, columns)
        if _is_title(row, facts) or _holds(facts, _facts(following, columns)):
            items.append(_title(row))
            headed = True
        elif facts.get("content") and not _SUM.match(_text(next(iter(row.values())))):
            above = _filled(facts, above, merged=not headed, time_first=columns.get(0) == "time")
            headed = False
            items.append(_assignment(row, above))
    return items


def _whole_rows(rows: Sequence[Row], columns: dict[int, str]) -> list[Row]:
    """The rows, with those that only go on with the one above (no number, words in small letters) joined to it cell by cell."""
    numbered = [at for at, kind in columns.items() if kind == "number"]
    content = [at for at, kind in columns.items() if kind == "content"]
    whole: list[Row] = []
    for row in rows:
        number, words = ("".join(_text(row.get(at, [])) for at in places).strip() for places in (numbered, content))
        if whole and numbered and not number and words[:1].islower():
            whole[-1] = {at: _joined(whole[-1].get(at, []), row.get(at, [])) for at in sorted({*whole[-1], *row})}
        else:
            whole.append(row)
    return whole


def _joined(above: list[Block], below: list[Block]) -> list[Block]:
    if not above or not below:
        return above or below
    last, first = above[-1], below[0]
    return [*above[:-1], replace(last, text=f"{last.text} {first.text}".strip(), end=first.end), *below[1:]]


def _facts(row: Row, columns: dict[int, str]) -> dict[str, str]:
    facts: dict[str, str] = {}
    only_communes = not {"lead", "both"} & set(columns.values())
    for at, kind in columns.items():
        value = _text(row.get(at, []))
        if kind == "commune" and only_communes:
            kind, value = "lead", _committees(value)
        if value and value not in facts.get(kind, ""):
            facts[kind] = f"{facts[kind]}\n{value}" if kind in facts else value
    return facts


def _committees(cell: str) -> str:
    """The committees of the communes that stand in a cell, one to a line."""
    return "; ".join(f"UBND xã {name.strip()}" if PROPER.fullmatch(name.strip()) else name for name in cell.split("\n"))


def _is_title(row: Row, facts: dict[str, str]) -> bool:
    """Whether the row is a heading inside the table: "II | Nhóm nhiệm vụ về quy hoạch", or one text across all columns."""
    texts = {_text(cell) for cell in row.values()}
    if (len(row) > 1 and len(texts) == 1) or len(row) == 1:
        return True
    number = facts.get("number", "").strip(" .")
    return bool(re.fullmatch(rf"[IVX]+|{UPPER}\D*", number)) and not (facts.keys() & {"lead", "both", "time"})


def _holds(facts: dict[str, str], following: dict[str, str]) -> bool:
    """Whether a row without units or time only heads the ones behind it: "2 | Kinh tế số" above "2.1 | …"."""
    number = facts.get("number", "").strip(" .")
    return bool(number) and not facts.keys() - {"number", "content"} and following.get("number", "").startswith(f"{number}.")


def _title(row: Row) -> Block:
    blocks = [block for _, cell in sorted(row.items()) for block in cell]
    longest = max(blocks, key=lambda block: len(block.text))
    marker, text = read_marker(longest.text)
    roman = next((found for block in blocks if (found := read_marker(f"{block.text.strip('. ')}. x")[0])), marker)
    within = replace(roman, kind="title") if roman else None
    return replace(longest, cell=None, marker=within, text=text, heading=True)


def _filled(facts: dict[str, str], above: dict[str, str], *, merged: bool, time_first: bool) -> dict[str, str]:
    """The row's facts, with "nt" and, unless a title stands between, what a merged cell leaves blank taken from the row above.

    `time_first` says that the time stands in the first column, where rows of one time share a cell.
    """
    filled = {kind: above.get(kind, "") if SAME_AS_ABOVE.match(value) else value for kind, value in facts.items()}
    if merged and "lead" in above and "lead" not in filled and "both" not in filled:
        filled["lead"] = above["lead"]
        filled.setdefault("time", above.get("time", ""))
    if merged and time_first and above.get("time"):
        filled.setdefault("time", above["time"])
    return filled


def _assignment(row: Row, facts: dict[str, str]) -> Assignment:
    blocks = [block for _, cell in sorted(row.items()) for block in cell]
    start, end = min(block.start for block in blocks), max(block.end for block in blocks)
    number = re.sub(r"[^\w.]", "", facts.get("number", "")).strip(".")
    block = replace(blocks[0], text=facts["content"], start=start, end=end, cell=None)
    return Assignment(
        block, {kind: value for kind, value in facts.items() if kind in ("lead", "support", "both", "time") and value}, number or "-"
    )

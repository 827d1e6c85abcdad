"""Counts in a letter that do not add up: lists, percentages, and targets that contradict each other."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from directives.assignments import Assignment
from directives.layout import Block
from directives.model import CriteriaStatus, Doubt
from directives.sections import Node
from directives.spelling import matchable
from directives.units_places import read_places

_FRACTION = re.compile(
    r"(?<![\d/.,])(?P<part>\d{1,4})\s*/\s*(?P<whole>\d{1,4})(?![\d/])(?P<between>[^\d;.%]{0,40}?)(?P<percent>\d{1,3}(?:[.,]\d{1,2})?)\s*%"
)
_JOINS = re.compile(r"^[^()]*(?:đạt|chiếm|tỷ lệ|tỉ lệ|bằng|tương đương|=)[^()]*$|^[\s(,]*[^,]{0,18}[\s(,]*$")
_COUNTED = re.compile(
    r"(?<![\d/])(?P<count>\d{1,3})\s+(?P<kind>xã|phường|thị\s+trấn|huyện|tỉnh|thôn|bản|buôn|xóm|ấp)(?!\s+hội)[^();.,:]{0,80}\(\s*"
)
_SUM = re.compile(r"(?:tổng\s+)?cộng\s*:?\s*(?P<count>\d{1,3})\s+(?P<what>nhiệm\s+vụ|nội\s+dung|công\s+việc|hạng\s+mục)")
_AVERAGE = re.compile(r"bình\s+quân[^.;]{0,80}?(?P<claim>\d{1,2}(?:[.,]\d{1,2})?)\s+tiêu\s+chí")
_EACH = re.compile(r"mỗi\s+xã\s+đạt\s+thêm\s+(?:từ\s+)?\d{1,2}\s+(?:đến|-)\s+(?P<most>\d{1,2})\s+tiêu\s+chí\s+nông\s+thôn\s+mới(?!\s+nâng)")
_ADDED = re.compile(r"có\s+thêm\s+(?:từ\s+)?\d{1,2}\s+xã[^();.,]{0,60}\(\s*")
_FULL_SET = 19
_ROUNDING = 1.0


def count_doubts(root: Node, statements: Sequence[tuple[CriteriaStatus, int | None, int]]) -> Iterator[Doubt]:
    """Every `count_mismatch` of a letter."""
    for statement, parts, paragraph in statements:
        yield from _statement(statement, parts, paragraph)
    for block in (node.block for node in root.walk() if node.block):
        yield from _percentages(block)
        yield from _lists(block)
    yield from _average(root)
    yield from _too_often(root)


def _doubt(words: str, block: Block) -> Doubt:
    return Doubt("count_mismatch", words, f"đoạn {block.paragraph}")


def _statement(statement: CriteriaStatus, parts: int | None, paragraph: int) -> Iterator[Doubt]:
    place = f"đoạn {paragraph}"
    if statement.met and statement.claimed is not None and statement.claimed != len(statement.met):
        listed = ", ".join(statement.met)
        of = f"/{statement.total}" if statement.kind == "self" else ""
        words = f"Xã {statement.commune}: ghi đạt {statement.claimed}{of} tiêu chí nhưng liệt kê {len(statement.met)} tiêu chí ({listed})."
        yield Doubt("count_mismatch", words, place)
    if statement.indicators and parts is not None and parts != len(statement.indicators):
        words = (
            f"Xã {statement.commune}: ghi {parts} chỉ tiêu nhưng liệt kê {len(statement.indicators)} ({', '.join(statement.indicators)})."
        )
        yield Doubt("count_mismatch", words, place)


def _percentages(block: Block) -> Iterator[Doubt]:
    for found in _FRACTION.finditer(block.text):
        part, whole = int(found["part"]), int(found["whole"])
        percent = float(found["percent"].replace(",", "."))
        if not whole or part > whole or not _JOINS.match(matchable(found["between"])):
            continue
        real = 100 * part / whole
        if abs(real - percent) >= _ROUNDING:
            shown = f"{real:.1f}".rstrip("0").rstrip(".").replace(".", ",")
            yield _doubt(f"Đoạn {block.paragraph}: “{found[0]}” không khớp, {part}/{whole} là {shown}%.", block)


def _lists(block: Block) -> Iterator[Doubt]:
    """ "09 xã … (A, B, C)" against the names in the brackets."""
    matched = matchable(block.text)
    for found in _COUNTED.finditer(matched):
        names, end = read_places(block.text, matched, found.end())
        if any(len(name.split()) > 3 for name in names):  # a comma is missing between two of them
            continue
        if len(names) > 1 and matched[end : end + 1] == ")" and len(names) != int(found["count"]):
            kind = " ".join(found["kind"].split())
            words = f"Đoạn {block.paragraph}: ghi {found['count']} {kind} nhưng liệt kê {len(names)} {kind} ({', '.join(names)})."
            yield _doubt(words, block)


def row_doubts(root: Node) -> Iterator[Doubt]:
    """A table's rows: numbers that are left out, and a sum that is not their number."""
    last = count = 0
    for node in root.walk():
        item = node.item
        if isinstance(item, Assignment) and item.row.isdecimal():
            number = int(item.row)
            count = count + 1 if number > last else 1
            if number > last + 1 and last:
                yield Doubt("numbering", f"Bảng nhảy từ số {last} sang số {number}, thiếu số thứ tự ở giữa.", node.ref)
            elif number > 1 and not last:
                yield Doubt("numbering", f"Bảng bắt đầu từ số {number}, không có số 1.", node.ref)
            last = number
        elif node.block and count and (found := _SUM.match(matchable(node.block.text))):
            if int(found["count"]) != count:
                what = " ".join(found["what"].split())
                yield _doubt(f"Đoạn {node.block.paragraph}: ghi {found['count']} {what} nhưng bảng có {count} dòng.", node.block)
            last = count = 0


def _criteria(root: Node) -> list[Block]:
    items = [node.block for node in root.walk() if isinstance(node.item, Assignment) and node.block]
    return [block for block in items if re.match(r"(?:các\s+)?tiêu\s+chí", matchable(block.text))]


def _average(root: Node) -> Iterator[Doubt]:
    """An average of criteria for each commune against the targets of the single criteria."""
    claims = [(found, node.block) for node in root.walk() if node.block and (found := _AVERAGE.search(matchable(node.block.text)))]
    sums: list[int] = []
    wholes: Counter[int] = Counter()
    for block in _criteria(root):
        if (reached := _reached(matchable(block.text))) is not None:
            sums.append(reached[0])
            wholes[reached[1]] += 1
    whole = wholes.most_common(1)[0][0] if wholes else 0
    if not claims or not whole or len(sums) != _FULL_SET:
        return
    total = sum(sums) + wholes[0] * whole
    found, block = claims[0]
    claim = float(found["claim"].replace(",", "."))
    real = total / whole
    if abs(claim - real) > _ROUNDING / 2:
        shown = f"{real:.2f}".rstrip("0").rstrip(".").replace(".", ",")
        words = f"Đoạn {block.paragraph}: bình quân {found['claim']} tiêu chí/xã không khớp tổng các mục tiêu {total}/{whole} xã ({shown})."
        yield _doubt(words, block)


def _reached(matched: str) -> tuple[int, int] | None:
    """In how many communes, of how many, a criterion of the basic set is to be met; (0, 0) for "100 % of them"."""
    for segment in re.split(r"[;.]", matched):
        if "nông thôn mới" not in segment or "nông thôn mới nâng cao" in segment:
            continue
        if found := list(re.finditer(r"(\d{1,2})/(\d{1,2})\s+xã", segment)):
            return int(found[-1][1]), int(found[-1][2])
    return (0, 0) if re.search(r"100%\s+các\s+xã[^;.,]{0,100}nông\s+thôn\s+mới(?!\s+nâng)", matched) else None


def _too_often(root: Node) -> Iterator[Doubt]:
    """A commune named under more criteria than "mỗi xã đạt thêm từ 01 đến 02 tiêu chí" allows."""
    limits = [(found, node.block) for node in root.walk() if node.block and (found := _EACH.search(matchable(node.block.text)))]
    if not limits:
        return
    found, block = limits[0]
    named = set(_names_in_brackets(block.text))
    times: Counter[str] = Counter()
    for each in _criteria(root):
        times.update({name for name in _added(each.text) if name in named})
    for name, count in times.items():
        if count > int(found["most"]):
            words = (
                f"Đoạn {block.paragraph}: mỗi xã đạt thêm tối đa {int(found['most'])} tiêu chí, nhưng xã {name} có tên ở {count} tiêu chí."
            )
            yield _doubt(words, block)


def _names_in_brackets(text: str) -> list[str]:
    matched = matchable(text)
    return [name for found in re.finditer(r"\(\s*", matched) for name in read_places(text, matched, found.end())[0]]


def _added(text: str) -> list[str]:
    matched = matchable(text)
    return [name for found in _ADDED.finditer(matched) for name in read_places(text, matched, found.end())[0]]

"""The letter's own mistakes, each with its place, in sentences for the coordinator."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from directives.assignments import Assignment
from directives.cast import Cast
from directives.checkup_counts import count_doubts, row_doubts
from directives.layout import Block
from directives.model import CriteriaStatus, Document, Doubt, DraftTask
from directives.sections import Node
from directives.spelling import fold, matchable
from directives.units import find_units
from directives.units_committees import plural_for_one

Statement = tuple[CriteriaStatus, int | None, int]

_DATES = {
    "impossible_date": "{place}: “{words}” là ngày không có trong lịch, tính đến ngày cuối tháng.",
    "due_before_issue": "{place}: thời hạn “{words}” sớm hơn ngày ban hành văn bản.",
    "ambiguous_deadline": "{place}: thời hạn “{words}” không nêu ngày cụ thể.",
    "unknown_unit": "{place}: đơn vị “{unit}” không có trong danh sách đơn vị.",
    "low_quality_text": "{place}: chữ trong thời hạn “{words}” đọc không rõ.",
}


def check_up(
    cast: Cast, document: Document, root: Node, annexes: Node, tasks: Sequence[DraftTask], statements: Sequence[Statement]
) -> list[Doubt]:
    """Everything a careful reader would point out, in the letter's order within each kind, nothing twice. `root` is the letter's body."""
    blocks = [node.block for node in root.walk() if node.block]
    doubts = [
        *_task_doubts(tasks),
        *_both_roles(tasks),
        *_nobody(tasks),
        *_twice(tasks),
        *count_doubts(root, statements),
        *_numbering(root),
        *row_doubts(root),
        *row_doubts(annexes),
        *_criteria_without_number(root),
        *_without_facts(root),
        *_wrong_names(cast, document, blocks),
        *_unequal_number(root),
    ]
    return list(dict.fromkeys(doubts))


def _task_doubts(tasks: Sequence[DraftTask]) -> Iterator[Doubt]:
    for task in tasks:
        for code in task.warnings:
            if code in _DATES:
                words = _DATES[code].format(place=f"Mục {task.ref}", words=task.deadline_text or "", unit=", ".join(task.lead))
                yield Doubt(code, words, task.ref)


def _both_roles(tasks: Sequence[DraftTask]) -> Iterator[Doubt]:
    seen: set[str] = set()
    for task in tasks:
        both = [name for name in task.lead if name in task.support]
        if both and task.quote not in seen:
            seen.add(task.quote)
            yield Doubt("unit_mismatch", f"Mục {task.ref}: {', '.join(both)} vừa là đơn vị chủ trì vừa là đơn vị phối hợp.", task.ref)


def _nobody(tasks: Sequence[DraftTask]) -> Iterator[Doubt]:
    for task in tasks:
        if not task.lead:
            yield Doubt(
                "unit_mismatch",
                f"Mục {task.ref}: giao việc có thời hạn “{task.deadline_text or ''}” nhưng không nêu đơn vị thực hiện.",
                task.ref,
            )


def _twice(tasks: Sequence[DraftTask]) -> Iterator[Doubt]:
    first: dict[tuple[str, tuple[str, ...]], DraftTask] = {}
    for task in tasks:
        if len(task.quote) < 60:
            continue
        same = first.setdefault((fold(task.quote), task.lead), task)
        if same is not task and same.paragraph != task.paragraph and same.due_on == task.due_on:
            yield Doubt("numbering", f"Mục {task.ref} lặp lại nguyên văn mục {same.ref}.", task.ref)


def _numbering(root: Node) -> Iterator[Doubt]:
    """Skipped numbers among neighbours, and a lone "1."."""
    for parent in root.walk():
        rows: dict[str, list[Node]] = {}
        for child in parent.children:
            if child.marker and child.marker.label:
                rows.setdefault(child.marker.kind, []).append(child)
        for kind, nodes in rows.items():
            yield from _gaps(kind, [(_value(kind, node.marker.label), node) for node in nodes if node.marker], parent)


def _gaps(kind: str, numbered: Sequence[tuple[int, Node]], parent: Node) -> Iterator[Doubt]:
    for (before, first), (value, node) in itertools.pairwise(numbered):
        if value > before + 1 and not (kind == "letter" and _LETTERS[before : value - 1] == "đ"):  # many count a, b, c, d, e
            yield Doubt("numbering", f"Mục {first.ref} tiếp ngay đến mục {node.ref}, thiếu số thứ tự ở giữa.", node.ref)
        elif value == before:
            yield Doubt("numbering", f"Hai mục cùng mang số {node.ref.split('-')[0]}.", node.ref)
        elif 1 < value < before:
            yield Doubt("numbering", f"Sau mục {first.ref} lại đánh số {node.ref.split('-')[0]}.", node.ref)
    if len(numbered) == 1 and numbered[0][0] == 1 and kind in ("number1", "roman") and parent.marker:
        yield Doubt("numbering", f"Mục {parent.ref} chỉ có mục {numbered[0][1].ref}, không có mục tiếp theo.", numbered[0][1].ref)


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_LETTERS = "abcdđeghiklmnopqrstuvxy"


def _value(kind: str, label: str) -> int:
    if kind == "roman" or (kind == "title" and set(label) <= set("IVX")):
        values = [_ROMAN[letter] for letter in label]
        return sum(-value if value < max(values[at + 1 :], default=0) else value for at, value in enumerate(values))
    last = label.split(".")[-1]
    return int(last) if last.isdecimal() else _LETTERS.find(last.lower()) + 1


def _criteria_without_number(root: Node) -> Iterator[Doubt]:
    """Criteria of one list of which some carry their number and others do not."""
    for parent in root.walk():
        names = [(child, matchable(child.block.text)) for child in parent.children if isinstance(child.item, Assignment) and child.block]
        numbered = [child for child, words in names if re.match(r"tiêu chí (?:số )?\d", words)]
        bare = [child for child, words in names if re.match(r"(?:các )?tiêu chí (?!số|\d)", words)]
        if len(numbered) > 1 and bare:
            yield Doubt(
                "numbering", f"Mục {parent.ref}: {len(bare)} tiêu chí không ghi số trong khi các tiêu chí khác có ghi số.", bare[0].ref
            )


_FEWEST_LIKE = 3


def _without_facts(root: Node) -> Iterator[Doubt]:
    """A point without time and units among points all of which state them in labelled facts."""
    for parent in root.walk():
        points = [node for node in parent.children if node.marker and node.marker.label and not isinstance(node.item, Assignment)]
        stating = [node for node in points if any(isinstance(each.item, Assignment) and len(each.item.facts) > 1 for each in node.walk())]
        silent = [node for node in points if node not in stating]
        if len(stating) >= _FEWEST_LIKE and len(silent) == 1 and silent[0].children:
            others = ", ".join(node.ref for node in stating)
            words = f"Mục {silent[0].ref} không nêu thời gian, đơn vị chủ trì, đơn vị phối hợp, khác với các mục {others}."
            yield Doubt("unit_mismatch", words, silent[0].ref)


def _wrong_names(cast: Cast, document: Document, blocks: Sequence[Block]) -> Iterator[Doubt]:
    yield from _misspelt(cast, blocks)
    yield from _cut_names(cast, blocks)
    district = re.search(r"(?:huyện|thành phố|thị xã) (.+)$", document.issuer)
    for block in blocks:
        if district and district[1] not in document.communes and re.search(rf"\bxã {re.escape(district[1])}(?!\w)", block.text):
            yield _doubt(block, f"ghi “xã {district[1]}” trong khi {district[1]} là tên {document.issuer.split()[1]}.")
        if cast.commune and not f" {cast.commune}".endswith(document.issuer[-len(cast.commune) - 1 :]):
            yield from _other_communes(cast, block)


def _doubt(block: Block, words: str) -> Doubt:
    return Doubt("unit_mismatch", f"Đoạn {block.paragraph}: {words}", f"đoạn {block.paragraph}")


def _misspelt(cast: Cast, blocks: Iterable[Block]) -> Iterator[Doubt]:
    for block in blocks:
        if re.search(r"(?:Ủy|Uỷ) ban MTQG (?:Việt Nam|VN)", block.text):
            yield _doubt(block, "ghi “Ủy ban MTQG”, phải là Ủy ban MTTQ.")
        for short, name in cast.misspelt.items():
            if re.search(rf"\b{short}\b", block.text):
                yield _doubt(block, f"ghi tắt “{short}”, hiểu là {name}.")


def _cut_names(cast: Cast, blocks: Iterable[Block]) -> Iterator[Doubt]:
    """A commune spelled in two ways, told once."""
    for cut, whole in cast.variants.items():
        block = next((each for each in blocks if re.search(rf"{cut}(?!\w)", each.text)), None)
        if block and whole.startswith(cut) and cast.counts.get(whole):
            yield _doubt(block, f"ghi “{cut}”, nơi khác ghi “{whole}”: hiểu là một xã.")


def _other_communes(cast: Cast, block: Block) -> Iterator[Doubt]:
    """In a letter about one commune, an order to the committee of another."""
    for mention in find_units(block.text, cast):
        for name in mention.names:
            place = re.sub(r"^UBND (?:xã|phường|thị trấn|đặc khu) ", "", name)
            if place != name and place in cast.communes and fold(place) != fold(cast.commune) and cast.counts.get(place, 0) <= 1:
                yield _doubt(block, f"nêu “{name}” trong khi văn bản giao việc cho UBND xã {cast.commune}.")


def _unequal_number(root: Node) -> Iterator[Doubt]:
    """ "UBND các xã Tân Liên": a plural before one name, in a paragraph or its labelled facts."""
    for node in root.walk():
        facts = node.item.facts.values() if isinstance(node.item, Assignment) else ()
        for words in dict.fromkeys(found for text in (node.block.text if node.block else "", *facts) for found in plural_for_one(text)):
            if node.block:
                yield _doubt(node.block, f"ghi “{words}”: số nhiều nhưng chỉ nêu một xã.")

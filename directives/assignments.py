"""Passages with labelled facts: a criterion's block, a table's row, or one paragraph that holds them all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from directives.deadlines import Frame, deadlines
from directives.fields import Labelled, block_field, inline_fields
from directives.layout import Block
from directives.markers import RANKS


@dataclass(frozen=True, slots=True)
class Assignment:
    """One passage and its facts. `block` gives place and number, its text is the work; `facts` maps a kind to its printed value.

    `row` is the row's own number where the passage is a table's row.
    """

    block: Block
    facts: dict[str, str]
    row: str = ""


Item = Block | Assignment
_STARTERS = ("time", "lead", "support", "both")
_DEEPEST = 99
_LONGEST_RUN = 60
"""Paragraphs looked at for the facts of one passage: more would be another passage, and looking at all of them would never end."""


def assignments(given: Sequence[Item]) -> list[Item]:
    """The passages, with every run of labelled facts drawn together with the passage that it belongs to; rows of tables stay."""
    items: list[Item] = []
    at = 0
    while at < len(given):
        item = given[at]
        if isinstance(item, Assignment):
            items.append(item)
        elif (fact := _fact(item)) and fact.kind in _STARTERS:
            blocks = [
                block
                for block in takewhile(lambda each: isinstance(each, Block), given[at : at + _LONGEST_RUN])
                if isinstance(block, Block)
            ]
            facts, count = _run(blocks)
            _attach(items, blocks[:count], facts)
            at += count - 1
        elif (said := _in_brackets(item)) and items and isinstance(items[-1], Block) and not items[-1].open and not items[-1].heading:
            items[-1] = Assignment(replace(items[-1], end=item.end), said)
        else:
            items.append(_inline(item) or item)
        at += 1
    return items


def _in_brackets(block: Block) -> dict[str, str]:
    """The facts of a line that is one bracket below its passage: "(Chủ trì: Văn phòng; thời gian: trong tháng 01)"; {} for others."""
    if block.marker or not block.text.startswith("("):
        return {}
    facts = inline_fields(block.text)
    return _collected(facts) if facts and facts[0].start == 1 else {}


def _fact(block: Block) -> Labelled | None:
    """The fact that a paragraph states; a heading of the outer levels ("II. Tiến độ thực hiện") states none."""
    fact = block_field(block.text)
    return None if fact and not fact.value and block.marker and block.marker.rank <= RANKS["number1"] else fact


def _inline(block: Block) -> Assignment | None:
    facts = inline_fields(block.text)
    if not facts:
        return None
    body = block.text[: facts[0].start].rstrip(" (-–;,")
    if all(fact.kind == "time" for fact in facts) and deadlines(body, Frame(None)):
        return None  # "A lập dự toán trước ngày 10/10. B thẩm định, thời hạn trình: 15/11": two orders, each with its day
    return Assignment(replace(block, text=body), _collected(facts))


def _collected(facts: Sequence[Labelled]) -> dict[str, str]:
    values: dict[str, str] = {}
    for fact in facts:
        values[fact.kind] = f"{values[fact.kind]}\n{fact.value}" if fact.kind in values else fact.value
    return values


def _run(blocks: Sequence[Block]) -> tuple[list[Labelled], int]:
    """The facts that the first blocks state, and how many blocks they are. A fact's value may go on in unlabelled paragraphs."""
    facts: list[Labelled] = []
    first = blocks[0]
    at = 0
    while at < len(blocks):
        block = blocks[at]
        fact = _fact(block)
        if fact and (not facts or _rank(block) >= _rank(first)) and fact.kind != "content":
            facts += _of_one_line(fact)
            at += 1
        elif facts and _belongs(blocks, at, first, facts):
            facts[-1] = replace(facts[-1], value=f"{facts[-1].value}\n{block.text}".strip())
            at += 1
        else:
            break
    return facts, at


def _of_one_line(fact: Labelled) -> list[Labelled]:
    """A fact and those behind it in its line: "Chủ trì: Điện lực Tân Hồng. Phối hợp: UBND các xã"."""
    more = inline_fields(fact.value)
    return [replace(fact, value=fact.value[: more[0].start].rstrip(" .;,–-")), *more] if more and more[0].start else [fact, *more]


def _belongs(blocks: Sequence[Block], at: int, first: Block, facts: Sequence[Labelled]) -> bool:
    """Whether an unlabelled paragraph goes on with a fact: its value is still missing, or another fact of the run follows."""
    block, fact = blocks[at], facts[-1]
    if block.heading or (block.marker and _rank(block) <= _rank(first)):
        return False
    if not fact.value:
        return True
    if block.marker and _is_beside(block, blocks[at - 1]):
        return True
    if block.marker and not fact.value.endswith(":"):
        return False
    following = next((later for later in blocks[at + 1 :] if later.marker), None)
    if not (following and following.marker and first.marker and following.marker.kind == first.marker.kind):
        return False
    more = block_field(following.text)
    return more is not None and more.kind not in {each.kind for each in facts}


def _is_beside(block: Block, before: Block) -> bool:
    """Whether a point goes on with the list that the point before began: "+ Xã A: trước …", "+ Xã B: trước …" under one label."""
    return bool(block.marker and before.marker and block.marker.kind == before.marker.kind and not _fact(before))


def _rank(item: Item) -> int:
    block = item.block if isinstance(item, Assignment) else item
    return block.marker.rank if block.marker else _DEEPEST


def _attach(items: list[Item], run: Sequence[Block], facts: Sequence[Labelled]) -> None:
    """Puts a run of facts and the passage before it in the list's end as one assignment."""
    body = _body(items, run[0])
    if not body:
        items.append(Assignment(replace(run[0], text="", end=run[-1].end), _collected(facts)))
        return
    start = len(items) - len(body)
    parent = items[start - 1] if start else None
    work = [block for block in body if not block_field(block.text)] or body
    text = "\n".join((fact.value if (fact := block_field(block.text)) and fact.value else block.text) for block in body)
    if isinstance(parent, Block) and _rank(parent) < _rank(body[0]) and len(body) > 1:
        text = f"{parent.text}: {text}" if len(parent.text) < 120 else text
    del items[start:]
    head = body[0] if work else run[0]
    items.append(Assignment(replace(head, text=text, end=run[-1].end), _collected(facts)))


def _body(items: Sequence[Item], field: Block) -> list[Block]:
    """The blocks that a run of facts speaks of: the one above it, or all since the heading if they stand at its own level."""
    if not items or isinstance(items[-1], Assignment):
        return []
    if _rank(items[-1]) < _rank(field) or field.marker is None or items[-1].marker is None:
        return [items[-1]]
    body: list[Block] = []
    for item in reversed(items):
        if isinstance(item, Assignment) or _rank(item) < _rank(field):
            break
        body.insert(0, item)
    return body

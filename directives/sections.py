"""The letter's outline: passages under headings, each with its reference ("II.1.2.1", "14.5.3") and those addressed there."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from directives.assignments import Assignment, Item
from directives.layout import Block
from directives.markers import BULLETS, Marker

_DEEPEST = 30
_ENDED = re.compile(r"[.;!?…]['\"”’)]*$")
# Behind numbered sentences these begin a paragraph of the whole letter, not one that goes on with the last of them.
_LETTER_WIDE = re.compile(
    r"(?:giao|yêu cầu|đề nghị|trên đây|căn cứ|nhận được|trong quá trình|quá trình|ubnd|ủy ban|uỷ ban|sở|văn phòng|thủ trưởng|"
    r"các|chủ tịch|định kỳ|"
    r"kết quả thực hiện|báo cáo kết quả thực hiện|mọi|trân trọng|(?:kế hoạch|chỉ thị|thông báo|công điện|công văn|"
    r"quyết định) này|ban thường vụ)(?!\w)",
    re.IGNORECASE,
)


@dataclass(slots=True, eq=False)
class Node:
    """A passage or heading and what stands under it; the root has no item. `place` counts from 1 among its neighbours."""

    item: Item | None
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)
    ref: str = ""
    place: int = 0
    depth: int = 0

    @property
    def block(self) -> Block | None:
        """The passage's text and place; None for the root."""
        return self.item.block if isinstance(self.item, Assignment) else self.item

    @property
    def marker(self) -> Marker | None:
        """The passage's number or bullet."""
        return self.block.marker if self.block else None

    def walk(self) -> Iterator["Node"]:
        """This node and all under it, in the letter's order."""
        yield self
        for child in self.children:
            yield from child.walk()


def outline(items: Sequence[Item], base: str = "") -> Node:
    """The tree of a letter's passages, with references that begin with `base`."""
    root = Node(None, ref=base)
    last = root
    for item in items:
        node = Node(item)
        parent = _parent(last, node, root)
        if parent.depth >= _DEEPEST:
            parent = root
        node.parent, node.depth = parent, parent.depth + 1
        parent.children.append(node)
        node.place = len(parent.children)
        last = node
    _number(root)
    return root


def _parent(last: Node, node: Node, root: Node) -> Node:
    if isinstance(node.item, Assignment) and node.item.row:
        if _is_row(last):
            return last.parent or root
        return last if last.marker is None and last.block and last.block.open else _heading_above(last, root)
    if node.marker is None:
        return _parent_of_plain(last, node, root)
    above = last
    while above is not root:
        if above.marker and above.marker.kind == node.marker.kind:
            return above.parent or root
        above = above.parent or root
    if last.block and last.block.open:
        return last
    above = last
    while above is not root and not _holds(above, node.marker):
        above = above.parent or root
    return above


def _holds(above: Node, marker: Marker) -> bool:
    """Whether a passage with this marker may stand under the one above it."""
    if above.marker is None:
        return bool(above.block and (above.block.open or above.block.heading)) and not _is_row(above)
    return above.marker.rank < marker.rank and not _is_row(above)


def _is_row(node: Node) -> bool:
    return isinstance(node.item, Assignment) and bool(node.item.row)


def _parent_of_plain(last: Node, node: Node, root: Node) -> Node:
    """Where a paragraph without a number belongs: under the heading above it, beside another such paragraph."""
    if last is root:
        return root
    if node.block and node.block.heading:
        return root
    if last.marker is None:
        return last.parent or root
    if isinstance(last.item, Block) and (last.item.open or not _ENDED.search(last.item.text)):
        return last
    above = _heading_above(last, root)
    while above is not root and above.block and _ENDED.search(above.block.text) and node.block and _LETTER_WIDE.match(node.block.text):
        above = _heading_above(above.parent or root, root)
    return above


def _heading_above(last: Node, root: Node) -> Node:
    above = last
    while above is not root and (above.marker is None or above.marker.kind in (*BULLETS, "letter") or _is_row(above)):
        if above.block and above.block.heading:
            return above
        above = above.parent or root
    return above


def _number(root: Node) -> None:
    for node in root.walk():
        if node is not root:
            node.ref = _ref(node)


_SPELLED = {"article": "Đ", "step": "B"}


def _ref(node: Node) -> str:
    parent = node.parent
    base = _structural(parent)
    marker = node.marker
    if isinstance(node.item, Assignment) and node.item.row:
        return _path(base, f"b{node.item.row}")
    if marker and marker.label:
        if marker.kind.startswith("number") and marker.kind != "number1":
            return _path(_unnumbered(parent), marker.label)
        return _path(base, f"{_SPELLED.get(marker.kind, '')}{marker.label}")
    siblings = parent.children if parent else [node]
    if marker is None and len(siblings) == 1 and base:
        return base
    if node.block and not (parent and parent.ref):
        return f"đ{node.block.paragraph}"
    return _path(parent.ref if parent else "", str(node.place))


def _structural(node: Node | None) -> str:
    """The reference of the nearest numbered passage at or above a node."""
    while node and node.item is not None:
        if node.marker or (node.block and node.block.heading):
            return node.ref
        node = node.parent
    return node.ref if node else ""


def _unnumbered(node: Node | None) -> str:
    """The reference that "1.2.1" is appended to: its own figures already hold those of the headings above."""
    while node and node.item is not None:
        if node.marker and not node.marker.kind.startswith("number"):
            return node.ref
        node = node.parent
    return node.ref if node else ""


def _path(base: str, label: str) -> str:
    return f"{base}.{label}" if base else label

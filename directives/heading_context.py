"""What a heading or an announcement says for everything that stands under it: whom it addresses, whether it is a report."""

import re
from dataclasses import replace

from directives.drafts import Letter
from directives.duty import Context
from directives.headings import addressed, assigns, is_of_means, is_order_heading, is_part, is_report, unit_by_place
from directives.layout import Block
from directives.markers import BULLETS
from directives.roles import are_places, read_roles
from directives.sections import Node
from directives.spelling import matchable

ORDERS_FOLLOW = re.compile(
    r"(?:chỉ đạo|ý kiến|yêu cầu|kết luận|đề nghị|giao|nhiệm vụ|triển khai|thực hiện)[^.;]{0,80}(?:như sau|sau đây|sau|cụ thể)\s*:$|"
    r"(?:yêu cầu|đề nghị|chỉ đạo|kết luận|giao|phân công|ý kiến|quyết định|thống nhất|chỉ thị|tổ chức thực hiện)\s*:$"
)
"""An announcement of orders: "… yêu cầu thực hiện các nội dung sau:"."""

# Only such words make a day in a topic's heading a deadline: "2. Sửa trường học (xong trước 30/8)", not "II. Nhiệm vụ quý II".
_IS_DUE = re.compile(r"hoàn thành|xong|trước|chậm nhất|hạn|giao|yêu cầu|đề nghị")
# "Giao Sở A làm đầu mối; Sở B, Sở C phối hợp:"
_ONLY_HELP = re.compile(r"(?:phối hợp|tham gia)(?: thực hiện)?\s*:?$")
# "2. Giao thông (Phòng Kinh tế và Hạ tầng chủ trì, phối hợp với UBND các xã)"
_HEADED_BY = re.compile(r"\(([^()]{4,160}(?:chủ trì|phụ trách|đầu mối|chịu trách nhiệm|thực hiện)[^()]{0,120})\)[\s.:;]*$", re.IGNORECASE)
_HEADLINE_WORDS = 25


def is_numbered(node: Node) -> bool:
    """Whether a passage has a number or letter, not a mere bullet."""
    return node.marker is not None and node.marker.kind not in BULLETS


def heading_context(node: Node, block: Block, letter: Letter, context: Context) -> tuple[Context, str]:
    """The context for what stands under a passage, and the passage's own words of order ("" for a mere heading)."""
    below = replace(context, preamble=context.preamble and (node.marker is None or node.marker.kind in BULLETS))
    heading = bool(node.children) and not block.text.endswith((".", ";"))
    found = addressed(block.text, letter.cast)
    found = None if found and _acts_there(block.text, found[0], context) else found
    by_place = context.among_units or (context.assigning and is_numbered(node)) or is_part(block.text, context.actors)
    if not found and node.marker and by_place:
        found = unit_by_place(block.text, letter.cast, has_more=bool(node.children), among_units=context.among_units)
    if found:
        names, rest = found
        if heading and not rest and is_report(block.text):
            return replace(below, report=True), ""
        return _told(below, names), rest
    if heading and block.open:
        return _announcement(node, block, letter, context, below)
    if heading and (chaired := _chaired_heading(block, letter, below)):
        return chaired
    if heading and len(block.text.split()) <= _HEADLINE_WORDS:
        if is_report(block.text):
            return replace(below, report=True, means=is_of_means(block.text), actors=() if not context.told else context.actors), ""
        orders = is_order_heading(block.text)
        below = replace(below, report=below.report and not orders, assigning=below.assigning or assigns(block.text))
        return below, block.text if context.told or _IS_DUE.search(matchable(block.text)) else ""
    return below, block.text


_TOWARDS = re.compile(r"(?:riêng )?đối với ")


def _acts_there(text: str, names: tuple[str, ...], context: Context) -> bool:
    """Whether places are only where one certain unit named above acts: "Phòng Nội vụ", then "- Đối với xã A: …"."""
    certain = context.told and not context.wide and len(context.actors) == 1 and " các " not in f" {context.actors[0].lower()} "
    return certain and bool(_TOWARDS.match(matchable(text))) and are_places(names)


def _told(below: Context, lead: tuple[str, ...], support: tuple[str, ...] = (), *, wide: bool = False) -> Context:
    """The same for what stands under a passage that tells these units."""
    return replace(below, actors=lead, support=support, told=True, wide=wide, report=False, preamble=False)


def _announcement(node: Node, block: Block, letter: Letter, context: Context, below: Context) -> tuple[Context, str]:
    """The same of a paragraph that ends with a colon and announces the points below it."""
    last = last_sentence(block.text)
    roles = read_roles(block.text if _ONLY_HELP.search(last) else last, letter.cast, inside=context.told)
    if not roles.lead and last != block.text and not below.preamble:
        roles = read_roles(block.text, letter.cast, inside=context.told)
    if roles.ordered or (roles.lead and not below.preamble):
        wide = below.preamble and node.marker is None
        return _told(below, roles.lead, roles.support, wide=wide), block.text
    if roles.support:
        return replace(below, support=roles.support), block.text
    return replace(below, preamble=below.preamble and not ORDERS_FOLLOW.search(matchable(block.text))), block.text


def _chaired_heading(block: Block, letter: Letter, below: Context) -> tuple[Context, str] | None:
    """The same of a heading that says in brackets who is in charge of what stands under it; None for others."""
    chair = _HEADED_BY.search(block.text)
    roles = read_roles(chair[1], letter.cast, inside=False) if chair else None
    if not chair or not roles or not roles.lead:
        return None
    return _told(below, roles.lead, roles.support), block.text if _IS_DUE.search(matchable(block.text[: chair.start()])) else ""


def last_sentence(text: str) -> str:
    """What stands behind the last full stop or semicolon."""
    return re.split(r"(?<=[.;])\s+", text)[-1]

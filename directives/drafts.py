"""A passage's duties → draft tasks, with their place, their exact words and what is doubtful about them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from directives.assignments import Assignment
from directives.cast import Cast
from directives.criteria import criteria_in
from directives.deadlines import Frame
from directives.duty import Duty
from directives.layout import Block
from directives.model import DraftTask
from directives.sections import Node
from directives.spelling import matchable
from directives.units_committees import communes_in, communes_led, plural_for_one


@dataclass(frozen=True, slots=True)
class Letter:
    """What every passage of one letter is read with. `communes` are those that the whole letter is about."""

    text: str
    cast: Cast
    frame: Frame
    communes: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    criteria_set: str = "ntm"


GROUP_NAME = re.compile(r"(?:UBND )?(?:Các|các|Cấp|cấp)\s")
"""The name of several units that are not listed."""


def drafts(node: Node, block: Block, duties: Sequence[Duty], letter: Letter) -> Iterator[DraftTask]:
    """A passage's duties as tasks; several of one passage are told apart by letters (a, b, …)."""
    letters = len(duties) > 1
    for index, duty in enumerate(duties):
        joint = "" if node.ref[-1:].isdecimal() else "."
        yield _draft(f"{node.ref}{joint}{_suffix(index)}" if letters else node.ref, node, block, duty, letter)


def _suffix(index: int) -> str:
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    return alphabet[index] if index < len(alphabet) else f"z{index}"


def _draft(ref: str, node: Node, block: Block, duty: Duty, letter: Letter) -> DraftTask:
    deadline = duty.deadline
    due_on = deadline.due_on if deadline and not deadline.rrule else None
    quote = letter.text[block.start : block.end]
    return DraftTask(
        ref=ref,
        lead=duty.lead,
        support=duty.support,
        text=duty.text or " ".join(block.text.split()[:12]),
        quote=quote,
        communes=duty.communes or _of_row(node, quote, letter) or letter.communes or communes_led(duty.lead),
        deadline_text=deadline.text if deadline else None,
        due_on=due_on,
        due_time=deadline.due_time if deadline else None,
        rrule=deadline.rrule if deadline else None,
        starts_on=deadline.starts_on if deadline else None,
        ongoing=bool(deadline and deadline.ongoing) or (deadline is None and "thường xuyên" in matchable(block.text)),
        criteria=criteria_in(block.text, letter.criteria_set),
        report_to=duty.report_to,
        warnings=_warnings(duty, due_on, quote, letter),
        paragraph=block.paragraph,
        page=block.page,
    )


def _of_row(node: Node, quote: str, letter: Letter) -> tuple[str, ...]:
    """The communes that a table's row names in any of its columns."""
    return communes_in(quote, letter.cast) if isinstance(node.item, Assignment) and node.item.row else ()


def _warnings(duty: Duty, due_on: date | None, quote: str, letter: Letter) -> tuple[str, ...]:
    codes = list(duty.deadline.warnings) if duty.deadline else []
    issued = letter.frame.issued_from
    if due_on and issued and due_on < issued:
        codes.append("due_before_issue")
    if set(duty.lead) & set(duty.support) or plural_for_one(quote):
        codes.append("unit_mismatch")
    if letter.cast.roster.units and any(name not in letter.cast.known and not GROUP_NAME.match(name) for name in duty.lead):
        codes.append("unknown_unit")
    return tuple(dict.fromkeys(codes))

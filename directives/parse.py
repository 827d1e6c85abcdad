"""The only door: a file's bytes → a `Directive`."""

import re
from collections.abc import Callable
from dataclasses import replace

from directives.assignments import assignments
from directives.cast import Cast
from directives.casting import cast_of, own_commune
from directives.checkup import check_up
from directives.criteria import criteria_set, status_statements
from directives.deadlines import Frame
from directives.drafts import Letter
from directives.duty import Context
from directives.formats.text import text_reading
from directives.head import read_head
from directives.layout import LONGEST, compose, join_lines
from directives.model import Directive, Document, Roster
from directives.paragraphs import Reading
from directives.parts import split_parts
from directives.read import read
from directives.sections import outline
from directives.stacked import unstacked
from directives.tables import plain_tables, table_items
from directives.tasks import draft_tasks
from directives.units import find_units

_FEW_ADDRESSEES = 4
_NO_ROSTER = Roster()


def parse(name: str, data: bytes, roster: Roster = _NO_ROSTER, progress: Callable[[float, str], None] | None = None) -> Directive:
    """Read a directive's file. Raises `UnreadableError` and nothing else; what was not read is said in `unread`."""
    return parse_reading(name, read(name, data, progress), roster)


def parse_text(name: str, text: str, roster: Roster = _NO_ROSTER) -> Directive:
    """Read a directive from text. Never raises; a text without orders gives no tasks."""
    return parse_reading(name, text_reading(text), roster)


def parse_reading(name: str, reading: Reading, roster: Roster) -> Directive:
    """Read a directive from its paragraphs."""
    text, raw = compose(reading.paragraphs)
    blocks = join_lines(plain_tables(unstacked(raw)), reading.paragraphs)
    head = read_head(name, blocks)
    parts = split_parts(blocks, head.last)
    to = [block.text for block in parts.to]
    texts = [block.text for block in blocks]
    cast = cast_of(texts, head.document, to, roster)
    communes = cast.about or tuple(filter(None, [own_commune(head.document.issuer)]))
    document = replace(head.document, communes=communes)
    letter = Letter(
        text=text,
        cast=cast,
        frame=frame_of(document),
        communes=communes,
        addressees=_addressees(to, cast),
        criteria_set=criteria_set(" ".join(texts)),
    )
    body = outline(assignments(table_items(parts.body)))
    annexes = outline(assignments(table_items(parts.annexes)), "PL")
    tasks = draft_tasks(body, letter, Context(preamble=True)) + draft_tasks(annexes, letter, Context())
    statements = status_statements(parts.body, cast, communes)
    warnings = check_up(cast, document, body, annexes, tasks, statements)
    return Directive(document, text, tuple(tasks), tuple(status for status, _, _ in statements), tuple(warnings), _unread(reading))


def _unread(reading: Reading) -> tuple[str, ...]:
    long = [number for number, paragraph in enumerate(reading.paragraphs, 1) if len(paragraph.text) > LONGEST]
    places = ", ".join(map(str, long[:10]))
    told = (f"Đoạn {places} dài quá {LONGEST} ký tự: phần sau không được đọc.",) if long else ()
    return (*reading.unread, *told)


def frame_of(document: Document) -> Frame:
    """When the letter was issued, for deadlines that leave the year out; a plan's own year where its title names one."""
    parts = [int(part) for part in document.issued.split("-") if part]
    year, month, day = (*parts, None, None, None)[:3]
    named = re.findall(r"năm (20\d\d)", document.subject)
    plan_year = int(named[-1]) if document.kind == "ke_hoach" and named else None
    return Frame(year, month, day, plan_year)


def _addressees(lines: list[str], cast: Cast) -> tuple[str, ...]:
    """Whom the letter is sent to, where they are few enough to be meant by an order that names nobody."""
    names = cast.canonical(name for line in lines for mention in find_units(line, cast) for name in mention.names)
    return names if len(names) <= _FEW_ADDRESSEES else ()

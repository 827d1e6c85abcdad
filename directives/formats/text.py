"""Plain text and Markdown: one paragraph a line, and pipe or tab tables as cells."""

import re
from itertools import groupby

from directives.encodings import decode
from directives.formats.kind import looks_like_text
from directives.model import UnreadableError
from directives.paragraphs import Cell, Paragraph, Reading

# "| 1 | Rà soát hồ sơ | Phòng Nội vụ |", or without the outer bars; a line that happens to hold a single bar is no row.
_PIPES = re.compile(r"^\s*\|(.*\|.*)\|\s*$|^\s*([^|\s][^|]*(?:\s\|(?=\s|$)[^|]*){2,})\|?\s*$")
_RULE = re.compile(r"^[\s|:+-]+$")
_TABS_IN_A_ROW = 2
# The first cell of a table's head, of a numbered row, of a title inside the table; a merged cell is empty.
_CORNER = re.compile(r"\s*(?:stt|tt|số tt)\s*", re.IGNORECASE)
_ROW_BEGINS = re.compile(r"\s*(?:\(?\d{1,3}(?:\.\d{1,3})*\)?\.?|[IVX]{1,5}\.?|[A-HĐ]\.?|)\s*")


def read_text(data: bytes) -> Reading:
    """A text file's paragraphs. Raises `UnreadableError` where it holds no text."""
    text = decode(data)
    if not looks_like_text(text):
        raise UnreadableError("unknown_type", "neither text nor a known format")
    return text_reading(text)


def text_reading(text: str) -> Reading:
    """Lines as paragraphs; nothing is joined, because only the reader of sentences knows where a broken one goes on."""
    lines = _whole_rows(text.splitlines())
    paragraphs: list[Paragraph] = []
    tables = 0
    at = 0
    for row, group in groupby(lines, key=_kind_of_row):
        block = list(group)
        before = lines[at - 1] if at else ""
        at += len(block)
        if row and len(block) > 1:
            paragraphs += _table(block, tables)
            tables += 1
        else:
            paragraphs += _lines(block, before)
    return Reading(tuple(paragraphs))


def _whole_rows(lines: list[str]) -> list[str]:
    """The lines, with each row of a table in bars, or in tabs below "TT", made one line of all its cells, though it was broken."""
    whole: list[str] = []
    columns = bars = 0
    for line in lines:
        if 0 < (whole[-1].count("|") if whole else 0) < bars and line.strip() and not line.lstrip().startswith("|"):
            whole[-1] = f"{whole[-1].rstrip()} {line.strip()}"
            continue
        bars = (bars or line.count("|")) if line.lstrip().startswith("|") else 0
        rest = line.strip("\r\n ")
        fields = rest.split("\t")
        if columns and not _belongs(whole[-1], fields):
            columns = 0
        if columns and not _begins_row(whole[-1], fields, columns):
            whole[-1] = whole[-1].rstrip("\t") + ("" if rest.startswith("\t") else " ") + rest
        elif columns or (len(fields) > _TABS_IN_A_ROW and _CORNER.fullmatch(fields[0])):
            columns = columns or len(fields)
            whole.append(line)
        else:
            whole.append(line)
            continue
        whole[-1] += "\t" * (columns - 1 - whole[-1].count("\t"))
    return whole


def _begins_row(above: str, fields: list[str], columns: int) -> bool:
    """Whether a line of a tab table is a row of its own: all cells are there, its first is a number, or empty below a full row."""
    if len(fields) == columns:
        return True
    if len(fields) < _TABS_IN_A_ROW or not _ROW_BEGINS.fullmatch(fields[0]):
        return False
    return bool(fields[0].strip()) or above.rstrip("\t").count("\t") + len(fields) != columns


def _belongs(row: str, fields: list[str]) -> bool:
    """Whether a line still belongs to the table: a row of its own, or the rest of one that is not full."""
    if len(fields) > 1:
        return True
    return bool(fields[0]) and (row.endswith("\t") or fields[0][:1].islower())


def _lines(block: list[str], before: str) -> list[Paragraph]:
    previous = [before, *block]
    return [Paragraph(line.strip(), close=bool(above.strip())) for above, line in zip(previous, block, strict=False) if line.strip()]


def _kind_of_row(line: str) -> int:
    """What kind of table's row the line is; 0 for none. Lines of one kind that touch make a table.

    All rows with bars are of one kind, since titles leave bars out; rows with tabs are told apart by their number of columns.
    """
    if _PIPES.match(line):
        return -1
    tabs = line.strip("\r\n ").count("\t")
    return tabs + 1 if tabs >= _TABS_IN_A_ROW else 0


def _table(block: list[str], table: int) -> list[Paragraph]:
    rows = [_fields(line) for line in block if not _RULE.match(line)]
    return [
        Paragraph(text.strip(), cell=Cell(table, row, column))
        for row, fields in enumerate(rows)
        for column, text in enumerate(fields)
        if text.strip()
    ]


def _fields(line: str) -> list[str]:
    pipes = _PIPES.match(line)
    return (pipes[1] or pipes[2]).split("|") if pipes else line.strip("\r\n ").split("\t")

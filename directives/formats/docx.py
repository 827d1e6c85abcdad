"""Word documents (.docx): paragraphs and tables in document order, as they are printed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from docx.document import Document as WordDocument
from docx.exceptions import PythonDocxError
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from directives.formats.docx_numbering import Numbering
from directives.formats.docx_package import open_package, part_root
from directives.formats.docx_runs import NOT_PRINTED, Hanging, printed
from directives.formats.docx_styles import Styles
from directives.formats.docx_tables import GridCell, Places, grid, is_layout
from directives.model import UnreadableError
from directives.paragraphs import Cell, Paragraph, Progress, Reading

# "UBND HUYỆN<tab>CỘNG HÒA XÃ HỘI…" and "Số: 5/UBND<tab>…, ngày…": heads set with tabs instead of a table.
_HEAD_TABS = re.compile(r"\t+(?=\s*(?:CỘNG H|Độc lập|ĐẢNG CỘNG SẢN|[^\t\n]{2,40}, ngày))")
_INNER_TABLE = "Bảng nằm trong ô của bảng khác được đọc như chữ thường."
_HIDDEN = "Có chữ ẩn không được đọc."


@dataclass(slots=True)
class _Word:
    """One document while it is read: its lists and styles, its notes, and what was met on the way."""

    numbering: Numbering
    styles: Styles
    notes: dict[tuple[str, str], BaseOxmlElement]
    places: Places = field(default_factory=Places)
    hanging: Hanging = field(default_factory=Hanging)
    inner_tables: int = 0


def read_docx(data: bytes, progress: Progress) -> Reading:
    """A Word document's paragraphs. Raises `UnreadableError`, or an error of the standard library where the file is damaged."""
    progress(0.0, "Đang mở văn bản Word")
    try:
        reading = _read(open_package(data))
    except (OpcError, PythonDocxError) as error:
        raise UnreadableError("damaged", str(error)) from error
    progress(1.0, "Đã đọc văn bản Word")
    return reading


def _read(document: WordDocument) -> Reading:
    word = _Word(
        Numbering.of(part_root(document, "numbering")),
        Styles.of(part_root(document, "styles")),
        _notes(part_root(document, "footnotes"), "footnote") | _notes(part_root(document, "endnotes"), "endnote"),
    )
    paragraphs = tuple(_blocks(document.element.body, word))
    return Reading(paragraphs, tuple(_unread(word)))


def _notes(root: BaseOxmlElement | None, kind: str) -> dict[tuple[str, str], BaseOxmlElement]:
    if root is None:
        return {}
    return {(kind, str(note.get(qn("w:id")))): note for note in root.iterchildren(qn(f"w:{kind}"))}


def _unread(word: _Word) -> Iterator[str]:
    if word.hanging.pictures:
        yield f"Không đọc được {word.hanging.pictures} hình ảnh."
    if word.hanging.hidden:
        yield _HIDDEN
    if word.inner_tables:
        yield _INNER_TABLE


def _blocks(parent: BaseOxmlElement, word: _Word) -> Iterator[Paragraph]:
    for child in parent.iterchildren("*"):
        if child.tag == qn("w:p"):
            yield from _paragraph(child, word)
        elif child.tag == qn("w:tbl"):
            yield from _table(child, word)
        elif child.tag not in NOT_PRINTED:
            yield from _blocks(child, word)


def _paragraph(element: BaseOxmlElement, word: _Word, *, in_cell: bool = False) -> Iterator[Paragraph]:
    """The paragraph's lines, then its notes and text boxes, which the page prints elsewhere."""
    hanging = Hanging()
    text = printed(element, word.styles, hanging)
    place = word.styles.list_place(element)
    label = word.numbering.label(*place) if place else ""
    if label and (text.strip() or in_cell):  # a column "STT" may hold nothing but automatic numbers
        text = f"{label} {text.lstrip()}"
    heading = word.styles.is_heading(element)
    for line in _lines(text):
        yield Paragraph(line, heading=heading)
    word.hanging.pictures += hanging.pictures
    word.hanging.hidden += hanging.hidden
    for note in hanging.notes:
        if (content := word.notes.pop(note, None)) is not None:  # popped: a note that cites itself would never end
            yield from _blocks(content, word)
    for box in hanging.boxes:
        yield from _blocks(box, word)


def _lines(text: str) -> list[str]:
    parts = (part for line in text.split("\n") for part in _HEAD_TABS.split(line))
    return [tidy for part in parts if (tidy := " ".join(part.split("\t")).strip())]


def _table(element: BaseOxmlElement, word: _Word) -> Iterator[Paragraph]:
    """Cells row by row, a merged cell's text in every place; tables that only set a head in columns become paragraphs."""
    rows: dict[int, dict[int, list[Paragraph]]] = {}
    for cell in grid(element):
        word.places.take(cell.span)
        row = rows.setdefault(cell.row, {})
        content = _cell(cell, rows, word)
        row.update(dict.fromkeys(range(cell.column, cell.column + cell.span), content))
    printed_rows = [list({id(content): content for content in row.values()}.values()) for row in rows.values()]
    if is_layout([["\n".join(each.text for each in content) for content in row] for row in printed_rows]):
        yield from (paragraph for row in printed_rows for content in row for paragraph in content)
        return
    table = word.places.next_table()
    for number, row in rows.items():
        for column, content in row.items():
            yield from (Paragraph(each.text, cell=Cell(table, number, column), heading=each.heading) for each in content)


def _cell(cell: GridCell, rows: dict[int, dict[int, list[Paragraph]]], word: _Word) -> list[Paragraph]:
    above = rows.get(cell.row - 1, {}).get(cell.column)
    if cell.continued and above is not None:
        return above
    return list(_cell_blocks(cell.element, word))


def _cell_blocks(parent: BaseOxmlElement, word: _Word) -> Iterator[Paragraph]:
    for child in parent.iterchildren("*"):
        if child.tag == qn("w:p"):
            yield from _paragraph(child, word, in_cell=True)
        elif child.tag == qn("w:tbl"):
            word.inner_tables += 1
            for cell in grid(child):
                word.places.take(1)
                yield from _cell_blocks(cell.element, word)
        elif child.tag not in NOT_PRINTED:
            yield from _cell_blocks(child, word)

"""An official letter in the form of Decree 30/2020 as an editable .docx: head, tables, signature, recipients; looks are named styles."""

import io
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row
from docx.oxml.text.paragraph import CT_P
from docx.shared import Cm
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from reports import styles
from reports.facts import Office
from reports.package import repacked

COUNTRY = "Cộng hòa xã hội chủ nghĩa Việt Nam"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `centred` for figures and codes."""

    head: str
    width_cm: float
    centred: bool = False


def new_letter(office: Office, kind: str, subject: str, year: int, note: str) -> Document:
    """A letter with its head. Number and date are left for the office to fill in; `note` says that it is a draft."""
    document = docx.Document(io.BytesIO(_empty_letter()))
    _head(document, office, year)
    if note:
        add(document, styles.DRAFT, note)
    add(document, styles.KIND, kind)
    add(document, styles.SUBJECT, subject)
    add(document, styles.SUBJECT_RULE)
    if office.addressee:
        add(document, styles.ADDRESSEE, f"Kính gửi: {office.addressee}")
    return document


@cache
def _empty_letter() -> bytes:
    """The page, its number and all the styles, made once: nothing in them differs from letter to letter, and a province has thousands."""
    document = docx.Document()
    styles.set_page(document)
    styles.add_styles(document)
    _number_pages(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def add(document: Document | _Cell, style: str, text: str = "") -> Paragraph:
    """A paragraph in one of the letter's styles; control characters that no document can hold are dropped."""
    return _styled(document.add_paragraph(printable(text)), style)


def printable(text: str) -> str:
    """The text without control characters, which XML refuses."""
    return text if text.isprintable() else "".join(character for character in text if character.isprintable() or character in "\n\t")


def add_table(document: Document, columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> None:
    """A bordered table whose head repeats on every page and whose rows don't break."""
    table = _table(document, 1, [column.width_cm for column in columns], style="TableGrid")
    for cell, column in zip(table.rows[0].cells, columns, strict=True):
        _fill(cell, styles.CELL_HEAD, column.head)
    _flag(table.rows[0], "w:cantSplit")
    _flag(table.rows[0], "w:tblHeader")
    pattern = _pattern_row(table, columns)
    for values in rows:
        row = deepcopy(pattern)
        table._tbl.append(row)
        for cell, value in zip(row.tc_lst, values, strict=True):
            _write(cell.p_lst[0], printable(value))
    add(document, styles.CELL)


def close(document: Document, office: Office) -> None:
    """Recipients at the left, the signer's title and room for signature and seal at the right."""
    left, right = _borderless(document, 1, (8.0, 8.0)).rows[0].cells
    _fill(left, styles.RECIPIENTS_WORD, "Nơi nhận:")
    for name in office.recipients:
        add(left, styles.RECIPIENTS, f"- {name};" if name != office.recipients[-1] else f"- {name}.")
    title, *more = (office.signer_title or " ").split("\n")
    _fill(right, styles.SIGNER_TITLE, title)
    for line in more:
        add(right, styles.SIGNER_TITLE, line)
    add(right, styles.SIGNER, office.signer)


def saved(document: Document, title: str, at: datetime) -> bytes:
    """The .docx, byte for byte the same for the same content; every date in it is `at`."""
    core = document.core_properties
    moment = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    core.title, core.author, core.last_modified_by, core.comments = printable(title)[:255], "Tiến Độ", "Tiến Độ", ""
    core.created = core.modified = moment
    core.language, core.revision = "vi-VN", 1
    buffer = io.BytesIO()
    document.save(buffer)
    return repacked(buffer.getvalue())


def _head(document: Document, office: Office, year: int) -> None:
    table = _borderless(document, 2, (6.4, 9.6))
    left, right = table.rows[0].cells
    above = [(styles.SUPERIOR, name) for name in _in_full(office.superior)]
    first, *more = [*above, *((styles.ISSUER, name) for name in _in_full(office.name))]
    _fill(left, *first)
    for style, name in more:
        add(left, style, name)
    add(left, styles.ISSUER_RULE)
    _fill(right, styles.COUNTRY, COUNTRY)
    add(right, styles.MOTTO, MOTTO)
    add(right, styles.MOTTO_RULE)
    left, right = table.rows[1].cells
    _fill(left, styles.NUMBER, f"Số:        /{office.symbol}")
    _fill(right, styles.PLACE_DATE, f"{office.place or '…………'}, ngày       tháng       năm {year}")


def _in_full(name: str) -> list[str]:
    """An office as its letter head has it: the abbreviation that people write in chat, in full and on a line of its own."""
    if name.startswith("UBND "):
        return ["Ủy ban nhân dân", name.removeprefix("UBND ")]
    return [name] if name else []


def _number_pages(document: Document) -> None:
    section = document.sections[0]
    section.start_type = WD_SECTION.NEW_PAGE
    section.header.is_linked_to_previous = False
    paragraph = section.header.paragraphs[0]
    _styled(paragraph, styles.PAGE_NUMBER)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _table(document: Document, rows: int, widths_cm: Sequence[float], style: str | None = None) -> Table:
    table: Table = document._body.add_table(rows, len(widths_cm), document._block_width)
    table._tbl.tblStyle_val = style
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths_cm, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths_cm, strict=True):
            cell.width = Cm(width)
    return table


def _borderless(document: Document, rows: int, widths_cm: tuple[float, float]) -> Table:
    table = _table(document, rows, widths_cm)
    for row in table.rows:
        _flag(row, "w:cantSplit")
    return table


def _pattern_row(table: Table, columns: Sequence[Column]) -> CT_Row:
    """A row in its looks without words, to be copied: dressing each row anew would be most of the work."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    _flag(row, "w:cantSplit")
    for cell, column in zip(row.cells, columns, strict=True):
        _styled(cell.paragraphs[0], styles.CELL_NUMBER if column.centred else styles.CELL)
        cell.width = Cm(column.width_cm)
    table._tbl.remove(row._tr)
    return row._tr


def _write(paragraph: CT_P, text: str) -> None:
    """A run of words; the library's own way takes them sign by sign, which only line breaks and tabs need."""
    run = paragraph.add_r()
    if "\n" in text or "\t" in text:
        run.text = text
    elif text:
        run.add_t(text)


def _fill(cell: _Cell, style: str, text: str) -> None:
    _styled(cell.paragraphs[0], style).add_run(printable(text))


def _styled(paragraph: Paragraph, style: str) -> Paragraph:
    # by the id that the library made of the name: looking the name up takes it 5 ms each time
    paragraph._p.style = style.replace(" ", "")
    return paragraph


def _flag(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))

"""PDF files with a text layer: lines become paragraphs, tables cells, and page furniture goes."""

import io
from collections.abc import Sequence

import pypdfium2 as pdfium
import pytest

from directives.formats import ocr
from directives.model import UnreadableError
from directives.paragraphs import Cell, Reading
from directives.read import read
from tests.letters import BODY, DATES, FEET, HEAD, NUMBER, PLACE, TABLE, picture, scanned_pdf, text_pdf, typst_source

LONG = "Giao các phòng, ban chuyên môn của huyện, Ủy ban nhân dân các xã căn cứ chức năng, nhiệm vụ tổ chức thực hiện nghiêm túc"


def texts(reading: Reading) -> list[str]:
    """The texts of its paragraphs."""
    return [paragraph.text for paragraph in reading.paragraphs]


def rows(reading: Reading) -> dict[Cell, str]:
    """The cells by place."""
    return {paragraph.cell: paragraph.text for paragraph in reading.paragraphs if paragraph.cell}


def made_again(data: bytes, change: str, *args: object) -> bytes:
    """The same PDF with every page changed by a method of PDFium's."""
    document = pdfium.PdfDocument(data)
    for page in document:
        getattr(page, change)(*args)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_the_letter_is_read_in_order_with_all_its_dates() -> None:
    """Both columns of the head, every paragraph whole, the foot's columns one after the other."""
    reading = read("cv.pdf", text_pdf(typst_source(foot=True)))
    assert texts(reading) == [*HEAD, NUMBER, PLACE, *BODY, *FEET]
    assert all(date in reading.text for date in DATES)
    assert reading.unread == ()


def test_an_annex_is_read_as_cells_with_merged_ones_repeated() -> None:
    """Every place of the ruled table, also the second row of the office in charge of both."""
    assert rows(read("cv.pdf", text_pdf(typst_source(table=True)))) == {
        Cell(0, row, column): text for row, texts in enumerate(TABLE) for column, text in enumerate(texts)
    }


def annex(header: Sequence[str], *rows: Sequence[str], repeat: bool = False) -> str:
    """A table of three columns; `repeat` prints its header on each page."""
    head = ", ".join(f"[{text}]" for text in header)
    cells = ", ".join(f"[{text}]" for row in rows for text in row)
    return f"#table(columns: (2cm, 8cm, 4cm), table.header(repeat: {str(repeat).lower()}, {head}), {cells})"


@pytest.mark.parametrize("repeat", [False, True])
def test_a_table_over_two_pages_is_one_table(repeat: bool) -> None:
    """Rows go on counting on the next page, and a header printed again there is no row."""
    source = typst_source([], head=False) + annex(
        ("STT", "Việc", "Hạn"), *[(f"{n}", LONG, f"{n}/6/2024") for n in range(1, 30)], repeat=repeat
    )
    reading = read("a.pdf", text_pdf(source))
    cells = rows(reading)
    assert {cell.table for cell in cells} == {0}
    assert [cells[Cell(0, n, 2)] for n in range(1, 30)] == [f"{n}/6/2024" for n in range(1, 30)]
    assert max(paragraph.page or 0 for paragraph in reading.paragraphs) > 1


def test_a_sentence_over_the_page_end_is_one_paragraph_without_the_page_number() -> None:
    """The number printed on top of page 2 stands in no sentence, and the paragraph counts for the page it begins on."""
    items = [f"1) {LONG}.", *(f"{n}) {LONG}; {LONG}; {LONG}." for n in range(2, 12))]
    reading = read("a.pdf", text_pdf(typst_source(items, head=False)))
    assert texts(reading) == items
    assert [paragraph.page for paragraph in reading.paragraphs] == [1] * 9 + [2] * 2  # the ninth ends on page 2


def test_running_heads_of_three_pages_go_but_the_letters_own_head_stays() -> None:
    """What returns on top of every page is read once at most."""
    head = (
        '#set page(header: [KẾ HOẠCH NÔNG THÔN MỚI #h(1fr) Trang #context counter(page).display()])\n#set text(font: "Libertinus Serif")\n'
    )
    source = head + "\n\n".join(f"{n}) {LONG}." for n in range(1, 100))
    read_texts = texts(read("a.pdf", text_pdf(source)))
    assert [text for text in read_texts if text[0].isdigit()] == [f"{n}) {LONG}." for n in range(1, 100)]
    assert len(read_texts) <= 101


def test_short_items_are_not_joined_and_a_dash_in_a_sentence_is_no_item() -> None:
    """Two short lines are two paragraphs; "Tài chính - Kế hoạch" broken at the dash is one."""
    wide = '#set page(width: 12cm, height: 10cm)\n#set text(font: "Libertinus Serif", size: 11pt)\n'
    source = wide + "\\- Phòng Nội vụ;\\ \\- Công an huyện;\n\nGiao cho phòng mang tên là Phòng Tài chính\\ \\- Kế hoạch huyện thực hiện."
    assert texts(read("a.pdf", text_pdf(source)))[:2] == ["- Phòng Nội vụ;", "- Công an huyện;"]


def unruled(*rows: str) -> bytes:
    """A table without rules between two paragraphs."""
    cells = ", ".join(f"[{text}]" for row in rows for text in row.split("|"))
    columns = "#set par(first-line-indent: 0pt)\n#table(stroke: none, columns: (1.2cm, 7cm, 4cm, 3cm), "
    return text_pdf(typst_source([LONG], head=False) + columns + cells + f")\n\n{LONG}")


def test_a_table_without_rules_is_followed_by_its_white() -> None:
    """Columns kept apart by white alone are cells, lines of one cell belong together, and the text around it does not."""
    reading = read("a.pdf", unruled("STT|Nội dung|Chủ trì|Thời gian", f"1|{LONG}|Phòng Nội vụ|30/6/2024", "2|Họp|Công an huyện|15/7/2024"))
    cells = rows(reading)
    assert [cells[Cell(0, 1, column)] for column in range(4)] == ["1", LONG, "Phòng Nội vụ", "30/6/2024"]
    assert [cells[Cell(0, 2, column)] for column in range(4)] == ["2", "Họp", "Công an huyện", "15/7/2024"]
    assert [texts(reading)[0], texts(reading)[-1]] == [LONG, LONG]
    assert reading.unread == ()


def test_a_table_without_rules_that_cannot_be_followed_is_said() -> None:
    """Columns that run into one another are read as lines, and the reading says so."""
    broken = '#set text(font: "Libertinus Serif")\nSTT #h(2cm) Nội dung #h(3cm) Chủ trì\n\n' + f"1 {LONG}"
    assert "Không theo được bảng ở trang 1" in read("a.pdf", text_pdf(broken)).unread[0]


@pytest.mark.parametrize("turns", [90, 180, 270])
def test_a_page_with_a_rotation_is_read_as_it_is_shown(turns: int) -> None:
    """Landscape annexes are often portrait pages whose text lies on its side, shown turned."""
    document = pdfium.PdfDocument(text_pdf(typst_source(table=True).replace(", fill: white", "")))
    page = document[0]
    width, height = page.get_size()
    centre = (width / 2, height / 2)
    for each in page.get_objects(max_depth=1):
        each.transform(pdfium.PdfMatrix().translate(-centre[0], -centre[1]).rotate(turns, ccw=True).translate(*centre))
    page.gen_content()
    page.set_rotation(turns)
    # The text turned about the page's middle reaches beyond a portrait page's sides.
    for change in (page.set_mediabox, page.set_cropbox):
        change(centre[0] - height / 2, 0, centre[0] + height / 2, height)
    buffer = io.BytesIO()
    document.save(buffer)
    reading = read("a.pdf", buffer.getvalue())
    assert texts(reading)[: len(HEAD) + 2 + len(BODY)] == [*HEAD, NUMBER, PLACE, *BODY]
    assert rows(reading)[Cell(0, 2, 4)] == TABLE[2][4]


def test_a_cropped_page_is_read_from_its_shown_corner() -> None:
    """The crop box moves the corner, not the order of lines."""
    data = made_again(text_pdf(typst_source()), "set_cropbox", 20, 20, 590, 830)
    assert texts(read("a.pdf", data)) == [*HEAD, NUMBER, PLACE, *BODY]


def test_pictures_in_a_typed_page_are_mentioned() -> None:
    """A pasted map is named with its page."""
    typed = pdfium.PdfDocument(text_pdf(typst_source()))
    scan = pdfium.PdfDocument(scanned_pdf(picture(typst_source(["Bản đồ"], head=False), 40)))
    image = next(iter(scan[0].get_objects()))
    image_copy = pdfium.PdfImage.new(typed)
    image_copy.set_bitmap(image.get_bitmap())
    image_copy.set_matrix(pdfium.PdfMatrix().scale(150, 150))
    page = typed[0]
    page.insert_obj(image_copy)
    page.gen_content()
    buffer = io.BytesIO()
    typed.save(buffer)
    assert read("a.pdf", buffer.getvalue()).unread == ("Trang 1 có 1 hình ảnh không đọc được.",)


def test_a_page_without_anything_is_named() -> None:
    """An empty page between two full ones is not passed over in silence."""
    source = typst_source(["Trang một"], head=False) + "\n#pagebreak()\n#set page(header: none)\n#pagebreak()\nTrang ba"
    reading = read("a.pdf", text_pdf(source))
    assert texts(reading) == ["Trang một", "Trang ba"]
    assert reading.unread == ("Trang 2 không có chữ đọc được.",)


def test_scans_without_tesseract_are_refused_or_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scan alone cannot be read; among typed pages it is named and the rest is read."""
    monkeypatch.setattr(ocr, "is_available", lambda: False)
    scan = scanned_pdf(picture(typst_source(), 60))
    with pytest.raises(UnreadableError, match="no_ocr"):
        read("a.pdf", scan)
    both = pdfium.PdfDocument(text_pdf(typst_source()))
    both.import_pages(pdfium.PdfDocument(scan))
    buffer = io.BytesIO()
    both.save(buffer)
    reading = read("a.pdf", buffer.getvalue())
    assert texts(reading)[-1] == BODY[-1]
    assert reading.unread == ("Trang 2 là ảnh, không đọc được vì máy chưa cài Tesseract.",)

"""The Word report: the form of Decree 30/2020, editable, openable, the same every time."""

import io
import time
from dataclasses import replace
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENTATION
from docx.oxml.ns import qn
from docx.shared import Length, Pt
from docx.styles.style import ParagraphStyle

from reports import styles
from reports.facts import Counts, Office, TaskLine, UnitFacts
from reports.pdf import pdf
from reports.unit_report import unit_message, unit_report
from reports.word import weekly_report
from reports.word_tables import ROWS_SHOWN
from tests.report_weeks import OFFICE, empty_week, needs_libreoffice, written_week

ARTEFACTS = Path(__file__).resolve().parent.parent / "artefacts"


@pytest.fixture(scope="module")
def report() -> Document:
    """The report of the written week, opened again."""
    return docx.Document(io.BytesIO(weekly_report(written_week())))


def text(document: Document) -> str:
    """All paragraphs outside tables."""
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def millimetres(length: Length | None) -> int:
    """A length in whole millimetres."""
    return round(length.mm) if length is not None else -1


def test_page_has_the_decrees_size_and_margins(report: Document) -> None:
    """A4 upright; 20–25 mm above and below, 30–35 left, 15–20 right."""
    page = report.sections[0]
    assert (millimetres(page.page_width), millimetres(page.page_height), page.orientation) == (210, 297, WD_ORIENTATION.PORTRAIT)
    assert 20 <= millimetres(page.top_margin) <= 25
    assert 20 <= millimetres(page.bottom_margin) <= 25
    assert 30 <= millimetres(page.left_margin) <= 35
    assert 15 <= millimetres(page.right_margin) <= 20


def test_pages_are_numbered_from_the_second(report: Document) -> None:
    """A centred page number of 13–14 points stands in the top margin, and the first page's own header is empty."""
    page = report.sections[0]
    paragraph = page.header.paragraphs[0]
    assert paragraph._p.find(qn("w:fldSimple")).get(qn("w:instr")) == "PAGE"
    assert paragraph.style is not None
    assert paragraph.style.name == styles.PAGE_NUMBER
    assert page.different_first_page_header_footer
    assert page.first_page_header.paragraphs[0].text == ""


@pytest.mark.parametrize(
    ("style", "sizes", "bold", "italic"),
    [
        (styles.COUNTRY, (12, 13), True, False),
        (styles.MOTTO, (13, 14), True, False),
        (styles.SUPERIOR, (12, 13), False, False),
        (styles.ISSUER, (12, 13), True, False),
        (styles.NUMBER, (13, 13), False, False),
        (styles.PLACE_DATE, (13, 14), False, True),
        (styles.KIND, (13, 14), True, False),
        (styles.SUBJECT, (13, 14), True, False),
        (styles.BODY, (13, 14), False, False),
        (styles.RECIPIENTS_WORD, (12, 12), True, True),
        (styles.RECIPIENTS, (11, 11), False, False),
        (styles.PAGE_NUMBER, (13, 14), False, False),
    ],
)
def test_styles_have_the_decrees_sizes(report: Document, style: str, sizes: tuple[int, int], bold: bool, italic: bool) -> None:
    """Each part of the letter has the size, weight and slant of Appendix I."""
    font = report.styles[style].font  # type: ignore[attr-defined]
    assert Pt(sizes[0]) <= font.size <= Pt(sizes[1])
    assert (font.bold, font.italic) == (bold, italic)


def test_letter_is_set_in_times_new_roman(report: Document) -> None:
    """Every style stands on a black Times New Roman for Latin, Asian and complex scripts alike."""
    normal = report.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    fonts = normal.element.rPr.rFonts
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
    assert all(report.styles[name].base_style.name == "Normal" for name in styles.LOOKS)  # type: ignore[attr-defined]


def test_no_text_is_formatted_directly(report: Document) -> None:
    """All looks come from named styles: no run carries properties of its own and no paragraph more than its style."""
    body = report.element.body
    assert not [run for run in body.iter(qn("w:r")) if run.find(qn("w:rPr")) is not None]
    assert not [p for p in body.iter(qn("w:pPr")) if {child.tag for child in p} - {qn("w:pStyle"), qn("w:sectPr")}]


def test_every_paragraph_has_one_of_the_letters_styles(report: Document) -> None:
    """No paragraph, in a table or outside, falls back to the default style; each named style exists in the file."""
    ids = {style.style_id: style.name for style in report.styles}
    used = {ids.get(p.get(qn("w:val")), "missing") for p in report.element.body.iter(qn("w:pStyle"))}
    assert used <= set(styles.LOOKS)
    assert not [p for p in report.element.body.iter(qn("w:p")) if p.pPr is None or p.pPr.find(qn("w:pStyle")) is None]


def test_style_names_hold_no_comma() -> None:
    """Word would take what follows a comma for another name of the style."""
    assert not [name for name in styles.LOOKS if "," in name]


def test_head_has_motto_right_and_issuer_left_with_blank_number_and_date(report: Document) -> None:
    """The head is a table of two columns; number, day and month are blank."""
    head = [[cell.text for cell in row.cells] for row in report.tables[0].rows]
    assert head[0][0].split("\n")[:2] == ["Ủy ban nhân dân", "huyện Cao Lộc"]
    assert head[0][1].split("\n")[:2] == ["Cộng hòa xã hội chủ nghĩa Việt Nam", "Độc lập - Tự do - Hạnh phúc"]
    assert head[1][0].split() == ["Số:", "/BC-UBND"]
    assert head[1][1].split() == ["Cao", "Lộc,", "ngày", "tháng", "năm", "2024"]


def test_superior_body_stands_above_the_issuer() -> None:
    """A unit with a superior has it on the first line, not bold."""
    office = Office("Phòng Nội vụ", "Cao Lộc", superior="UBND huyện Cao Lộc")
    head = docx.Document(io.BytesIO(weekly_report(replace(empty_week(), office=office)))).tables[0].rows[0].cells[0]
    assert [(paragraph.text, paragraph.style.name if paragraph.style else "") for paragraph in head.paragraphs[:3]] == [
        ("Ủy ban nhân dân", styles.SUPERIOR),
        ("huyện Cao Lộc", styles.SUPERIOR),
        ("Phòng Nội vụ", styles.ISSUER),
    ]


def test_signature_stands_right_and_recipients_left(report: Document) -> None:
    """The last table holds "Nơi nhận" at the left and the signer's title at the right."""
    left, right = report.tables[-1].rows[0].cells
    assert left.text.startswith("Nơi nhận:\n- Như trên;")
    assert left.text.endswith("- Lưu: VT.")
    assert right.text.split("\n")[:2] == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]


def test_tables_repeat_their_head_on_every_page(report: Document) -> None:
    """Each bordered table's first row is marked as its head."""
    bordered = [table for table in report.tables if table.style is not None and table.style.name == "Table Grid"]
    assert len(bordered) == 5
    assert all(table.rows[0]._tr.trPr is not None and table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in bordered)


def test_report_names_who_said_what(report: Document) -> None:
    """A difficulty stands in the officer's own words with name, hour and day."""
    said = "Chưa có trích đo địa chính của hai hộ. Đề xuất: Đề nghị Phòng Tài nguyên và Môi trường trích đo trước ngày 5/4"
    assert f"- Phòng Giáo dục và Đào tạo (#20): {said} (Vi Văn Thành báo cáo lúc 10:02 ngày 28/3/2024)." in text(report)


def test_report_of_an_empty_week_says_so() -> None:
    """With nothing assigned the report is still a letter, without rates."""
    document = docx.Document(io.BytesIO(weekly_report(empty_week())))
    assert "chưa có nhiệm vụ nào được giao" in text(document)
    assert "%" not in text(document)


def test_long_table_points_to_the_sheet() -> None:
    """A table stops at 200 rows and a sentence counts the rest."""
    tasks = tuple(TaskLine(f"a{n}", f"#{n}", "A", "việc", "overdue") for n in range(ROWS_SHOWN + 5))
    week = replace(empty_week(), units=(UnitFacts("A", Counts(0, 0, 0, len(tasks))),), tasks=tasks)
    document = docx.Document(io.BytesIO(weekly_report(week)))
    assert len(document.tables[2].rows) == ROWS_SHOWN + 1
    assert "Còn 5 nhiệm vụ khác, xem bảng theo dõi kèm theo." in text(document)


def test_nothing_is_left_out_in_silence() -> None:
    """Difficulties and communes beyond the first 200 are counted in a sentence."""
    week = written_week()
    many = replace(week, difficulties=week.difficulties * 100, criteria=week.criteria * 100)
    said = text(docx.Document(io.BytesIO(weekly_report(many))))
    assert "Còn 100 khó khăn, vướng mắc khác, xem bảng theo dõi kèm theo." in said
    assert "Còn 100 xã khác chưa nêu trong bảng này." in said


def test_same_facts_give_the_same_bytes_at_any_time() -> None:
    """A report rendered again two seconds later is equal byte for byte: no clock is in it."""
    first = weekly_report(written_week())
    time.sleep(2.1)
    assert weekly_report(written_week()) == first


def test_control_characters_do_not_break_the_file() -> None:
    """A task text with signs that XML refuses is written without them."""
    task = TaskLine("a1", "#1", "A", "một\x00\x0bhai\ufffe", "overdue")
    week = replace(empty_week(), units=(UnitFacts("A", Counts(0, 0, 0, 1)),), tasks=(task,))
    assert docx.Document(io.BytesIO(weekly_report(week))).tables[2].cell(1, 1).text == "mộthai"


@needs_libreoffice
def test_report_opens_in_libreoffice_with_numbers_from_page_two() -> None:
    """The PDF made from it is A4, has no number on page 1 and "2" on top of page 2. It is left in artefacts/ to be looked at."""
    made = pdf(weekly_report(written_week()))
    assert made is not None
    ARTEFACTS.mkdir(exist_ok=True)
    (ARTEFACTS / "weekly_report.pdf").write_bytes(made)
    pages = pypdfium2.PdfDocument(made)
    first, second = (pages[place].get_textpage().get_text_range() for place in (0, 1))
    assert [round(side / 72 * 25.4) for side in pages[0].get_size()] == [210, 297]
    assert "Độc lập - Tự do - Hạnh phúc" in first
    assert second.split()[0] == "2"
    assert first.split()[0] != "1"


def test_no_libreoffice_means_no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where LibreOffice isn't on the path there is no PDF and no error."""
    monkeypatch.setenv("PATH", "")
    assert pdf(b"") is None


def test_units_own_report_holds_only_its_tasks() -> None:
    """The commune's draft has its four tasks with what it said, and nobody else's."""
    office = Office("UBND xã Cao Lâu", "Cao Lâu", addressee="UBND huyện Cao Lộc")
    document = docx.Document(io.BytesIO(unit_report(written_week(), "UBND xã Cao Lâu", office)))
    assert [row.cells[0].text for row in document.tables[1].rows] == ["Mã", "#23", "#24", "#25", "#26"]
    assert document.tables[1].cell(2, 4).text == "40%, Đã khởi công 6/15 nhà"
    assert "- #24: 3 hộ chưa có đất làm nhà. Đề xuất: Đề nghị huyện cho hỗ trợ theo quỹ Vì người nghèo." in text(document)
    assert "Kính gửi: UBND huyện Cao Lộc" in text(document)


def test_units_own_message_has_a_line_for_each_task() -> None:
    """The text twin counts the unit's states and begins each task's line with its code."""
    lines = [line.text for line in unit_message(written_week(), "UBND xã Cao Lâu")]
    assert lines[0] == "UBND xã Cao Lâu: báo cáo tuần 13"
    assert "2 hoàn thành đúng hạn, 0 hoàn thành trễ hạn, 2 đang thực hiện, 0 quá hạn" in lines[1]
    assert [line.split(" ")[0] for line in lines[4:]] == ["#23", "#24", "#25", "#26"]


def test_unit_without_tasks_gets_a_report_that_says_so() -> None:
    """A unit that leads nothing has a report without a table of tasks."""
    office = Office("UBND xã Mới")
    document = docx.Document(io.BytesIO(unit_report(written_week(), "UBND xã Mới", office)))
    assert len(document.tables) == 2
    assert "Tỷ lệ đúng hạn: –." in text(document)


def test_words_in_a_table_keep_their_lines_and_lose_what_xml_refuses() -> None:
    """A task with a line break, a tab and a control character: the first two stay, the last goes, the next row is untouched."""
    first, second, *_ = written_week().tasks
    odd = replace(first, unit=second.unit, text="Dòng một\nDòng hai\tcột\x07 hết")
    own = replace(written_week(), tasks=(odd, second))
    document = docx.Document(io.BytesIO(unit_report(own, second.unit, OFFICE)))
    rows = next(table for table in document.tables if len(table.columns) == 5).rows
    assert [row.cells[1].text for row in rows[1:]] == ["Dòng một\nDòng hai\tcột hết", second.text]
    assert [len(row.cells[1]._tc.xpath(".//w:br | .//w:tab")) for row in rows[1:]] == [2, 0]

"""Word documents: what is printed is read, in the order of the document."""

import io
import zipfile
from typing import Any

import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from directives.paragraphs import Cell, Reading
from directives.read import read
from tests.letters import BODY, DATES, HEAD, NUMBER, PLACE, TABLE, image_bytes, picture, word, word_letter

W = nsdecls("w")


def body(*xml: str) -> Reading:
    """The reading of a document whose body is this XML."""

    def build(document: Any) -> None:
        for each in xml:
            document.element.body.append(parse_xml(each.replace(">", f" {W}>", 1) if "xmlns" not in each else each))

    return read("a.docx", word(build))


def texts(reading: Reading) -> list[str]:
    """The texts of its paragraphs."""
    return [paragraph.text for paragraph in reading.paragraphs]


def run(text: str, properties: str = "") -> str:
    """A run with properties."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows: str) -> str:
    """A table of rows of cells."""
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(text: str, properties: str = "") -> str:
    """A cell with one paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{run(text)}</w:p></w:tc>"


def with_part(data: bytes, kind: str, xml: str) -> bytes:
    """The package with one more part, as Word would relate it."""
    source, buffer = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    base = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    with zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            content = source.read(name).decode("utf-8", "surrogateescape")
            if name == "[Content_Types].xml":
                content = content.replace("</Types>", f'<Override PartName="/word/{kind}.xml" ContentType="{base}{kind}+xml"/></Types>')
            if name == "word/_rels/document.xml.rels":
                kind_url = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
                content = content.replace(
                    "</Relationships>", f'<Relationship Id="r99" Type="{kind_url}" Target="{kind}.xml"/></Relationships>'
                )
            target.writestr(name, content.encode("utf-8", "surrogateescape"))
        target.writestr(f"word/{kind}.xml", xml)
    return buffer.getvalue()


def test_the_whole_letter_is_read_in_order_with_all_its_dates() -> None:
    """Head, body and annex of a Word letter, every sentence and date."""
    reading = read("cv.docx", word_letter())
    expected = [*HEAD, NUMBER, PLACE, *BODY]
    assert texts(reading)[: len(expected)] == expected
    assert all(date in reading.text for date in DATES)


def test_a_head_set_in_a_table_without_lines_is_no_table() -> None:
    """Only the annex has cells, and it is table 0."""
    cells = [(paragraph.cell, paragraph.text) for paragraph in read("cv.docx", word_letter()).paragraphs if paragraph.cell]
    assert cells[0] == (Cell(0, 0, 0), "STT")
    assert {place.table for place, _ in cells} == {0}


def test_a_merged_cell_stands_in_every_place_it_covers() -> None:
    """The office in charge of two rows is read in both."""
    paragraphs = read("cv.docx", word_letter()).paragraphs
    assert [paragraph.text for paragraph in paragraphs if paragraph.cell and paragraph.cell.column == 2][1:] == [TABLE[1][2]] * 2


def test_cells_merged_across_shift_nothing() -> None:
    """A group's heading over three columns stands in all three; the next row keeps its columns."""
    rows = (cell("I. Nhiệm vụ chung", '<w:gridSpan w:val="3"/>'), cell("1") + cell("Rà soát") + cell("Phòng Nội vụ"))
    found = [(paragraph.cell, paragraph.text) for paragraph in body(table(*rows)).paragraphs]
    assert [text for _, text in found][:3] == ["I. Nhiệm vụ chung"] * 3
    assert found[-1] == (Cell(0, 1, 2), "Phòng Nội vụ")


def test_a_table_in_a_cell_is_read_there_and_mentioned() -> None:
    """Nothing of an inner table is lost, and the reading says that its shape is."""
    inner = table(cell("a") + cell("b"))
    reading = body(table(f"<w:tc>{inner}<w:p/></w:tc>" + cell("c")))
    assert texts(reading) == ["a", "b", "c"]
    assert "Bảng nằm trong ô" in reading.unread[0]


def test_automatic_numbers_are_read_as_printed() -> None:
    """Lists of Word count by themselves; letters, Roman figures and several levels come out as on paper."""
    levels = (("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3."), ("lowerLetter", "%4)"), ("bullet", "-"))
    abstract = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (style, text) in enumerate(levels)
    )
    order = (0, 1, 2, 2, 3, 3, 4, 1, 0, 1)

    def build(document: Any) -> None:
        numbering = document.part.numbering_part.element
        numbering.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="77">{abstract}</w:abstractNum>'))
        numbering.append(parse_xml(f'<w:num {W} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
        for level in order:
            properties = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr></w:pPr>'
            document.element.body.append(parse_xml(f"<w:p {W}>{properties}{run('mục')}</w:p>"))

    expected = ["I.", "1.", "1.1.", "1.2.", "a)", "b)", "-", "2.", "II.", "1."]
    assert texts(read("a.docx", word(build))) == [f"{label} mục" for label in expected]


def test_an_empty_cell_with_an_automatic_number_holds_the_number() -> None:
    """Word numbers the column STT although nothing is typed there."""

    def build(document: Any) -> None:
        grid = document.add_table(3, 2)
        for row in range(3):
            grid.cell(row, 0).paragraphs[0].style = "List Number"
            grid.cell(row, 1).text = "việc"

    assert texts(read("a.docx", word(build))) == ["1.", "việc", "2.", "việc", "3.", "việc"]


def test_tracked_changes_are_read_as_accepted() -> None:
    """What was inserted is read, what was deleted or moved away is not."""
    changed = (
        f"<w:p>{run('trước ngày ')}<w:del>{run('15/4').replace('w:t', 'w:delText')}</w:del><w:ins>{run('30/4')}</w:ins>"
        f"<w:moveFrom>{run('cũ')}</w:moveFrom></w:p>"
    )
    assert texts(body(changed)) == ["trước ngày 30/4"]


def test_breaks_hyphens_and_hidden_text() -> None:
    """A line break ends a line; optional hyphens vanish; hidden text is not read and this is said."""
    mixed = (
        f"<w:p>{run('UBND')}<w:r><w:br/></w:r>{run('HUYỆN')}<w:r><w:softHyphen/></w:r>{run(' A')}<w:r><w:noBreakHyphen/></w:r>{run('B')}"
        f"{run(' bí mật', '<w:vanish/>')}</w:p>"
    )
    reading = body(mixed)
    assert texts(reading) == ["UBND", "HUYỆN A-B"]
    assert reading.unread == ("Có chữ ẩn không được đọc.",)


def test_links_content_controls_fields_and_smart_tags_are_text() -> None:
    """Whatever wraps a run, its text is read once; the field's own instruction is not."""
    wrapped = (
        f"<w:p><w:hyperlink>{run('a')}</w:hyperlink><w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{run('b')}</w:sdtContent></w:sdt>"
        f'<w:fldSimple w:instr="DATE">{run("c")}</w:fldSimple><w:smartTag>{run("d")}</w:smartTag>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>'
    )
    block = f"<w:sdt><w:sdtContent><w:p>{run('trong khung')}</w:p></w:sdtContent></w:sdt>"
    assert texts(body(wrapped, block)) == ["abcd", "trong khung"]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    """Word writes a box twice, for new and for old readers."""
    box = f"<w:txbxContent><w:p>{run('HỎA TỐC')}</w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    twice = (
        f"<w:p {W} {mc}><w:r><mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        f"</mc:AlternateContent></w:r>{run('Kính gửi')}</w:p>"
    )
    assert texts(body(twice)) == ["Kính gửi", "HỎA TỐC"]


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes_are_read_after_the_paragraph_that_cites_them(kind: str) -> None:
    """A deadline in a footnote is not lost, and a note is read once even if it cites itself."""
    cited = f'<w:r><w:{kind}Reference w:id="5"/></w:r>'

    def build(document: Any) -> None:
        document.element.body.append(parse_xml(f"<w:p {W}>{run('Giao các xã')}{cited}{run(' thực hiện.')}</w:p>"))

    notes = f'<w:{kind}s {W}><w:{kind} w:id="5"><w:p>{run("Xong trước 30/6.")}{cited}</w:p></w:{kind}></w:{kind}s>'
    assert texts(read("a.docx", with_part(word(build), f"{kind}s", notes))) == ["Giao các xã thực hiện.", "Xong trước 30/6."]


def test_old_fonts_are_converted_even_where_word_split_a_letter() -> None:
    """VNI writes one letter as two characters, here in two runs; capitals of .VnTimeH are capitals."""
    vni = '<w:rFonts w:ascii="VNI-Times"/>'
    capital = '<w:rFonts w:ascii=".VnTimeH"/>'
    reading = body(f"<w:p>{run('Coä', vni)}{run('ng ho', vni)}{run('ø', vni)}{run('a', vni)}{run(' ñy ban', capital)}</w:p>")
    assert texts(reading) == ["Cộng hòa ỦY BAN"]


def test_a_font_of_the_style_is_known() -> None:
    """Most letters name the old font once, in the style."""

    def build(document: Any) -> None:
        style = document.styles.add_style("Than", WD_STYLE_TYPE.PARAGRAPH)
        style.font.name = ".VnTime"
        document.add_paragraph("B¸o c¸o", style)

    assert texts(read("a.docx", word(build))) == ["Báo cáo"]


def test_a_head_set_with_tabs_comes_apart() -> None:
    """Office and motto on one line are two paragraphs."""

    def build(document: Any) -> None:
        document.add_paragraph("UBND HUYỆN SÔNG MAI\t\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        document.add_paragraph("Số: 5/UBND\tSông Mai, ngày 3 tháng 4 năm 2024")

    assert texts(read("a.docx", word(build))) == [
        "UBND HUYỆN SÔNG MAI", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 5/UBND", "Sông Mai, ngày 3 tháng 4 năm 2024",
    ]  # fmt: skip


def test_headings_are_marked_and_page_heads_are_not_read() -> None:
    """A heading style is kept as a mark; the running head is part of no sentence."""

    def build(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "Trang đầu"
        document.add_heading("I. MỤC ĐÍCH")
        document.add_paragraph("Nội dung")

    assert [(each.text, each.heading) for each in read("a.docx", word(build)).paragraphs] == [("I. MỤC ĐÍCH", True), ("Nội dung", False)]


def test_pictures_are_counted_as_unread() -> None:
    """A stamp or a pasted table is not passed over in silence."""

    def build(document: Any) -> None:
        document.add_paragraph("Xem hình")
        document.add_picture(io.BytesIO(image_bytes(picture("#set page(width: 2cm, height: 2cm)\nA"))))

    assert read("a.docx", word(build)).unread == ("Không đọc được 1 hình ảnh.",)

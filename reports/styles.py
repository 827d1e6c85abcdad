"""The named styles of an official letter (Decree 30/2020, Appendix I): all looks live here, so an office can edit them in Word."""

from dataclasses import dataclass

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

FONT = "Times New Roman"
LEFT, CENTRE, RIGHT, JUSTIFY = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY


@dataclass(frozen=True, slots=True)
class Look:
    """One paragraph style. Sizes and spaces in points, indents in centimetres; `outline` 1 makes it a heading in Word's navigation."""

    size: float
    align: WD_ALIGN_PARAGRAPH = LEFT
    bold: bool = False
    italic: bool = False
    capitals: bool = False
    before: float = 0
    after: float = 0
    first_cm: float = 0
    sides_cm: float = 0
    rule: bool = False
    keep: bool = False
    outline: int = 0


# A comma in a style's name would make Word read what follows as another name of it.
SUPERIOR, ISSUER, ISSUER_RULE = "Cơ quan chủ quản", "Cơ quan ban hành", "Kẻ dưới cơ quan"
COUNTRY, MOTTO, MOTTO_RULE = "Quốc hiệu", "Tiêu ngữ", "Kẻ dưới tiêu ngữ"
NUMBER, PLACE_DATE = "Số ký hiệu", "Địa danh và thời gian"
KIND, SUBJECT, SUBJECT_RULE, ADDRESSEE = "Tên loại", "Trích yếu", "Kẻ dưới trích yếu", "Kính gửi"
BODY, HEADING, CAPTION, ITEM = "Nội dung", "Đề mục", "Tên bảng", "Ý nhỏ"
CELL, CELL_NUMBER, CELL_HEAD = "Ô bảng", "Ô bảng số", "Đầu bảng"
SIGNER_TITLE, SIGNER, RECIPIENTS_WORD, RECIPIENTS = "Chức vụ người ký", "Họ tên người ký", "Nơi nhận", "Danh sách nơi nhận"
PAGE_NUMBER, DRAFT = "Số trang", "Ghi chú dự thảo"

# A rule is the bottom border of an empty paragraph drawn in from both sides. The motto is 5.35 cm long in 13 pt bold Times New Roman and
# its cell 9.2 cm wide inside; the rules below issuer and subject are a third to a half of their lines, as the decree asks.
LOOKS = {
    SUPERIOR: Look(12, CENTRE, capitals=True),
    ISSUER: Look(12, CENTRE, bold=True, capitals=True),
    ISSUER_RULE: Look(2, CENTRE, sides_cm=2.15, rule=True),
    COUNTRY: Look(12, CENTRE, bold=True, capitals=True),
    MOTTO: Look(13, CENTRE, bold=True),
    MOTTO_RULE: Look(2, CENTRE, sides_cm=1.93, rule=True),
    NUMBER: Look(13, CENTRE, before=6),
    PLACE_DATE: Look(13, CENTRE, italic=True, before=6),
    KIND: Look(14, CENTRE, bold=True, capitals=True, before=18, keep=True),
    SUBJECT: Look(14, CENTRE, bold=True, keep=True),
    SUBJECT_RULE: Look(2, CENTRE, after=6, sides_cm=5.8, rule=True),
    ADDRESSEE: Look(14, CENTRE, before=6, after=12),
    BODY: Look(14, JUSTIFY, after=6, first_cm=1.27),
    HEADING: Look(14, LEFT, bold=True, before=6, after=6, first_cm=1.27, keep=True, outline=1),
    CAPTION: Look(13, CENTRE, italic=True, before=3, after=3, keep=True),
    ITEM: Look(14, JUSTIFY, after=4, first_cm=1.27),
    CELL: Look(12, before=2, after=2),
    CELL_NUMBER: Look(12, CENTRE, before=2, after=2),
    CELL_HEAD: Look(12, CENTRE, bold=True, before=2, after=2, keep=True),
    SIGNER_TITLE: Look(14, CENTRE, bold=True, capitals=True, keep=True),
    SIGNER: Look(14, CENTRE, bold=True, before=72),
    RECIPIENTS_WORD: Look(12, LEFT, bold=True, italic=True),
    RECIPIENTS: Look(11, LEFT),
    PAGE_NUMBER: Look(14, CENTRE),
    DRAFT: Look(11, CENTRE, italic=True, before=6),
}


def set_page(document: Document) -> None:
    """A4 upright with the decree's margins; a first page without a number."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True


def add_styles(document: Document) -> None:
    """Adds the letter's styles; the document's base font becomes black Times New Roman for every script."""
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)  # noqa: S101 - tells the type checker what the default template holds
    normal.font.name, normal.font.size, normal.font.color.rgb = FONT, Pt(14), RGBColor(0, 0, 0)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    for name, look in LOOKS.items():
        _add(document, name, look)


def _add(document: Document, name: str, look: Look) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)  # noqa: S101 - what add_style gives for that type
    style.base_style, style.quick_style = document.styles["Normal"], True
    style.font.size, style.font.bold, style.font.italic, style.font.all_caps = Pt(look.size), look.bold, look.italic, look.capitals
    layout = style.paragraph_format
    layout.alignment, layout.keep_with_next = look.align, look.keep
    layout.space_before, layout.space_after = Pt(look.before), Pt(look.after)
    layout.line_spacing_rule = WD_LINE_SPACING.SINGLE
    layout.first_line_indent, layout.left_indent, layout.right_indent = Cm(look.first_cm), Cm(look.sides_cm), Cm(look.sides_cm)
    if look.rule:
        _draw_rule(style)
    if look.outline:
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), str(look.outline - 1))
        style.element.get_or_add_pPr().append(level)


def _draw_rule(style: ParagraphStyle) -> None:
    """A solid black line of half a point below the paragraph, between its indents."""
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for key, value in {"val": "single", "sz": "4", "space": "1", "color": "000000"}.items():
        bottom.set(qn(f"w:{key}"), value)
    borders.append(bottom)
    layout = style.element.get_or_add_pPr()
    layout.insert_element_before(borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")

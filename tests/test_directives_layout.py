"""Paragraphs made whole: joined lines, page numbers, markup, numbering."""

import pytest

from directives.layout import clean, compose, join_lines
from directives.markers import read_marker
from directives.paragraphs import Paragraph


def joined(*lines: str, close: bool = False) -> list[str]:
    paragraphs = [Paragraph(line, close=close and at > 0) for at, line in enumerate(lines)]
    return [block.text for block in join_lines(compose(paragraphs)[1], paragraphs)]


def test_broken_sentence() -> None:
    """A line that goes on in small letters belongs to the one before, over a page number too."""
    assert joined("Rà soát đường dây để", "3", "có giải pháp.") == ["Rà soát đường dây để có giải pháp."]


def test_heading_stays() -> None:
    """A heading without a full stop is not joined to the paragraph under it."""
    assert joined("1. Ban Chỉ huy Quân sự huyện", "Phối hợp với xã.") == ["Ban Chỉ huy Quân sự huyện", "Phối hợp với xã."]


def test_name_over_a_page_break() -> None:
    """A commune's name cut in two by a page break is made whole."""
    assert joined("+ Lắp đặt cho trạm y tế xã Tân", "An: hoàn thành tháng 4/2024.") == [
        "Lắp đặt cho trạm y tế xã Tân An: hoàn thành tháng 4/2024."
    ]


def test_number_of_a_decree_over_a_line_break() -> None:
    """The parts of a document number meet without a blank."""
    assert joined("Theo Nghị quyết số 06-", "NQ/TU của Tỉnh ủy.") == ["Theo Nghị quyết số 06-NQ/TU của Tỉnh ủy."]


def test_places_agree() -> None:
    """A block's place cuts its passage, markup and all, out of the whole text."""
    paragraphs = [Paragraph("1. Phòng Nội vụ"), Paragraph("- Xong **trước 30/6**.")]
    text, blocks = compose(paragraphs)
    assert [text[block.start : block.end] for block in blocks] == ["1. Phòng Nội vụ", "- Xong **trước 30/6**."]


def test_markup() -> None:
    """Markdown's signs vanish, a lone star stays."""
    assert clean("**a** *b* 5 * 3 \\- c") == "a b 5 * 3 - c"


@pytest.mark.parametrize(
    ("line", "kind", "label"),
    [
        ("II. NHIỆM VỤ", "roman", "II"),
        ("1.2.1. Thực hiện", "number3", "1.2.1"),
        ("10. Chi cục", "number1", "10"),
        ("a) Nhiệm vụ", "letter", "a"),
        ("(1). Xã", "paren", "1"),
        ("Điều 3. Tổ chức", "article", "3"),
        ("- Rà soát", "dash", ""),
        ("+ Thời gian", "plus", ""),
    ],
)
def test_markers(line: str, kind: str, label: str) -> None:
    """The number or bullet of a paragraph is told from its words."""
    marker, _ = read_marker(line)
    assert marker is not None
    assert (marker.kind, marker.label) == (kind, label)


@pytest.mark.parametrize("line", ["+0,3 m;", "30/4/2024 hoàn thành", "V/v triển khai", "12 xã đạt chuẩn", "3,2 km đường", "Công an xã"])
def test_no_markers(line: str) -> None:
    """Dates, amounts and words are no numbering."""
    assert read_marker(line)[0] is None


def test_semicolon_at_the_end_of_a_wrapped_line() -> None:
    """In a hard-wrapped text a line in small letters goes on with the one that ends in a semicolon; apart from it it stands alone."""
    assert joined("Báo cáo tháng trước ngày 20;", "báo cáo năm trước ngày 10.", close=True) == [
        "Báo cáo tháng trước ngày 20; báo cáo năm trước ngày 10."
    ]
    assert len(joined("Báo cáo tháng trước ngày 20;", "báo cáo năm trước ngày 10.")) == 2


def test_full_lines_run_on_where_blank_lines_part_paragraphs() -> None:
    """In a text whose numbered paragraphs stand apart, a full line goes on right below, behind a full stop too."""
    points = [Paragraph(f"{number}. Rà soát hồ sơ cấp đất, lập danh sách và niêm yết.") for number in range(1, 6)]
    last = Paragraph("Giao Phòng Nội vụ tổng hợp.", close=True)
    paragraphs = [*points, last]
    assert join_lines(compose(paragraphs)[1], paragraphs)[-1].text.endswith("niêm yết. Giao Phòng Nội vụ tổng hợp.")
    apart = [*points, Paragraph(last.text)]
    assert join_lines(compose(apart)[1], apart)[-1].text == last.text


def test_a_bracket_closed_on_the_next_line() -> None:
    """What looks like a number there only closes the bracket."""
    assert joined("Rà soát kè sông (khu vực 4, khu vực", "5) trong tuần 12.", close=True) == [
        "Rà soát kè sông (khu vực 4, khu vực 5) trong tuần 12."
    ]


def test_a_line_that_begins_with_a_figure_of_the_sentence() -> None:
    """ "Đề án" ⏎ "06 năm 2024 …" is one sentence in a wrapped text; a figure that numbers a point is not."""
    wide = "Các sở, ban, ngành tập trung chỉ đạo thực hiện đồng bộ các giải pháp về cải cách."
    lines = [wide, "Bổ sung nhiệm vụ vào kế hoạch thực hiện Đề án", "06 năm 2024 của đơn vị mình.", "1. Phòng Nội vụ", "2. Phòng Tư pháp"]
    whole = "Bổ sung nhiệm vụ vào kế hoạch thực hiện Đề án 06 năm 2024 của đơn vị mình."
    assert joined(*lines, close=True) == [wide, whole, "Phòng Nội vụ", "Phòng Tư pháp"]


def test_a_dash_inside_an_offices_name() -> None:
    """ "Phòng Tài chính" ⏎ "- Kế hoạch …" is a name; a dash behind a whole one begins a point."""
    assert joined("Giao Phòng Tài chính", "- Kế hoạch báo cáo.", close=True) == ["Giao Phòng Tài chính - Kế hoạch báo cáo."]
    assert joined("Phòng Văn hóa - Xã hội", "- Rà soát hồ sơ.", close=True) == ["Phòng Văn hóa - Xã hội", "Rà soát hồ sơ."]

"""What a letter's head says: issuer, number, date, kind, subject, urgency."""

import pytest

from directives.head import read_head
from directives.layout import compose, join_lines
from directives.model import Document
from directives.paragraphs import Paragraph
from directives.parse import frame_of


def head(text: str) -> Document:
    paragraphs = [Paragraph(line.strip()) for line in text.splitlines() if line.strip()]
    return read_head("a.txt", join_lines(compose(paragraphs)[1], paragraphs)).document


BODY = "\n1. Sở Nội vụ rà soát trước ngày 30/6/2025."


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        ("ỦY BAN NHÂN DÂN\nHUYỆN AN LỘC\nSố: 1/KH-UBND", "UBND huyện An Lộc"),
        ("UỶ BAN NHÂN\nDÂN\nTỈNH AN PHÚ\nCỘNG HÒA XÃ\nHỘI CHỦ NGHĨA VIỆT NAM\nSố: 1/CT-UBND", "UBND tỉnh An Phú"),
        ("UBND TỈNH AN PHÚ\nSỞ NỘI VỤ\nSố: 1/SNV-VP", "Sở Nội vụ"),
        ("UBND TỈNH AN PHÚ\nSỞ NÔNG NGHIỆP\nVÀ MÔI TRƯỜNG\nSố: 1/SNNMT-VP", "Sở Nông nghiệp và Môi trường"),
        ("TỈNH ỦY HÀ XUYÊN\nĐẢNG ỦY XÃ BÌNH MINH\nSố 21-CT/ĐU", "Đảng ủy xã Bình Minh"),
        ("ĐẢNG BỘ TỈNH AN PHÚ\nHUYỆN ỦY TAM BÌNH\n*\nSố 12-TB/HU", "Huyện ủy Tam Bình"),
        ("HỘI LHPN TỈNH AN PHÚ\nHỘI LHPN HUYỆN TAM BÌNH\nSố: 27/KH-BTV", "Hội LHPN huyện Tam Bình"),
        ("Số: 6/TB-UBND\nTam Bình, ngày 2 tháng 3 năm 2024\nĐề nghị UBND huyện Tam Bình", "UBND huyện Tam Bình"),
    ],
)
def test_issuer(lines: str, issuer: str) -> None:
    """The issuer is named in usual letters, with its place, also where only the number tells."""
    assert head(lines + BODY).issuer == issuer


@pytest.mark.parametrize(
    ("line", "number", "symbol"),
    [
        ("Số: 07/CĐ-UBND", "07/CĐ-UBND", "CĐ-UBND"),
        ("Số: /UBND-VP", None, "UBND-VP"),
        ("Số 21-CT/ĐU", "21-CT/ĐU", "CT/ĐU"),
        ("Số: 1482/SNV-CCHC", "1482/SNV-CCHC", "SNV-CCHC"),
    ],
)
def test_number(line: str, number: str | None, symbol: str) -> None:
    """The number is as printed, None where it is blank; the symbol is what stands behind it."""
    document = head(f"SỞ NỘI VỤ\n{line}\n{BODY}")
    assert (document.number, document.symbol) == (number, symbol)


@pytest.mark.parametrize(
    ("line", "issued"),
    [
        ("An Lộc, ngày 05 tháng 3 năm 2024", "2024-03-05"),
        ("An Lộc, ngày tháng 3 năm 2024", "2024-03"),
        ("An Lộc, ngày … tháng … năm 2024", "2024"),
        ("An Lộc, ngày     tháng     năm 2024", "2024"),
    ],
)
def test_issued(line: str, issued: str) -> None:
    """The date is as exact as the head says it."""
    assert head(f"Số: 1/TB-UBND\n{line}\n{BODY}").issued == issued


@pytest.mark.parametrize(
    ("lines", "kind", "subject"),
    [
        ("Số: 1/UBND-VP\nV/v rà soát hồ sơ\nKính gửi: UBND các xã", "cong_van", "rà soát hồ sơ"),
        ("Số: 1/TB-UBND\nTHÔNG BÁO\nKết luận tại cuộc họp\nNgày 1/3, họp.", "thong_bao", "Kết luận tại cuộc họp"),
        ("Số: 1/CT-UBND\nCHỈ THỊ\nVề việc phòng cháy\nNhằm hạn chế", "chi_thi", "phòng cháy"),
        ("Số: 1/CĐ-UBND\nCÔNG ĐIỆN\nVề việc ứng phó với bão\n", "cong_dien", "ứng phó với bão"),
    ],
)
def test_kind_and_subject(lines: str, kind: str, subject: str) -> None:
    """Kind and subject come from the title, or from "V/v"."""
    document = head(lines + BODY)
    assert (document.kind, document.subject) == (kind, subject)


def test_basis_decides_nothing() -> None:
    """A decree among the bases gives neither the number nor the date; it is listed as a basis."""
    document = head(
        "Số: 3/KH-UBND\nAn Lộc, ngày 5 tháng 3 năm 2024\nKẾ HOẠCH\nRà soát\nCăn cứ Quyết định số 318/QĐ-TTg ngày 08/3/2022;" + BODY
    )
    assert (document.number, document.issued, document.basis) == ("3/KH-UBND", "2024-03-05", ("318/QĐ-TTg",))


def test_urgency() -> None:
    """ "HỎA TỐC" in the head is a mark of urgency, "khẩn trương" in the text is none."""
    assert head("Số: 1/CĐ-UBND\nHỎA TỐC\nCÔNG ĐIỆN\nVề bão\n" + BODY).urgency == "HỎA TỐC"
    assert head("Số: 1/TB-UBND\nTHÔNG BÁO\nVề việc\nYêu cầu khẩn trương rà soát." + BODY).urgency is None


def test_plan_for_the_next_year() -> None:
    """A plan's deadlines without a year mean the year of its title."""
    frame = frame_of(Document("a", kind="ke_hoach", issued="2024-12-20", subject="Công tác năm 2025"))
    assert (frame.year, frame.month, frame.day, frame.plan_year) == (2024, 12, 20, 2025)

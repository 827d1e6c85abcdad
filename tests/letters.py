"""An invented letter and the files that tests make of it: Word, PDF with text, scans, photos."""

import io
from collections.abc import Callable, Sequence
from typing import Any

import cv2
import docx
import numpy as np
import typst
from PIL import Image

HEAD = ("ỦY BAN NHÂN DÂN", "HUYỆN SÔNG MAI", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
NUMBER, PLACE = "Số: 215/UBND-NN", "Sông Mai, ngày 05 tháng 3 năm 2024"
BODY = (
    "Kính gửi: UBND các xã Tân Hòa, Phú Lợi.",
    "Thực hiện Kế hoạch số 12/KH-UBND ngày 15/01/2024 về xây dựng nông thôn mới, Ủy ban nhân dân huyện yêu cầu các cơ quan, "
    "đơn vị triển khai một số nhiệm vụ sau:",
    "1. Phòng Kinh tế và Hạ tầng",
    "- Chủ trì, phối hợp với Phòng Tài chính - Kế hoạch rà soát toàn bộ các tuyến đường liên thôn trên địa bàn hai xã, lập danh mục "
    "đề nghị hỗ trợ xi măng, hoàn thành trước ngày 30/4/2024.",
    "- Hướng dẫn Ủy ban nhân dân xã Tân Hòa hoàn thiện hồ sơ tiêu chí giao thông, chậm nhất ngày 15 tháng 5 năm 2024.",
    "2. Ủy ban nhân dân các xã",
    "a) Tổ chức ra quân làm thủy lợi, vệ sinh môi trường nông thôn; báo cáo kết quả về Phòng Nông nghiệp và Phát triển nông thôn "
    "trước 16 giờ 00 ngày 12/6/2024 để tổng hợp.",
    "b) Định kỳ trước ngày 25 hằng tháng báo cáo tiến độ thực hiện từng tiêu chí gửi Văn phòng Điều phối nông thôn mới huyện.",
    "c) Hoàn thành nhà văn hóa thôn trong quý III/2024.",
)
DATES = ("05 tháng 3 năm 2024", "15/01/2024", "30/4/2024", "15 tháng 5 năm 2024", "12/6/2024", "ngày 25 hằng tháng", "quý III/2024")
TABLE = (
    ("STT", "Nội dung", "Chủ trì", "Phối hợp", "Thời gian"),
    ("1", "Rà soát hồ sơ đề nghị công nhận xã đạt chuẩn", "Phòng Nội vụ", "UBND các xã", "Trước 30/6/2024"),
    ("2", "Tập huấn cán bộ xã", "Phòng Nội vụ", "Phòng Tư pháp", "Quý IV/2024"),
)
FEET = ("Nơi nhận:", "- Như trên;", "- Lưu: VT, NN.", "TM. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH")

_PAGE = """
#set page(paper: "a4", margin: (left: 3cm, right: 2cm, y: 2cm), fill: white,
  header: context if counter(page).get().first() > 1 [#align(center)[#counter(page).display()]])
#set text(font: "Libertinus Serif", size: 13pt, lang: "vi")
#set par(justify: true, first-line-indent: (amount: 1cm, all: true), spacing: 0.9em)
"""
_TWO_COLUMNS = """
#grid(columns: (2fr, 3fr), align: center, row-gutter: 6pt,
  [{0}\\ *{1}*], [*{2}*\\ *{3}*], [{number}], [_{place}_])
#v(4mm)
"""
_FOOT = """
#v(5mm)
#set par(first-line-indent: 0pt)
#grid(columns: (1fr, 1fr), [{0}\\ {1}\\ {2}], align(center)[*{3}*\\ *{4}*])
"""


def typst_source(body: Sequence[str] = BODY, *, head: bool = True, table: bool = False, foot: bool = False) -> str:
    """The letter for typst, with the parts asked for."""
    parts = [_PAGE]
    if head:
        parts.append(_TWO_COLUMNS.format(*HEAD, number=NUMBER, place=PLACE))
    parts.append("\n\n".join(_escaped(paragraph) for paragraph in body))
    if table:
        cells = [_cell(row, column) for row in range(len(TABLE)) for column in range(5)]
        parts.append(
            f"\n#set par(first-line-indent: 0pt)\n#table(columns: (1.2cm, 5cm, 3cm, 3cm, 3cm), {', '.join(filter(None, cells))})\n"
        )
    if foot:
        parts.append(_FOOT.format(*FEET).replace("- ", "\\- "))
    return "\n".join(parts)


def text_pdf(source: str) -> bytes:
    """A PDF with a text layer."""
    return typst.compile(source.encode(), format="pdf")


def picture(source: str, dpi: int = 150) -> np.ndarray[Any, Any]:
    """The first page in grey."""
    made = typst.compile(source.encode(), format="png", ppi=dpi)
    first = made[0] if isinstance(made, list) else made
    return np.asarray(Image.open(io.BytesIO(first)).convert("L"))


def photographed(page: np.ndarray[Any, Any], degrees: float = 2.0) -> np.ndarray[Any, Any]:
    """The page as a phone sees it: askew, light falling from one corner, grain."""
    height, width = page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turned = cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
    light = np.linspace(0.45, 1.0, width)[None, :] * np.linspace(1.0, 0.7, height)[:, None]
    grain = np.random.default_rng(7).normal(0, 8, page.shape)
    return np.clip(turned * light + grain, 0, 255).astype(np.uint8)


def image_bytes(page: np.ndarray[Any, Any], kind: str = "PNG", **options: Any) -> bytes:
    """The picture as a file."""
    buffer = io.BytesIO()
    Image.fromarray(page).save(buffer, kind, **options)
    return buffer.getvalue()


def scanned_pdf(*pages: np.ndarray[Any, Any]) -> bytes:
    """A PDF that holds nothing but pictures of A4 pages."""
    first, *others = [Image.fromarray(page) for page in pages]
    buffer = io.BytesIO()
    first.save(buffer, "PDF", resolution=pages[0].shape[1] / 8.27, save_all=True, append_images=others)
    return buffer.getvalue()


def word(build: Callable[[Any], None]) -> bytes:
    """A .docx that `build` fills."""
    document = docx.Document()
    build(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def word_letter() -> bytes:
    """The whole letter as Word makes it: the head in a table without lines, the annex in a table with merged cells."""

    def build(document: Any) -> None:
        head = document.add_table(2, 2)
        for cell, text in zip(head._cells, ("\n".join(HEAD[:2]), "\n".join(HEAD[2:]), NUMBER, PLACE), strict=True):
            cell.text = text
        for paragraph in BODY:
            document.add_paragraph(paragraph)
        table = document.add_table(len(TABLE), 5)
        table.cell(1, 2).merge(table.cell(2, 2))
        for row, texts in enumerate(TABLE):
            for column, text in enumerate(texts):
                table.cell(row, column).text = text

    return word(build)


def _escaped(text: str) -> str:
    return text.replace("-", "\\-").replace("/", "\\/")


def _cell(row: int, column: int) -> str:
    if (row, column) == (1, 2):
        return f"table.cell(rowspan: 2)[{TABLE[1][2]}]"
    return "" if (row, column) == (2, 2) else f"[{TABLE[row][column]}]"

"""PDF files: the text layer where there is one, Tesseract for pages that are pictures."""

import threading
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as c

from directives.encodings import modernise
from directives.formats.page import Box, Grid, Page
from directives.formats.page_reading import reading_of
from directives.formats.pdf_words import words_of
from directives.formats.rules import Picture, ruled_tables
from directives.model import UnreadableError
from directives.paragraphs import Progress, Reading
from directives.syllables import share_of_syllables

MAX_PAGES = 500
"""The longest plans with all annexes have 300; 10,000 pages are no directive."""

MAX_OCR_PAGES = 50
"""At some 3 s a page two and a half minutes; longer scans are sent in parts."""

MAX_PIXELS = 40_000_000
"""A3 at 300 dots an inch has 17 million; a page box of 200 inches a side is rendered no larger than this."""

_POINTS = 72
_RULES_DPI = 120
_LOWEST_DPI = 100  # below it letters cannot be told apart
_FEW_WORDS = 60  # a scan may carry the text of its digital signature and nothing else
_WHOLE_PAGE = 0.5  # of the page's area: the picture is the page
_MENTIONED_POINTS = 60.0  # sides of a picture worth mentioning, some 2 cm: not a rule, a bullet, a logo
_SENSE = 0.5  # share of words that can be Vietnamese; letters have 0.95, broken fonts 0.1

# PDFium keeps global state and crashes when two threads enter it.
_ONE_AT_A_TIME = threading.Lock()


def read_pdf(data: bytes, progress: Progress) -> Reading:
    """The pages of a PDF. Raises `UnreadableError`: "encrypted", "damaged", "no_ocr" where no page has text."""
    with _ONE_AT_A_TIME:
        document = _opened(data)
        try:
            count = len(document)
            pages = list(_pages(document, min(count, MAX_PAGES), progress))
        finally:
            document.close()
    progress(1.0, "Đã đọc văn bản PDF")
    if not any(page.words for page in pages) and any(_NO_OCR in sentence for page in pages for sentence in page.unread):
        raise UnreadableError("no_ocr")
    return reading_of(pages, (f"Chỉ đọc {MAX_PAGES} trang đầu trong {count} trang.",) if count > MAX_PAGES else ())


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = "encrypted" if error.err_code in {c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY} else "damaged"
        raise UnreadableError(code, str(error)) from error


def _pages(document: pdfium.PdfDocument, count: int, progress: Progress) -> Iterator[Page]:
    scans = 0
    for number in range(1, count + 1):
        progress((number - 1) / count, f"Đang đọc trang {number}/{count}")
        try:
            sheet = document[number - 1]
        except pdfium.PdfiumError:
            yield Page(number, 1.0, 1.0, (), (), (f"Trang {number} bị hỏng, không đọc được.",))
            continue
        words, pictures = words_of(sheet), _pictures(sheet)
        if _is_scan(sheet, words, pictures):
            scans += 1
            yield _scanned(sheet, number, words, scans)
        else:
            yield _typed(sheet, number, words, pictures)
        sheet.close()


_NO_OCR = "chưa cài Tesseract"


def _is_scan(sheet: pdfium.PdfPage, words: tuple[Box, ...], pictures: list[Box]) -> bool:
    """Whether the page must be read from its picture: it has no text, hardly any beside a picture of it all, or nonsense."""
    if not words:
        return True
    width, height = sheet.get_size()
    whole = any((box.right - box.left) * box.height > _WHOLE_PAGE * width * height for box in pictures)
    return (whole and len(words) < _FEW_WORDS) or not _makes_sense(words)


def _makes_sense(words: tuple[Box, ...]) -> bool:
    share = share_of_syllables("\n".join(modernise([" ".join(word.text for word in words)])))
    return share is None or share >= _SENSE


def _scanned(sheet: pdfium.PdfPage, number: int, words: tuple[Box, ...], scans: int) -> Page:
    from directives.formats.ocr import DPI, is_available, recognised

    width, height = sheet.get_size()
    if not words and next(iter(sheet.get_objects(max_depth=1)), None) is None:
        return Page(number, width, height, (), (), (f"Trang {number} không có chữ đọc được.",))
    if not is_available():
        return Page(
            number, width, height, words, (), (f"Trang {number} là ảnh, không đọc được vì máy {_NO_OCR}.",), low_quality=bool(words)
        )
    if scans > MAX_OCR_PAGES:
        return Page(number, width, height, words, (), (f"Trang {number} là ảnh, vượt quá {MAX_OCR_PAGES} trang ảnh được đọc.",))
    if (dpi := _drawable(sheet, DPI)) < _LOWEST_DPI:
        return Page(number, width, height, words, (), (f"Trang {number} quá khổ, không đọc được.",))
    return recognised(_drawn(sheet, dpi), number)


def _typed(sheet: pdfium.PdfPage, number: int, words: tuple[Box, ...], pictures: list[Box]) -> Page:
    width, height = sheet.get_size()
    grids: tuple[Grid, ...] = ()
    if next(iter(sheet.get_objects(filter=[c.FPDF_PAGEOBJ_PATH], max_depth=2)), None) is not None:
        drawable = _drawable(sheet, _RULES_DPI) == _RULES_DPI
        grids = ruled_tables(_drawn(sheet, _RULES_DPI), _RULES_DPI) if drawable else ()
    seen = [box for box in pictures if min(box.right - box.left, box.height) > _MENTIONED_POINTS]
    behind = [box for box in seen if (box.right - box.left) * box.height > _WHOLE_PAGE * width * height]
    unread = (f"Trang {number} có {len(seen)} hình ảnh không đọc được.",) if seen and not behind else ()
    return Page(number, width, height, words, grids, unread)


def _pictures(sheet: pdfium.PdfPage) -> list[Box]:
    """Where pictures stand on the page; only their sizes matter, so the page's own coordinates do."""
    bounds = (each.get_bounds() for each in sheet.get_objects(filter=[c.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    return [Box(left, bottom, right, top) for left, bottom, right, top in bounds]


def _drawable(sheet: pdfium.PdfPage, dpi: int) -> int:
    """At how many dots an inch the page can be drawn: fewer than asked for where it is gigantic."""
    width, height = sheet.get_size()
    area = max(1.0, width * height) / _POINTS**2
    return min(dpi, int((MAX_PIXELS / area) ** 0.5))


def _drawn(sheet: pdfium.PdfPage, dpi: int) -> Picture:
    """The page in grey."""
    bitmap = sheet.render(scale=dpi / _POINTS, grayscale=True, may_draw_forms=False)
    picture: Picture = bitmap.to_numpy().reshape(bitmap.height, -1)[:, : bitmap.width].copy()
    return picture

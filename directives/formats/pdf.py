"""PDF files: the text layer where there is one, Tesseract for pages that are pictures."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pypdfium2 as pdfium
import pypdfium2.raw as c

from directives.encodings import modernise
from directives.formats.page import Box, Grid, Page
from directives.formats.page_reading import reading_of
from directives.formats.pdf_scans import NO_OCR, Scans, drawable_dpi, drawn
from directives.formats.pdf_words import words_of
from directives.formats.rules import ruled_tables
from directives.model import UnreadableError
from directives.paragraphs import Progress, Reading
from directives.syllables import share_of_syllables

MAX_PAGES = 500
"""The longest plans with all annexes have 300; 10,000 pages are no directive."""

_RULES_DPI = 120
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
    if not any(page.words for page in pages) and any(NO_OCR in sentence for page in pages for sentence in page.unread):
        raise UnreadableError("no_ocr")
    return reading_of(pages, (f"Chỉ đọc {MAX_PAGES} trang đầu trong {count} trang.",) if count > MAX_PAGES else ())


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = "encrypted" if error.err_code in {c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY} else "damaged"
        raise UnreadableError(code, str(error)) from error


def _pages(document: pdfium.PdfDocument, count: int, progress: Progress) -> Iterator[Page]:
    scans = Scans()
    for number in range(1, count + 1):
        progress((number - 1) / count, f"Đang đọc trang {number}/{count}")
        try:
            sheet = document[number - 1]
        except pdfium.PdfiumError:
            yield Page(number, 1.0, 1.0, (), (), (f"Trang {number} bị hỏng, không đọc được.",))
            continue
        yield _page(sheet, number, scans)
        sheet.close()


def _page(sheet: pdfium.PdfPage, number: int, scans: Scans) -> Page:
    """The page by its text layer, unless it has none, hardly any beside a picture of the whole page, or nonsense."""
    words, pictures = words_of(sheet), _pictures(sheet)
    width, height = sheet.get_size()
    whole = any((box.right - box.left) * box.height > _WHOLE_PAGE * width * height for box in pictures)
    if not words or (whole and len(words) < _FEW_WORDS):
        return scans.read(sheet, number, words)
    typed = _typed(sheet, number, words, pictures)
    if (sense := _sense(words)) >= _SENSE:
        return typed
    scanned = scans.read(sheet, number, words)
    return scanned if _sense(scanned.words) > sense else replace(typed, low_quality=True)


def _sense(words: tuple[Box, ...]) -> float:
    """The share of words that can be Vietnamese; 1.0 where there are too few to tell."""
    share = share_of_syllables("\n".join(modernise([" ".join(word.text for word in words)])))
    return 1.0 if share is None else share


def _typed(sheet: pdfium.PdfPage, number: int, words: tuple[Box, ...], pictures: list[Box]) -> Page:
    width, height = sheet.get_size()
    grids: tuple[Grid, ...] = ()
    if next(iter(sheet.get_objects(filter=[c.FPDF_PAGEOBJ_PATH], max_depth=2)), None) is not None:
        fits = drawable_dpi(sheet, _RULES_DPI) == _RULES_DPI
        grids = ruled_tables(drawn(sheet, _RULES_DPI), _RULES_DPI) if fits else ()
    seen = [box for box in pictures if min(box.right - box.left, box.height) > _MENTIONED_POINTS]
    behind = [box for box in seen if (box.right - box.left) * box.height > _WHOLE_PAGE * width * height]
    unread = (f"Trang {number} có {len(seen)} hình ảnh không đọc được.",) if seen and not behind else ()
    return Page(number, width, height, words, grids, unread)


def _pictures(sheet: pdfium.PdfPage) -> list[Box]:
    """Where pictures stand on the page; only their sizes matter, so the page's own coordinates do."""
    bounds = (each.get_bounds() for each in sheet.get_objects(filter=[c.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    return [Box(left, bottom, right, top) for left, bottom, right, top in bounds]

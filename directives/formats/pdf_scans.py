"""Pages of a PDF that are pictures: drawn, and read by Tesseract where it is installed."""

from dataclasses import dataclass

import pypdfium2 as pdfium

from directives.formats.page import Box, Page
from directives.formats.rules import Picture

MAX_OCR_PAGES = 50
"""At some 3 s a page two and a half minutes; longer scans are sent in parts."""

MAX_PIXELS = 40_000_000
"""A3 at 300 dots an inch has 17 million; a page box of 200 inches a side is drawn no larger than this."""

NO_OCR = "chưa cài Tesseract"
"""What is said of each page where Tesseract is missing."""

_POINTS = 72
_LOWEST_DPI = 100  # below it letters cannot be told apart


@dataclass(slots=True)
class Scans:
    """The scanned pages of one file: how many were met, and until when they may take."""

    met: int = 0
    until: float | None = None

    def read(self, sheet: pdfium.PdfPage, number: int, words: tuple[Box, ...]) -> Page:
        """The page from its picture; where that cannot be, `words` (its text layer, if any) and why."""
        from directives.formats.ocr import DPI, is_available, patience, recognised

        if not words and next(iter(sheet.get_objects(max_depth=1)), None) is None:
            return _unread(sheet, number, words, "không có chữ đọc được")
        self.met += 1
        self.until = self.until or patience()
        dpi = drawable_dpi(sheet, DPI)
        if not is_available():
            return _unread(sheet, number, words, f"là ảnh, không đọc được vì máy {NO_OCR}")
        if self.met > MAX_OCR_PAGES:
            return _unread(sheet, number, words, f"là ảnh, vượt quá {MAX_OCR_PAGES} trang ảnh được đọc")
        if dpi < _LOWEST_DPI:
            return _unread(sheet, number, words, "quá khổ, không đọc được")
        return recognised(drawn(sheet, dpi), number, self.until)


def _unread(sheet: pdfium.PdfPage, number: int, words: tuple[Box, ...], why: str) -> Page:
    width, height = sheet.get_size()
    return Page(number, width, height, words, (), (f"Trang {number} {why}.",), low_quality=bool(words))


def drawable_dpi(sheet: pdfium.PdfPage, dpi: int) -> int:
    """At how many dots an inch the page can be drawn: fewer than asked for where it is gigantic."""
    width, height = sheet.get_size()
    area = max(1.0, width * height) / _POINTS**2
    return min(dpi, int((MAX_PIXELS / area) ** 0.5))


def drawn(sheet: pdfium.PdfPage, dpi: int) -> Picture:
    """The page in grey."""
    bitmap = sheet.render(scale=dpi / _POINTS, grayscale=True, may_draw_forms=False)
    picture: Picture = bitmap.to_numpy().reshape(bitmap.height, -1)[:, : bitmap.width].copy()
    return picture

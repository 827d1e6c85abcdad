"""The text layer of a PDF page: characters with their places → words, as the page is seen (rotated, cropped)."""

import ctypes

import pypdfium2 as pdfium
import pypdfium2.raw as c

from directives.formats.page import Box, around

MAX_CHARACTERS_A_PAGE = 20_000
"""A dense page has 5,000; a page with more is not printed for people."""

_WORD_GAP = 0.22
"""Times a letter's height: the narrowest space of justified text is 0.25."""

_SAME_PLACE = 0.12  # times a letter's height: bold made by printing a letter twice
_SAME_LINE = 0.5


def words_of(page: pdfium.PdfPage) -> tuple[Box, ...]:
    """The words of the page in points from the top left corner of what is shown. Empty where the page has no text."""
    textpage = page.get_textpage()
    letters = _letters(textpage, min(textpage.count_chars(), MAX_CHARACTERS_A_PAGE), _shown(page))
    words: list[Box] = []
    run: list[Box] = []
    for letter in letters:
        if run and (letter is None or not _touches(run[-1], letter)):
            words.append(_word(run))
            run = []
        if letter is not None and not (run and _is_double(run[-1], letter)):
            run.append(letter)
    return tuple(words + ([_word(run)] if run else []))


def _letters(textpage: pdfium.PdfTextPage, count: int, shown: "_Shown") -> list[Box | None]:
    """Printed characters where they are shown; None for white space."""
    found: list[Box | None] = []
    rectangle = c.FS_RECTF()
    pointer = ctypes.byref(rectangle)
    for index in range(count):
        code = c.FPDFText_GetUnicode(textpage, index)
        text = chr(code) if code and not 0xD800 <= code <= 0xDFFF and code <= 0x10FFFF else " "
        if text.isspace() or not c.FPDFText_GetLooseCharBox(textpage, index, pointer):
            found.append(None)
        else:
            bottom, top = sorted((rectangle.bottom, rectangle.top))
            found.append(shown.box(Box(rectangle.left, bottom, rectangle.right, top, text)))
    return found


def _touches(before: Box, letter: Box) -> bool:
    """Whether the letter belongs to the word of the one before it; upright text only, a turned one falls into letters."""
    height = max(before.height, letter.height)
    level = abs(before.middle - letter.middle) < _SAME_LINE * height
    return level and -height < letter.left - before.right < _WORD_GAP * height


def _is_double(before: Box, letter: Box) -> bool:
    return before.text == letter.text and abs(before.left - letter.left) < _SAME_PLACE * letter.height


def _word(letters: list[Box]) -> Box:
    return around(letters, "".join(letter.text for letter in letters))


class _Shown:
    """From the page's own coordinates to what is shown: the crop box's top left corner is 0, 0 and the page is upright."""

    def __init__(self, left: float, bottom: float, right: float, top: float, turns: int) -> None:
        self.left, self.bottom, self.right, self.top, self.turns = left, bottom, right, top, turns

    def box(self, box: Box) -> Box:
        """The box (whose top and bottom are still upwards) as it is shown."""
        ax, ay = self._point(box.left, box.bottom)
        bx, by = self._point(box.right, box.top)
        return Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by), box.text)

    def _point(self, x: float, y: float) -> tuple[float, float]:
        match self.turns:
            case 90:
                return y - self.bottom, x - self.left
            case 180:
                return self.right - x, y - self.bottom
            case 270:
                return self.top - y, self.right - x
        return x - self.left, self.top - y


def _shown(page: pdfium.PdfPage) -> _Shown:
    left, bottom, right, top = page.get_cropbox()
    return _Shown(left, bottom, right, top, page.get_rotation())

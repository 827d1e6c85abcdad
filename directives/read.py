"""The door for files: bytes of a directive → its paragraphs, by content and not by the name's ending."""

import re
import struct
import unicodedata
import zipfile
import zlib
from dataclasses import replace

from directives.encodings import modernise
from directives.formats.kind import kind_of
from directives.model import UnreadableError
from directives.paragraphs import Cell, Paragraph, Progress, Reading

__all__ = ["Cell", "Paragraph", "Progress", "Reading", "read"]

MAX_BYTES = 50_000_000
"""Letters with scanned annexes stay below 30 MB; what is larger is no directive and would only cost memory."""

MAX_CHARACTERS = 5_000_000
"""Some 1,500 pages. Plans with all their annexes have 300."""

# What the document libraries raise on damaged files. They promise no common class, so the list is what fuzzing them gave.
_DAMAGE = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, MemoryError, OSError, RuntimeError,
    SyntaxError, TypeError, ValueError, struct.error, zipfile.BadZipFile, zlib.error,
)  # fmt: skip

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f]")
# Normalising a run of marks takes the square of its length (80,000 marks: 5 s); text is cut where no letter is divided.
_STRETCH = re.compile(r"[\x00-\x7f]+[^\x00-\x7f]{0,500}|[^\x00-\x7f]{1,500}")


def read(name: str, data: bytes, progress: Progress | None = None) -> Reading:
    """Read a file of any kind. The text is NFC and free of invisible characters; otherwise as it stands.

    Raises `UnreadableError` and nothing else. `progress` is called along the way for files that take long.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableError("too_large", f"{name}: {len(data)} bytes")
    try:
        return _normalised(_read(kind_of(data), data, progress or _silent))
    except _DAMAGE as error:
        raise UnreadableError("damaged", f"{name}: {type(error).__name__}: {error}") from error


def _read(kind: str, data: bytes, progress: Progress) -> Reading:
    """Each reader is imported when its format is met: the libraries behind them are heavy."""
    match kind:
        case "docx":
            from directives.formats.docx import read_docx

            return read_docx(data, progress)
        case "pdf":
            from directives.formats.pdf import read_pdf

            return read_pdf(data, progress)
        case "image":
            from directives.formats.image import read_image

            return read_image(data, progress)
        case "doc" | "rtf" | "odt":
            from directives.formats.doc import converted_to_docx
            from directives.formats.docx import read_docx

            return read_docx(converted_to_docx(data, kind, progress), progress)
        case _:
            from directives.formats.text import read_text

            return read_text(data)


def _normalised(reading: Reading) -> Reading:
    if sum(len(paragraph.text) for paragraph in reading.paragraphs) > MAX_CHARACTERS:
        raise UnreadableError("too_large", "text")
    texts = modernise(_composed(paragraph.text) for paragraph in reading.paragraphs)
    cleaned = (_INVISIBLE.sub("", text).strip() for text in texts)
    kept = tuple(replace(paragraph, text=text) for paragraph, text in zip(reading.paragraphs, cleaned, strict=True) if text)
    if not kept:
        raise UnreadableError("empty")
    return replace(reading, paragraphs=kept)


def _composed(text: str) -> str:
    if unicodedata.is_normalized("NFC", text):
        return text
    return "".join(unicodedata.normalize("NFC", stretch) for stretch in _STRETCH.findall(text))


def _silent(share: float, what: str) -> None:
    """The progress of those who do not ask."""

"""The door for files: bytes of a directive → its paragraphs, by content and not by the name's ending."""

import re
import unicodedata
from dataclasses import replace

from directives.formats.text import read_text
from directives.model import UnreadableError
from directives.paragraphs import Cell, Paragraph, Progress, Reading

__all__ = ["Cell", "Paragraph", "Progress", "Reading", "read"]

MAX_BYTES = 50_000_000
"""Letters with scanned annexes stay below 30 MB; what is larger is no directive and would only cost memory."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff\x00]")


def read(name: str, data: bytes, progress: Progress | None = None) -> Reading:
    """Read a file of any kind. The text is NFC and free of invisible characters; otherwise as it stands.

    Raises `UnreadableError` and nothing else. `progress` is called for files that take long.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableError("too_large", f"{len(data)} bytes")
    return _normalised(read_text(data))


def _normalised(reading: Reading) -> Reading:
    paragraphs = [replace(paragraph, text=_clean(paragraph.text)) for paragraph in reading.paragraphs]
    kept = tuple(paragraph for paragraph in paragraphs if paragraph.text)
    if not kept:
        raise UnreadableError("empty")
    return replace(reading, paragraphs=kept)


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).strip()

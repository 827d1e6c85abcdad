"""Bytes and text in old Vietnamese encodings → Unicode: TCVN3 (.VnTime), VNI, Windows-1258, UTF-16, with or without a mark.

TCVN3 and VNI are *fonts'* encodings: Word keeps such text as Western letters ("Céng hoµ x· héi"), so the same conversion
serves bytes of old text files and characters of documents.
"""

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterable

from directives.syllables import balance

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 100_000
"""Characters looked at to tell an encoding: some 20,000 words, more than enough."""

_MARGIN = 3
"""How many words more must make sense before text is taken for old: one or two may be chance ("où")."""

# A1 to FF of TCVN 5712; B0 to B4 (loose tone marks, never typed) stay the signs that Word shows (°±²³´).
_TCVN3 = dict(
    zip(
        range(0xA1, 0x100),
        "ĂÂÊÔƠƯĐăâêôơưđẰ°±²³´àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ",
        strict=True,
    )
)
_TCVN3[0x3BC] = "à"  # some converters wrote the Greek letter for the micro sign

# VNI writes a base letter and then a mark; these marks carry shape and tone at once.
_VNI_MARKS = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309", "ã": "\u0302\u0303", "ä": "\u0302\u0323",
    "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_LETTERS = dict(zip("ôöñíìæóòîÔÖÑÍÌÆÓÒÎ", "ơưđíìỉĩịỵƠƯĐÍÌỈĨỊỴ", strict=True))
_VNI = re.compile(f"([aeiouyôö])([{''.join(_VNI_MARKS)}])|[{''.join(_VNI_LETTERS)}]", re.IGNORECASE)

# What Unicode Vietnamese is full of and neither old encoding can hold.
_MODERN = re.compile("[\u1ea0-\u1ef9ơưƠƯăĂđĐĩũŨĨ\u0300-\u0323]")


def decode(data: bytes) -> str:
    """The text of a plain file, whatever its encoding, as Unicode; bytes that fit nothing become U+FFFD."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if utf16 := _unmarked_utf16(data[:_SAMPLE]):
        return data.decode(utf16, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _single_byte(data)


def tcvn3(text: str) -> str:
    """Western letters of a .VnTime text as Unicode. Capital fonts (.VnTimeH) are the caller's to see."""
    return text.translate(_TCVN3)


def vni(text: str) -> str:
    """Western letters of a VNI text as Unicode."""
    return unicodedata.normalize("NFC", _VNI.sub(_vni_letter, text))


def from_font(text: str, font: str) -> str:
    """Text of a run whose font is known: converted for the fonts of old encodings unless it is Unicode all the same."""
    name = font.casefold()
    if _MODERN.search(text):
        return text
    if name.startswith(".vn"):
        return tcvn3(text).upper() if name.endswith("h") else tcvn3(text)
    return vni(text) if name.startswith("vni-") else text


def modernise(texts: Iterable[str]) -> list[str]:
    """Paragraphs of one document with those in an old encoding converted, recognised by what makes Vietnamese syllables."""
    paragraphs = list(texts)
    doubtful = "\n".join(text for text in paragraphs if not text.isascii() and not _MODERN.search(text))[:_SAMPLE]
    convert = _best(doubtful, (tcvn3, vni)) if doubtful else None
    if convert is None:
        return paragraphs
    return [
        text if text.isascii() or _MODERN.search(text) or balance(convert(text)) < balance(text) else convert(text) for text in paragraphs
    ]


def _best(sample: str, candidates: Iterable[Callable[[str], str]]) -> Callable[[str], str] | None:
    scores = [(balance(candidate(sample)), candidate) for candidate in candidates]
    score, winner = max(scores, key=lambda pair: pair[0])
    words = sum(not word.isascii() for word in winner(sample).split())
    return winner if score >= balance(sample) + _MARGIN and score * 2 >= words else None


def _vni_letter(found: re.Match[str]) -> str:
    base, mark = found[1], found[2]
    if base is None:
        return _VNI_LETTERS[found[0]]
    return _VNI_LETTERS.get(base, base) + _VNI_MARKS[mark.lower()]


def _unmarked_utf16(sample: bytes) -> str | None:
    """UTF-16 without a mark shows in its zero bytes: every second byte of spaces, digits and plain letters."""
    odd, even = sample[1::2].count(0), sample[0::2].count(0)
    most, least = max(odd, even), min(odd, even)
    if most * 4 < len(sample) // 2 or least * 20 > most:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _single_byte(data: bytes) -> str:
    """Bytes that are no UTF-8: Windows-1258 where that makes sense, else Western letters, which `modernise` looks at again."""
    western = "".join(map(_WESTERN.__getitem__, data))
    sample = data[:_SAMPLE]
    vietnamese = unicodedata.normalize("NFC", sample.decode("cp1258", errors="replace"))
    old = max(balance(convert(western[:_SAMPLE])) for convert in (tcvn3, vni, str))
    if balance(vietnamese) > old:
        return data.decode("cp1258", errors="replace")
    return western


_WESTERN = [bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in range(256)]

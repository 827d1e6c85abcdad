"""What a file really is, by its content: the ending of its name may be wrong."""

import io
import zipfile

from directives.model import UnreadableError

_PDF_WITHIN = 1024  # readers accept a header that does not stand at the very beginning
_SAMPLE = 65_536
_UTF16_ENCRYPTED, _UTF16_WORD = ("EncryptedPackage".encode("utf-16-le"), "WordDocument".encode("utf-16-le"))
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_FIB_AT, _FIB, _FIB_ENCRYPTED = 512, b"\xec\xa5", 0x01


def kind_of(data: bytes) -> str:
    """One of docx, odt, pdf, image, doc, rtf, text; raises `UnreadableError` for what is none of these or is encrypted."""
    if not data:
        raise UnreadableError("empty")
    if data.startswith(b"PK\x03\x04"):
        return _zip_kind(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole_kind(data)
    if data.startswith(_IMAGES) or (data.startswith(b"RIFF") and data[8:12] == b"WEBP"):
        return "image"
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return "pdf"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    return "text"


def looks_like_text(text: str) -> bool:
    """Whether decoded text is text: noise shows in control characters and in bytes that fit no encoding."""
    sample = text[:_SAMPLE]
    strange = sum(1 for character in sample if (character < " " and character not in "\t\n\v\f\r") or character in "\x7f\ufffd")
    return strange * 100 <= len(sample)


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise UnreadableError("damaged", str(error)) from error
    if "word/document.xml" in names or any(name.startswith("word/") for name in names):
        return "docx"
    if "content.xml" in names and b"opendocument.text" in data[:200]:
        return "odt"
    raise UnreadableError("unknown_type", "zip")


def _ole_kind(data: bytes) -> str:
    if _UTF16_ENCRYPTED in data:
        raise UnreadableError("encrypted", "Office package")
    if _UTF16_WORD not in data:
        raise UnreadableError("unknown_type", "OLE")
    # The flags of the file information block, which Word writes into the first sector.
    if data[_FIB_AT : _FIB_AT + 2] == _FIB and data[_FIB_AT + 11] & _FIB_ENCRYPTED:
        raise UnreadableError("encrypted", "Word 97-2003")
    return "doc"

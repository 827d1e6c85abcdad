"""Opening a Word package safely: sizes and entities are checked before anything is parsed."""

import io
import zipfile

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from directives.model import UnreadableError

MAX_PARTS = 5_000
"""A letter has twenty parts, one with many pictures a few hundred."""

MAX_UNPACKED_BYTES = 200_000_000
"""Four times the largest file taken: pictures do not compress, so honest packages stay below it and bombs do not."""

MAX_XML_BYTES = 40_000_000
"""A thousand pages of text in one part take about 20 MB; parsed, a part needs some ten times its size in memory."""

_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
# XML of Word never declares a document type; only attacks by entities do.
_DECLARATIONS = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


def open_package(data: bytes) -> WordDocument:
    """The package as python-docx sees it. Raises `UnreadableError`, or any error of the libraries where it is damaged."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        _check(package)
    return Document(io.BytesIO(data))


def part_root(document: WordDocument, kind: str) -> BaseOxmlElement | None:
    """The XML of the part that the document calls its "numbering", "styles", "footnotes" or "endnotes"; None if absent."""
    for relationship in document.part.rels.values():
        if relationship.reltype == _RELATIONSHIP + kind and not relationship.is_external:
            return parse_xml(relationship.target_part.blob)
    return None


def _check(package: zipfile.ZipFile) -> None:
    entries = package.infolist()
    if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise UnreadableError("too_large", "unpacked package")
    for entry in entries:
        if entry.flag_bits & 1:
            raise UnreadableError("encrypted", entry.filename)
        if entry.filename.endswith((".xml", ".rels")):
            _check_xml(package, entry)


def _check_xml(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    if entry.file_size > MAX_XML_BYTES:
        raise UnreadableError("too_large", entry.filename)
    xml = package.read(entry)  # reads no further than the declared size
    if any(declaration in xml for declaration in _DECLARATIONS):
        raise UnreadableError("damaged", f"document type declared in {entry.filename}")

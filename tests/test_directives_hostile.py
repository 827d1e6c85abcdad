"""Hostile and broken files: each ends in a reading or a clear error, soon."""

import io
import struct
import time
import unicodedata
import zipfile
import zlib
from collections.abc import Callable

import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directives.formats import docx_package
from directives.formats.pdf import MAX_PAGES
from directives.model import UnreadableError
from directives.read import MAX_BYTES, MAX_CHARACTERS, read
from tests.letters import BODY, image_bytes, picture, scanned_pdf, text_pdf, typst_source, word, word_letter

CODES = {"empty", "too_large", "encrypted", "damaged", "unknown_type", "no_ocr", "no_libreoffice", "too_slow"}
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SOON_S = 10.0
"""Of this process's own work: a machine that is busy with others proves nothing."""
LETTERS = st.characters(min_codepoint=0x100, exclude_categories=["C", "Z", "M"])


def outcome(data: bytes, name: str = "thu") -> str:
    """The error's code, or "read"."""
    try:
        read(name, data)
    except UnreadableError as error:
        return error.code if error.code in CODES else f"unknown code {error.code}"
    return "read"


def docx_with(xml: str | bytes, **others: bytes) -> bytes:
    """A Word package whose main part is replaced."""
    source, buffer = zipfile.ZipFile(io.BytesIO(word_letter())), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, xml if name == "word/document.xml" else source.read(name))
        for name, content in others.items():
            target.writestr(name, content)
    return buffer.getvalue()


def document(body: str) -> str:
    """A main part with this body."""
    return f"<w:document {W}><w:body>{body}</w:body></w:document>"


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    """Three hundred megabytes of zeros in 300 kB."""
    bomb = docx_with(document(""), **{"word/media/a.bin": bytes(docx_package.MAX_UNPACKED_BYTES + 1)})
    assert len(bomb) < 1_000_000
    assert outcome(bomb) == "too_large"


def test_a_bomb_in_the_text_itself_is_refused() -> None:
    """XML takes ten times its size in memory, so one part may be no larger than a library."""
    assert outcome(docx_with(document("<w:p/>" * (docx_package.MAX_XML_BYTES // 6)))) == "too_large"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding: str) -> None:
    """A billion laughs, or a file of the server, would come in through a document type; Word never writes one."""
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    letter = document("<w:p><w:r><w:t>Kính gửi &b;&c;</w:t></w:r></w:p>")
    assert outcome(docx_with(f'<?xml version="1.0" encoding="{encoding}"?>{laughs}{letter}'.encode(encoding))) == "damaged"


@pytest.mark.parametrize("tag", ["w:sdt", "w:ins", "w:tbl><w:tr><w:tc"])
def test_deep_nesting_is_refused(tag: str) -> None:
    """Ten thousand tables in one another are no letter, and do not exhaust the stack."""
    closing = "".join(f"</{each}>" for each in reversed(tag.split("><")))
    assert outcome(docx_with(document(f"<{tag}>" * 10_000 + closing * 10_000))) == "damaged"


def test_merged_cells_cannot_multiply_the_text() -> None:
    """Small tables that claim to cover millions of places stop at a limit."""
    wide = '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="63"/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr>'
    assert outcome(docx_with(document(f"<w:tbl>{wide * 2_000}</w:tbl>"))) == "too_large"
    huge = wide.replace('"63"', '"999999999"')
    assert outcome(docx_with(document(f"<w:tbl>{huge}</w:tbl>"))) == "read"


def test_styles_and_notes_that_go_in_circles_end() -> None:
    """A style based on itself names no font and no list, and that is all."""
    circle = f'<w:styles {W}><w:style w:type="paragraph" w:default="1" w:styleId="A"><w:basedOn w:val="A"/></w:style></w:styles>'
    source, buffer = zipfile.ZipFile(io.BytesIO(word_letter())), io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            target.writestr(name, circle if name == "word/styles.xml" else source.read(name))
    assert outcome(buffer.getvalue()) == "read"


def test_other_packages_are_no_letters() -> None:
    """A workbook or an archive is named as of unknown type, not as damaged."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    assert outcome(buffer.getvalue(), "bang.docx") == "unknown_type"


def ole(content: bytes) -> bytes:
    """The beginning of an old Office file with something in it."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + content


def test_encrypted_files_are_told_from_damaged_ones() -> None:
    """New and old Word files and PDFs with a password, and a package with an encrypted part."""
    assert outcome(ole("EncryptedPackage".encode("utf-16-le"))) == "encrypted"
    assert outcome(ole(b"\xec\xa5".ljust(11, b"\0") + b"\x01" + "WordDocument".encode("utf-16-le"))) == "encrypted"
    package = bytearray(docx_with(document("")))
    entry = package.index(b"PK\x01\x02")
    package[entry + 8] |= 1
    assert outcome(bytes(package)) == "encrypted"


def test_a_pdf_with_a_password_is_encrypted() -> None:
    """The standard handler with a user password that nobody gave."""
    trailer = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"3 0 obj<</Filter/Standard/V 1/R 2/O(" + b"o" * 32 + b")/U(" + b"u" * 32 + b")/P -4>>endobj\n"
        b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[(a)(a)]>>\n%%EOF"
    )
    assert outcome(trailer) == "encrypted"


FILES: dict[str, Callable[[], bytes]] = {
    "docx": word_letter,
    "pdf": lambda: text_pdf(typst_source()),
    "png": lambda: image_bytes(picture(typst_source(["a"], head=False), 20)),
    "jpg": lambda: image_bytes(picture(typst_source(["a"], head=False), 20), "JPEG"),
    "scan": lambda: scanned_pdf(picture(typst_source(["a"], head=False), 20)),
}


@pytest.mark.parametrize("kind", ["docx", "pdf", "jpg"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.95])
def test_truncated_files_are_damaged_or_read_as_far_as_they_go(kind: str, share: float) -> None:
    """An upload that broke off ends in an error or a reading, never in anything else."""
    data = FILES[kind]()
    assert outcome(data[: int(len(data) * share)]) in {"damaged", "read", "empty", "unknown_type", "no_ocr"}


def test_a_truncated_package_is_damaged() -> None:
    """The table of contents of a package stands at its end."""
    assert outcome(word_letter()[:-100]) == "damaged"


def test_what_is_larger_than_any_letter_is_refused_unread() -> None:
    """The limit is checked before anything else."""
    begun = time.process_time()
    assert outcome(bytes(MAX_BYTES + 1)) == "too_large"
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"1" * 4_000_000, "read"),
        (b"a " * 1_000_000, "read"),
        (b"\n" * 3_000_000 + b"a", "read"),
        (b"|" * 1_000_000, "read"),
        (b"\t" * 500_000 + b"a", "read"),
        (("a" + "\u0300\u0323" * 200_000).encode(), "read"),
        (("\u0323\u0300" * 200_000).encode(), "read"),
        (b"1" * (MAX_CHARACTERS + 1), "too_large"),
        (bytes(range(256)) * 2_000, "unknown_type"),
        (zlib.compress(bytes(100_000)) * 50, "unknown_type"),
    ],
)
def test_monstrous_texts_end_soon(data: bytes, expected: str) -> None:
    """Digits, blanks, bars and marks without end take seconds at most."""
    begun = time.process_time()
    assert outcome(data) == expected
    assert time.process_time() - begun < SOON_S


def test_ten_thousand_pages_are_read_as_far_as_a_plan_may_go() -> None:
    """The rest is said to be unread."""
    blank = pdfium.PdfDocument.new()
    text = pdfium.PdfDocument(text_pdf(typst_source(BODY[:1], head=False)))
    blank.import_pages(text)
    for _ in range(MAX_PAGES + 1):
        blank.new_page(100, 100)
    buffer = io.BytesIO()
    blank.save(buffer)
    reading = read("a.pdf", buffer.getvalue())
    assert reading.paragraphs[0].text == BODY[0]
    assert reading.unread[0] == f"Chỉ đọc {MAX_PAGES} trang đầu trong {MAX_PAGES + 2} trang."


def test_a_gigantic_page_takes_no_gigantic_memory() -> None:
    """A page of five kilometres is drawn small, or not at all."""
    huge = pdfium.PdfDocument(text_pdf(typst_source(BODY[:1], head=False, table=True)))
    huge[0].set_mediabox(0, 0, 14_000_000, 14_000_000)
    huge[0].set_cropbox(0, 0, 14_000_000, 14_000_000)
    buffer = io.BytesIO()
    huge.save(buffer)
    begun = time.process_time()
    assert outcome(buffer.getvalue()) == "read"
    assert time.process_time() - begun < SOON_S


def png(width: int, height: int) -> bytes:
    """A PNG that declares a size and holds next to nothing."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content)) for kind, content in chunks
    )


@pytest.mark.parametrize(("width", "height"), [(100_000, 100_000), (60_000, 2_500), (2_147_483_647, 1)])
def test_a_picture_that_declares_too_many_pixels_is_refused(width: int, height: int) -> None:
    """Before one of them is decoded."""
    assert outcome(png(width, height)) in {"too_large", "no_ocr"}


@pytest.mark.parametrize(("width", "height"), [(1, 1), (5_000, 1), (1, 5_000), (3, 3)])
def test_pictures_without_room_for_a_letter_end(width: int, height: int) -> None:
    """A line of pixels has nothing to read."""
    assert outcome(png(width, height)) in {"empty", "damaged", "no_ocr"}


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=400), name=st.text(max_size=12))
def test_any_bytes_under_any_name_end(data: bytes, name: str) -> None:
    """In a reading or an error with a known code."""
    assert outcome(data, name) in CODES | {"read"}


@settings(max_examples=60, deadline=None)
@given(
    kind=st.sampled_from(["docx", "pdf", "jpg", "png"]),
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=30),
)
def test_letters_with_broken_bytes_end(kind: str, changes: list[tuple[float, int]]) -> None:
    """Anything a bad disk or a bad person may do to a real file."""
    data = bytearray(_made(kind))
    for share, value in changes:
        data[int(share * len(data))] = value
    assert outcome(bytes(data)) in CODES | {"read"}


_MADE: dict[str, bytes] = {}


def _made(kind: str) -> bytes:
    return _MADE.setdefault(kind, FILES[kind]())


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(LETTERS, min_size=1, max_size=40), min_size=1, max_size=4))
def test_any_text_in_word_comes_back(typed: list[str]) -> None:
    """What is typed is read, composed. (Accents of Western Europe may be an old encoding.)"""
    reading = read("a.docx", word(lambda document: [document.add_paragraph(text) for text in typed] and None))
    assert [paragraph.text for paragraph in reading.paragraphs] == [unicodedata.normalize("NFC", text) for text in typed]

"""Evidence in the data folder: only harmless kinds, named by hash."""

import hashlib
import stat
from pathlib import Path

import pytest

from storage import files
from storage.evidence import mime_of

DOCX = b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml" + b"\0" * 40


@pytest.mark.parametrize(
    ("content", "name", "mime"),
    [
        (b"\xff\xd8\xff\xe0 photo", "x.exe", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "", "image/png"),
        (b"%PDF-1.4", "biên bản.pdf", "application/pdf"),
        (DOCX, "bc.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "bc.doc", "application/msword"),
        (b"\0\0\0\x18ftypheic", "IMG_1.HEIC", "image/heic"),
        (b"\0\0\0\x18ftypisom", "clip.mp4", "video/mp4"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a.webp", "image/webp"),
        ("Đã xong".encode(), "bc.txt", "text/plain"),
    ],
)
def test_kinds_that_are_kept(content: bytes, name: str, mime: str) -> None:
    """Pictures, PDF, Office files, films and plain texts are known by their own bytes."""
    assert mime_of(content, name) == mime


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.txt"),
        (b"MZ\x90\0", "photo.jpg"),
        (b"\x7fELF", "photo.png"),
        (b"#!/bin/sh\nrm -rf /", "bc.txt"),
        (b"<html><script>", "bc.txt"),
        (b"<svg onload=x>", "a.svg"),
        (DOCX, "macro.docm"),
        (DOCX, "app.apk"),
        (b"PK\x03\x04 an archive", "bc.docx"),
        (b"\xd0\xcf\x11\xe0", "setup.msi"),
        (b"\xff\xfe binary", "bc.txt"),
        (b"RIFF\0\0\0\0WAVEfmt ", "a.webp"),
    ],
)
def test_kinds_that_are_not_kept(content: bytes, name: str) -> None:
    """Programs, scripts, web pages, macros and archives are not kept, whatever they are called."""
    assert mime_of(content, name) is None


def test_same_bytes_are_one_file_that_only_we_can_read(tmp_path: Path) -> None:
    """Kept twice they lie once, under their hash, unreadable and unexecutable for others; nothing half is left beside."""
    path = files.keep(tmp_path, "evidence", b"bytes")
    assert files.keep(tmp_path, "evidence", b"bytes") == path
    digest = hashlib.sha256(b"bytes").hexdigest()
    assert path == f"evidence/{digest[:2]}/{digest}"
    assert [place.name for place in tmp_path.rglob("*") if place.is_file()] == [digest]
    assert stat.S_IMODE((tmp_path / path).stat().st_mode) == 0o600

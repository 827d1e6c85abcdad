"""Evidence: photos, documents and places that go with a report. The bytes lie in the data folder under their hash."""

from datetime import datetime
from pathlib import Path, PurePosixPath

from sqlmodel import Session, col, select

from storage import files
from storage.messages import InFile, OutFile
from storage.models import Evidence, Report

LIMIT_BYTES = 20 * 1024 * 1024
"""The most that a public Bot API server hands out."""
FOLDER = "evidence"
PICTURES = ("image/jpeg", "image/png")
"""What is shown as a picture; every other kind is sent as a file."""

_SIGNS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"%PDF-", "application/pdf"),
)
_OFFICE = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_OLD_OFFICE = {".doc": "application/msword", ".xls": "application/vnd.ms-excel", ".ppt": "application/vnd.ms-powerpoint"}
_BRANDS = {b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heic"}
_FILMS = (b"isom", b"iso2", b"mp41", b"mp42", b"avc1", b"qt  ", b"M4V ", b"3gp4", b"3gp5")


def mime_of(content: bytes, name: str) -> str | None:
    """What the bytes are, by themselves and not by what they are called; None for what is not kept: programs, web pages, archives."""
    ending = PurePosixPath(name).suffix.lower()
    for sign, mime in _SIGNS:
        if content.startswith(sign):
            return mime
    if content[4:8] == b"ftyp":
        return "video/mp4" if content[8:12] in _FILMS else _BRANDS.get(content[8:12])
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content.startswith(b"PK\x03\x04") and (b"[Content_Types].xml" in content or content[30:38] == b"mimetype"):
        return _OFFICE.get(ending)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return _OLD_OFFICE.get(ending)
    return "text/plain" if ending == ".txt" and _is_text(content) else None


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and "\0" not in text and not text.lstrip("\ufeff \r\n\t").startswith(("<", "#!"))


def expect(session: Session, report_id: int, file: InFile, now: datetime) -> Evidence:
    """Notes a file that belongs to a report; its bytes are still to come."""
    return _add(session, Evidence(report_id=report_id, kind=file.kind, name=file.name[:120], mime=file.mime[:80], size=file.size, at=now))


def place(session: Session, report_id: int, latitude: float, longitude: float, now: datetime) -> Evidence:
    """Notes where something was done."""
    return _add(session, Evidence(report_id=report_id, kind="location", latitude=latitude, longitude=longitude, at=now))


def _add(session: Session, row: Evidence) -> Evidence:
    session.add(row)
    session.flush()
    return row


def arrived(session: Session, row: Evidence, data_dir: Path, content: bytes) -> bool:
    """Keeps the bytes of an expected file. False where they are of a kind that is not kept: then the row is gone too."""
    mime = mime_of(content, row.name)
    if mime is None or len(content) > LIMIT_BYTES:
        session.delete(row)
        return False
    path = files.keep(data_dir, FOLDER, content)
    row.sha256, row.mime, row.size = PurePosixPath(path).name, mime, len(content)
    session.add(row)
    return True


def of_occurrence(session: Session, occurrence_id: int) -> list[Evidence]:
    """All evidence of an occurrence's standing reports, the oldest first."""
    query = (
        select(Evidence)
        .join(Report, col(Evidence.report_id) == Report.id)
        .where(Report.occurrence_id == occurrence_id, col(Report.undone_at).is_(None))
        .order_by(col(Evidence.id))
    )
    return list(session.exec(query))


def out_file(row: Evidence) -> OutFile | None:
    """The kept file as one to send; None for a place, and for a file whose bytes have not come yet."""
    if row.sha256 is None:
        return None
    path = f"{FOLDER}/{row.sha256[:2]}/{row.sha256}"
    return OutFile(path, row.name or f"{row.kind}-{row.id}", row.mime or "application/octet-stream", picture=row.mime in PICTURES)

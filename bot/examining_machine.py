"""What the doctor looks at on the machine itself: room on the disk, the programs and fonts that letters and reports need, daily copies."""

import os
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

from bot.settings import Settings
from reports.pdf import can_convert

LEAST_FREE_BYTES = 500 * 1024 * 1024
OLDEST_COPY_H = 50
"""A daily copy may be as old as two days and a while."""
PATIENCE_S = 10

Found = tuple[str, bool, str]


def machine_findings(settings: Settings, now: datetime) -> list[Found]:
    """Disk, data folder, OCR, fonts and copies, a finding each. Changes nothing."""
    return [data_folder(settings.data_dir), disk(settings.data_dir), ocr(), fonts(), copies(settings, now)]


def data_folder(folder: Path) -> Found:
    """Whether attachments and rendered files can be written."""
    if not folder.is_dir():
        return "data folder", True, f"{folder} will be made at the first run"
    return "data folder", os.access(folder, os.W_OK), str(folder) if os.access(folder, os.W_OK) else f"{folder} cannot be written"


def disk(folder: Path, least: int = LEAST_FREE_BYTES) -> Found:
    """Room where the data lie, or will lie."""
    there = next(place for place in (folder.resolve(), *folder.resolve().parents) if place.exists())
    free = shutil.disk_usage(there).free
    return "disk", free >= least, f"{free // 2**20} MB free" + ("" if free >= least else ": make room, or nothing can be stored soon")


def ocr() -> Found:
    """Tesseract with Vietnamese, for scans and photos of letters."""
    languages = _said("tesseract", "--list-langs")
    if languages is None:
        return "ocr", False, "tesseract is not installed: scans and photos of letters cannot be read"
    has = "vie" in languages.split()
    return "ocr", has, "tesseract with Vietnamese" if has else "tesseract lacks Vietnamese: install tesseract-ocr-vie"


def fonts() -> Found:
    """A font with all Vietnamese letters where letters are printed as PDF; pictures bring their own."""
    if not can_convert():
        return "fonts", True, "pictures bring their own; no PDF is made without LibreOffice"
    listed = _said("fc-list", ":lang=vi", "family")
    if listed is None:
        return "fonts", True, "not known: fontconfig is not installed"
    return "fonts", bool(listed.strip()), f"{len(listed.splitlines())} with Vietnamese" if listed.strip() else "none has Vietnamese letters"


def copies(settings: Settings, now: datetime) -> Found:
    """Whether daily copies are made where they are wanted."""
    if not settings.backup_at:
        return "copies", True, "no daily copies: set TIENDO_BACKUP_AT, or copy the store by other means"
    made = [file.stat().st_mtime for file in (settings.data_dir / "backups").glob("tiendo-*.backup")]
    if not made:
        return "copies", True, f"none yet: the first is made at {settings.backup_at}"
    age_h = (now.timestamp() - max(made)) / 3600
    return "copies", age_h <= OLDEST_COPY_H, f"the newest of {len(made)} is {age_h:.0f} h old"


def _said(*command: str) -> str | None:
    """What a program says; None where it is not installed."""
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False).stdout  # noqa: S603 - fixed words
    except (OSError, subprocess.TimeoutExpired):
        return None

"""The doctor finds what is wrong before people do."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.examining_machine import copies, data_folder, disk, fonts, ocr
from bot.settings import Settings
from tests.test_bot_command import tiendo

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_a_disk_without_room_is_wrong(tmp_path: Path) -> None:
    """More wanted than there is, also for a folder that is not there yet."""
    assert disk(tmp_path, least=1)[1]
    assert not disk(tmp_path / "not" / "yet", least=2**62)[1]


def test_missing_tesseract_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Scans could not be read."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ocr() == ("ocr", False, "tesseract is not installed: scans and photos of letters cannot be read")
    assert fonts()[1]


def test_a_copy_that_is_days_old_is_wrong(tmp_path: Path) -> None:
    """Wanted daily, made three days ago; not wanted, or not made yet, is no fault."""
    wanted = Settings(data_dir=tmp_path, backup_at="02:00", database_url=SecretStr("sqlite:///x.db"))
    assert copies(Settings(data_dir=tmp_path), NOW)[1]
    assert copies(wanted, NOW)[1]
    copy = tmp_path / "backups" / "tiendo-2026-02-27.backup"
    copy.parent.mkdir()
    copy.touch()
    for days, ok in ((1, True), (3, False)):
        made = (NOW - timedelta(days=days)).timestamp()
        os.utime(copy, (made, made))
        assert copies(wanted, NOW)[1] is ok


def test_a_folder_is_named(tmp_path: Path) -> None:
    """One that is missing is made later; one that stands there must be writable."""
    assert data_folder(tmp_path / "data") == ("data folder", True, f"{tmp_path / 'data'} will be made at the first run")
    assert data_folder(tmp_path)[1]


def test_a_wrong_token_is_said(tmp_path: Path) -> None:
    """Exit 1 and a line that says it is wrong, without the token."""
    said = tiendo(tmp_path, "doctor", code=1, TIENDO_TELEGRAM_TOKEN="123456:short", TIENDO_TELEGRAM_API_URL="http://127.0.0.1:9").stdout
    assert "WRONG telegram" in said
    assert "123456:short" not in said

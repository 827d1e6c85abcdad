"""Secrets: read from files, and never written anywhere, whatever goes wrong."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sentry_sdk
from pydantic import SecretStr
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from bot.error_reports import report_errors
from bot.settings import SECRETS, Settings, SettingsError, load
from tests.service import ROOT

TOKEN = "123456789:AAH-abcdefghijklmnopqrstuvwxyz_012345"
HIDDEN = ("AAH-abcdef", "mat-khau-dai", "hook-secret-1", "pass-phrase-1", "tokenLink0123456789abcdef")

FAILING = f"""
import asyncio, logging, sys
from bot.commands.common import log_to_stderr
from bot.commands.failing import CommandError, sentence
from bot.settings import load
from storage.db import open_engine, transaction
from sqlalchemy import text
import httpx, uvicorn
settings = load()
log_to_stderr(as_json=settings.log_json)
texts = ["https://api.telegram.org/bot{TOKEN}/getMe", "postgresql://tiendo:mat-khau-dai@db/x", "the hook said hook-secret-1",
         "https://x.example/u/tokenLink0123456789abcdef", "sealed with pass-phrase-1"]
for place in texts:
    for kind in (ValueError, OSError, CommandError, httpx.ConnectError, RuntimeError):
        error = kind(place)
        sys.stderr.write(sentence(error) + "\\n")
        try:
            try:
                raise error
            except Exception as first:
                raise RuntimeError("on the way: " + place) from first
        except RuntimeError:
            logging.getLogger("bot.any").exception("calling %s failed: %r", place, error)
    for name in ("uvicorn.error", "httpx", "telegram.ext", "apscheduler", "sqlalchemy"):
        logging.getLogger(name).error("said %s", place)
engine = open_engine("sqlite://")
try:
    with transaction(engine) as session:
        session.connection().execute(text("INSERT INTO nowhere VALUES (:words)"), {{"words": "lời của cán bộ"}})
except Exception as error:
    logging.getLogger("bot.inbox").exception("answering failed")
    sys.stderr.write(sentence(error) + "\\n")
"""


@pytest.mark.parametrize("as_json", ["true", "false"])
def test_no_log_line_and_no_sentence_tells_a_secret(tmp_path: Path, as_json: str) -> None:
    """Through the real set-up of the logs, libraries' loggers included: no token, password, link or officer's word, and no line is lost."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TIENDO_")}
    given = {"TIENDO_WEBHOOK_SECRET": "hook-secret-1", "TIENDO_BACKUP_PASSPHRASE": "pass-phrase-1", "TIENDO_LOG_JSON": as_json}
    command = [sys.executable, "-c", FAILING]
    environment = {**clean, **given, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=50)
    assert done.returncode == 0, done.stderr
    for hidden in (*HIDDEN, "lời của cán bộ"):
        assert hidden not in done.stderr
    assert done.stderr.count("on the way") == 25
    if as_json == "true":
        lines = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
        assert len(lines) >= 26
        assert {"at", "level", "logger", "message"} <= set(lines[0])


@pytest.mark.parametrize("name", SECRETS)
def test_every_secret_can_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The file's content without its last line end is the value, and wins over the variable."""
    value = "sqlite:///x.db" if name == "DATABASE_URL" else "gia-tri-bi-mat"
    (tmp_path / "secret").write_text(f"{value}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(f"TIENDO_{name}", value + "-cũ")
    monkeypatch.setenv(f"TIENDO_{name}_FILE", str(tmp_path / "secret"))
    if name == "ZALO_OA_APP_SECRET":
        monkeypatch.setenv("TIENDO_ZALO_OA_APP_ID", "1")
    settings = load()
    assert getattr(settings, name.lower()).get_secret_value() == value
    assert "gia-tri-bi-mat" not in repr(settings)


def test_a_missing_secret_file_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It names the variable and the file."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TIENDO_TELEGRAM_TOKEN_FILE", "/nowhere/token")
    with pytest.raises(SettingsError, match="TIENDO_TELEGRAM_TOKEN_FILE"):
        load()


class Kept(Transport):
    """A Sentry that keeps what it is sent."""

    envelopes: list[Envelope] = []  # noqa: RUF012 - the library makes the instance itself

    def capture_envelope(self, envelope: Envelope) -> None:
        self.envelopes.append(envelope)


@pytest.fixture
def kept() -> Iterator[list[Envelope]]:
    """What reached the Sentry in this test."""
    Kept.envelopes.clear()
    yield Kept.envelopes
    sentry_sdk.init(default_integrations=False, auto_enabling_integrations=False)  # by default it would read the forms of later tests


def test_an_error_report_tells_kind_and_place_and_no_words(kept: list[Envelope]) -> None:
    """Of an exception that quotes a text and a token only its type and the lines of code remain."""
    assert report_errors(Settings(sentry_dsn=SecretStr("http://key@127.0.0.1:9/1")), transport=Kept)
    secret_words = "lời riêng của cán bộ"
    try:
        raise ValueError(f"cannot read {secret_words} https://x/bot{TOKEN}/getMe")
    except ValueError:
        logging.getLogger("bot.inbox").exception("answering %s failed", f"https://x/bot{TOKEN}/m1")
    events: list[Any] = [event for envelope in kept if (event := envelope.get_event()) is not None]
    assert len(events) == 1
    written = json.dumps(events[0], ensure_ascii=False, default=str)
    assert "ValueError" in written
    assert "test_an_error_report" in written
    assert "AAH-abc" not in written
    assert '"value": ""' in written
    assert "vars" not in events[0]["exception"]["values"][0]["stacktrace"]["frames"][-1]


def test_without_a_dsn_nothing_is_reported() -> None:
    """The package is not even set up."""
    assert not report_errors(Settings())

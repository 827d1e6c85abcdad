"""The restore drill: the machine is gone, and from the newest daily copy another one goes on."""

import json
import time
from pathlib import Path

import httpx
import pytest

from tests.service import ROOT, Service

PASSPHRASE = "mật khẩu của bản sao"
LETTER = ROOT / "samples" / "directives" / "cao_lau.txt"


def newest_copy(folder: Path, seconds: float = 20) -> Path:
    """The daily copy, once the running service has made it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if made := sorted((folder / "data" / "backups").glob("tiendo-*.backup")):
            return made[-1]
        time.sleep(0.1)
    raise AssertionError("no daily copy was made")


def record(service: Service) -> dict[str, list[object]]:
    """The rows of the office's record that a running service leaves alone."""
    service.tiendo("export", "--json", "all.json")
    rows: dict[str, list[object]] = json.loads((service.folder / "all.json").read_text(encoding="utf-8"))
    return {name: rows[name] for name in ("Directive", "Task", "Assignment", "Unit")}


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_from_the_daily_copy_another_machine_goes_on(tmp_path: Path) -> None:
    """A sealed copy that the service made while it ran, restored into an empty folder: every duty is there, and the service starts on
    it without offering the first administrator's code again."""
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
        (folder / "passphrase").write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    sealing = {"TIENDO_BACKUP_PASSPHRASE_FILE": "passphrase"}
    first = Service(old, TIENDO_BACKUP_AT="00:00", **sealing)
    first.tiendo("units", "import", str(ROOT / "samples" / "roster.csv"))
    first.tiendo("import", str(LETTER), "--activate")
    before = record(first)
    with first:
        copy = newest_copy(old)
        first.kill()
    second = Service(new, **sealing)
    assert "39 task" in second.tiendo("restore", str(copy))
    assert record(second) == before
    assert all(before.values())
    with second:
        assert second.ready()
        assert httpx.get(f"{second.address}/healthz").status_code == 200
        assert "Mã dùng một lần" not in second.greeting
        assert second.stop() == 0

"""The `tiendo` command as an operator meets it: a real process, its output, its exit code."""

import json
import os
import socket
import subprocess
from pathlib import Path

import pytest

from tests import warm
from tests.service import ROOT, cold_run

SAMPLES = ROOT / "samples"


def tiendo(folder: Path, *arguments: str, code: int = 0, cold: bool = False, **settings: str) -> subprocess.CompletedProcess[str]:
    """Runs the command in a folder of its own and checks its exit code; it must never show a traceback.

    Every command is started `cold` once in this file, with nothing imported: the other starts are warm.
    """
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TIENDO_")}
    environment = {**clean, **settings, "PYTHONPATH": str(ROOT)}
    done = (cold_run if cold else warm.run)(*arguments, folder=folder, environment=environment)
    assert "Traceback" not in done.stderr
    assert done.returncode == code, done.stderr + done.stdout
    return done


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample roster and a sample letter in force."""
    folder = tmp_path_factory.mktemp("office")
    tiendo(folder, "units", "import", str(SAMPLES / "roster.csv"), cold=True)
    tiendo(folder, "import", str(SAMPLES / "directives" / "cao_lau.txt"), "--activate", cold=True)
    return folder


def test_help_and_version_answer(tmp_path: Path) -> None:
    """Both print to stdout and make no store."""
    assert "import" in tiendo(tmp_path, "--help", cold=True).stdout
    assert tiendo(tmp_path, "--version", cold=True).stdout.startswith("tiendo ")
    assert list(tmp_path.iterdir()) == []


def test_a_dry_run_writes_nothing_and_prints_only_json(tmp_path: Path) -> None:
    """`import --dry-run --json` of one file is one object; no store is made."""
    done = tiendo(tmp_path, "import", "--dry-run", "--json", str(SAMPLES / "directives" / "cao_lau.txt"))
    assert json.loads(done.stdout)["document"]["kind"] == "cong_van"
    assert list(tmp_path.iterdir()) == []


def test_several_files_are_a_list_and_an_unreadable_one_does_not_stop_the_others(tmp_path: Path) -> None:
    """Exit 1, one sentence on stderr, the readable letter on stdout."""
    (tmp_path / "noise.bin").write_bytes(bytes(range(256)) * 8)
    done = tiendo(tmp_path, "import", "--dry-run", "--json", str(SAMPLES / "directives" / "ba_xa.txt"), "noise.bin", code=1)
    assert len(json.loads(done.stdout)) == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "noise.bin" in done.stderr


def test_importing_twice_changes_nothing(furnished: Path) -> None:
    """The same roster and the same letter again leave the store as it was."""
    assert "0 added, 0 changed" in tiendo(furnished, "units", "import", str(SAMPLES / "roster.csv")).stdout
    before = tiendo(furnished, "directives", "list", "--json", cold=True).stdout
    tiendo(furnished, "import", str(SAMPLES / "directives" / "cao_lau.txt"), "--activate")
    assert tiendo(furnished, "directives", "list", "--json").stdout == before
    assert json.loads(before)[0]["state"] == "in_force"


def test_ask_answers_as_the_chat_would_and_changes_nothing(furnished: Path) -> None:
    """`tiendo ask` gives counts; an order in its words is undone."""
    assert "UBND xã Cao Lâu" in tiendo(furnished, "ask", "tiến độ Cao Lâu", cold=True).stdout
    assert "chuyển thời hạn" in tiendo(furnished, "ask", "gia hạn #1 đến 31/12/2030").stdout
    assert "2030" not in tiendo(furnished, "ask", "xem #1").stdout


def test_an_invite_is_json_with_a_code_and_an_end(furnished: Path) -> None:
    """The code has eight signs of an alphabet without look-alikes."""
    invite = json.loads(tiendo(furnished, "invite", "--unit", "Cao Lâu", "--role", "officer", "--json", cold=True).stdout)
    assert len(invite["code"]) == 8
    assert not set(invite["code"]) & set("IO01L")
    assert invite["expires_at"].endswith("+07:00")


def test_schedule_and_statement_are_json(furnished: Path) -> None:
    """Reminders in order with the interface's fields; the statement closes."""
    rows = json.loads(tiendo(furnished, "schedule", "--from", "2024-03-18", "--to", "2024-04-05", "--json", cold=True).stdout)
    assert [row["at"] for row in rows] == sorted(row["at"] for row in rows)
    assert all(set(row) == {"at", "unit", "to", "tasks", "stage"} for row in rows)
    assert json.loads(tiendo(furnished, "statement", "--json", cold=True).stdout)["closes"] is True
    lines = tiendo(furnished, "schedule", "--from", "2024-03-18", "--to", "2024-04-05").stdout.splitlines()
    assert len(lines) == len(rows)
    assert all(
        line.endswith("\tif not answered by then") == (row["stage"] in ("nudge", "received")) for line, row in zip(lines, rows, strict=True)
    )


def test_the_digest_prints_and_writes_its_files(furnished: Path) -> None:
    """Counts in JSON, and a picture, a Word file and a sheet in the folder."""
    digest = json.loads(tiendo(furnished, "digest", "--out", "out", "--json", cold=True).stdout)
    assert digest["previous"] is None
    assert sorted(Path(file).suffix for file in digest["files"]) == [".docx", ".png", ".xlsx"]
    assert all((furnished / file).is_file() for file in digest["files"])


def test_export_writes_sheet_calendar_and_everything(furnished: Path) -> None:
    """All three files hold something of the letter."""
    tiendo(furnished, "export", "--xlsx", "a.xlsx", "--ics", "a.ics", "--json", "a.json", cold=True)
    assert (furnished / "a.xlsx").read_bytes()[:2] == b"PK"
    assert "BEGIN:VCALENDAR" in (furnished / "a.ics").read_text(encoding="utf-8")
    assert "UBND xã Cao Lâu" in (furnished / "a.json").read_text(encoding="utf-8")


def test_a_backup_is_restored_only_by_force_and_whole(furnished: Path) -> None:
    """Restoring over a store needs --force; afterwards it holds what the copy holds."""
    made = tiendo(furnished, "backup", "copy.db", cold=True).stdout
    assert "add --force" in tiendo(furnished, "restore", "copy.db", code=1).stderr
    before = tiendo(furnished, "directives", "list", "--json").stdout
    tiendo(furnished, "invite", "--unit", "Cao Lâu", "--role", "officer")
    restored = tiendo(furnished, "restore", "copy.db", "--force", cold=True).stdout
    assert made.split(": ", 1)[1] in restored
    assert tiendo(furnished, "directives", "list", "--json").stdout == before
    assert "stands there already" in tiendo(furnished, "backup", "copy.db", code=1).stderr


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("TIENDO_QUIT_HOURS", "x", "TIENDO_QUIET_HOURS"),
        ("TIENDO_QUIET_HOURS", "late", "19:00-07:30"),
        ("TIENDO_TIMEZONE", "Mars/Base", "Asia/Ho_Chi_Minh"),
        ("TIENDO_DIGEST_AT", "someday", "FRI 14:00"),
        ("TIENDO_PUBLIC_URL", "https://x.example", "TIENDO_WEBHOOK_SECRET"),
        ("TIENDO_DATABASE_URL", "nonsense", "TIENDO_DATABASE_URL"),
        ("TIENDO_TRUSTED_PROXIES", "127.0.0.1,proxy", "172.18.0.0/16"),
    ],
)
def test_a_wrong_setting_is_one_sentence(tmp_path: Path, name: str, value: str, word: str) -> None:
    """The sentence names the setting and what it accepts; nothing is made."""
    done = tiendo(tmp_path, "directives", "list", code=1, **{name: value})
    assert len(done.stderr.strip().splitlines()) == 1
    assert word in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    """Neither a store nor a channel is touched."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = tiendo(tmp_path, "run", code=1, TIENDO_WEB_PORT=str(taken.getsockname()[1]))
    assert "port is taken" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("name,kind\nA,planet\n", "planet"),
        ("name,kind,parent\nA,xã,Nowhere\n", "Nowhere"),
        ("name,kind\nA,xã\nA,xã\n", "twice"),
        ("only,columns\n1,2\n", "columns"),
        ("", "no units"),
    ],
)
def test_a_broken_roster_is_refused_whole(tmp_path: Path, content: str, word: str) -> None:
    """One sentence with the row; no unit is imported."""
    (tmp_path / "roster.csv").write_text(content, encoding="utf-8")
    assert word in tiendo(tmp_path, "units", "import", "roster.csv", code=1).stderr
    assert json.loads(tiendo(tmp_path, "units", "list", "--json").stdout) == []


def test_a_store_of_a_newer_program_is_refused(furnished: Path, tmp_path: Path) -> None:
    """A revision that this program does not know stops it, and the store stays as it was."""
    import shutil
    import sqlite3

    shutil.copytree(furnished / "data", tmp_path / "data")
    with sqlite3.connect(tmp_path / "data" / "tiendo.db") as store:
        store.execute("UPDATE alembic_version SET version_num = 'fffffffffff'")
    store.close()
    assert "newer version" in tiendo(tmp_path, "units", "list", code=1).stderr


def test_doctor_says_what_is_wrong_and_exits_1(tmp_path: Path) -> None:
    """An empty folder has no store and no roster: said a line each, and nothing is made."""
    rows = json.loads(tiendo(tmp_path, "doctor", "--json", code=1).stdout)
    assert {row["check"]: row["ok"] for row in rows}["store"] is False
    assert list(tmp_path.iterdir()) == []


def test_doctor_is_content_with_a_furnished_store(furnished: Path) -> None:
    """Exit 0, and the unlinked units are counted."""
    assert "unlinked units" in tiendo(furnished, "doctor", cold=True).stdout

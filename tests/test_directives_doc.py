"""Legacy Word, RTF and OpenDocument, through LibreOffice where it is installed."""

import signal
import stat
import subprocess
import time
from pathlib import Path

import pytest

from directives.formats import doc
from directives.model import UnreadableError
from directives.read import read
from tests.letters import BODY, DATES, word_letter
from tests.report_weeks import needs_libreoffice

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + "WordDocument".encode("utf-16-le")


def converted(kind: str, folder: Path) -> bytes:
    """The letter as LibreOffice saves it in another format."""
    (folder / "cv.docx").write_bytes(word_letter())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(folder / "cv.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=50)
    return (folder / f"cv.{kind}").read_bytes()


def fake_office(folder: Path, script: str) -> str:
    """A program in LibreOffice's place."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    return str(program)


@needs_libreoffice
@pytest.mark.slow
@pytest.mark.timeout(120)
@pytest.mark.parametrize("kind", ["doc", "rtf", "odt"])
def test_a_letter_in_an_old_format_is_read_like_the_new_one(kind: str, tmp_path: Path) -> None:
    """Every paragraph and date survives the conversion, whatever the file is called."""
    reading = read("cv.docx", converted(kind, tmp_path))
    assert set(BODY) <= {paragraph.text for paragraph in reading.paragraphs}
    assert all(date in reading.text for date in DATES)


def test_without_libreoffice_an_old_file_is_refused_clearly(monkeypatch: pytest.MonkeyPatch) -> None:
    """One code, from which one clear sentence is made."""
    monkeypatch.setattr(doc.shutil, "which", lambda _: None)
    with pytest.raises(UnreadableError, match="no_libreoffice"):
        read("cv.doc", OLE)


def test_a_conversion_that_hangs_is_ended_with_all_its_children(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`soffice` is a script that starts the program: both are gone after the time limit."""
    program = fake_office(tmp_path, f"sleep 60 & echo $! > {tmp_path / 'child'}; wait")
    monkeypatch.setattr(doc.shutil, "which", lambda _: program)
    monkeypatch.setattr(doc, "SECONDS", 0.5)
    with pytest.raises(UnreadableError, match="too_slow"):
        read("cv.doc", OLE)
    child = int((tmp_path / "child").read_text())
    assert _ended(child), f"process {child} is still there"


def _ended(process: int) -> bool:
    """Whether the process is gone, or dead and waiting for init, within two seconds."""
    status = Path(f"/proc/{process}/stat")
    for _ in range(40):
        if not status.exists() or status.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_a_file_that_cannot_be_converted_is_damaged(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """LibreOffice ends without an error and without a result."""
    program = fake_office(tmp_path, "exit 0")
    monkeypatch.setattr(doc.shutil, "which", lambda _: program)
    with pytest.raises(UnreadableError, match="damaged"):
        read("cv.rtf", b"{\\rtf1 x}")


def test_the_process_group_of_a_finished_program_may_be_gone() -> None:
    """Ending what has ended is harmless."""
    with subprocess.Popen(["true"], start_new_session=True) as process:
        process.wait()
        doc._kill_group(process)
        assert process.returncode in {0, -signal.SIGKILL}

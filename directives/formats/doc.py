"""Legacy Word (.doc), .rtf and .odt: converted to .docx by LibreOffice in a folder of their own."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from directives.model import UnreadableError
from directives.paragraphs import Progress

SECONDS = 60
"""A letter takes 2 to 6, the first start 10; what takes a minute hangs."""

# Macros stay off and nothing linked is fetched: the file is a stranger's.
_SECURITY = {"MacroSecurityLevel": "3", "DisableMacrosExecution": "true", "BlockUntrustedRefererLinks": "true"}
_ITEM = (
    '<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
)
_SETTINGS = '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{}</oor:items>'


def converted_to_docx(data: bytes, kind: str, progress: Progress) -> bytes:
    """The same document as .docx. Raises `UnreadableError`: "no_libreoffice", "too_slow", "damaged"."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise UnreadableError("no_libreoffice")
    progress(0.0, "Đang chuyển đổi văn bản bằng LibreOffice")
    with tempfile.TemporaryDirectory(prefix="tiendo-doc-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / f"letter.{kind}").write_bytes(data)
        _write_settings(folder / "profile")
        _run(program, folder, kind)
        result = folder / "out" / "letter.docx"
        if not result.is_file():
            raise UnreadableError("damaged", "LibreOffice could not convert it")
        return result.read_bytes()


def _write_settings(profile: Path) -> None:
    items = "".join(_ITEM.format(name, value) for name, value in _SECURITY.items())
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS.format(items), encoding="utf-8")


def _run(program: str, folder: Path, kind: str) -> None:
    """Runs LibreOffice in a process group of its own: `soffice` is a script, and killing it alone leaves the program behind."""
    command = [
        program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(folder / f"letter.{kind}"),
    ]  # fmt: skip
    quiet = subprocess.DEVNULL
    # Nothing of the file or its name reaches the command: the program was found on the path, the names are ours.
    with subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True) as process:  # noqa: S603
        try:
            process.wait(timeout=SECONDS)
        except subprocess.TimeoutExpired as error:
            raise UnreadableError("too_slow", "LibreOffice") from error
        finally:
            _kill_group(process)


def _kill_group(process: "subprocess.Popen[bytes]") -> None:
    """Ends whatever is left of the process group; harmless where nothing is."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return

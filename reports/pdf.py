"""A Word file as PDF, where LibreOffice is installed."""

import shutil
import subprocess
import tempfile
from pathlib import Path

CONVERSION_S = 60


def can_convert() -> bool:
    """Whether this machine has LibreOffice."""
    return shutil.which("soffice") is not None


def pdf(document: bytes) -> bytes | None:
    """The .docx as PDF; None where LibreOffice is missing, fails or takes over a minute. The PDF carries the moment it was made."""
    program = shutil.which("soffice")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "report.docx"
        source.write_bytes(document)
        # a profile of its own: LibreOffice refuses to run twice on one
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=CONVERSION_S)  # noqa: S603 - the program and a file of ours
            return source.with_suffix(".pdf").read_bytes()
        except (subprocess.SubprocessError, OSError):
            return None

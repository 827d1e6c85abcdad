"""Office files (.docx, .xlsx are zip packages) made the same byte for byte: fixed times, fixed order."""

import io
import re
import zipfile
from datetime import UTC, datetime

_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def repacked(data: bytes, at: datetime | None = None) -> bytes:
    """The package with every member dated 1980; with `at`, the document's own dates set to it (libraries write the clock's)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            member = old.read(name)
            if at is not None and name == "docProps/core.xml":
                member = _dated(member, at)
            new.writestr(info, member)
    return buffer.getvalue()


def _dated(core: bytes, at: datetime) -> bytes:
    stamp = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return _MODIFIED.sub(lambda found: found[1] + stamp + found[3], core)

"""Office files (.docx, .xlsx are zip packages) made the same byte for byte: fixed times, fixed order."""

import io
import shutil
import zipfile

_EPOCH = (1980, 1, 1, 0, 0, 0)


def repacked(data: bytes) -> bytes:
    """The package with every member dated 1980, where the libraries put the clock's time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            with old.open(name) as source, new.open(info, "w") as target:
                shutil.copyfileobj(source, target)
    return buffer.getvalue()

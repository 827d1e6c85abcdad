"""Files in the data folder, named by what they hold: the same bytes twice are one file, and no name from outside reaches the disk."""

import hashlib
import os
from pathlib import Path
from uuid import uuid4

READABLE_BY_US = 0o600


def keep(data_dir: Path, folder: str, content: bytes, ending: str = "") -> str:
    """Writes the bytes and returns their path below the data folder. Calling it twice is harmless; a crash leaves no half file."""
    digest = hashlib.sha256(content).hexdigest()
    path = f"{folder}/{digest[:2]}/{digest}{ending}"
    place = data_dir / path
    if not place.is_file():
        place.parent.mkdir(parents=True, exist_ok=True)
        half = place.with_name(f".{uuid4().hex}")
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, READABLE_BY_US), "wb") as file:
            file.write(content)
        half.replace(place)
    return path

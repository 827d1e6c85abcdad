"""Files that reach us through a page of our own: the web chat and the upload links of Zalo."""

from hashlib import sha256
from pathlib import Path

from storage.messages import InFile


def keep(folder: Path, key: str, content: bytes, name: str, mime: str) -> InFile:
    """Keeps an uploaded file in `folder` under the digest of its key, which is the file's handle.

    The same key again takes the first one's place. A key is what somebody sent, half of a surrogate pair included.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle = sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    (folder / handle).write_bytes(content)
    return InFile(handle, name, mime, len(content), "photo" if mime.startswith("image/") else "document")

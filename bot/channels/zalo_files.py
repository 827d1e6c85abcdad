"""Files that people send over Zalo: pictures by a passing address, everything else through our own upload page."""

import asyncio
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from bot.channels import uploads
from bot.channels.trust import trusted
from bot.channels.zalo_errors import from_transport
from storage.messages import ChannelError, InFile

UPLOADED = "upload:"
"""What the handle of a file begins with that came through the upload page."""
FOLDER = "uploads/links"
KEPT_S = 7 * 24 * 3600.0
"""Reading is tried for some beats, and an administrator may look into a failure for some days."""
_KEPT = re.compile(r"[0-9a-f]{64}")
_TIMEOUT = httpx.Timeout(30, connect=10)


def keep(data_dir: Path, key: str, content: bytes, name: str, mime: str) -> InFile:
    """Keeps an uploaded file below the data folder; the same key again takes the first one's place."""
    kept = uploads.keep(data_dir / FOLDER, key, content, name, mime)
    return replace(kept, handle=f"{UPLOADED}{kept.handle}")


def forget_old(data_dir: Path, now: datetime) -> int:
    """Deletes uploads that were read long ago; returns how many. What was worth keeping is kept elsewhere by then."""
    folder = data_dir / FOLDER
    old = [file for file in folder.iterdir() if now.timestamp() - file.stat().st_mtime > KEPT_S] if folder.is_dir() else []
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


async def fetch(data_dir: Path, api_url: str, file: InFile, limit_bytes: int) -> bytes:
    """The bytes of an uploaded file or of a picture's address. Raises ChannelError: "too_large", "gone", or of the network.

    Only encrypted addresses are fetched, or those of the API's own server: an address is what somebody else wrote.
    """
    if file.handle.startswith(UPLOADED):
        return await asyncio.to_thread(_kept, data_dir, file.handle.removeprefix(UPLOADED), limit_bytes)
    address, own = urlsplit(file.handle), urlsplit(api_url)
    if address.scheme != "https" and (address.scheme, address.netloc) != (own.scheme, own.netloc):
        raise ChannelError("refused", "gone")
    return await _download(file.handle, limit_bytes)


def _kept(data_dir: Path, handle: str, limit_bytes: int) -> bytes:
    place = data_dir / FOLDER / handle
    if not _KEPT.fullmatch(handle) or not place.is_file():
        raise ChannelError("refused", "gone")
    if place.stat().st_size > limit_bytes:
        raise ChannelError("refused", "too_large")
    return place.read_bytes()


async def _download(address: str, limit_bytes: int) -> bytes:
    """The bytes behind an address; no more than the limit is ever held."""
    content = bytearray()
    try:
        async with (
            httpx.AsyncClient(verify=trusted(), follow_redirects=False, timeout=_TIMEOUT) as http,
            http.stream("GET", address) as answer,
        ):
            if answer.status_code in (403, 404, 410) or answer.is_redirect:
                raise ChannelError("refused", "gone")
            if not answer.is_success:
                raise ChannelError("not_sent", f"http {answer.status_code}")
            async for piece in answer.aiter_bytes():
                content += piece
                if len(content) > limit_bytes:
                    raise ChannelError("refused", "too_large")
    except httpx.RequestError as error:
        raise ChannelError("not_sent", from_transport(error).reason) from None  # nothing was changed by asking
    return bytes(content)

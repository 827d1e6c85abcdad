"""Files that people send over Telegram: what came, and its bytes when they are wanted."""

import asyncio
from pathlib import Path

from telegram import Bot, Message
from telegram.error import InvalidToken

from bot.channels.telegram_errors import mapped
from storage.messages import ChannelError, InFile


def attached(message: Message) -> tuple[InFile, ...]:
    """The message's file, if it has one: of a photo the largest size. Never more than one: an album is several messages."""
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return (InFile(largest.file_id, "photo.jpg", "image/jpeg", largest.file_size, "photo"),)
    for kind, extension in (("document", ""), ("video", ".mp4"), ("voice", ".ogg"), ("audio", ".mp3"), ("video_note", ".mp4")):
        file = getattr(message, kind)
        if file:
            name = getattr(file, "file_name", None) or (f"{kind}{extension}" if extension else "")
            return (InFile(file.file_id, name, getattr(file, "mime_type", None) or "", file.file_size, kind),)
    return ()


async def download(bot: Bot, file: InFile, limit_bytes: int, *, own_server: bool) -> bytes:
    """The file's bytes. Raises ChannelError: "too_large" over the limit or Telegram's own, "gone" where it is no longer kept.

    With `own_server` an absolute path in the answer is a file on this machine's disk.
    """
    if (file.size or 0) > limit_bytes:
        raise ChannelError("refused", "too_large")
    with mapped():
        found = await bot.get_file(file.handle)
    path = found.file_path or ""
    if (found.file_size or 0) > limit_bytes:
        raise ChannelError("refused", "too_large")
    content = await (_from_disk(Path(path), own_server) if Path(path).is_absolute() else _from_service(bot, path))
    if len(content) > limit_bytes:
        raise ChannelError("refused", "too_large")
    return content


async def _from_service(bot: Bot, path: str) -> bytes:
    with mapped():
        try:
            return await bot.request.retrieve(path)
        except InvalidToken as error:  # the library's reading of 404, which here is the file's, not the token's
            raise ChannelError("refused", "gone") from error


async def _from_disk(place: Path, own_server: bool) -> bytes:
    if not own_server:
        raise ChannelError("refused", "gone")  # nobody else may name files of this machine
    try:
        return await asyncio.to_thread(place.read_bytes)
    except OSError as error:
        raise ChannelError("refused", "gone") from error

"""Handing an Outgoing over to Telegram: edits, parts, files, and what to do when only some of it went through."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from telegram import Bot, InlineKeyboardMarkup, InputMediaDocument, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.channels.telegram_errors import mapped
from bot.channels.telegram_inbound import external_id
from bot.channels.telegram_outbound import MAX_CAPTION, Upload, fits_caption, keyboard, read_uploads, texts
from storage.messages import ChannelError, Outgoing

Step = Callable[[], Awaitable[str]]

TRIES = 3
LONGEST_WAIT_S = 5.0  # delivery gives a message half a minute in all
ALBUM = 10

_NOT_A_PICTURE = ("photo_invalid", "image_process_failed", "photo_save_file_invalid", "photo_ext_invalid")
_EDIT_ANEW = ("message to edit not found", "can't be edited", "no text in the message", "message_id_invalid")


async def deliver(bot: Bot, data_dir: Path, message: Outgoing) -> str:
    """Sends all parts in order and returns the id of the one with the buttons. Raises ChannelError.

    Once a part has arrived the message must not be sent again as a whole: the rest is tried here a few times, and what then
    still was not sent makes the message "unknown".
    """
    uploads = await asyncio.to_thread(read_uploads, data_dir, message.files) if message.files else []
    steps, main = _steps(bot, message, uploads)
    ids: list[str] = []
    for step in steps:
        ids.append(await (_patiently(step) if ids else _mapped(step)))
    if not ids:
        raise ChannelError("refused", "empty")
    return ids[main]


def _steps(bot: Bot, message: Outgoing, uploads: list[Upload]) -> tuple[list[Step], int]:
    """What is to be done in order, and which step's message is the one to remember."""
    if uploads and fits_caption(message):
        caption = (texts(message, MAX_CAPTION) or [""])[0]
        return [lambda: _send_file(bot, message, uploads[0], caption, keyboard(message))], 0
    parts = texts(message)
    last = len(parts) - 1
    steps = [_text_step(bot, message, part, number, last) for number, part in enumerate(parts)]
    steps += [_picture_step(bot, message, upload) for upload in uploads if upload.picture]
    documents = [upload for upload in uploads if not upload.picture]
    steps += [_documents_step(bot, message, documents[start : start + ALBUM]) for start in range(0, len(documents), ALBUM)]
    return steps, max(last, 0)


def _text_step(bot: Bot, message: Outgoing, part: str, number: int, last: int) -> Step:
    markup = keyboard(message) if number == last else None
    replaced = message.replaces if number == 0 and (markup is None or isinstance(markup, InlineKeyboardMarkup)) else None

    async def step() -> str:
        if replaced and await _edited(bot, message.to.chat, replaced, part, markup):
            return replaced
        return _id(await bot.send_message(text=part, reply_markup=markup, **_STYLE, **_to(message)))

    return step


def _picture_step(bot: Bot, message: Outgoing, upload: Upload) -> Step:
    return lambda: _send_file(bot, message, upload, "", None)


def _documents_step(bot: Bot, message: Outgoing, uploads: list[Upload]) -> Step:
    if len(uploads) == 1:
        return _picture_step(bot, message, uploads[0])

    async def step() -> str:
        media = [InputMediaDocument(upload.content, filename=upload.name) for upload in uploads]
        return _id((await bot.send_media_group(media=media, **_to(message)))[-1])

    return step


async def _send_file(bot: Bot, message: Outgoing, upload: Upload, caption: str, markup: Any) -> str:
    about = {"caption": caption or None, "parse_mode": ParseMode.HTML, "reply_markup": markup, "filename": upload.name, **_to(message)}
    if upload.picture:
        try:
            return _id(await bot.send_photo(photo=upload.content, **about))
        except BadRequest as error:
            if not any(words in error.message.lower() for words in _NOT_A_PICTURE):
                raise
    return _id(await bot.send_document(document=upload.content, **about))


async def _edited(bot: Bot, chat: str, replaced: str, part: str, markup: Any) -> bool:
    """Whether the earlier message now says this; False where it can't be edited any more and a new one is needed."""
    place, _, number = replaced.rpartition(":")
    if place != chat or not number.isdigit():
        return False
    try:
        await bot.edit_message_text(part, chat, int(number), reply_markup=markup, **_STYLE)
    except BadRequest as error:
        said = error.message.lower()
        if "message is not modified" in said:
            return True
        if any(words in said for words in _EDIT_ANEW):
            return False
        raise
    return True


async def _mapped(step: Step) -> str:
    with mapped():
        return await step()


async def _patiently(step: Step) -> str:
    for attempt in range(1, TRIES + 1):
        try:
            return await _mapped(step)
        except ChannelError as error:
            if error.kind != "not_sent" or attempt == TRIES:
                kind = "unknown" if error.kind == "not_sent" else error.kind
                raise ChannelError(kind, f"in part: {error.reason}", moved_to=error.moved_to) from error
            await asyncio.sleep(min(error.retry_after_s or attempt, LONGEST_WAIT_S))
    raise AssertionError("the last attempt returns or raises")


def _to(message: Outgoing) -> dict[str, Any]:
    return {"chat_id": message.to.chat, "message_thread_id": int(message.to.thread) if message.to.thread else None}


def _id(sent: Message) -> str:
    return external_id(sent.chat_id, sent.message_id)


_STYLE: dict[str, Any] = {"parse_mode": ParseMode.HTML, "link_preview_options": LinkPreviewOptions(is_disabled=True)}

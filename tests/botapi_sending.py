"""How the Bot API sends: the target, the words, the files, each refusing what Telegram refuses in Telegram's own words."""

import io

from PIL import Image

from tests.botapi_html import HtmlError, read_html
from tests.botapi_keyboard import check_markup
from tests.botapi_world import Json, RefusedError, World

Uploads = dict[str, tuple[str, bytes]]

MAX_TEXT, MAX_CAPTION, MAX_PHOTO, MAX_UPLOAD = 4096, 1024, 10_000_000, 50_000_000


def target(world: World, params: Json) -> int:
    """The chat that a call writes to. Raises RefusedError where Telegram would."""
    try:
        chat = int(params["chat_id"])
    except ValueError:
        raise RefusedError(400, "Bad Request: chat not found") from None
    if chat in world.moved:
        raise RefusedError(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=world.moved[chat])
    if chat not in world.chats:
        raise RefusedError(400, "Bad Request: chat not found")
    if chat in world.forbidden:
        raise RefusedError(403, f"Forbidden: {world.forbidden[chat]}")
    thread = params.get("message_thread_id")
    if thread is not None and (chat, thread) not in world.threads:
        raise RefusedError(400, "Bad Request: message thread not found")
    return chat


def content(params: Json, field: str, limit: int) -> Json:
    """Text or caption with its entities. Raises RefusedError for broken HTML, too much, or nothing where something must be."""
    try:
        text, entities = read_html(params.get(field, "")) if params.get("parse_mode") == "HTML" else (params.get(field, "").strip(), [])
    except HtmlError as error:
        raise RefusedError(400, f"Bad Request: {error}") from None
    if field == "text" and not text:
        raise RefusedError(400, "Bad Request: message text is empty")
    if len(text.encode("utf-16-le")) // 2 > limit:
        raise RefusedError(400, "Bad Request: message is too long" if field == "text" else "Bad Request: message caption is too long")
    return {field: text, **({"entities" if field == "text" else "caption_entities": entities} if entities else {})} if text else {}


def _sent(world: World, params: Json, body: Json) -> Json:
    check_markup(params.get("reply_markup"))
    chat = target(world, params)
    extra = {"reply_markup": params["reply_markup"]} if "reply_markup" in params else {}
    if "message_thread_id" in params:
        extra |= {"message_thread_id": params["message_thread_id"], "is_topic_message": True}
    message = world.compose(chat, world.bot, body | extra)
    world.happen("sent", chat, message=dict(message))
    return {key: value for key, value in message.items() if key != "reply_markup" or "inline_keyboard" in value}


def send_message(world: World, params: Json, uploads: Uploads) -> Json:
    """A text message."""
    target(world, params)
    return _sent(world, params, content(params, "text", MAX_TEXT))


def send_photo(world: World, params: Json, uploads: Uploads) -> Json:
    """A picture, which must be one."""
    target(world, params)
    name, data = _uploaded(uploads, "photo", MAX_PHOTO)
    _check_picture(data)
    sizes = [_stored(world, name, data, "photos") | {"width": 800, "height": 600}]
    return _sent(world, params, {"photo": sizes} | content(params, "caption", MAX_CAPTION))


def send_document(world: World, params: Json, uploads: Uploads) -> Json:
    """A file."""
    target(world, params)
    name, data = _uploaded(uploads, "document", MAX_UPLOAD)
    return _sent(
        world, params, {"document": _stored(world, name, data, "documents") | {"file_name": name}} | content(params, "caption", MAX_CAPTION)
    )


def send_media_group(world: World, params: Json, uploads: Uploads) -> list[Json]:
    """Two to ten pictures, or two to ten documents, as one album."""
    media = params["media"]
    if not 2 <= len(media) <= 10:
        raise RefusedError(
            400, "Bad Request: wrong number of items in the media group" if media else "Bad Request: there are no messages to send"
        )
    if {"document"} < {item["type"] for item in media}:
        raise RefusedError(400, "Bad Request: documents can't be mixed with other media types")
    target(world, params)
    sent = []
    for item in media:
        name, data = _uploaded(uploads, item["media"].removeprefix("attach://"), MAX_UPLOAD)
        file = _stored(world, name, data, "documents")
        shown = [file | {"width": 800, "height": 600}] if item["type"] == "photo" else file | {"file_name": name}
        sent.append(_sent(world, params, {item["type"]: shown, "media_group_id": "77"} | content(item, "caption", MAX_CAPTION)))
    return sent


def _uploaded(uploads: Uploads, field: str, limit: int) -> tuple[str, bytes]:
    if field not in uploads:
        raise RefusedError(400, f"Bad Request: there is no {field} in the request")
    name, data = uploads[field]
    if not data:
        raise RefusedError(400, "Bad Request: file must be non-empty")
    if len(data) > limit:
        raise RefusedError(413, "Request Entity Too Large")
    return name, data


def _check_picture(data: bytes) -> None:
    try:
        width, height = Image.open(io.BytesIO(data)).size
    except OSError:  # no picture, or half of one
        raise RefusedError(400, "Bad Request: IMAGE_PROCESS_FAILED") from None
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise RefusedError(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")


def _stored(world: World, name: str, data: bytes, folder: str) -> Json:
    number = len(world.files) + 1
    world.files[f"BQAC-{number}"] = (f"{folder}/file_{number}", data)
    return {"file_id": f"BQAC-{number}", "file_unique_id": f"u{number}", "file_size": len(data)}

"""The Bot API's methods by name, each refusing what Telegram refuses in Telegram's own words."""

from collections.abc import Callable
from typing import Any

from tests.botapi_keyboard import check_markup
from tests.botapi_sending import MAX_TEXT, Uploads, content, send_document, send_media_group, send_message, send_photo, target
from tests.botapi_world import Json, RefusedError, World

MAX_DOWNLOAD = 20_000_000
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
OLD_QUERY = "Bad Request: query is too old and response timeout expired or query ID is invalid"
CHAT_ACTIONS = ("typing", "upload_photo", "upload_document", "record_video", "upload_video", "record_voice", "find_location")


def edit_message_text(world: World, params: Json, uploads: Uploads) -> Json:
    """New words and buttons for a message of the bot's own."""
    message = _editable(world, params)
    if "text" not in message:
        raise RefusedError(400, "Bad Request: there is no text in the message to edit")
    return _edited(world, params, message, content(params, "text", MAX_TEXT))


def edit_message_reply_markup(world: World, params: Json, uploads: Uploads) -> Json:
    """New buttons for a message of the bot's own; none given takes them away."""
    return _edited(world, params, _editable(world, params), {})


def _editable(world: World, params: Json) -> Json:
    chat = target(world, params)
    message = world.messages.get((chat, params["message_id"]))
    if message is None:
        raise RefusedError(400, "Bad Request: message to edit not found")
    if message["from"]["id"] != world.bot["id"] or "keyboard" in message.get("reply_markup", {}):
        raise RefusedError(400, "Bad Request: message can't be edited")
    return message


def _edited(world: World, params: Json, message: Json, new: Json) -> Json:
    check_markup(params.get("reply_markup"))
    keyboard = params.get("reply_markup", {}).get("inline_keyboard", [])
    shown = [message.get(name) for name in ("text", "entities")]
    wanted = [new.get(name) for name in ("text", "entities")] if new else shown
    if wanted == shown and keyboard == message.get("reply_markup", {}).get("inline_keyboard", []):
        raise RefusedError(400, NOT_MODIFIED)
    for name in ("text", "entities") if new else ():
        message.pop(name, None)
    message.pop("reply_markup", None)
    message |= new | {"edit_date": world.date()} | ({"reply_markup": {"inline_keyboard": keyboard}} if keyboard else {})
    world.happen("edited", message["chat"]["id"], message=dict(message))
    return message


def answer_callback_query(world: World, params: Json, uploads: Uploads) -> bool:
    """Ends the waiting sign on a pressed button; a query is answered once."""
    query = params["callback_query_id"]
    if query not in world.callbacks or query in world.answered:
        raise RefusedError(400, OLD_QUERY)
    if len(params.get("text", "")) > 200:
        raise RefusedError(400, "Bad Request: MESSAGE_TOO_LONG")
    world.answered[query] = params.get("text")
    return True


def send_chat_action(world: World, params: Json, uploads: Uploads) -> bool:
    """ "typing…" and its like."""
    chat = target(world, params)
    if params["action"] not in CHAT_ACTIONS:
        raise RefusedError(400, "Bad Request: wrong parameter action in request")
    world.happen("action", chat, action=params["action"])
    return True


def get_chat(world: World, params: Json, uploads: Uploads) -> Json:
    """A chat by id."""
    return world.chats[target(world, params)] | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": {}}


def get_file(world: World, params: Json, uploads: Uploads) -> Json:
    """Where to download a file."""
    if params["file_id"] not in world.files:
        raise RefusedError(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
    path, data = world.files[params["file_id"]]
    if len(data) > MAX_DOWNLOAD and not world.local:
        raise RefusedError(400, "Bad Request: file is too big")
    return {"file_id": params["file_id"], "file_unique_id": "u", "file_size": len(data), "file_path": path}


Method = Callable[[World, Json, Uploads], Any]
METHODS: dict[str, Method] = {
    "getMe": lambda world, params, uploads: (
        world.bot | {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
    ),
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendMediaGroup": send_media_group,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "answerCallbackQuery": answer_callback_query,
    "sendChatAction": send_chat_action,
    "getChat": get_chat,
    "getFile": get_file,
}

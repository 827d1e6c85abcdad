"""What people do in the strict server's Telegram; each function makes the update that Telegram would make of it."""

from typing import Any

from tests.botapi_world import Json, World


def says(world: World, chat: int, person: int, text: str, reply_to: int | None = None, thread: int | None = None, **extra: Any) -> Json:
    """Somebody writes; in a private chat that also starts or unblocks the bot."""
    if world.chats[chat]["type"] == "private":
        world.forbidden.pop(chat, None)
    body: Json = {"text": text, **_context(world, chat, reply_to, thread), **extra}
    if text.startswith("/"):
        body["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
    return _deliver(world, chat, person, body)


def taps(world: World, chat: int, person: int, label: str, message_id: int | None = None) -> Json:
    """Somebody presses a button by its label, on the newest message that shows it unless told which. Raises ValueError if none does."""
    shown = []
    for (place, number), message in sorted(world.messages.items(), reverse=True):
        if place != chat or (message_id is not None and number != message_id):
            continue
        markup = message.get("reply_markup", {})
        for button in (button for row in markup.get("inline_keyboard", []) + markup.get("keyboard", []) for button in row):
            shown.append(button["text"])
            if button["text"] == label:
                return _press(world, chat, person, message, button)
    raise ValueError(f"no button {label!r} in chat {chat}; there are {shown}")


def _press(world: World, chat: int, person: int, message: Json, button: Json) -> Json:
    if button.get("request_contact"):
        return contact(world, chat, person, "+84912345678")
    if "callback_data" not in button:
        return says(world, chat, person, button["text"])
    callback = str(9_000_000 + len(world.callbacks) + 1)
    world.callbacks.add(callback)
    query = {"id": callback, "from": world.people[person], "message": message, "chat_instance": str(chat), "data": button["callback_data"]}
    return world.update(callback_query=query)


def edits(world: World, chat: int, person: int, message_id: int, text: str) -> Json:
    """Somebody changes the words of an earlier message of theirs."""
    message = world.messages[chat, message_id]
    message |= {"text": text, "edit_date": world.date()}
    return world.update(edited_message=dict(message))


def contact(world: World, chat: int, person: int, phone: str, owner: int | None = None) -> Json:
    """Somebody shares a phone number: their own unless another owner is named."""
    card = {"phone_number": phone, "first_name": world.people[person]["first_name"], "user_id": owner or person}
    return _deliver(world, chat, person, {"contact": card})


def location(world: World, chat: int, person: int, latitude: float, longitude: float) -> Json:
    """Somebody shares where they are."""
    return _deliver(world, chat, person, {"location": {"latitude": latitude, "longitude": longitude}})


def attaches(
    world: World, chat: int, person: int, name: str, content: bytes, kind: str = "document", caption: str = "", album: str = ""
) -> Json:
    """Somebody sends a file; `kind` "photo" gives the two sizes that Telegram makes."""
    body: Json = {kind: _attachment(world, name, content, kind)}
    body |= {"caption": caption} if caption else {}
    body |= {"media_group_id": album} if album else {}
    return _deliver(world, chat, person, body)


def _attachment(world: World, name: str, content: bytes, kind: str) -> Any:
    def stored(suffix: str, data: bytes) -> Json:
        file_id = f"AgAC-{len(world.files) + 1}-{suffix}"
        world.files[file_id] = (f"{kind}s/file_{len(world.files)}", data)
        return {"file_id": file_id, "file_unique_id": f"u{len(world.files)}", "file_size": len(data)}

    if kind == "photo":
        return [stored("s", content[:64]) | {"width": 90, "height": 60}, stored("x", content) | {"width": 1280, "height": 853}]
    return stored("d", content) | {"file_name": name, "mime_type": "application/octet-stream"}


def membership(world: World, chat: int, person: int, old: str, new: str) -> Json:
    """The bot's own standing changes: blocked (member → kicked), unblocked, added (left → member), removed (member → kicked)."""
    kind = {"supergroup": "supergroup chat", "group": "group chat"}.get(world.chats[chat]["type"])
    if new in ("kicked", "left"):
        world.forbidden[chat] = f"bot was kicked from the {kind}" if kind else "bot was blocked by the user"
    else:
        world.forbidden.pop(chat, None)
    standings = [{"status": status, "user": world.bot, **({"until_date": 0} if status == "kicked" else {})} for status in (old, new)]
    change = {"chat": world.chats[chat], "from": world.people[person], "date": world.date()}
    return world.update(my_chat_member=change | {"old_chat_member": standings[0], "new_chat_member": standings[1]})


def migrates(world: World, chat: int, new: int, person: int, announced: bool = True) -> None:
    """A group becomes a supergroup: from now on the old id is refused with the new one; `announced` = the service messages arrive too."""
    world.group(new, world.chats[chat]["title"])
    world.moved[chat] = new
    if announced:
        _deliver(world, chat, person, {"migrate_to_chat_id": new})
        _deliver(world, new, person, {"migrate_from_chat_id": chat})


def _context(world: World, chat: int, reply_to: int | None, thread: int | None) -> Json:
    context: Json = {}
    if thread is not None:
        context |= {"message_thread_id": thread, "is_topic_message": True}
    if reply_to is not None:
        context["reply_to_message"] = {key: value for key, value in world.messages[chat, reply_to].items() if key != "reply_to_message"}
    return context


def _deliver(world: World, chat: int, person: int, body: Json) -> Json:
    return world.update(message=world.compose(chat, world.people[person], body))

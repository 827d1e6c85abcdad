"""What Telegram delivers, as an Incoming."""

import re

from telegram import CallbackQuery, Chat, ChatMemberUpdated, Message, Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.channels.telegram_attachments import attached
from storage.messages import Address, Contact, Incoming

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update that are asked for; the rest never leaves Telegram."""

_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
_GONE = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)


def incoming(update: Update, username: str) -> Incoming | None:
    """The update in the words of no channel, or None where it says nothing to us.

    `username` is the bot's own: commands and mentions addressed to it lose the address, those for other bots are None.
    An edited message comes as a message of its own: a correction.
    """
    if update.callback_query:
        return _pressed(update.update_id, update.callback_query)
    if update.my_chat_member:
        return _standing(update.update_id, update.my_chat_member)
    if update.edited_message and update.edited_message.location:
        return None  # a live location that moves, every few seconds
    message = update.message or update.edited_message
    return _said(update.update_id, message, username) if message else None


def typed(message: Incoming | None) -> Incoming | None:
    """The message unchanged. Raises TypeError where a part is not what it should be: the library builds objects of anything."""
    if message is None:
        return None
    texts = [message.text, message.person_name, message.language, message.contact.phone if message.contact else ""]
    texts += [part for file in message.files for part in (file.handle, file.name, file.mime)]
    perhaps = (message.choice, message.callback, message.album)
    numbers = [*(message.location or ()), *(file.size for file in message.files if file.size is not None)]
    if not all(isinstance(text, str) for text in (*texts, *(text for text in perhaps if text is not None))):
        raise TypeError("a text is none")
    if not all(isinstance(number, int | float) for number in numbers):
        raise TypeError("a number is none")
    return message


def _said(update_id: int, message: Message, username: str) -> Incoming | None:
    person = _person(message)
    text = _addressed(message.text or message.caption or "", username, message.chat.type in _GROUPS)
    if person is None or text is None:
        return None
    notice = _notice(message, text)
    files = attached(message)
    contact = Contact(message.contact.phone_number, _own(message)) if message.contact else None
    if not (text or files or contact or message.location or notice):
        return None
    return Incoming(
        sender=_address(message),
        external_id=str(update_id),
        person=person,
        text=text,
        reply_to=_reply_to(message),
        files=files,
        person_name=message.from_user.full_name if message.from_user else "",
        language=(message.from_user.language_code or "") if message.from_user else "",
        group=message.chat.type in _GROUPS,
        contact=contact,
        location=(message.location.latitude, message.location.longitude) if message.location else None,
        album=message.media_group_id,
        notice=notice,
    )


def _pressed(update_id: int, query: CallbackQuery) -> Incoming | None:
    place = query.message
    if place is None or query.data is None:
        return None  # buttons of inline messages and games, which we never make
    address = _address(place) if isinstance(place, Message) else Address("telegram", str(place.chat.id))
    return Incoming(
        sender=address,
        external_id=str(update_id),
        person=str(query.from_user.id),
        choice=query.data,
        pressed_on=external_id(place.chat.id, place.message_id),
        callback=query.id,
        person_name=query.from_user.full_name,
        language=query.from_user.language_code or "",
        group=place.chat.type in _GROUPS,
    )


def _standing(update_id: int, change: ChatMemberUpdated) -> Incoming | None:
    was_gone, is_gone = (member.status in _GONE for member in (change.old_chat_member, change.new_chat_member))
    if was_gone == is_gone or change.chat.type == ChatType.CHANNEL:
        return None  # rights came or went, not the bot
    private = change.chat.type == ChatType.PRIVATE
    return Incoming(
        sender=Address("telegram", str(change.chat.id)),
        external_id=str(update_id),
        person=str(change.from_user.id),
        person_name=change.from_user.full_name,
        language=change.from_user.language_code or "",
        group=not private,
        notice=("blocked" if private else "removed") if is_gone else ("unblocked" if private else "added"),
    )


def external_id(chat: int, message: int) -> str:
    """Our id of a message: numbers of messages are unique in their chat only."""
    return f"{chat}:{message}"


def _address(message: Message) -> Address:
    # Replies in plain supergroups carry a thread number too, which can't be written to.
    thread = str(message.message_thread_id) if message.is_topic_message and message.message_thread_id else None
    return Address("telegram", str(message.chat.id), thread)


def _person(message: Message) -> str | None:
    """Who wrote: an anonymous administrator is the chat they write for; bots and forwarded channel posts are nobody."""
    if message.is_automatic_forward or message.from_user is None:
        return None
    if message.from_user.is_bot:
        return str(message.sender_chat.id) if isinstance(message.sender_chat, Chat) else None
    return str(message.from_user.id)


def _addressed(text: str, username: str, group: bool) -> str | None:
    """The text without the bot's own name; None for a command to another bot."""
    command = re.match(r"/(\w+)@(\w+)", text)
    if command:
        to_us = not username or command[2].lower() == username.lower()
        return f"/{command[1]}{text[command.end() :]}" if to_us else None
    if group and username:
        return re.sub(rf"@{re.escape(username)}\b", "", text, flags=re.IGNORECASE).strip()
    return text


def _notice(message: Message, text: str) -> str | None:
    if message.migrate_to_chat_id:
        return f"migrated:{message.migrate_to_chat_id}"
    known = text or attached(message) or message.contact or message.location
    private = message.chat.type == ChatType.PRIVATE
    if not private or known or message.effective_attachment is None:
        return None
    return "unsupported:sticker" if message.sticker else "unsupported"


def _reply_to(message: Message) -> str | None:
    earlier = message.reply_to_message
    if earlier is None or earlier.forum_topic_created:
        return None  # every message of a topic "answers" the topic's first line
    return external_id(message.chat.id, earlier.message_id)


def _own(message: Message) -> bool:
    return bool(message.contact and message.from_user and message.contact.user_id == message.from_user.id)

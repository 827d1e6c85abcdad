"""What the Zalo Bot platform delivers, as an Incoming."""

import hashlib
import json
from typing import Any

from storage.messages import Address, Incoming, InFile

TEXT, IMAGE, STICKER = "message.text.received", "message.image.received", "message.sticker.received"
VOICE, UNSUPPORTED = "message.voice.received", "message.unsupported.received"
_NOTICES = {STICKER: "unsupported:sticker", VOICE: "unsupported:voice", UNSUPPORTED: "unsupported"}


def unwrapped(body: Any) -> list[dict[str, Any]]:
    """The events of a webhook's body: flat as real deliveries are, or wrapped as the documentation has them. Empty where neither."""
    if not isinstance(body, dict):
        return []
    if "event_name" in body:
        return [body]
    result = body.get("result")
    events = result if isinstance(result, list) else [result]
    return [event for event in events if isinstance(event, dict) and "event_name" in event]


def incoming(event: dict[str, Any], bot: str | None) -> Incoming | None:
    """The event in the words of no channel, or None where it says nothing to us: nobody to answer, another bot, an unknown name."""
    message = event.get("message")
    if not isinstance(message, dict):
        return None  # files have come so, without a word on who sent them
    writer, chat = _part(message, "from"), _part(message, "chat")
    person = str(writer.get("id") or chat.get("id") or "")
    if not person or writer.get("is_bot") is True:
        return None
    name = str(event.get("event_name") or "")
    text, files, notice = _text(name, message), _files(name, message), _NOTICES.get(name)
    if not (text or files or notice):
        return None
    return Incoming(
        sender=Address("zalo", str(chat.get("id") or person), bot=bot),
        external_id=_external_id(event, message),
        person=person,
        text=text,
        files=files,
        person_name=str(writer.get("display_name") or ""),
        group=str(chat.get("chat_type") or "").upper() == "GROUP",
        notice=notice,
    )


def _text(name: str, message: dict[str, Any]) -> str:
    said = message.get("text" if name == TEXT else "caption") if name in (TEXT, IMAGE) else ""
    return said.strip() if isinstance(said, str) else ""


def _files(name: str, message: dict[str, Any]) -> tuple[InFile, ...]:
    """A picture by its public address, a secret that soon runs out."""
    address = message.get("photo_url") or message.get("photo") if name == IMAGE else None
    return (InFile(address, "photo.jpg", "image/jpeg", None, "photo"),) if isinstance(address, str) and address else ()


def _external_id(event: dict[str, Any], message: dict[str, Any]) -> str:
    """The message's id; of one that has none, a print of the event, so that its second delivery is still the same."""
    number = message.get("message_id")
    if number not in (None, ""):
        return str(number)
    return hashlib.sha256(json.dumps(event, sort_keys=True).encode()).hexdigest()


def _part(message: dict[str, Any], name: str) -> dict[str, Any]:
    part = message.get(name)
    return part if isinstance(part, dict) else {}

"""What the Official Account's webhook delivers, as an Incoming; and whether it is Zalo that speaks."""

import hashlib
import hmac
import json
from collections.abc import Iterable
from typing import Any

from storage.messages import Address, Contact, Incoming, InFile

TAP = "#~"
"""What a button's payload begins with: Zalo wants "#", and officers type "#27" themselves."""
REPLAY_S = 2 * 3600
AHEAD_S = 300
_FILES = {"user_send_image": "photo", "user_send_file": "document"}
_NOTICES = {
    "unfollow": "blocked",
    "user_send_sticker": "unsupported:sticker",
    "user_send_gif": "unsupported:sticker",
    "user_send_audio": "unsupported:voice",
    "user_send_video": "unsupported",
}


def is_signed(header: str, app_id: str, body: bytes, timestamp: str, secrets: Iterable[str]) -> bool:
    """Whether the header is the print of the raw bytes with one of the secrets, with or without "mac=" before it."""
    given = header.strip().removeprefix("mac=").lower().encode()
    prints = [hashlib.sha256(app_id.encode() + body + timestamp.encode() + secret.encode()).hexdigest() for secret in secrets if secret]
    matches = [hmac.compare_digest(given, one.encode()) for one in prints]
    return bool(given) and any(matches)


def is_fresh(timestamp: str, now_s: float) -> bool:
    """Whether an event lies within the two hours in which Zalo repeats what was not answered. `timestamp` is in milliseconds."""
    if not (timestamp.isdecimal() and len(timestamp) < 20):
        return False
    age_s = now_s - int(timestamp) / 1000
    return -AHEAD_S <= age_s <= REPLAY_S


def incoming(event: dict[str, Any]) -> Incoming | None:
    """The event in the words of no channel, or None where it says nothing to us: receipts, unknown names, nobody named.

    Somebody who begins to follow is answered as if they had opened the chat.
    """
    name = str(event.get("event_name") or "")
    person = str(_part(event, "sender").get("id") or _part(event, "follower").get("id") or "")
    if not person:
        return None
    message = _part(event, "message")
    said = _said(message) if name == "user_send_text" else "/start" if name == "follow" else ""
    files = _files(name, message)
    contact, location = _contact(event, name), _location(name, message)
    notice = _NOTICES.get(name)
    if not (said or files or contact or location or notice):
        return None
    tapped = said.startswith(TAP)
    return Incoming(
        sender=Address("zalo_oa", person),
        external_id=str(message.get("msg_id") or _print(event)),
        person=person,
        text="" if tapped else said,
        choice=said.removeprefix(TAP) if tapped else None,
        files=files,
        person_name=str(_part(event, "info").get("name") or ""),
        contact=contact,
        location=location,
        notice=notice,
    )


def _said(message: dict[str, Any]) -> str:
    """The words, also where a tap came back as the JSON text {"content": "…"}."""
    text = str(message.get("text") or "").strip()
    if text.startswith("{"):
        try:
            inner = json.loads(text)
        except (ValueError, RecursionError):
            return text
        if isinstance(inner, dict) and isinstance(inner.get("content"), str):
            return str(inner["content"]).strip()
    return text


def _files(name: str, message: dict[str, Any]) -> tuple[InFile, ...]:
    kind = _FILES.get(name)
    files = []
    for attachment in _list(message.get("attachments")) if kind else ():
        payload = _part(attachment, "payload")
        address = payload.get("url")
        if isinstance(address, str) and address:
            given, size = str(payload.get("name") or ("photo.jpg" if kind == "photo" else "")), str(payload.get("size") or "")
            mime = "image/jpeg" if kind == "photo" else ""
            files.append(InFile(address, given, mime, int(size) if size.isdecimal() and len(size) < 20 else None, kind or ""))
    return tuple(files)


def _location(name: str, message: dict[str, Any]) -> tuple[float, float] | None:
    for attachment in _list(message.get("attachments")) if name == "user_send_location" else ():
        place = _part(_part(attachment, "payload"), "coordinates")
        try:
            return float(place["latitude"]), float(place["longitude"])
        except (KeyError, TypeError, ValueError):
            continue
    return None


def _contact(event: dict[str, Any], name: str) -> Contact | None:
    phone = str(_part(event, "info").get("phone") or "") if name == "user_submit_info" else ""
    return Contact(phone, own=True) if phone else None


def _print(event: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(event, sort_keys=True).encode()).hexdigest()


def _part(whole: dict[str, Any], name: str) -> dict[str, Any]:
    part = whole.get(name)
    return part if isinstance(part, dict) else {}


def _list(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []

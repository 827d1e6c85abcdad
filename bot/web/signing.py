"""Signed links that run out: what they carry, how they are signed, and whether the one who was given one may still open it."""

import base64
import binascii
import hmac
import secrets
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from sqlmodel import Session, select

from storage import people
from storage.messages import OutFile
from storage.models import ChatAddress, Mark, Membership, Outbox, Person
from storage.outbox import decode

UPLOAD, DOWNLOAD = 1, 2
UPLOAD_HOURS = 24
KEY = "link_key"
_FORM = struct.Struct("!BIIIBI")
_MAC_BYTES = 16
_WATCHERS = ("leader", "coordinator", "admin")


@dataclass(frozen=True, slots=True)
class Link:
    """What a link allows until `expires_at`: to send files as the chat's owner, or to fetch file `number` of a message that was sent.

    It is bound to a membership: with the role the link dies.
    """

    kind: int
    membership_id: int
    address_id: int
    expires_at: datetime
    outbox_id: int = 0
    number: int = 0


def signed(key: bytes, link: Link) -> str:
    """The link as letters, digits, "-" and "_"."""
    body = _FORM.pack(link.kind, link.membership_id, link.address_id, link.outbox_id, link.number, int(link.expires_at.timestamp()))
    return base64.urlsafe_b64encode(body + _mac(key, body)).rstrip(b"=").decode()


def read(key: bytes, token: str, now: datetime) -> Link | None:
    """The link behind a token; None where it was not signed by us or has run out."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        body, mac = raw[: _FORM.size], raw[_FORM.size :]
        if not hmac.compare_digest(mac, _mac(key, body)):
            return None
        kind, membership_id, address_id, outbox_id, number, expires_s = _FORM.unpack(body)
    except (binascii.Error, struct.error, ValueError):
        return None
    link = Link(kind, membership_id, address_id, datetime.fromtimestamp(expires_s, UTC), outbox_id, number)
    return link if link.expires_at > now else None


def _mac(key: bytes, body: bytes) -> bytes:
    return hmac.digest(key, body, sha256)[:_MAC_BYTES]


def key_of(session: Session, now: datetime) -> bytes:
    """The store's own key, made at the first use: links outlive a restart and every change of another secret."""
    mark = session.get(Mark, KEY)
    if mark is None:
        mark = Mark(name=KEY, value={"key": secrets.token_hex(32)}, at=now)
        session.add(mark)
        session.flush()
    return bytes.fromhex(mark.value["key"])


def issue(session: Session, kind: int, chat: ChatAddress, now: datetime, hours: int, outbox_id: int = 0, number: int = 0) -> str | None:
    """A token for the owner of a chat; None for a chat that belongs to nobody with a role."""
    person = session.get(Person, chat.person_id) if chat.person_id is not None else None
    role = _strongest(people.memberships(session, person)) if person is not None else None
    if role is None:
        return None
    return signed(key_of(session, now), Link(kind, role.id or 0, chat.id or 0, now + timedelta(hours=hours), outbox_id, number))


def _strongest(roles: Sequence[Membership]) -> Membership | None:
    """The role that shows most: what a leader was sent must not stay open because they were once an officer as well."""
    return min(roles, key=lambda role: _WATCHERS.index(role.role) if role.role in _WATCHERS else len(_WATCHERS), default=None)


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that may be used now, by whom, at which chat."""

    link: Link
    chat: ChatAddress
    person: Person


def opened(session: Session, token: str, kind: int, now: datetime) -> Opened | None:
    """Who opens a link of that kind; None where it is not ours, has run out, or died with its role or chat."""
    link = read(key_of(session, now), token, now)
    role = session.get(Membership, link.membership_id) if link is not None and link.kind == kind else None
    chat = session.get(ChatAddress, link.address_id) if link is not None else None
    if link is None or role is None or chat is None or role.until_at is not None or chat.person_id != role.person_id:
        return None
    return Opened(link, chat, session.get_one(Person, role.person_id))


def file_of(session: Session, link: Link) -> OutFile | None:
    """The file that a link names, as it was sent; None where there is no such file."""
    row = session.exec(select(Outbox).where(Outbox.id == link.outbox_id, Outbox.address_id == link.address_id)).first()
    files = decode(row).files if row is not None else ()
    return files[link.number] if link.number < len(files) else None

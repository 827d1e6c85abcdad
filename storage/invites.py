"""Invites: one-time codes, and the three ways to redeem one: typed, by the phone number it was made for, or by a unit's group chat."""

import hashlib
import re
import secrets
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from storage import people
from storage.messages import Address
from storage.models import Invite, LinkAttempt, Person

CODE_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""No look-alikes: no I, L, O, 0, 1."""
CODE_LENGTH = 8
INVITE_DAYS = 7
TRIES_AN_HOUR = 5
OWN_CHAT = "own_chat"
"""In a role's place: a code that links one more chat of whoever made it."""
_PHONE = re.compile(r"(?:\+?84|0)(?:[ .]?\d){9}$")


def clean_code(text: str) -> str:
    """A typed code without blanks and hyphens, in capitals."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


def clean_phone(text: str) -> str:
    """A Vietnamese phone number as dialled at home: "+84 912 345 678" is "0912345678"."""
    digits = "".join(letter for letter in text if letter.isdigit())
    return f"0{digits[2:]}" if digits.startswith("84") and len(digits) > 10 else digits


def split_phone(text: str) -> tuple[str, str | None]:
    """A typed name and the phone number behind it: "Cao Lâu 0912 345 678"; None where there is no number."""
    found = _PHONE.search(text)
    return (text[: found.start()].rstrip(" ,"), clean_phone(found[0])) if found else (text, None)


def _hashed(code: str) -> str:
    return hashlib.sha256(clean_code(code).encode()).hexdigest()


def _fresh_code() -> str:
    """A random code that holds a letter and a digit: one of letters alone reads like a word when typed in small letters."""
    while True:
        code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
        if not code.isalpha() and not code.isdigit():
            return code


def invite(
    session: Session, *, unit_id: int | None, role: str, now: datetime, name: str = "", by_id: int | None = None, phone: str | None = None
) -> tuple[str, Invite]:
    """Makes a one-time invite. The code is given here once; only its hash is kept."""
    code = _fresh_code()
    row = Invite(
        code_hash=_hashed(code),
        unit_id=unit_id,
        role=role,
        name=name,
        phone=clean_phone(phone) if phone else None,
        created_at=now,
        created_by_id=by_id,
        expires_at=now + timedelta(days=INVITE_DAYS),
    )
    session.add(row)
    session.flush()
    return code, row


def for_own_chat(session: Session, person_id: int, now: datetime) -> tuple[str, Invite]:
    """A code by which somebody links one more chat of their own, within a day."""
    code, row = invite(session, unit_id=None, role=OWN_CHAT, now=now, by_id=person_id)
    row.expires_at = now + timedelta(days=1)
    session.add(row)
    return code, row


def may_try(session: Session, address: Address, now: datetime) -> bool:
    """Whether this chat may try a code: fewer than five wrong ones in the last hour."""
    since = now - timedelta(hours=1)
    tries = session.exec(
        select(LinkAttempt.id).where(LinkAttempt.channel == address.channel, LinkAttempt.chat == address.chat, col(LinkAttempt.at) > since)
    ).all()
    return len(tries) < TRIES_AN_HOUR


def redeem(session: Session, code: str, address: Address, name: str, language: str, now: datetime) -> tuple[Person, Invite] | None:
    """Links a chat by a code: one invite, one person. None for every kind of wrong code, so that a guess teaches nothing.

    Somebody already known at this address gets the invite's role beside the ones they have.
    """
    row = _tried(session, Invite.code_hash == _hashed(code), address, now)
    return _used(session, row, address, name, language, now) if row is not None else None


def redeem_phone(session: Session, phone: str, address: Address, name: str, language: str, now: datetime) -> tuple[Person, Invite] | None:
    """The same by the sender's own phone number, where an invite was made for it."""
    row = _tried(session, Invite.phone == clean_phone(phone), address, now)
    linked = _used(session, row, address, name, language, now) if row is not None else None
    if linked is not None:
        linked[0].phone = clean_phone(phone)
    return linked


def redeem_for_group(session: Session, code: str, address: Address, now: datetime) -> Invite | None:
    """Uses up an officers' invite for a group chat: nobody is linked, and the caller gives the chat to the invite's unit."""
    row = _tried(session, Invite.code_hash == _hashed(code), address, now)
    if row is None or row.role != "officer" or row.unit_id is None:
        return None
    row.used_at = now
    session.add(row)
    return row


def _tried(session: Session, meant: bool, address: Address, now: datetime) -> Invite | None:
    """The living invite that is meant; a wrong try is counted, and after five in an hour nothing is listened to."""
    if not may_try(session, address, now):
        return None
    living = select(Invite).where(meant, col(Invite.used_at).is_(None), col(Invite.expires_at) > now)
    # Of two chats that use one code at once the second waits here, and then finds it used.
    row = session.exec(living.order_by(col(Invite.id).desc()).with_for_update()).first()
    if row is None:
        session.add(LinkAttempt(channel=address.channel, chat=address.chat, at=now))
    return row


def _used(session: Session, row: Invite, address: Address, name: str, language: str, now: datetime) -> tuple[Person, Invite]:
    person = people.person_at(session, address)
    if row.role == OWN_CHAT:
        return _added(session, row, address, person, now), row
    if person is None:
        person = Person(name=row.name or name or "", language=language, created_at=now)
        session.add(person)
        session.flush()
        people.own_address(session, address).person_id = person.id
    row.used_at, row.used_by_id = now, person.id
    people.join(session, person, row.unit_id, row.role, now)
    session.flush()
    return person, row


def _added(session: Session, row: Invite, address: Address, before: Person | None, now: datetime) -> Person:
    """Gives a chat to the person who made the code. Whoever was known there and has no other chat was the same person: their roles end."""
    owner = session.get_one(Person, row.created_by_id)
    chat = people.own_address(session, address)
    chat.person_id, chat.last_in_at = owner.id, now
    row.used_at, row.used_by_id = now, owner.id
    session.flush()
    if before is not None and before.id != owner.id and not people.addresses(session, before.id or 0):
        people.leave(session, before, now)
    return owner


def any_for_phones(session: Session, now: datetime) -> bool:
    """Whether a shared phone number could link anybody now."""
    living = select(Invite.id).where(col(Invite.phone).is_not(None), col(Invite.used_at).is_(None), col(Invite.expires_at) > now)
    return session.exec(living.limit(1)).first() is not None

"""People: invites, linking a chat to a person, roles, and which chats reach a unit."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.messages import Address
from storage.models import ChatAddress, Invite, LinkAttempt, Membership, Person, Unit

ROLES = ("officer", "coordinator", "leader", "admin")
CODE_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""No look-alikes: no I, L, O, 0, 1."""
CODE_LENGTH = 8
INVITE_DAYS = 7
TRIES_AN_HOUR = 5


def clean_code(text: str) -> str:
    """A typed code without blanks and hyphens, in capitals."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


def _hashed(code: str) -> str:
    return hashlib.sha256(clean_code(code).encode()).hexdigest()


def invite(
    session: Session, *, unit_id: int | None, role: str, now: datetime, name: str = "", by_id: int | None = None, phone: str | None = None
) -> tuple[str, Invite]:
    """Makes a one-time invite. The code is given here once; only its hash is kept."""
    code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    row = Invite(
        code_hash=_hashed(code),
        unit_id=unit_id,
        role=role,
        name=name,
        phone=phone,
        created_at=now,
        created_by_id=by_id,
        expires_at=now + timedelta(days=INVITE_DAYS),
    )
    session.add(row)
    session.flush()
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
    if not may_try(session, address, now):
        return None
    row = session.exec(select(Invite).where(Invite.code_hash == _hashed(code), col(Invite.used_at).is_(None))).first()
    if row is None or row.expires_at <= now:
        session.add(LinkAttempt(channel=address.channel, chat=address.chat, at=now))
        return None
    person = person_at(session, address)
    if person is None:
        person = Person(name=row.name or name or "", language=language, created_at=now)
        session.add(person)
        session.flush()
        own_address(session, address).person_id = person.id
    row.used_at, row.used_by_id = now, person.id
    _join(session, person, row, now)
    session.flush()
    return person, row


def _join(session: Session, person: Person, row: Invite, now: datetime) -> None:
    same = [m for m in memberships(session, person) if m.unit_id == row.unit_id and m.role == row.role]
    if not same and person.id is not None:
        session.add(Membership(person_id=person.id, unit_id=row.unit_id, role=row.role, since_at=now))


def own_address(session: Session, address: Address) -> ChatAddress:
    """The stored row of a chat, made when it is new."""
    row = session.exec(_at(address)).first()
    if row is None:
        row = ChatAddress(channel=address.channel, bot=address.bot or "", chat=address.chat, thread=address.thread or "")
        session.add(row)
        session.flush()
    return row


def _at(address: Address) -> SelectOfScalar[ChatAddress]:
    return select(ChatAddress).where(
        ChatAddress.channel == address.channel,
        ChatAddress.bot == (address.bot or ""),
        ChatAddress.chat == address.chat,
        ChatAddress.thread == (address.thread or ""),
    )


def person_at(session: Session, address: Address) -> Person | None:
    """Who is linked at a private chat; None for a stranger."""
    row = session.exec(_at(address)).first()
    return session.get(Person, row.person_id) if row is not None and row.person_id is not None else None


def memberships(session: Session, person: Person) -> list[Membership]:
    """A person's living roles, the oldest first."""
    return list(
        session.exec(
            select(Membership)
            .where(Membership.person_id == person.id, col(Membership.until_at).is_(None))
            .order_by(col(Membership.since_at), col(Membership.id))
        )
    )


def holders(session: Session, role: str, unit_ids: Iterable[int] | None = None) -> list[Person]:
    """The people who hold a role now, in some units (None = anywhere)."""
    query = (
        select(Person)
        .join(Membership, col(Membership.person_id) == Person.id)
        .where(Membership.role == role, col(Membership.until_at).is_(None), col(Person.erased_at).is_(None))
    )
    if unit_ids is not None:
        query = query.where(col(Membership.unit_id).in_(list(unit_ids)))
    return list(session.exec(query.distinct().order_by(col(Person.id))))


def addresses(session: Session, person_id: int) -> list[ChatAddress]:
    """The chats that reach a person, the one last used first; refused ones are left out."""
    return list(
        session.exec(
            select(ChatAddress)
            .where(ChatAddress.person_id == person_id, ChatAddress.state == "ok")
            .order_by(col(ChatAddress.last_in_at).desc().nulls_last(), col(ChatAddress.id))
        )
    )


def group_chats(session: Session, unit_id: int) -> list[ChatAddress]:
    """The group chats that belong to a unit and still take messages."""
    return list(session.exec(select(ChatAddress).where(ChatAddress.unit_id == unit_id, ChatAddress.state == "ok")))


def unlink(session: Session, person: Person, address: Address) -> None:
    """Forgets that a chat belongs to a person; with the last chat their roles end too, `now` being said by the caller's event."""
    row = session.exec(_at(address)).first()
    if row is not None and row.person_id == person.id:
        row.person_id = None
        session.add(row)


def leave(session: Session, person: Person, now: datetime, unit_id: int | None = None) -> None:
    """Ends a person's roles: all of them, or those in one unit."""
    for membership in memberships(session, person):
        if unit_id is None or membership.unit_id == unit_id:
            membership.until_at = now
            session.add(membership)


def subtree(session: Session, root_id: int) -> set[int]:
    """A unit's id and those of all units below it."""
    children: dict[int | None, list[int]] = {}
    for unit in session.exec(select(Unit)):
        children.setdefault(unit.parent_id, []).append(unit.id or 0)
    found: set[int] = set()
    waiting = [root_id]
    while waiting:
        unit_id = waiting.pop()
        if unit_id not in found:
            found.add(unit_id)
            waiting += children.get(unit_id, [])
    return found


def scope(session: Session, membership: Membership) -> set[int] | None:
    """The units that a coordinator or leader answers for: those of their office; None = all.

    An office is the unit itself where it has units below it, else the one above it.
    """
    if membership.unit_id is None:
        return None
    unit = session.get_one(Unit, membership.unit_id)
    has_children = session.exec(select(Unit.id).where(Unit.parent_id == unit.id)).first() is not None
    root = unit.id if has_children else unit.parent_id
    return None if root is None else subtree(session, root)


def office_of(session: Session, unit_id: int) -> set[int]:
    """A unit's id and those of all units above it: whose coordinators look after it."""
    found: set[int] = set()
    current: int | None = unit_id
    while current is not None and current not in found:
        found.add(current)
        current = session.get_one(Unit, current).parent_id
    return found


def coordinators(session: Session, unit_id: int, role: str = "coordinator") -> list[Person]:
    """The people of a role (coordinator, leader) whose scope holds a unit."""
    found = []
    for person in holders(session, role):
        scopes = [scope(session, membership) for membership in memberships(session, person) if membership.role == role]
        if any(units is None or unit_id in units for units in scopes):
            found.append(person)
    return found

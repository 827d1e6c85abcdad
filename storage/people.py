"""People: linking a chat to a person, roles, and which chats reach a unit."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.messages import Address
from storage.models import ChatAddress, Membership, Person, Unit

ROLES = ("officer", "coordinator", "leader", "admin")


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


def unlink(session: Session, person: Person, address: Address, now: datetime) -> None:
    """Forgets that a chat belongs to a person; with the last chat their roles end too, and their phone number goes."""
    row = session.exec(_at(address)).first()
    if row is not None and row.person_id == person.id:
        row.person_id = None
        session.add(row)
        session.flush()
    if session.exec(select(ChatAddress.id).where(ChatAddress.person_id == person.id)).first() is None:
        leave(session, person, now)


def join(session: Session, person: Person, unit_id: int | None, role: str, now: datetime) -> None:
    """Gives a person a role; one that they hold already is left as it is."""
    same = [m for m in memberships(session, person) if m.unit_id == unit_id and m.role == role]
    if not same and person.id is not None:
        session.add(Membership(person_id=person.id, unit_id=unit_id, role=role, since_at=now))
        session.flush()


def leave(session: Session, person: Person, now: datetime) -> None:
    """Ends the roles of a person whom no chat reaches any more, and forgets their phone number."""
    for membership in memberships(session, person):
        membership.until_at = now
        session.add(membership)
    person.phone = None
    session.add(person)


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
    return [person for person, units in answering(session, role) if units is None or unit_id in units]


def answering(session: Session, role: str) -> list[tuple[Person, set[int] | None]]:
    """The people of a role with all the units that they answer for; None = all units."""
    found: list[tuple[Person, set[int] | None]] = []
    for person in holders(session, role):
        scopes = [scope(session, membership) for membership in memberships(session, person) if membership.role == role]
        found.append((person, None if None in scopes else set().union(*(units for units in scopes if units is not None))))
    return found

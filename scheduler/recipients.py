"""Who is told: a unit's group chat or else its officers, the coordinators that a unit belongs to; each at one address."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from storage import people
from storage.messages import Address
from storage.models import ChatAddress, Membership, Person
from storage.outbox import address_of

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person or group chat, at the address last used. `key` is "p7" or "g3"; `language` "" is the office's.

    `address_ids` are all chats of the person: the daily ceiling counts them together.
    """

    key: str
    address_id: int
    address: Address
    person_id: int | None = None
    language: str = ""
    address_ids: tuple[int, ...] = ()


def of_units(session: Session, unit_ids: Collection[int], *, groups: bool = True) -> dict[int, list[Recipient]]:
    """Who is told for each unit; a unit that nobody can be reached for is not in the answer.

    A group chat stands for the whole unit. Without `groups` only officers are named.
    """
    officers = _officers(session, unit_ids)
    reached = {person.key: person for person in _at_addresses(session, {one for many in officers.values() for one in many})}
    found: dict[int, list[Recipient]] = {}
    for unit_id, members in officers.items():
        if told := [reached[f"p{person_id}"] for person_id in sorted(members) if f"p{person_id}" in reached]:
            found[unit_id] = told
    if groups:
        found |= _group_chats(session, unit_ids)
    return found


def of_people(session: Session, persons: Iterable[Person]) -> list[Recipient]:
    """Those of some people who can be reached, in the order of their ids."""
    return _at_addresses(session, {person.id for person in persons if person.id is not None})


def coordinators_of(session: Session, unit_ids: Collection[int]) -> dict[int, list[Recipient]]:
    """Who looks after each unit and can be reached: its coordinators, or the administrators where it has none.

    A unit that nobody looks after is not in the answer.
    """
    answering = people.answering(session, "coordinator")
    reached = {to.person_id: to for to in of_people(session, [person for person, _ in answering])}
    found = {
        unit_id: [reached[person.id] for person, units in answering if person.id in reached and (units is None or unit_id in units)]
        for unit_id in unit_ids
    }
    admins = [] if all(found.values()) else of_people(session, people.holders(session, "admin"))
    return {unit_id: told or admins for unit_id, told in found.items() if told or admins}


def of_address(session: Session, address: ChatAddress) -> Recipient:
    """The recipient behind a stored address, whatever its state."""
    if address.person_id is None:
        return _group(address)
    person = session.get_one(Person, address.person_id)
    every = session.exec(select(ChatAddress.id).where(ChatAddress.person_id == person.id)).all()
    return _recipient(person, address, every)


def _officers(session: Session, unit_ids: Collection[int]) -> dict[int, set[int]]:
    members: defaultdict[int, set[int]] = defaultdict(set)
    query = select(Membership.unit_id, Membership.person_id).where(
        col(Membership.unit_id).in_(unit_ids), Membership.role == "officer", col(Membership.until_at).is_(None)
    )
    for unit_id, person_id in session.exec(query):
        if unit_id is not None:
            members[unit_id].add(person_id)
    return members


def _at_addresses(session: Session, person_ids: Collection[int]) -> list[Recipient]:
    addresses: defaultdict[int, list[ChatAddress]] = defaultdict(list)
    for address in session.exec(select(ChatAddress).where(col(ChatAddress.person_id).in_(person_ids))):
        addresses[address.person_id or 0].append(address)
    persons = session.exec(
        select(Person).where(col(Person.id).in_(list(addresses)), col(Person.erased_at).is_(None)).order_by(col(Person.id))
    )
    found = []
    for person in persons:
        every = addresses[person.id or 0]
        usable = [address for address in every if address.state == "ok"]
        if usable:
            newest = max(usable, key=lambda address: (address.last_in_at or NEVER, -(address.id or 0)))
            found.append(_recipient(person, newest, [address.id for address in every]))
    return found


def _recipient(person: Person, address: ChatAddress, every: Iterable[int | None]) -> Recipient:
    ids = tuple(one for one in every if one is not None)
    return Recipient(f"p{person.id}", address.id or 0, address_of(address), person.id, person.language, ids)


def _group_chats(session: Session, unit_ids: Collection[int]) -> dict[int, list[Recipient]]:
    query = select(ChatAddress).where(
        col(ChatAddress.unit_id).in_(unit_ids), ChatAddress.state == "ok", col(ChatAddress.person_id).is_(None)
    )
    found: dict[int, list[Recipient]] = {}
    for address in session.exec(query.order_by(col(ChatAddress.id))):
        found.setdefault(address.unit_id or 0, [_group(address)])
    return found


def _group(address: ChatAddress) -> Recipient:
    return Recipient(f"g{address.id}", address.id or 0, address_of(address), address_ids=(address.id or 0,))

"""Group chats as addresses of units: linking one, finding whose it is, moving it when the service gives it a new id."""

from sqlmodel import Session, col, select

from storage import people
from storage.messages import Address
from storage.models import ChatAddress, Unit


def unit_of(session: Session, address: Address) -> Unit | None:
    """The unit that a group chat belongs to; one linked topic stands for the whole group. None where it is nobody's."""
    rows = [row for row in _rows(session, address) if row.unit_id is not None]
    here = [row for row in rows if row.thread == (address.thread or "")]
    return session.get(Unit, (here or rows)[0].unit_id) if rows else None


def link(session: Session, address: Address, unit_id: int) -> None:
    """Makes this chat (or topic) the unit's; what is sent to the unit goes there from now on."""
    row = people.own_address(session, address)
    row.unit_id, row.state = unit_id, "ok"
    session.add(row)
    session.flush()


def unlink(session: Session, address: Address) -> None:
    """The group, with all its topics, is nobody's any more."""
    for row in _rows(session, address):
        row.unit_id = None
        session.add(row)


def move(session: Session, address: Address, new_chat: str) -> None:
    """The service has given a group a new id. What is known under the new id already takes over; calling it twice is harmless."""
    for row in _rows(session, address):
        known = people.own_address(session, Address(row.channel, new_chat, row.thread or None, row.bot or None))
        known.unit_id = known.unit_id or row.unit_id
        row.unit_id, row.state, row.refused_why = None, "left", "migrated"
        session.add_all([known, row])


def _rows(session: Session, address: Address) -> list[ChatAddress]:
    query = select(ChatAddress).where(
        ChatAddress.channel == address.channel, ChatAddress.bot == (address.bot or ""), ChatAddress.chat == address.chat
    )
    return list(session.exec(query.order_by(col(ChatAddress.id))))

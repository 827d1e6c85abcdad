"""Claiming and settling messages of the outbox, each row by itself."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, case, or_
from sqlmodel import Session, col, func, select, update

from storage import events
from storage.models import ChatAddress, Event, Outbox
from storage.reminders import follow_messages

LEASE = timedelta(minutes=2)
STARTED = ("reminder", "prompt", "escalation", "alarm", "digest", "summary")
"""Kinds that the bot starts by itself: they count for the daily ceiling and never go out outside working time."""
KIND_REMINDERS = ("reminder", "prompt", "escalation")
"""Kinds that go once more when it is unknown whether they arrived: a second reminder harms less than none."""
CARRIES_REMINDERS = ("reminder", "escalation")
"""Kinds that carry reminder rows; no other message has any."""
UNKNOWN = "unknown"
SEND_UNKNOWN = "send_unknown"

# What every look at the outbox asks is written once: building a statement takes longer than asking it.
_EXPIRED = (
    select(Outbox)
    .where(Outbox.state == "claimed", or_(col(Outbox.claimed_until) <= bindparam("now"), col(Outbox.claimed_until) > bindparam("latest")))
    .with_for_update(skip_locked=True)  # of two processes that look at once one takes a claim back, or the other would undo what came of it
)
_FIRST = func.min(col(Outbox.id))
_HEADS = (
    select(_FIRST, col(Outbox.channel), col(Outbox.bot), col(Outbox.chat))
    .where(col(Outbox.state) == "pending", col(Outbox.not_before) <= bindparam("now"))
    .group_by(col(Outbox.channel), col(Outbox.bot), col(Outbox.chat))
    .order_by(func.max(case((col(Outbox.kind) == "reply", 1), else_=0)).desc(), _FIRST)
    .limit(bindparam("limit"))
)
_NEXT_DUE = select(func.min(col(Outbox.not_before))).where(Outbox.state == "pending")


@dataclass(frozen=True, slots=True)
class Head:
    """The next message of a chat: its row and which chat it is."""

    id: int
    chat: tuple[str, str, str]


def due_heads(session: Session, now: datetime, limit: int, busy: Collection[tuple[str, str, str]] = ()) -> list[Head]:
    """The oldest message due of each chat that is not `busy`, answers first. One chat's queue never stands before another's."""
    found = session.exec(_HEADS, params={"now": now, "limit": limit + len(busy)})
    heads = [Head(row, (channel, bot, chat)) for row, channel, bot, chat in found if row is not None]
    return [head for head in heads if head.chat not in busy][:limit]


def next_due_at(session: Session) -> datetime | None:
    """When the earliest waiting message may go, which may be past; None when nothing waits."""
    return session.exec(_NEXT_DUE).one()


def claim(session: Session, row_id: int, by: str, now: datetime) -> bool:
    """Takes a pending message for two minutes. False where somebody else was faster."""
    taken = session.exec(
        update(Outbox)
        .where(col(Outbox.id) == row_id, col(Outbox.state) == "pending")
        .execution_options(synchronize_session=False)  # nobody looks at the row before it is on its way, in another transaction
        .values(state="claimed", claimed_by=by, claimed_until=now + LEASE, wired_at=None, attempts=col(Outbox.attempts) + 1)
    )
    return bool(taken.rowcount == 1)


def claimed_row(session: Session, row_id: int, by: str) -> Outbox | None:
    """The message if it is still this process's to send, else None. Nobody takes it back before the transaction has ended."""
    row = session.get(Outbox, row_id, with_for_update=True)
    return row if row is not None and row.state == "claimed" and row.claimed_by == by else None


def give_back(session: Session, by: str) -> None:
    """Frees what this process claimed and never handed to a channel."""
    unsent = (col(Outbox.claimed_by) == by) & (col(Outbox.state) == "claimed") & col(Outbox.wired_at).is_(None)
    session.exec(update(Outbox).where(unsent).values(state="pending", claimed_by=None, claimed_until=None))


def expired(session: Session, now: datetime, in_flight: Collection[int]) -> list[Outbox]:
    """Claims whose process is gone. A lease that ends later than any lease given now was given by a clock that has since gone back."""
    claimed = session.exec(_EXPIRED, params={"now": now, "latest": now + LEASE + timedelta(seconds=1)})
    return [row for row in claimed if row.id not in in_flight]


def take_back(session: Session, row: Outbox, now: datetime) -> None:
    """Settles a claim whose process died: surely not sent where it never reached the wire, else unknown."""
    if row.wired_at is None:
        _again(session, row, now, row.why)
    else:
        settle_unknown(session, row, now, now, "interrupted")


def settle_sent(session: Session, row: Outbox, external_id: str, now: datetime) -> None:
    """The service took the message. Its reminders are sent; the chat's last message is now."""
    row.state, row.external_id, row.settled_at, row.claimed_until = "sent", external_id, now, None
    session.add(row)
    if row.address_id is not None:
        written_to = update(ChatAddress).where(col(ChatAddress.id) == row.address_id).values(last_out_at=now)
        session.exec(written_to.execution_options(synchronize_session=False))
    _follow(session, row, now)


def settle_not_sent(session: Session, row: Outbox, again_at: datetime, why: str, now: datetime) -> None:
    """Nothing arrived; the message waits until `again_at`. What was unknown once stays marked so."""
    _again(session, row, again_at, row.why if row.why == UNKNOWN else why)
    _follow(session, row, now)


def settle_unknown(session: Session, row: Outbox, again_at: datetime, now: datetime, reason: str) -> None:
    """It may have arrived or not.

    1. The trail lists it as unknown. 2. A kind reminder goes once more from `again_at` on. 3. Everything else, and a reminder that was
    unknown before, stays unknown for the coordinator to see.
    """
    facts = {"outbox": row.id, "kind": row.kind, "address": row.address_id}
    events.record(session, SEND_UNKNOWN, now, person_id=row.person_id, after=facts, note=reason)
    if row.kind in KIND_REMINDERS and row.why != UNKNOWN:
        _again(session, row, again_at, UNKNOWN)
    else:
        row.state, row.why, row.settled_at, row.claimed_until = UNKNOWN, reason, now, None
        session.add(row)
    _follow(session, row, now)


def settle_refused(session: Session, row: Outbox, reason: str, now: datetime) -> None:
    """The service will never take this message. Its reminders have failed unless another message carries them."""
    row.state, row.why, row.settled_at, row.claimed_until = "refused", reason, now, None
    session.add(row)
    _follow(session, row, now)


def drop(session: Session, row: Outbox, why: str, now: datetime) -> None:
    """The message is not worth sending any more; nothing is sent. Its reminders keep the reason they were given."""
    row.state, row.why, row.settled_at, row.claimed_until = "dropped", why, now, None
    session.add(row)
    session.flush()


def _again(session: Session, row: Outbox, at: datetime, why: str | None) -> None:
    row.state, row.not_before, row.why, row.claimed_by, row.claimed_until = "pending", at, why, None, None
    session.add(row)


def _follow(session: Session, row: Outbox, now: datetime) -> None:
    session.flush()
    if row.id is not None and row.kind in CARRIES_REMINDERS:
        follow_messages(session, row.id, now)


def refuse_address(session: Session, address_id: int, reason: str) -> None:
    """Nobody is reached at this chat any more until they write to us again."""
    session.exec(update(ChatAddress).where(col(ChatAddress.id) == address_id).values(state="refused", refused_why=reason))


def move_chat(session: Session, row: Outbox, new_chat: str) -> None:
    """A group has a new id: its address and all that waits for it move there; an address known under the new id takes over."""
    address = session.get(ChatAddress, row.address_id) if row.address_id is not None else None
    new_id = row.address_id
    if address is not None:
        known = session.exec(
            select(ChatAddress).where(
                ChatAddress.channel == address.channel,
                ChatAddress.bot == address.bot,
                ChatAddress.chat == new_chat,
                ChatAddress.thread == address.thread,
            )
        ).first()
        if known is None:
            address.chat = new_chat
        else:
            address.state, new_id = "left", known.id
            known.unit_id = known.unit_id or address.unit_id
            session.add(known)
        session.add(address)
    old = (col(Outbox.channel) == row.channel, col(Outbox.bot) == row.bot, col(Outbox.chat) == row.chat)
    waiting = col(Outbox.state).in_(("pending", "claimed"))
    session.exec(update(Outbox).where(*old, waiting).values(chat=new_chat, address_id=new_id))
    session.refresh(row)


def started_since(session: Session, address_ids: Iterable[int], since: datetime) -> dict[int, int]:
    """How many messages the bot started at each of these addresses since an instant: sent, on the wire or waiting."""
    ids = list(address_ids)
    query = (
        select(col(Outbox.address_id), func.count(col(Outbox.id)))
        .where(col(Outbox.address_id).in_(ids), col(Outbox.kind).in_(STARTED))
        .where(or_(col(Outbox.settled_at) >= since, col(Outbox.settled_at).is_(None)))
        .where(col(Outbox.state).in_(("sent", "unknown", "claimed", "pending")))
        .group_by(col(Outbox.address_id))
    )
    return {address_id: count for address_id, count in session.exec(query) if address_id is not None}


def sent_since(session: Session, address_ids: Collection[int], since: datetime) -> int:
    """How often the bot has started to write to these addresses since an instant: sent, on the wire, and each time it stayed unknown."""
    on_the_wire = (col(Outbox.state) == "claimed") & col(Outbox.wired_at).is_not(None)
    sent = (col(Outbox.state) == "sent") & (col(Outbox.settled_at) >= since)
    query = select(func.count(col(Outbox.id))).where(
        col(Outbox.address_id).in_(list(address_ids)), col(Outbox.kind).in_(STARTED), or_(sent, on_the_wire)
    )
    unknown = session.exec(select(Event.after).where(Event.kind == SEND_UNKNOWN, col(Event.at) >= since))
    return session.exec(query).one() + sum(1 for facts in unknown if facts["address"] in address_ids and facts["kind"] in STARTED)

"""What is kept of a person: shown, handed out, erased on request, and forgotten in time. The office's record of the work stays."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, func, or_, select, update

from storage import events, people
from storage.models import Assignment as Given
from storage.models import ChatAddress, Conversation, Inbox, Invite, Mark, Membership, Occurrence, Outbox, Person, Report, Request

FORGOTTEN = "texts_forgotten"
SETTLED = ("sent", "refused", "unknown", "dropped")
EMPTY_BODY: dict[str, Any] = {"text": "", "choices": [], "files": [], "replaces": None, "ask_contact": False, "template": None}
"""A message whose words are no longer kept: what remains is that it was sent, when, and to which chat."""


def counts(session: Session, person_id: int) -> tuple[int, int]:
    """How many messages and how many reports of a person are kept."""
    messages = session.exec(select(func.count(col(Inbox.id))).where(Inbox.person_id == person_id)).one()
    return messages, session.exec(select(func.count(col(Report.id))).where(Report.person_id == person_id)).one()


def everything_of(session: Session, person: Person) -> dict[str, Any]:
    """All that is kept of a person, in plain values that JSON can hold; instants in UTC."""
    mine = person.id
    received = session.exec(select(Inbox).where(Inbox.person_id == mine).order_by(col(Inbox.id)))
    sent = session.exec(select(Outbox).where(Outbox.person_id == mine, Outbox.state == "sent").order_by(col(Outbox.id)))
    return {
        "person": person.model_dump(mode="json", exclude={"id"}),
        "roles": _dumped(session, Membership, mine, "id", "person_id"),
        "chats": _dumped(session, ChatAddress, mine, "id", "person_id", "unit_id"),
        "messages_received": [{"at": row.received_at.isoformat(), "text": row.text, "button": row.choice} for row in received],
        "messages_sent": [{"at": row.settled_at.isoformat() if row.settled_at else None, "text": row.body["text"]} for row in sent],
        "reports": [{"task": task, **report.model_dump(mode="json", exclude={"before"})} for task, report in _with_task(session, mine)],
        "requests": _dumped(session, Request, mine, "person_id"),
    }


def _dumped(session: Session, table: Any, person_id: int | None, *without: str) -> list[dict[str, Any]]:
    rows = session.exec(select(table).where(table.person_id == person_id).order_by(table.id))
    return [row.model_dump(mode="json", exclude=set(without)) for row in rows]


def _with_task(session: Session, person_id: int | None) -> list[tuple[int, Report]]:
    query = select(Given.task_id, Report).join(Occurrence, col(Report.occurrence_id) == Occurrence.id)
    query = query.join(Given, col(Occurrence.assignment_id) == Given.id).where(Report.person_id == person_id)
    return list(session.exec(query.order_by(col(Report.id))))


def erase(session: Session, person: Person, inbox_id: int, now: datetime) -> None:
    """Takes away a person's name, phone, chats, roles and the words of their messages; what they reported stays without the name.

    `inbox_id` is the message that asked for it: work that it leaves behind is still done. Calling it twice is harmless.
    """
    chats = list(session.exec(select(ChatAddress).where(ChatAddress.person_id == person.id)))
    numbers = [chat.id for chat in chats]
    people.leave(session, person, now)
    session.exec(delete(Conversation).where(col(Conversation.address_id).in_(numbers)))
    for chat in chats:
        chat.person_id = None
        session.add(chat)
    mine = col(Inbox.person_id) == person.id
    session.exec(update(Inbox).where(mine).values(text="", choice=None))
    session.exec(update(Inbox).where(mine, col(Inbox.id) != inbox_id).values(has_work=False, work={}))
    theirs = or_(col(Outbox.person_id) == person.id, col(Outbox.address_id).in_(numbers))
    session.exec(update(Outbox).where(theirs, col(Outbox.state) == "pending").values(state="dropped", why="erased", settled_at=now))
    session.exec(update(Outbox).where(theirs, col(Outbox.state).in_(SETTLED)).values(body=EMPTY_BODY))
    session.exec(update(Invite).where(col(Invite.used_by_id) == person.id).values(name="", phone=None))
    person.name, person.erased_at = "", now
    session.add(person)
    events.record(session, "erased", now, person_id=person.id, inbox_id=inbox_id, after={"chats": len(chats)})


def forget_invited(session: Session, now: datetime) -> int:
    """Takes name and phone number out of the invites that are used or over, and says of how many."""
    over = or_(col(Invite.used_at).is_not(None), col(Invite.expires_at) <= now)
    told = or_(col(Invite.name) != "", col(Invite.phone).is_not(None))
    return session.exec(update(Invite).where(over, told).values(name="", phone=None)).rowcount


def forget_texts(session: Session, before: datetime, now: datetime) -> int:
    """Blanks the words of messages in and out that are older than `before`; returns of how many. What was done is left alone."""
    mark = session.get(Mark, FORGOTTEN) or Mark(name=FORGOTTEN, at=now)
    since = datetime.fromisoformat(mark.value["until"]) if "until" in mark.value else None
    if since is not None and since >= before:
        return 0
    heard = [col(Inbox.received_at) < before, ~col(Inbox.has_work)]
    told = [col(Outbox.settled_at) < before, col(Outbox.state).in_(SETTLED)]
    if since is not None:
        heard.append(col(Inbox.received_at) >= since)
        told.append(col(Outbox.settled_at) >= since)
    blanked = session.exec(update(Inbox).where(*heard).values(text="", choice=None, work={})).rowcount
    blanked += session.exec(update(Outbox).where(*told).values(body=EMPTY_BODY)).rowcount
    mark.value, mark.at = {"until": before.isoformat()}, now
    session.add(mark)
    return blanked

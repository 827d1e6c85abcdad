"""A flood from one chat slows that chat only: beyond a number of messages a minute it reads one polite sentence."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from locales import words
from storage.messages import Incoming, Reply
from storage.models import Inbox, Mark
from storage.office import Office

WINDOW = timedelta(minutes=1)


def slowed(session: Session, message: Incoming, inbox: Inbox, now: datetime, office: Office) -> list[Reply] | None:
    """What a chat reads that sends too much: one sentence a minute, in a group nothing. None where the message can be answered.

    What is not answered is kept as received, but changes nothing: the sentence says so.
    """
    others = select(func.count(col(Inbox.id))).where(
        Inbox.address_id == inbox.address_id,
        col(Inbox.id) != inbox.id,
        col(Inbox.received_at) > now - WINDOW,
        col(Inbox.received_at) <= now,
    )
    if session.exec(others).one() < office.messages_a_minute:
        return None
    name = f"flood:{inbox.address_id}"
    mark = session.get(Mark, name)
    if message.group or (mark is not None and now - WINDOW < mark.at <= now):
        return []
    session.merge(Mark(name=name, at=now))
    text = words(office.language).text(
        "That was more than {most} messages in a minute; those beyond were not recorded. Please wait a minute and send them again.",
        most=office.messages_a_minute,
    )
    return [Reply(text)]

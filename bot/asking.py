"""Asking the chat from the command line, as a coordinator of the whole programme, in a transaction that is rolled back."""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from handlers.conversation import answer
from storage import people
from storage.messages import Address, Incoming, plain
from storage.models import Inbox, Membership, Person
from storage.office import Office

CONSOLE = Address("console", "ask")


def ask_as_coordinator(engine: Engine, office: Office, text: str, now: datetime) -> list[str]:
    """The answers in plain text. Whatever the words would change is undone: the command only asks."""
    with Session(engine) as session:
        try:
            person = Person(name="", language=office.language, created_at=now)
            session.add(person)
            session.flush()
            session.add(Membership(person_id=person.id or 0, unit_id=None, role="coordinator", since_at=now))
            people.own_address(session, CONSOLE).person_id = person.id
            inbox = Inbox(channel=CONSOLE.channel, external_id=f"ask:{now.isoformat()}", received_at=now, text=text)
            session.add(inbox)
            session.flush()
            replies = answer(session, Incoming(CONSOLE, inbox.external_id, CONSOLE.chat, text), inbox, now, office)
            return [plain(reply.text) for reply in replies]
        finally:
            session.rollback()

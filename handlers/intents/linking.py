"""Strangers, codes and chats that come and go. A stranger learns nothing but how to link."""

from datetime import datetime

from sqlmodel import Session

from handlers.intents import everyone
from handlers.understand import understand
from handlers.understanding import intents as i
from locales import words
from storage import events, people
from storage.messages import Incoming, Reply
from storage.models import ChatAddress, Unit
from storage.office import Office


def stranger(session: Session, message: Incoming, now: datetime, office: Office) -> list[Reply]:
    """Links a chat by its code, or says how to. All wrong codes get one and the same sentence."""
    said = words(office.language)
    if message.group:
        return []
    code = _code(message, office, now)
    if code is None:
        return [Reply(said.text("This chat is not linked yet. Please type the invite code that your office gave you."))]
    linked = people.redeem(session, code, message.sender, message.person_name, office.language, now)
    if linked is None:
        return [Reply(said.text("This chat is not linked yet: the code is not valid. Please ask your office for a new invite code."))]
    person, invite = linked
    unit = session.get(Unit, invite.unit_id) if invite.unit_id is not None else None
    events.record(session, "linked", now, person_id=person.id, unit_id=invite.unit_id, after={"role": invite.role})
    return [everyone.welcome(said, person, invite.role, unit)]


def _code(message: Incoming, office: Office, now: datetime) -> str | None:
    for intent in understand(message.text, office.today(now)):
        if isinstance(intent, i.Start | i.Code) and intent.code:
            return intent.code
    return None


def noticed(session: Session, message: Incoming, chat: ChatAddress, now: datetime) -> list[Reply]:
    """A happening instead of words: the bot was blocked, removed from or added to a group, or a group got a new id."""
    kind, _, detail = (message.notice or "").partition(":")
    if kind in ("blocked", "removed"):
        chat.state, chat.refused_why = ("refused" if kind == "blocked" else "left"), kind
        events.record(session, f"chat_{kind}", now, person_id=chat.person_id, unit_id=chat.unit_id)
    elif kind == "migrated" and detail:
        chat.chat = detail
    session.add(chat)
    return []

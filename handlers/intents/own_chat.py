"""One person in several chats: a code of one's own that links the next one, whichever service it is on."""

from datetime import datetime

from sqlmodel import Session

from handlers.desk import Desk
from handlers.understanding import intents as i
from locales import words
from storage import events, invites
from storage.messages import Reply, bold
from storage.models import Inbox, Person
from storage.office import Office


def another_chat(desk: Desk, _intent: i.AnotherChat) -> list[Reply]:
    """A code for the asker's own next chat; never in a group, where others would read it."""
    said = desk.words
    if desk.message.group:
        return [Reply(said.text("Please ask for this in a private chat with the bot."))]
    code, row = invites.for_own_chat(desk.session, desk.asker_id, desk.now)
    until = row.expires_at.astimezone(desk.office.zone)
    lines = [
        said.text("To use another chat as the same person, type this code there: {code}", code=bold(code)),
        *(f"{channel}: {link}" for channel, link in desk.office.invite_links(desk.session, code).items()),
        said.text(
            "It works once, until {hour} on {day}, for you only. Reminders go to the chat that you used last.",
            hour=said.time(until),
            day=said.date(until.date()),
        ),
    ]
    return [Reply("\n".join(lines))]


def joined(session: Session, inbox: Inbox, person: Person, now: datetime, office: Office) -> list[Reply]:
    """The first words in a chat that somebody added to their own."""
    said = words(person.language or office.language)
    inbox.person_id = person.id
    session.add(inbox)
    events.record(session, "chat_added", now, person_id=person.id)
    return [Reply(said.text("Linked as {name}. Reminders go to the chat that you used last.", name=person.name or "–"))]

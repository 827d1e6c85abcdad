"""Codes, phone numbers, chats that come and go. A stranger learns nothing but how to link: one sentence for every refusal."""

from datetime import datetime

from sqlmodel import Session

from handlers.desk import Desk
from handlers.intents import everyone, handover, own_chat
from handlers.understand import understand, value
from handlers.understanding import intents as i
from locales import Words, words
from storage import events, groups, invites, people
from storage.messages import Choice, Contact, Incoming, Reply
from storage.models import ChatAddress, Inbox, Invite, Person, Unit
from storage.office import Office


def stranger(session: Session, message: Incoming, inbox: Inbox, now: datetime, office: Office) -> list[Reply]:
    """Links a chat by its code or its owner's phone number, or says how to. All wrong ones get one and the same sentence."""
    said = words(office.language)
    name, language = message.person_name, office.language
    code = code_in(message, office, now)
    if code is not None:
        linked = invites.redeem(session, code, message.sender, name, language, now)
    elif message.contact is not None and message.contact.own:
        linked = invites.redeem_phone(session, message.contact.phone, message.sender, name, language, now)
    elif message.contact is None:
        return [_how_to_link(session, said, message, now, office)]
    else:
        linked = None
    if linked is None:
        return [Reply(said.text("This chat is not linked yet: the code is not valid. Please ask your office for a new invite code."))]
    return welcomed(session, inbox, *linked, now, office)


def _how_to_link(session: Session, said: Words, message: Incoming, now: datetime, office: Office) -> Reply:
    text = said.text("This chat is not linked yet. Please type the invite code that your office gave you.")
    abilities = office.abilities.get(message.sender.channel)
    if abilities is None or not abilities.buttons or not invites.any_for_phones(session, now):
        return Reply(text)
    share = Choice(said.text("Share my phone number"), value(i.Help()))
    return Reply(f"{text} {said.text('If your office knows your phone number, you can share it instead.')}", ((share,),), ask_contact=True)


def code_in(message: Incoming, office: Office, now: datetime) -> str | None:
    """The code that somebody typed or that a link carried; None where the words hold none."""
    for intent in understand(message.text, office.today(now)):
        if isinstance(intent, i.Start | i.Code) and intent.code:
            return intent.code
    return None


def start(desk: Desk, intent: i.Start | i.Code) -> list[Reply]:
    """A linked person opens the chat again, or redeems one more code for a further role."""
    if not intent.code:
        return everyone.help_(desk, i.Help())
    linked = invites.redeem(desk.session, intent.code, desk.message.sender, desk.asker.name, desk.asker.language, desk.now)
    if linked is None:
        return [Reply(desk.words.text("The code is not valid. Please ask your office for a new invite code."))]
    return welcomed(desk.session, desk.inbox, *linked, desk.now, desk.office)


def welcomed(session: Session, inbox: Inbox, person: Person, invite: Invite, now: datetime, office: Office) -> list[Reply]:
    """The first words after linking, in the trail, with the chat's command menu; a successor takes over from the one before."""
    if invite.role == invites.OWN_CHAT:
        return own_chat.joined(session, inbox, person, now, office)
    said = words(person.language)
    unit = session.get(Unit, invite.unit_id) if invite.unit_id is not None else None
    inbox.person_id = person.id
    inbox.has_work, inbox.work = True, {"kind": "menu", "files": []}
    session.add(inbox)
    events.record(session, "linked", now, person_id=person.id, unit_id=invite.unit_id, after={"role": invite.role})
    welcome = everyone.welcome(said, person, invite.role, unit)
    return [welcome, *handover.completed(session, inbox, person, invite, now, office)]


def phone_shared(desk: Desk, contact: Contact) -> list[Reply]:
    """A linked person shares a phone number: their own is kept, for services that reach people by number; somebody else's is not."""
    if not contact.own:
        return [Reply(desk.words.text("Only your own phone number can be kept. Nothing was saved."))]
    desk.asker.phone = invites.clean_phone(contact.phone)
    desk.session.add(desk.asker)
    events.record(desk.session, "phone_kept", desk.now, person_id=desk.asker_id)
    return [Reply(desk.words.text("Your phone number {phone} is kept. “/dulieu” shows what is known about you.", phone=desk.asker.phone))]


def unlink(desk: Desk, _intent: i.Unlink) -> list[Reply]:
    """Asks before the chat is forgotten."""
    choices = ((Choice(desk.words.text("Yes, unlink"), value(i.Yes())), Choice(desk.words.text("No"), value(i.No()))),)
    return [desk.ask("unlink", desk.words.text("Unlink this chat? You will get no more reminders here."), choices)]


def unlinked(desk: Desk) -> list[Reply]:
    """Forgets the chat after a yes; with a person's last chat their roles end."""
    said = desk.words
    desk.answered()
    people.unlink(desk.session, desk.asker, desk.message.sender, desk.now)
    events.record(desk.session, "unlinked", desk.now, person_id=desk.asker.id)
    desk.later("menu")
    return [Reply(said.text("This chat is no longer linked. To come back, ask your office for a new invite code."))]


def noticed(session: Session, message: Incoming, chat: ChatAddress, now: datetime, office: Office) -> list[Reply]:
    """A happening instead of words: the bot was blocked, removed from or added to a group, or a group got a new id."""
    kind, _, detail = (message.notice or "").partition(":")
    if kind in ("blocked", "removed"):
        chat.state, chat.refused_why = ("refused" if kind == "blocked" else "left"), kind
        events.record(session, f"chat_{kind}", now, person_id=chat.person_id, unit_id=chat.unit_id)
    elif kind == "migrated" and detail:
        groups.move(session, message.sender, detail)
    elif kind == "added" and message.group and groups.unit_of(session, message.sender) is None:
        return [
            Reply(
                words(office.language).text(
                    "To link this group to a unit, one of its linked officers types /start here, or an invite code."
                )
            )
        ]
    session.add(chat)
    return []

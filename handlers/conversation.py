"""Answering one message: who asks, what they mean, whether they may, and the handler that answers."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from handlers.desk import Desk
from handlers.intents import HANDLERS, flood, following, groups, linking, reporting
from handlers.intents.unsupported import unsupported
from handlers.rights import may
from handlers.understand import pressed, understand
from handlers.understanding import intents as i
from handlers.understanding.intents import Expecting, Intent
from locales import words
from storage import people
from storage.messages import Address, Incoming, Reply
from storage.models import ChatAddress, Inbox, Person
from storage.office import Office
from storage.outbox import choices_of, last_with_choices, sent_message

_REPLACING = (i.Page, i.Language, i.Undo, i.Yes, i.No, i.Skip)
"""Taps whose answer takes the place of the message they stand on: its buttons have no further use."""


def answer(session: Session, message: Incoming, inbox: Inbox, now: datetime, office: Office) -> list[Reply]:
    """What to say to a message, with all that it changes made in the same session. Every message gets an answer, a notice gets none.

    1. The chat is noted as heard from. 2. A chat that floods is slowed. 3. A stranger can link and learns nothing else. 4. The words or
    the button become intents. 5. Each intent is checked against the table of rights and handed to its handler.
    """
    chat = people.own_address(session, message.sender)
    chat.last_in_at, chat.state, chat.refused_why = now, "ok", None
    inbox.address_id = chat.id
    kind, _, what = (message.notice or "").partition(":")
    if message.notice is not None and kind != "unsupported":
        return linking.noticed(session, message, chat, now, office)
    with session.no_autoflush:  # the chat and the message are written once, when it is known whose they are
        slowed = flood.slowed(session, message, inbox, now, office)
        asker = _asker(session, message, chat)
        roles = people.memberships(session, asker) if asker is not None else []
    if slowed is not None:
        return slowed
    if asker is None or not roles:
        if message.group:
            return groups.stranger(session, message, now, office)
        return linking.stranger(session, message, inbox, now, office)
    inbox.person_id = asker.id
    desk = Desk(session, office, now, message, inbox, chat, asker, roles)
    if message.group:
        return _in_group(desk)
    if message.notice is not None:
        return unsupported(desk, what)
    if message.contact is not None:
        return linking.phone_shared(desk, message.contact)
    return [reply for intent in _meant(desk) for reply in _answered(desk, intent)]


def _in_group(desk: Desk) -> list[Reply]:
    """In a group only what is said to the bot is answered, for the group's unit, and nothing personal."""
    entered = groups.entered(desk)
    if entered is not None:
        return entered
    intents = _meant(desk)
    if desk.message.notice is not None or not groups.is_addressed(desk, intents):
        return []
    return [reply for intent in intents for reply in (_answered(desk, intent) if groups.may_be_said(intent) else [groups.in_private(desk)])]


def _asker(session: Session, message: Incoming, chat: ChatAddress) -> Person | None:
    if not message.group:
        return session.get(Person, chat.person_id) if chat.person_id is not None else None
    return people.person_at(session, Address(message.sender.channel, message.person, bot=message.sender.bot))


def _meant(desk: Desk) -> tuple[Intent, ...]:
    """The intents of a message; a number becomes the choice that it stands for."""
    message = desk.message
    if message.choice is not None:
        return (_numbered(desk, pressed(message.choice)),)
    if not message.text.strip() and (message.files or message.location or message.contact):
        return (i.Answer(""),)
    question = desk.question
    expecting = following.expecting(question) if question is not None else None
    if expecting is None and (shown := last_with_choices(desk.session, desk.chat.id or 0)):
        expecting = Expecting("choice", choices=len(shown))
    meant = understand(message.text, desk.today, expecting)
    if message.files and all(isinstance(intent, i.Unclear) for intent in meant):
        return (i.Answer(message.text),)  # a caption that says nothing: the file itself is what was meant
    return tuple(_numbered(desk, intent) for intent in meant)


def _numbered(desk: Desk, intent: Intent) -> Intent:
    """The choice that a bare number, or "#27 1", stands for: of the open question first, else of the last message with choices."""
    if not isinstance(intent, i.Number):
        return intent
    if intent.task is not None:
        answer_to_task = following.nth_answer(desk, intent.task, intent.n)
        desk.message = replace(desk.message, choice=desk.message.text, text="")
        return answer_to_task
    question = desk.question
    values = question.choices if question is not None and question.choices else []
    values = values or [choice.value for choice in last_with_choices(desk.session, desk.chat.id or 0)]
    if not 1 <= intent.n <= len(values):
        return i.Unclear(desk.message.text)
    chosen = values[intent.n - 1]
    desk.message = replace(desk.message, choice=chosen, text="")  # a typed number is the same as a tap
    return pressed(chosen)


def _answered(desk: Desk, intent: Intent) -> list[Reply]:
    """The replies; after a tap on the question that is open the first of them stands in its place."""
    on_question = _is_tap_on_open_question(desk)
    continued = following.go_on(desk, intent)
    if continued is not None:
        return _in_place(continued, desk) if on_question else continued
    if not may({membership.role for membership in desk.roles}, intent):
        return [refusal(desk, intent)]
    handler = HANDLERS.get(type(intent), HANDLERS[i.Unclear])
    answers: list[Reply] = handler(desk, intent)
    return _in_place(answers, desk) if on_question or isinstance(intent, _REPLACING) else answers


def _is_tap_on_open_question(desk: Desk) -> bool:
    question = desk.question
    pressed_on = sent_message(desk.session, desk.chat.id or 0, desk.message.pressed_on) if desk.message.pressed_on else None
    return question is not None and pressed_on is not None and [one.value for one in choices_of(pressed_on)] == question.choices


def _in_place(replies: list[Reply], desk: Desk) -> list[Reply]:
    if replies and desk.message.pressed_on is not None:
        replies[0].edit = True
    return replies


def refusal(desk: Desk, intent: Intent) -> Reply:
    """No right to do this; what an officer may have meant instead is offered."""
    offered = reporting.offered(desk, intent) if isinstance(intent, i.Nudge) else None
    return offered or Reply(desk.words.text("You have no right to do this."))


def apology(language: str) -> Reply:
    """What a person reads when the program itself failed; their message is kept."""
    return Reply(words(language).text("Something went wrong on our side. Your message is kept; please try again in a few minutes."))

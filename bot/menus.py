"""The command menu of a chat, set again after its owner has linked, unlinked or changed language; and the one that strangers see."""

import logging

from sqlalchemy import Engine

from bot.channels.telegram import Telegram
from handlers.intents.menu import commands
from locales import LANGUAGES, words
from storage import people
from storage.db import transaction
from storage.messages import Channel, ChannelError
from storage.models import ChatAddress, Inbox, Person

log = logging.getLogger(__name__)


async def set_menu(engine: Engine, channel: Channel | None, inbox_id: int) -> bool:
    """Gives the chat of a message the menu of its owner's roles and language. Never fails: a menu is a convenience."""
    with transaction(engine) as session:
        inbox = session.get_one(Inbox, inbox_id)
        inbox.has_work = False
        session.add(inbox)
        chat = session.get(ChatAddress, inbox.address_id)
        person = session.get(Person, chat.person_id) if chat is not None and chat.person_id is not None else None
        roles = {membership.role for membership in people.memberships(session, person)} if person is not None else set()
        menu = commands(words(person.language), roles) if person is not None and roles else {}
        place = chat.chat if chat is not None and chat.unit_id is None else None
    if isinstance(channel, Telegram) and place is not None:
        try:
            await channel.set_commands(menu, chat=place)
        except ChannelError as error:
            log.warning("the menu of a chat was not set: %s", error.reason)
    return True


async def set_menus_of_strangers(channel: Telegram, language: str) -> None:
    """What everybody sees before linking, in every language. Never fails."""
    try:
        await channel.set_commands(commands(words(language), ()))
        for code in LANGUAGES:
            await channel.set_commands(commands(words(code), ()), language=code)
    except ChannelError as error:
        log.warning("the menu of strangers was not set: %s", error.reason)

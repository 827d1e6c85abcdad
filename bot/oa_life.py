"""The life of the Official Account in the service: its tokens kept in the store and fresh, and its people asked to write in time."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from pydantic import SecretStr
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from bot.channels.zalo_oa import ZaloOa
from bot.channels.zalo_oa_tokens import Pair
from bot.setting_forms import named_values
from bot.settings import Settings
from bot.wiring import remember_account
from handlers.understand import value
from handlers.understanding import intents as i
from locales import words
from scheduler.rules import Rules
from scheduler.slots import is_working_moment, opening
from scheduler.workdays import next_working_day
from storage.db import transaction
from storage.messages import ChannelError, Choice, Outgoing
from storage.models import ChatAddress, Mark, Person
from storage.outbox import address_of, queue

REFRESHING = timedelta(minutes=1)
LOOK_EVERY_S = 600.0
IN_TIME = timedelta(hours=2)
"""Somebody who is asked to write must have a while to do so."""
NOT_BEFORE = timedelta(days=2)
"""Nobody is asked again who wrote the day before."""

log = logging.getLogger(__name__)


class StoredTokens:
    """The account's tokens as a row of the store: every change is committed before it is used, and one process at a time refreshes."""

    def __init__(self, engine: Engine, app_id: str) -> None:
        self._engine, self._name = engine, f"zalo_oa_tokens:{app_id}"

    def load(self) -> Pair | None:
        """The newest pair; None before the first."""
        with transaction(self._engine) as session:
            mark = session.get(Mark, self._name)
            return _pair(mark.value) if mark is not None else None

    def begin(self, now: datetime) -> bool:
        """Takes the right to refresh for a minute; False where another process has it."""
        with transaction(self._engine) as session:
            mark = session.get(Mark, self._name, with_for_update=True) or Mark(name=self._name, at=now)
            until = mark.value.get("refreshing_until")
            if until and datetime.fromisoformat(until) > now:
                return False
            mark.value, mark.at = {**mark.value, "refreshing_until": (now + REFRESHING).isoformat()}, now
            session.add(mark)
            return True

    def save(self, pair: Pair) -> None:
        """Commits a new pair and gives the right back."""
        fields = {"access": pair.access, "refresh": pair.refresh, "expires_at": pair.expires_at.isoformat(), "seed": pair.seed}
        with transaction(self._engine) as session:
            session.get_one(Mark, self._name).value = fields

    def give_up(self) -> None:
        """Gives the right back without a new pair."""
        with transaction(self._engine) as session:
            mark = session.get_one(Mark, self._name)
            mark.value = {name: kept for name, kept in mark.value.items() if name != "refreshing_until"}


def _pair(fields: Mapping[str, Any]) -> Pair | None:
    if "refresh" not in fields:
        return None
    return Pair(fields["access"], fields["refresh"], datetime.fromisoformat(fields["expires_at"]), fields["seed"])


def official_account(settings: Settings, engine: Engine, now: Callable[[], datetime]) -> ZaloOa | None:
    """The channel of the Official Account that the settings name; None where they name none."""
    if settings.zalo_oa_app_id is None or settings.zalo_oa_app_secret is None:
        return None
    return ZaloOa(
        settings.zalo_oa_app_id,
        settings.zalo_oa_app_secret.get_secret_value(),
        settings.data_dir,
        StoredTokens(engine, settings.zalo_oa_app_id),
        now,
        first_refresh=_secret(settings.zalo_oa_refresh_token),
        webhook_secret=_secret(settings.zalo_oa_webhook_secret),
        templates=named_values(settings.zalo_oa_templates),
        window_days=settings.zalo_oa_window_days,
        by_phone=settings.zalo_oa_template_by == "phone",
        api_url=settings.zalo_oa_api_url,
        oauth_url=settings.zalo_oa_oauth_url,
        template_url=settings.zalo_oa_template_url,
    )


def _secret(given: SecretStr | None) -> str:
    return given.get_secret_value() if given is not None else ""


async def live(channel: ZaloOa, settings: Settings, engine: Engine, now: Callable[[], datetime]) -> None:
    """Keeps the account's tokens fresh until cancelled, also while nothing is sent; its id is remembered for the links of invites."""
    if settings.zalo_oa_id:
        with transaction(engine) as session:
            remember_account(session, channel.name, settings.zalo_oa_id, now())
    while True:
        try:
            await channel.keep_fresh()
        except ChannelError as error:
            log.warning("the Official Account has no token: %s", error.reason)
        await asyncio.sleep(LOOK_EVERY_S)


def prompt_before_closing(session: Session, channel: ZaloOa, now: datetime, rules: Rules, language: str) -> int:
    """Asks people to write a word where the service's window would close before the next working day; returns how many were asked.

    Once a window: the key grows from the moment at which they last wrote. Where templates go by phone, somebody whose number is not
    known is asked for it: sharing it is a word as well.
    """
    window_days = channel.abilities.window_days
    if window_days is None:
        return 0
    if not is_working_moment(now, rules):
        return 0
    next_chance = opening(next_working_day(rules.day(now), rules.days), rules) + IN_TIME
    opened_from, opened_to = now - timedelta(days=window_days), next_chance - timedelta(days=window_days)
    query = select(ChatAddress, Person).join(Person, col(ChatAddress.person_id) == Person.id)
    due = session.exec(
        query.where(
            ChatAddress.channel == channel.name,
            ChatAddress.state == "ok",
            col(ChatAddress.last_in_at) > opened_from,
            col(ChatAddress.last_in_at) < min(opened_to, now - NOT_BEFORE),
        )
    )
    return sum(_ask(session, chat, person, now, language, phone=channel.by_phone and not person.phone) for chat, person in due.all())


def _ask(session: Session, chat: ChatAddress, person: Person, now: datetime, language: str, *, phone: bool) -> int:
    said = words(person.language or language)
    text = said.text("Zalo lets us write to you only for some days after your last message. Please tap below or type any word to go on.")
    message = Outgoing(address_of(chat), text, ((Choice(said.text("My tasks"), value(i.MyTasks())),),), ask_contact=phone)
    key = f"window:{chat.id}:{chat.last_in_at:%Y%m%d%H%M%S}"
    row = queue(session, message, key=key, kind="alarm", now=now, address_id=chat.id, person_id=person.id)
    return int(row is not None)

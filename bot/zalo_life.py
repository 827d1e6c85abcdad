"""The life of a Zalo bot in the service: it says who it is, then has a webhook or polls."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from bot.channels.pauses import pause_s
from bot.channels.zalo import Zalo
from bot.settings import Settings
from bot.wiring import remember_account
from storage.db import transaction
from storage.messages import ChannelError, Incoming, channel_key
from storage.models import ChatAddress, Mark

ACCOUNTS = "zalo_accounts"

log = logging.getLogger(__name__)


async def live(
    channel: Zalo, settings: Settings, engine: Engine, receive: Callable[[Incoming], Awaitable[None]], now: Callable[[], datetime]
) -> None:
    """Runs until cancelled when polling; with a webhook it ends once that is set. Zalo being away for a while only delays it."""
    failures = 0
    while True:
        try:
            await _introduce(channel, engine, now())
            if settings.public_url and settings.webhook_secrets:
                await channel.set_webhook(hook_url(settings.public_url, channel.bot), settings.webhook_secrets[-1])
                return
            break
        except ChannelError as error:
            failures += 1
            log.warning("Zalo bot %s cannot be reached yet: %s", channel_key(channel.name, channel.bot), error.reason)
            await asyncio.sleep(pause_s(failures))
    await channel.poll(receive, time.monotonic)


def hook_url(public_url: str, bot: str | None) -> str:
    """Where a bot's events are posted to; each of several bots has an address of its own."""
    return f"{public_url.rstrip('/')}/zalo/webhook" + (f"/{bot}" if bot else "")


async def _introduce(channel: Zalo, engine: Engine, now: datetime) -> None:
    account = await channel.me()
    key = channel_key(channel.name, channel.bot)
    with transaction(engine) as session:
        known = known_account(session, key)
        if known not in ("", str(account.get("id") or "")):
            log.error("Zalo bot %s is another account than before: %d people must link again", key, linked(session, channel.bot))
        remember_account(session, key, str(account.get("account_name") or ""), now)
        mark = session.get(Mark, ACCOUNTS) or Mark(name=ACCOUNTS, at=now)
        mark.value, mark.at = {**mark.value, key: str(account.get("id") or "")}, now
        session.add(mark)


def known_account(session: Session, bot_key: str) -> str:
    """The account's id that a bot last had; "" where it was never reached."""
    mark = session.get(Mark, ACCOUNTS)
    return str(mark.value.get(bot_key, "")) if mark is not None else ""


def linked(session: Session, bot: str | None) -> int:
    """How many people are linked over a bot: ids of chats belong to its account, so another account means that all link again."""
    query = select(func.count(func.distinct(col(ChatAddress.person_id)))).where(
        ChatAddress.channel == "zalo", ChatAddress.bot == (bot or "")
    )
    return session.exec(query).one()

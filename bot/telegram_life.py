"""The life of the Telegram bot in the service: it says who it is, then has a webhook or polls."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy import Engine

from bot.channels.pauses import pause_s
from bot.channels.telegram import Telegram
from bot.menus import set_menus_of_strangers
from bot.settings import Settings
from bot.wiring import remember_account
from storage.db import transaction
from storage.messages import ChannelError, Incoming

log = logging.getLogger(__name__)


async def live(
    channel: Telegram, settings: Settings, engine: Engine, receive: Callable[[Incoming], Awaitable[None]], now: Callable[[], datetime]
) -> None:
    """Runs until cancelled when polling; with a webhook it ends once that is set. Telegram being away for a while only delays it."""
    failures = 0
    while True:
        try:
            name = await channel.me()
            with transaction(engine) as session:
                remember_account(session, channel.name, name, now())
            await set_menus_of_strangers(channel, settings.locale)
            if settings.public_url and settings.webhook_secrets:
                await channel.set_webhook(f"{settings.public_url.rstrip('/')}/telegram/webhook", settings.webhook_secrets[-1])
                return
            break
        except ChannelError as error:
            failures += 1
            log.warning("Telegram cannot be reached yet: %s", error.reason)
            await asyncio.sleep(error.retry_after_s or pause_s(failures))
    await channel.poll(receive, time.monotonic)

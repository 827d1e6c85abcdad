"""Builds the service from its parts and starts and stops it: the one composition root."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

from sqlalchemy import Engine

from bot import quota
from bot.channels.telegram import Telegram
from bot.channels.zalo import Zalo
from bot.clock import Clock
from bot.delivery import Delivery
from bot.inbox import receive
from bot.metrics import Metrics
from bot.settings import Settings
from bot.wiring import digests_of, office_of, remember_account, rules_of, wrapping_of
from bot.works import work_off
from bot.wrapping import wrapped
from bot.zalo_life import live
from scheduler.jobs import Beater
from scheduler.tick import tick
from storage.db import transaction
from storage.messages import Channel, ChannelError, Incoming, channel_at, channel_key

log = logging.getLogger(__name__)


class App:
    """The running service. `channels` by name; `clock` is asked here and handed down as `now`."""

    def __init__(self, settings: Settings, engine: Engine, clock: Clock, channels: Mapping[str, Channel]) -> None:
        self.settings, self.engine, self.clock = settings, engine, clock
        self.channels: Mapping[str, Channel] = channels
        self.metrics = Metrics(engine, clock.now)
        self.registry = self.metrics.registry
        self.rules = rules_of(settings)
        self.office = office_of(settings, {channel.name: channel.abilities for channel in channels.values()})
        wrap = partial(wrapped, wrapping_of(settings))
        self.delivery = Delivery(engine, channels, clock.now, self.rules, self.office, wrap=wrap, count=self.metrics.sent)
        self.plan = quota.plan_of(settings)
        self.zalo = [channel for channel in channels.values() if isinstance(channel, Zalo)]
        self.registry.register(quota.QuotaMetrics(engine, [channel.bot for channel in self.zalo], self.plan, clock.now))
        self.beaten_at: float | None = None
        self._turn = asyncio.Lock()
        self._news = asyncio.Event()

    async def receive(self, message: Incoming) -> None:
        """Takes a message in, confirms a tapped button, and wakes everything that may have work now. The same message twice is harmless."""
        new = receive(self.engine, self.office, message, self.clock.now())
        self.metrics.received(message.sender.channel, new=new)
        if new:
            self._news.set()
            self.delivery.wake()
            if message.sender.channel == quota.METERED:
                with transaction(self.engine) as session:
                    quota.count_received(session, message, self.clock.now(), self.plan)
        channel = channel_at(self.channels, message.sender)
        if message.callback and isinstance(channel, Telegram):
            await channel.acknowledge(message.callback)

    async def beat(self) -> None:
        """One beat: decides everything that is due, then does the work that messages left behind. Beats wait for one another."""
        async with self._turn:
            more = True
            while more:
                with transaction(self.engine) as session:
                    digests = digests_of(self.settings, self.office, session)
                    more = tick(session, self.clock.now(), self.rules, self.office, digests).more
                self.delivery.wake()
                await asyncio.sleep(0)
            self._watch_plans()
            await work_off(self.engine, self.channels, self.clock.now())
            self.delivery.wake()
            self.beaten_at = time.monotonic()
            self.metrics.beaten("ok")

    def _watch_plans(self) -> None:
        """Tells the coordinators of plans that are almost used up, and of bots that take no messages."""
        if not self.zalo:
            return
        now, language = self.clock.now(), self.settings.locale
        with transaction(self.engine) as session:
            quota.warn(session, [channel.bot for channel in self.zalo], self.plan, now, language)
            for channel in self.zalo:
                if channel.trouble:
                    quota.trouble(session, channel_key(channel.name, channel.bot), channel.trouble, now, self.plan, language)

    async def beat_on_news(self) -> None:
        """Beats soon after messages came in, so that a letter is read and a new duty told without waiting for the next beat."""
        while True:
            await self._news.wait()
            self._news.clear()
            try:
                await self.beat()
            except Exception:  # the loop's one catch-all: the next beat tries again
                log.exception("a beat failed")

    def ready(self) -> dict[str, bool]:
        """The checks of /readyz: the store answers, the beat is not older than three ticks, polled channels were polled."""
        patience_s = 3 * self.settings.tick_seconds + 5
        now = time.monotonic()
        checks = {"store": self._store_answers(), "beat": self.beaten_at is not None and now - self.beaten_at < patience_s}
        for name, channel in self.channels.items():
            if isinstance(channel, Telegram | Zalo) and not self.settings.public_url:
                checks[name] = channel.polled_at is not None and now - channel.polled_at < 90
        return checks

    def _store_answers(self) -> bool:
        try:
            with self.engine.connect() as connection:
                connection.exec_driver_sql("SELECT 1")
        except Exception:  # whatever is wrong with the store, the answer is no
            return False
        return True

    @asynccontextmanager
    async def running(self) -> AsyncIterator["App"]:
        """Beat, delivery and polling from here to the end of the block; what is on the wire arrives before it ends."""
        async with AsyncExitStack() as stack:
            tasks = [asyncio.create_task(self.delivery.run()), asyncio.create_task(self.beat_on_news())]
            for channel in self.channels.values():
                if isinstance(channel, Telegram):
                    await stack.enter_async_context(channel)
                    tasks.append(asyncio.create_task(self._telegram(channel)))
                elif isinstance(channel, Zalo):
                    await stack.enter_async_context(channel)
                    living = live(channel, self.settings, self.engine, self.receive, self.clock.now)
                    tasks.append(asyncio.create_task(living))
            beater = Beater(self.beat, self.settings.tick_seconds)
            beater.start()
            try:
                yield self
            finally:
                await beater.stop()
                await self.delivery.stop()
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _telegram(self, channel: Telegram) -> None:
        """Learns the bot's name, sets the webhook or polls."""
        try:
            name = await channel.me()
            with transaction(self.engine) as session:
                remember_account(session, channel.name, name, self.clock.now())
            if self.settings.public_url and self.settings.webhook_secrets:
                url = f"{self.settings.public_url.rstrip('/')}/telegram/webhook"
                await channel.set_webhook(url, self.settings.webhook_secrets[-1])
                return
        except ChannelError as error:
            log.warning("Telegram cannot be reached yet: %s", error.reason)
        await channel.poll(self.receive, time.monotonic)

"""Builds the service from its parts and starts and stops it: the one composition root."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from typing import Any

from sqlalchemy import Engine

from bot import oa_life, quota, telegram_life
from bot.backups import back_up_daily
from bot.channels.telegram import Telegram
from bot.channels.zalo import Zalo
from bot.channels.zalo_files import forget_old
from bot.channels.zalo_oa import ZaloOa
from bot.clock import Clock
from bot.delivery import Delivery
from bot.forgetting import forget_nightly
from bot.inbox import receive
from bot.metrics import Metrics
from bot.settings import Settings
from bot.watching import watch
from bot.wiring import digests_of, office_of, rules_of, wrapping_of
from bot.works import waiting, work_off
from bot.wrapping import wrapped
from bot.zalo_life import live
from scheduler.digest_sending import has_work, send_waiting
from scheduler.jobs import Beater
from scheduler.tick import tick, waits
from storage.db import transaction
from storage.messages import Channel, Incoming, channel_at

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
        bots = [channel for channel in channels.values() if isinstance(channel, Zalo)]
        self.registry.register(quota.QuotaMetrics(engine, bots, self.plan, clock.now))
        self.beaten_at: float | None = None
        self._turn, self._works, self._digests = asyncio.Lock(), asyncio.Lock(), asyncio.Lock()
        self._news, self._to_work, self._to_digest = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._stopping = False
        self._acknowledging: set[asyncio.Task[None]] = set()

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
            # Beside it: the message is received once it is stored, however slow the service is to hear of the tap.
            task = asyncio.create_task(channel.acknowledge(message.callback))
            self._acknowledging.add(task)
            task.add_done_callback(self._acknowledging.discard)

    async def decide(self) -> None:
        """One beat: decides everything that is due. Beats wait for one another, never for a letter that is being read."""
        async with self._turn:
            more = True
            while more:
                with transaction(self.engine) as session:
                    digests = digests_of(self.settings, self.office, session)
                    done = tick(session, self.clock.now(), self.rules, self.office, digests)
                more = done.more
                if done.queued:
                    self.delivery.wake()
                await asyncio.sleep(0)
            watch(self.engine, self.channels.values(), self.plan, self.clock.now(), self.rules, self.settings.locale)
            self.beaten_at = time.monotonic()
            self.metrics.beaten("ok")

    async def work(self) -> int:
        """Does what messages left behind, such as letters to read, and what the night brings; returns how many messages it was done for."""
        async with self._works:
            done = await work_off(self.engine, self.channels, self.office, self.clock.now())
            await back_up_daily(self.settings, self.clock.now())
            await forget_nightly(self.settings, self.engine, self.clock.now())
            await asyncio.to_thread(forget_old, self.settings.data_dir, self.clock.now())
        self.delivery.wake()
        return done

    async def digest(self) -> None:
        """Gathers, renders and queues the digests that wait, in a thread: a province's takes minutes, and nobody waits for it."""
        async with self._digests:
            with transaction(self.engine) as session:
                how = digests_of(self.settings, self.office, session) if has_work(session) else None
            if how is not None:
                await asyncio.to_thread(send_waiting, self.engine, how, self.clock.now(), lambda: not self._stopping)
        self.delivery.wake()

    async def beat(self) -> None:
        """A beat and all the work that waits: when it returns, everything due has been decided and written."""
        await self.decide()
        await self.work()
        await self.decide()
        await self.digest()

    async def _look_on_news(self) -> None:
        """Looks soon after messages came in whether they left something to do, and begins it without waiting for the next beat."""
        while True:
            await self._news.wait()
            self._news.clear()
            await self._surely(self._begin_waiting)

    async def _begin_waiting(self) -> None:
        """Most messages leave nothing behind but their answer: one short look then is all."""
        with transaction(self.engine) as session:
            is_due = waits(session, self.clock.now(), self.rules)
            if waiting(session):
                self._to_work.set()
            if has_work(session):
                self._to_digest.set()
        if is_due:
            await self.decide()

    async def _work_always(self) -> None:
        """Works whenever a message left work, and at every beat for what had to be tried again."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._to_work.wait(), self.settings.tick_seconds)
            self._to_work.clear()
            await self._surely(self._work_and_decide)

    async def _work_and_decide(self) -> None:
        if await self.work():
            await self.decide()

    async def _digest_always(self) -> None:
        """Sends the digests that wait, soon after somebody asked for one and at every beat."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._to_digest.wait(), self.settings.tick_seconds)
            self._to_digest.clear()
            await self._surely(self.digest)

    async def _surely(self, step: Callable[[], Awaitable[None]]) -> None:
        try:
            await step()
        except Exception:  # the loops' one catch-all: the next beat tries again
            self.metrics.beaten("failed")
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

    @property
    def _loops(self) -> tuple[Callable[[], Coroutine[Any, Any, None]], ...]:
        return self.delivery.run, self._look_on_news, self._work_always, self._digest_always

    @asynccontextmanager
    async def running(self) -> AsyncIterator["App"]:
        """Beat, delivery and polling from here to the end of the block; what is on the wire arrives before it ends."""
        async with AsyncExitStack() as stack:
            tasks = [asyncio.create_task(loop()) for loop in self._loops]
            for channel in self.channels.values():
                if isinstance(channel, Telegram):
                    await stack.enter_async_context(channel)
                    living = telegram_life.live(channel, self.settings, self.engine, self.receive, self.clock.now)
                    tasks.append(asyncio.create_task(living))
                elif isinstance(channel, Zalo):
                    await stack.enter_async_context(channel)
                    living = live(channel, self.settings, self.engine, self.receive, self.clock.now)
                    tasks.append(asyncio.create_task(living))
                elif isinstance(channel, ZaloOa):
                    await stack.enter_async_context(channel)
                    tasks.append(asyncio.create_task(oa_life.live(channel, self.settings, self.engine, self.clock.now)))
            beater = Beater(self.decide, self.settings.tick_seconds)
            beater.start()
            try:
                yield self
            finally:
                self._stopping = True
                await beater.stop()
                await self.delivery.stop()
                for task in (*tasks, *self._acknowledging):
                    task.cancel()
                await asyncio.gather(*tasks, *self._acknowledging, return_exceptions=True)

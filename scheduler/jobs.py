"""The beat: one APScheduler job, and a watch over it for clocks that jump. Nothing else imports APScheduler."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from apscheduler.job import Job
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

log = logging.getLogger(__name__)
SLACK_S = 1.0
WATCH_EVERY_S = 1.0


class FromNow(BaseTrigger):  # type: ignore[misc]  # APScheduler publishes no types
    """Fires at once, then every so many seconds reckoned from the present.

    An interval trigger counts on from the last run: after a clock that jumps 30 days ahead it steps through every run missed, blocking
    the loop for seconds.
    """

    def __init__(self, seconds: float) -> None:
        self.interval = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """The next run after the previous one; an interval from now where that has passed or lies too far ahead."""
        if previous_fire_time is None:
            return now
        wanted = previous_fire_time + self.interval
        return wanted if now < wanted <= now + self.interval else now + self.interval


class Beater:
    """Calls `beat` every so many seconds, one call at a time, for as long as it runs.

    APScheduler waits for a time of the wall clock: set three hours back, it would be silent for three hours. So the beat is watched by a
    clock that never jumps, and its job is set anew when it is late.
    """

    def __init__(self, beat: Callable[[], Awaitable[None]], seconds: float) -> None:
        self._beat, self._seconds = beat, seconds
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._job: Job | None = None
        self._watch: asyncio.Task[None] | None = None
        self._begun_at = 0.0
        self._idle = asyncio.Event()
        self._idle.set()

    def start(self) -> None:
        """Beats at once and from then on. Needs a running event loop."""
        self._begun_at = asyncio.get_running_loop().time()
        trigger = FromNow(self._seconds)
        self._job = self._scheduler.add_job(self._run, trigger, coalesce=True, max_instances=1, misfire_grace_time=None)
        self._scheduler.start()
        self._watch = asyncio.create_task(self._keep_watch())

    async def stop(self) -> None:
        """Begins no further beat and returns when the one under way has ended."""
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        if self._job is not None:
            self._job.remove()
            self._job = None
        await asyncio.sleep(0)  # one that is submitted already begins now
        await self._idle.wait()  # shutting the scheduler down would cancel it
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def _run(self) -> None:
        self._begun_at = asyncio.get_running_loop().time()
        self._idle.clear()
        try:
            await self._beat()
        except Exception:  # the beat's one catch-all: the next one tries again
            log.exception("a beat failed")
        finally:
            self._idle.set()

    async def _keep_watch(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(min(WATCH_EVERY_S, self._seconds))
            late_s = loop.time() - self._begun_at - self._seconds
            if self._job is not None and self._idle.is_set() and late_s > SLACK_S:
                log.warning("the beat is %.1f s late: the clock has jumped; its job is set anew", late_s)
                self._begun_at = loop.time()
                self._job.reschedule(FromNow(self._seconds))

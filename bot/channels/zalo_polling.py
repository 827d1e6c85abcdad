"""Polling the Zalo Bot platform: at most once, so what came is stored before the next poll begins."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from bot.channels.pauses import pause_s
from storage.messages import ChannelError, Incoming

Receive = Callable[[Incoming], Awaitable[None]]
Read = Callable[[dict[str, Any]], Incoming | None]

ATTEMPTS = 30
"""How often a message is tried that the store does not take: about 25 minutes. Nobody will deliver it again."""

_SAID = {
    "token": "Zalo does not accept the token: set TIENDO_ZALO_BOT_TOKEN anew and restart",
    "webhook_set": "a webhook was set for this bot by another program: stop one of the two",
    "quota": "the plan's month is used up, or too much is asked at once",
}

log = logging.getLogger(__name__)


class Poller:
    """One bot's polling; the platform allows one at a time. `polled_at` is the monotonic instant of the last poll that worked."""

    def __init__(
        self, updates: Callable[[], Awaitable[list[dict[str, Any]]]], read: Read, receive: Receive, monotonic: Callable[[], float]
    ) -> None:
        self.polled_at: float | None = None
        self._updates, self._read, self._receive, self._monotonic = updates, read, receive, monotonic
        self._failures = 0
        self._trouble = ""

    async def run(self) -> None:
        """Receives until cancelled."""
        while True:
            try:
                events = await self._updates()
            except ChannelError as error:
                await self._back_off(error)
                continue
            self._recovered()
            for event in events:
                message = self._read(event)
                if message is not None:
                    await self._take(message)

    async def _take(self, message: Incoming) -> None:
        """Stores one message before anything else is asked for; a store that is busy for a while loses nothing."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                await self._receive(message)
            except Exception:  # the loop's only net: the platform will not bring the message again
                log.exception("a Zalo message was not received, attempt %s", attempt)
                await asyncio.sleep(pause_s(attempt))
            else:
                return
        log.error("a Zalo message was given up after %s attempts", ATTEMPTS)

    def _recovered(self) -> None:
        if self._trouble:
            log.warning("Zalo answers again")
        self._failures, self._trouble, self.polled_at = 0, "", self._monotonic()

    async def _back_off(self, error: ChannelError) -> None:
        self._failures += 1
        if error.reason != self._trouble:
            self._trouble = error.reason
            log.warning("Zalo can't be polled: %s", _SAID.get(error.reason, error.reason))
        await asyncio.sleep(pause_s(self._failures))

"""Long polling: an update is confirmed only once received for good, chats keep their order, and no chat holds up the others."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from bot.channels.pauses import pause_s
from storage.messages import ChannelError, Incoming

Receive = Callable[[Incoming], Awaitable[None]]
Ask = Callable[[int | None], Awaitable[list[dict[str, Any]]]]
Read = Callable[[dict[str, Any]], Incoming | None]

AT_ONCE = 8  # chats; more only helps where receiving waits for something
PATIENCE_S = 0.5  # how long new updates wait for slow ones before they are asked for beside them
ATTEMPTS = 5

_SAID = {
    "token": "Telegram does not accept the token: set TIENDO_TELEGRAM_TOKEN anew and restart",
    "other_poller": "Another program polls Telegram with the same token: stop one of the two",
    "webhook_set": "A webhook was set for this bot by another program: stop one of the two",
}

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Window:
    """Which updates are under way. Telegram forgets what lies before an offset, so the offset never passes an open update."""

    _open: set[int] = field(default_factory=set)
    _closed: set[int] = field(default_factory=set)
    _next: int | None = None

    def admit(self, update_id: int) -> bool:
        """Notes an update as open; False where it is or was under way already."""
        if update_id in self._open or update_id in self._closed:
            return False
        self._open.add(update_id)
        self._next = max(self._next or 0, update_id + 1)
        return True

    def close(self, update_id: int) -> None:
        """The update was received for good."""
        self._open.discard(update_id)
        self._closed.add(update_id)

    def offset(self) -> int | None:
        """The first update to ask for; None before the first poll. What lies before it is forgotten here as well."""
        offset = min(self._open, default=self._next)
        self._closed = {update_id for update_id in self._closed if offset is None or update_id >= offset}
        return offset


class Poller:
    """One poller's life. `polled_at` is the monotonic instant of the last successful poll, None before the first."""

    def __init__(self, ask: Ask, read: Read, receive: Receive, monotonic: Callable[[], float]) -> None:
        self.polled_at: float | None = None
        self.lost = 0
        self._ask = ask
        self._read = read
        self._receive = receive
        self._monotonic = monotonic
        self._window = Window()
        self._chats: dict[str, deque[tuple[int, Incoming]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._received = 0
        self._trouble = ""
        self._failures = 0

    async def run(self) -> None:
        """Polls until cancelled; what is open then is not confirmed and comes again at the next start."""
        try:
            while True:
                await self._once()
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _once(self) -> None:
        # While an update is open, Telegram answers with it at once: no long wait for others.
        try:
            updates = await self._ask(self._window.offset())
        except ChannelError as error:
            await self._back_off(error)
            return
        if self._trouble:
            log.info("Telegram answers again")
        self._trouble, self._failures = "", 0
        self.polled_at = self._monotonic()
        for update in updates:
            self._admit(update)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=PATIENCE_S)

    def _admit(self, update: dict[str, Any]) -> None:
        update_id: int = update["update_id"]
        if not self._window.admit(update_id):
            return
        message = self._read(update)
        if message is None:
            self._window.close(update_id)
            return
        chat = message.sender.chat
        if chat in self._chats:
            self._chats[chat].append((update_id, message))
            return
        self._chats[chat] = deque([(update_id, message)])
        task = asyncio.create_task(self._work(chat))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self, chat: str) -> None:
        queue = self._chats[chat]
        while queue:
            update_id, message = queue[0]
            await self._take(update_id, message)
            self._window.close(update_id)
            queue.popleft()
        del self._chats[chat]

    async def _take(self, update_id: int, message: Incoming) -> None:
        """Receives one update, trying on while nothing at all gets through; one that fails alone is given up, or it blocked its chat."""
        attempt, others = 0, self._received
        while attempt < ATTEMPTS or others == self._received:
            try:
                async with self._slots:
                    await self._receive(message)
            except Exception:  # the loop's only net: a bug or a busy store must not lose the update
                attempt += 1
                log.exception("Update %s was not received, attempt %s", update_id, attempt)
                await asyncio.sleep(pause_s(attempt))
            else:
                self._received += 1
                return
        self.lost += 1
        log.error("Update %s was given up after %s attempts while others were received", update_id, attempt)

    async def _back_off(self, error: ChannelError) -> None:
        self._failures += 1
        if error.reason != self._trouble:
            self._trouble = error.reason
            log.warning("Telegram can't be polled: %s", _SAID.get(error.reason, error.reason))
        await asyncio.sleep(error.retry_after_s or pause_s(self._failures))

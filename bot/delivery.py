"""The only sender: claims a message, looks at it once more, hands it to its channel, settles it. Each row by itself."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from bot import outcomes
from bot.rates import LIMITS, UNLIMITED, Limits, Pace
from bot.wrapping import Wrap, as_it_is
from scheduler.lastcheck import last_check
from scheduler.rules import Rules
from storage import sending
from storage.db import transaction
from storage.messages import Channel, ChannelError, Outgoing, channel_at
from storage.models import Outbox
from storage.office import Office

log = logging.getLogger(__name__)
Chat = tuple[str, str, str]

MOST_IN_FLIGHT, CLAIMED_AHEAD = 100, 10
"""So many may hang in slow connections; so many are claimed at a time, for a killed process holds them for a whole lease."""
FEW_AHEAD = CLAIMED_AHEAD // 2
"""Nothing more is claimed while more than this waits for the wire, so that several claims share a transaction."""
SEND_TIMEOUT_S = 30.0
"""After this a message counts as unknown; well below the lease of a claim."""
LONGEST_WAIT_S = 1.5
"""A message that would wait longer for its turn gives its claim back."""
UNKNOWN_PAUSE = timedelta(seconds=60)
GROUP_MARK = "-"
"""Telegram's groups have negative ids."""
PATIENCE_S = 1 / 30
"""How long one message on the wire holds up the next."""
SHORTEST_LOOK_S, LOOK_EVERY_S = 0.2, 5.0
SETTLE_AGAIN_S = 1.0


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message on its way: its row, what is sent, and how often that was tried."""

    row_id: int
    chat: Chat
    message: Outgoing


class Delivery:
    """Sends what waits in the outbox until it is stopped. Several processes may deliver from one store."""

    def __init__(
        self,
        engine: Engine,
        channels: Mapping[str, Channel],
        clock: Callable[[], datetime],
        rules: Rules,
        office: Office,
        *,
        limits: Mapping[str, Limits] = LIMITS,
        count: Callable[[str, str], None] = lambda _kind, _outcome: None,
        wrap: Wrap = as_it_is,
    ) -> None:
        """`wrap` makes a message into what its channel can carry, at the last step before the wire."""
        self._engine, self._channels, self._clock, self._rules, self._office = engine, channels, clock, rules, office
        self._limits, self._count, self._wrap = limits, count, wrap
        self._name = uuid4().hex[:12]
        self._paces: dict[tuple[str, str], Pace] = {}
        self._tasks: dict[Chat, asyncio.Task[None]] = {}
        self._rows: set[int] = set()
        self._ahead: set[int] = set()
        self._paused: dict[Chat, tuple[datetime, datetime]] = {}
        self._next_due_at: datetime | None = None
        self._gate = asyncio.Lock()
        self._news = asyncio.Event()
        self._stopping = False

    def wake(self) -> None:
        """Something new may be waiting: look at once."""
        self._news.set()

    async def run(self) -> None:
        """Delivers until `stop` is called."""
        while not self._stopping:
            self._news.clear()
            try:
                self._start_due()
                wait_s = self._wait_s()
            except OperationalError:  # locked or full for a while: that must not end all sending
                log.exception("the store cannot be reached; trying again")
                wait_s = LOOK_EVERY_S
            await self._news_within(wait_s)

    async def deliver_due(self) -> None:
        """Sends everything that is due now and returns when all of it has been settled."""
        while self._start_due() or self._tasks:
            if self._tasks:
                await asyncio.wait(self._tasks.values(), return_when=asyncio.FIRST_COMPLETED)

    async def stop(self, grace_s: float = 10.0) -> None:
        """Takes nothing new, lets what is on the wire arrive, and cancels what has not arrived after the grace; it will be *unknown*.

        What was claimed and never handed over is given back, so that the next process need not wait for the lease.
        """
        self._stopping = True
        self.wake()
        if self._tasks:
            _, late = await asyncio.wait(list(self._tasks.values()), timeout=grace_s)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        try:
            with transaction(self._engine) as session:
                sending.give_back(session, self._name)
        except OperationalError:  # then the next process waits for the lease
            log.exception("what was claimed could not be given back")

    def _wait_s(self) -> float:
        """How long until the next message that waits may go, as far as the last look has seen; news wakes earlier."""
        wait_s = LOOK_EVERY_S if self._next_due_at is None else (self._next_due_at - self._clock()).total_seconds()
        return min(max(wait_s, SHORTEST_LOOK_S), LOOK_EVERY_S)

    async def _news_within(self, wait_s: float) -> None:
        try:
            async with asyncio.timeout(wait_s):
                await self._news.wait()
        except TimeoutError:
            return

    def _start_due(self) -> int:
        """Claims the next message of each free chat and starts sending it; returns how many."""
        if len(self._ahead) > FEW_AHEAD:
            return 0
        now = self._clock()
        if not self._tasks:
            self._gate = asyncio.Lock()  # a lock belongs to one event loop, a Delivery need not
        with transaction(self._engine) as session:
            for row in sending.expired(session, now, self._rows):
                sending.take_back(session, row, now)
            self._next_due_at, claimed = sending.next_due_at(session), []
            if self._next_due_at is not None and self._next_due_at <= now:
                claimed = [head for head in self._heads(session, now) if sending.claim(session, head.id, self._name, now)]
                self._next_due_at = sending.next_due_at(session)
        for head in claimed:
            self._rows.add(head.id)
            self._ahead.add(head.id)
            self._tasks[head.chat] = asyncio.create_task(self._carry(head))
        return len(claimed)

    def _heads(self, session: Session, now: datetime) -> list[sending.Head]:
        """What to claim: first the messages of chats that may be written to at once, else a few of those whose pause is not over."""
        busy, resting = self._busy(), self._resting()
        room = MOST_IN_FLIGHT - len(self._tasks)
        heads = sending.due_heads(session, now, min(room, CLAIMED_AHEAD - len(self._ahead)), busy | resting)
        return heads if heads or not resting else sending.due_heads(session, now, min(room, FEW_AHEAD - len(self._ahead)), busy)

    def _resting(self) -> set[Chat]:
        """The chats that were written to just now and must have their pause: claimed, their next messages would hold up everybody's."""
        at = asyncio.get_running_loop().time()
        return {(channel, bot, chat) for (channel, bot), pace in self._paces.items() for chat in pace.resting(at)}

    def _busy(self) -> set[Chat]:
        now = self._clock()
        self._paused = {chat: (since, until) for chat, (since, until) in self._paused.items() if since <= now < until}
        return self._tasks.keys() | self._paused.keys()

    async def _carry(self, head: sending.Head) -> None:
        try:
            if await self._turn_comes(head):
                await self._put_on_the_wire(head)
        except Exception:  # sending's one catch-all: a bug in one message's way must not stop the others; its lease brings it back
            log.exception("carrying message %d failed", head.id)
        finally:
            self._rows.discard(head.id)
            self._ahead.discard(head.id)
            self._tasks.pop(head.chat, None)
            self.wake()

    async def _put_on_the_wire(self, head: sending.Head) -> None:
        """One message at a time as long as the service answers quickly; a slow one is waited for only as long as the rate allows.

        So a process that is killed leaves as few unknown messages as can be, and a stuck connection holds nobody else up.
        """
        sent: asyncio.Task[None] | None = None
        try:
            async with self._gate:
                parcel = self._take_out(head)
                self._ahead.discard(head.id)
                if parcel is None:
                    return
                sent = asyncio.create_task(self._send(parcel))
                await asyncio.wait({sent}, timeout=PATIENCE_S)
            await sent
        finally:
            if sent is not None:
                sent.cancel()

    async def _turn_comes(self, head: sending.Head) -> bool:
        """Waits for a place under the service's limits; False where the wait is long and the claim was given back."""
        channel, bot, chat = head.chat
        pace = self._paces.setdefault((channel, bot), Pace(self._limits.get(channel, UNLIMITED)))
        at, is_group = asyncio.get_running_loop().time(), chat.startswith(GROUP_MARK)
        wait_s = pace.free_in(chat, is_group, at)
        if wait_s > LONGEST_WAIT_S:
            self._settle(head.id, lambda session, row, now: outcomes.later(session, row, wait_s, "rate", now))
            return False
        pace.take(chat, is_group, at + wait_s)
        if wait_s > 0:
            await asyncio.sleep(wait_s)
        return True

    def _take_out(self, head: sending.Head) -> Parcel | None:
        """The last step before the wire: the message as it must be now, marked as handed over. None where it must not go."""
        now = self._clock()
        with transaction(self._engine) as session:
            row = sending.claimed_row(session, head.id, self._name)
            message = last_check(session, row, now, self._rules, self._office) if row is not None else None
            if row is None or message is None:
                return None
            channel = channel_at(self._channels, message.to)
            message = message if channel is None else self._wrap(session, row, message, channel.abilities, now)
            row.wired_at = now
            session.add(row)
            return Parcel(head.id, head.chat, message)

    async def _send(self, parcel: Parcel) -> None:
        channel = channel_at(self._channels, parcel.message.to)
        try:
            if channel is None:
                raise ChannelError("not_sent", "no_channel")
            async with asyncio.timeout(SEND_TIMEOUT_S):
                external_id = await channel.send(parcel.message)
        except TimeoutError:
            await self._failed(parcel, ChannelError("unknown", "timeout"))
        except ChannelError as error:
            await self._failed(parcel, error)
        else:
            await self._settle_surely(parcel.row_id, lambda session, row, now: sending.settle_sent(session, row, external_id, now), "sent")

    async def _failed(self, parcel: Parcel, error: ChannelError) -> None:
        log.warning("message %d to %s: %s", parcel.row_id, parcel.chat[0], error)
        if error.kind == "unknown":
            await self._settle_surely(
                parcel.row_id,
                lambda session, row, now: sending.settle_unknown(session, row, now + UNKNOWN_PAUSE, now, error.reason),
                "unknown",
            )
        elif error.kind == "not_sent":
            if error.retry_after_s is not None:
                now = self._clock()
                self._paused[parcel.chat] = now, now + timedelta(seconds=error.retry_after_s)
            await self._settle_surely(parcel.row_id, lambda session, row, now: outcomes.not_sent(session, row, error, now), "not_sent")
        else:
            await self._settle_surely(parcel.row_id, lambda session, row, now: outcomes.refused(session, row, error, now), "refused")

    async def _settle_surely(self, row_id: int, how: Callable[[Session, Outbox, datetime], None], outcome: str) -> None:
        """Settles what has left, waiting while the store is locked or full: forgotten, it would come back as unknown and go twice."""
        while True:
            try:
                self._settle(row_id, how, outcome)
            except OperationalError:
                log.warning("message %d cannot be settled yet: the store cannot be written", row_id)
                await asyncio.sleep(SETTLE_AGAIN_S)
            else:
                return

    def _settle(self, row_id: int, how: Callable[[Session, Outbox, datetime], None], outcome: str | None = None) -> None:
        """Settles one row in a transaction of its own, if it is still ours."""
        with transaction(self._engine) as session:
            row = sending.claimed_row(session, row_id, self._name)
            if row is None:
                log.warning("message %d was taken over before it was settled", row_id)
                return
            how(session, row, self._clock())
            kind = row.kind
        if outcome is not None:
            self._count(kind, outcome)

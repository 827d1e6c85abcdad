"""The clock of the demo page: one run at a time, seen by everyone while it runs."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from typing import Literal, Protocol, get_args

Step = Literal["hour", "day", "next"]
STEPS: tuple[Step, ...] = get_args(Step)
REMEMBERED = 100


class Clock(Protocol):
    """A clock that can be moved forward."""

    def now(self) -> datetime:
        """The demo's moment, aware."""
        ...

    async def advance(self, step: Step) -> None:
        """Moves on by an hour, by a day or to the next thing that happens; returns when all that falls in between has happened."""
        ...


class ClockButtons:
    """The buttons under the clock. Presses wait for one another; the same press twice counts once."""

    def __init__(self, clock: Clock, wake: Callable[[], None]) -> None:
        self._clock = clock
        self._wake = wake
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._seen: OrderedDict[str, None] = OrderedDict()

    @property
    def busy(self) -> bool:
        """Whether a press is being carried out."""
        return self._waiting > 0

    def now(self) -> datetime:
        """The demo's moment, aware."""
        return self._clock.now()

    async def press(self, step: Step, press_id: str) -> None:
        """Moves the clock and returns when it has arrived."""
        if press_id in self._seen:
            return
        self._remember(press_id)
        self._waiting += 1
        self._wake()
        try:
            async with self._turn:
                await self._clock.advance(step)
        finally:
            self._waiting -= 1
            self._wake()

    def _remember(self, press_id: str) -> None:
        self._seen[press_id] = None
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)

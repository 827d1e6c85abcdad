"""The one place that asks what time it is."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Where the service takes its time from."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - this is the one place


class DemoClock:
    """A clock that starts where it is told and runs with the machine's; it can be moved forward, never back."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._begun = time.monotonic()
        self._ahead = timedelta(0)

    def now(self) -> datetime:
        """The demo's instant, aware, in UTC."""
        ran = timedelta(seconds=int(time.monotonic() - self._begun))
        return (self._start + ran + self._ahead).astimezone(UTC)

    def forward_to(self, moment: datetime) -> None:
        """Moves the clock to a moment; one that has passed changes nothing."""
        self._ahead += max(moment - self.now(), timedelta(0))

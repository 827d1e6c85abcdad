"""How fast a service may be written to: one message a second in a chat, twenty a minute in a group, thirty a second in all."""

from collections import defaultdict, deque
from dataclasses import dataclass, field

MINUTE_S = 60.0
MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Limits:
    """A service's limits; None = unlimited."""

    chat_pause_s: float | None = None
    group_per_minute: int | None = None
    per_second: int | None = None


TELEGRAM = Limits(chat_pause_s=1.0, group_per_minute=20, per_second=30)
ZALO = Limits(chat_pause_s=1.0, per_second=30)
UNLIMITED = Limits()
LIMITS = {"telegram": TELEGRAM, "zalo": ZALO}


@dataclass(slots=True)
class Pace:
    """One bot's pace. Times are seconds of a clock that never goes back."""

    limits: Limits
    _next_in_chat: dict[str, float] = field(default_factory=dict)
    _in_group: defaultdict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _in_all: deque[float] = field(default_factory=deque)

    def free_in(self, chat: str, is_group: bool, at: float) -> float:
        """How many seconds from `at` until a message may go to that chat. Takes no place."""
        when = max(at, self._next_in_chat.get(chat, at))
        if is_group and self.limits.group_per_minute is not None:
            when = _after(self._in_group[chat], self.limits.group_per_minute, MINUTE_S, when)
        if self.limits.per_second is not None:
            when = _after(self._in_all, self.limits.per_second, 1.0, when)
        return when - at

    def resting(self, at: float) -> set[str]:
        """The chats that may not be written to yet because they just were."""
        self._next_in_chat = {chat: free for chat, free in self._next_in_chat.items() if free > at}
        return set(self._next_in_chat)

    def take(self, chat: str, is_group: bool, when: float) -> None:
        """Takes the place at that instant."""
        if self.limits.chat_pause_s is not None:
            self._next_in_chat[chat] = when + self.limits.chat_pause_s
        if is_group and self.limits.group_per_minute is not None:
            _remember(self._in_group[chat], self.limits.group_per_minute, when)
        if self.limits.per_second is not None:
            _remember(self._in_all, self.limits.per_second, when)
        self._forget(when)

    def _forget(self, at: float) -> None:
        """Keeps the memory of quiet groups from growing for ever; `resting` forgets the chats."""
        if len(self._in_group) > MOST_REMEMBERED:
            self._in_group = defaultdict(
                deque, {chat: times for chat, times in self._in_group.items() if times and times[-1] > at - MINUTE_S}
            )


def _after(times: deque[float], most: int, window_s: float, when: float) -> float:
    """The first instant from `when` on that leaves at most so many messages in any window."""
    return max(when, times[0] + window_s) if len(times) >= most else when


def _remember(times: deque[float], most: int, when: float) -> None:
    times.append(when)
    while len(times) > most:
        times.popleft()

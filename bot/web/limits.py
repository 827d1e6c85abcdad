"""A limit on how often one address may ask for pages behind signed links: guessing and flooding end in 429."""

from collections import OrderedDict
from collections.abc import Callable

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

MOST, WINDOW_S = 60, 60.0
MOST_ADDRESSES = 10_000
"""So many are remembered; beyond that the ones longest unheard of are forgotten."""


class Counts:
    """How often each address has asked in its present window."""

    def __init__(self, monotonic: Callable[[], float], most: int = MOST, window_s: float = WINDOW_S) -> None:
        self._monotonic, self._most, self._window_s = monotonic, most, window_s
        self._seen: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def allow(self, address: str) -> bool:
        """Counts one request; False where the address has had its share."""
        now = self._monotonic()
        began, count = self._seen.pop(address, (now, 0))
        if now - began >= self._window_s:
            began, count = now, 0
        self._seen[address] = (began, count + 1)
        while len(self._seen) > MOST_ADDRESSES:
            self._seen.popitem(last=False)
        return count < self._most


class PerAddress:
    """Answers 429 to an address that asks too often, before anything of the request is read."""

    def __init__(self, app: ASGIApp, counts: Counts) -> None:
        self.app, self._counts = app, counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = scope.get("client")
        if self._counts.allow(client[0] if client else ""):
            await self.app(scope, receive, send)
        else:
            await PlainTextResponse("Too many requests", 429, {"Retry-After": str(int(WINDOW_S))})(scope, receive, send)

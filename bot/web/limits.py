"""A limit on how often one address may ask for pages behind signed links (429), and a count of its forged deliveries (403, unread)."""

import ipaddress
from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

T = TypeVar("T")
MOST, WINDOW_S = 60, 60.0
CLOSE = {"Connection": "close"}
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
        _remember(self._seen, address, (began, count + 1))
        return count < self._most

    def is_spent(self, address: str) -> bool:
        """Whether the address has had its share; counts nothing."""
        began, count = self._seen.get(address, (0.0, 0))
        return count >= self._most and self._monotonic() - began < self._window_s


def _remember(seen: OrderedDict[str, T], address: str, value: T) -> None:
    seen[address] = value
    seen.move_to_end(address)
    while len(seen) > MOST_ADDRESSES:
        seen.popitem(last=False)


def address_of(scope: Scope) -> str:
    """Who asks. One machine may have a whole IPv6 network of 64 bits, so that counts as one address."""
    client = scope.get("client")
    try:
        address = ipaddress.ip_address(client[0] if client else "")
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or ipaddress.ip_network((int(address), 64), strict=False))


class PerAddress:
    """Answers 429 to an address that asks too often, before anything of the request is read."""

    def __init__(self, app: ASGIApp, counts: Counts) -> None:
        self.app, self._counts = app, counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._counts.allow(address_of(scope)):
            await self.app(scope, receive, send)
        else:
            await too_many()(scope, receive, send)


class Refusals:
    """Counts what pretended to come from a chat service whose body must be read to tell: `bars` says from whom none is read any more.

    Only refusals are counted; an address that was once right is never barred, whatever others post in its name.
    """

    def __init__(self, counts: Counts) -> None:
        self._counts, self._right = counts, OrderedDict[str, None]()

    def refuse(self, request: Request, text: str = "forbidden", status: int = 403) -> Response:
        """The refusal, counted against its address; the answer stays the same however many there were."""
        self._counts.allow(address_of(request.scope))
        return refusal(text, status)

    def bars(self, request: Request) -> bool:
        """Whether the address has been wrong too often, and never right."""
        address = address_of(request.scope)
        return address not in self._right and self._counts.is_spent(address)

    def was_right(self, request: Request) -> None:
        """Remembers an address that delivered something genuine."""
        _remember(self._right, address_of(request.scope), None)


def refusal(text: str = "forbidden", status: int = 403) -> Response:
    """An answer that ends the connection: what is left of the body is not read."""
    return PlainTextResponse(text, status, CLOSE)


def too_many() -> Response:
    """429, and the connection ends."""
    return PlainTextResponse("Too many requests", 429, {"Retry-After": str(int(WINDOW_S)), **CLOSE})

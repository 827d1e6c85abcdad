"""One request at an ASGI application, byte for byte: in pieces, cut off, and with the asker hanging up."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.types import ASGIApp, Message


@dataclass
class Answer:
    """What came back, and how many bytes of the body were taken for it."""

    status: int = 0
    closes: bool = False
    read: int = 0


def knock(
    app: ASGIApp,
    method: str,
    path: str,
    headers: Mapping[str, str],
    pieces: Sequence[bytes] = (),
    *,
    hang_up: bool = False,
    address: str = "198.51.100.7",
) -> Answer:
    """Sends a request whose body comes in pieces; with `hang_up` the connection is gone after them, without an end."""
    answer, left = Answer(), list(pieces) or [b""]

    async def receive() -> Message:
        if not left:
            return {"type": "http.disconnect"}
        piece = left.pop(0)
        answer.read += len(piece)
        return {"type": "http.request", "body": piece, "more_body": bool(left) or hang_up}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.closes = (b"connection", b"close") in message["headers"]

    given = [(name.lower().encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "headers": given, "query_string": b"", "client": (address, 1)}
    asyncio.run(app(scope, receive, send))
    return answer

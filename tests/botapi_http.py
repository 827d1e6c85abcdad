"""HTTP/1.1 for the strict server: by hand, because a fault may close, hold or spoil a connection at any point."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import h11


@dataclass
class Request:
    """A call as it came: path, fields decoded from query, form, multipart or JSON, uploads by field, headers in lower case."""

    path: str
    fields: dict[str, Any]
    uploads: dict[str, tuple[str, bytes]]
    method: str = "POST"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Answer:
    """What goes back. `end` "close" = the connection is closed without a word; "hold" = nothing comes for `seconds`."""

    status: int = 200
    body: bytes = b""
    end: str = "reply"
    seconds: float = 0
    mime: str = "application/json"
    location: str = ""


Handler = Callable[[Request], Awaitable[Answer]]


async def serve_connection(handler: Handler, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One connection, request after request, until either side closes it."""
    connection = h11.Connection(h11.SERVER)
    try:
        while await _exchange(connection, handler, reader, writer):
            connection.start_next_cycle()
    except (h11.RemoteProtocolError, ConnectionError):
        pass  # the client went away or spoke no HTTP: nothing to answer
    finally:
        writer.close()


async def _exchange(connection: h11.Connection, handler: Handler, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    request = await _read(connection, reader)
    if request is None:
        return False
    answer = await handler(request)
    if answer.end == "hold":
        await asyncio.sleep(answer.seconds)
    if answer.end != "reply":
        return False
    headers = [
        ("content-type", answer.mime),
        ("content-length", str(len(answer.body))),
        *([("location", answer.location)] if answer.location else []),
    ]
    head = connection.send(h11.Response(status_code=answer.status, headers=headers)) or b""
    writer.write(head + (connection.send(h11.Data(data=answer.body)) or b"") + (connection.send(h11.EndOfMessage()) or b""))
    await writer.drain()
    return connection.our_state is h11.DONE and connection.their_state is h11.DONE


async def _read(connection: h11.Connection, reader: asyncio.StreamReader) -> Request | None:
    head: h11.Request | None = None
    body = bytearray()
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await reader.read(65536))
        elif isinstance(event, h11.Request):
            head = event
        elif isinstance(event, h11.Data):
            body += event.data
        elif isinstance(event, h11.EndOfMessage) and head is not None:
            return _parsed(head, bytes(body))
        else:
            return None


def _parsed(head: h11.Request, body: bytes) -> Request:
    target = urlsplit(head.target.decode())
    fields: dict[str, Any] = dict(parse_qsl(target.query, keep_blank_values=True))
    uploads: dict[str, tuple[str, bytes]] = {}
    kind = next((value.decode() for name, value in head.headers if name == b"content-type"), "")
    if kind.startswith("multipart/form-data"):
        _multipart(kind.split("boundary=")[1].strip('"').encode(), body, fields, uploads)
    elif kind.startswith("application/json"):
        fields |= json.loads(body or b"{}")
    else:
        fields |= parse_qsl(body.decode(), keep_blank_values=True)
    headers = {name.decode().lower(): value.decode() for name, value in head.headers}
    return Request(unquote(target.path), fields, uploads, head.method.decode(), headers)


def _multipart(boundary: bytes, body: bytes, fields: dict[str, Any], uploads: dict[str, tuple[str, bytes]]) -> None:
    for part in body.split(b"--" + boundary)[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").removesuffix(b"\r\n").partition(b"\r\n\r\n")
        names = dict(item.split("=", 1) for item in head.decode().split("\r\n")[0].split("; ")[1:] if "=" in item)
        name = names["name"].strip('"')
        if "filename" in names:
            uploads[name] = (names["filename"].strip('"'), content)
        else:
            fields[name] = content.decode()


def reply(status: int, value: Any) -> Answer:
    """An answer in JSON."""
    return Answer(status, json.dumps(value, ensure_ascii=False).encode())

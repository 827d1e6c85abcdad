"""The webhooks: a wrong or missing secret is refused before anything is read, however often it is tried."""

import hmac
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Protocol

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.telegram import Telegram
from bot.channels.zalo import Zalo
from bot.channels.zalo_oa import ZaloOa
from bot.settings import Settings
from bot.web.limits import Counts, Refusals, refusal
from storage.messages import Channel, Incoming, channel_key

MAX_UPDATE_BYTES = 1024 * 1024
UNREADABLE = (ValueError, RecursionError)
"""What a body that is no update raises; the latter where it is nested a thousand deep."""


class Receiver(Protocol):
    """What takes messages in."""

    @property
    def channels(self) -> Mapping[str, Channel]: ...

    async def receive(self, message: Incoming) -> None: ...


def hook_routes(settings: Settings, app: Receiver, monotonic: Callable[[], float] = time.monotonic) -> list[BaseRoute]:
    """`POST /telegram/webhook` and `/zalo/webhook`, where a secret is set and the channel is switched on; 403 otherwise.

    Each of several Zalo bots has its own address, `/zalo/webhook/<name>`.
    """
    telegram, zalo = (partial(hook, settings.webhook_secrets, app) for hook in (_telegram, _zalo))
    account = partial(_official_account, Refusals(Counts(monotonic)), app)
    return [
        Route("/telegram/webhook", telegram, methods=["POST"]),
        Route("/zalo/webhook", zalo, methods=["POST"]),
        Route("/zalo/oa/webhook", account, methods=["POST"]),
        Route("/zalo/webhook/{bot}", zalo, methods=["POST"]),
    ]


async def _telegram(secrets: Sequence[str], app: Receiver, request: Request) -> Response:
    channel = app.channels.get("telegram")
    if not is_one_of(request.headers.get("X-Telegram-Bot-Api-Secret-Token"), secrets) or not isinstance(channel, Telegram):
        return refusal()
    body = await limited_body(request)
    if body is None:
        return refusal("too large", 413)
    try:
        message = channel.incoming(body)
    except UNREADABLE:
        return PlainTextResponse("not an update", 400)
    if message is not None:
        await app.receive(message)
    return PlainTextResponse("ok")


async def _zalo(secrets: Sequence[str], app: Receiver, request: Request) -> Response:
    channel = app.channels.get(channel_key("zalo", request.path_params.get("bot")))
    if not is_one_of(request.headers.get("X-Bot-Api-Secret-Token"), secrets) or not isinstance(channel, Zalo):
        return refusal()
    body = await limited_body(request)
    if body is None:
        return refusal("too large", 413)
    if not body.strip():
        return PlainTextResponse("ok")  # a probe
    try:
        messages = channel.incoming(body)
    except UNREADABLE:
        return PlainTextResponse("not an event", 400)
    for message in messages:
        await app.receive(message)  # stored with its answer in one transaction; what takes long is done after it
    return PlainTextResponse("ok")


async def _official_account(refusals: Refusals, app: Receiver, request: Request) -> Response:
    """Signed over its raw bytes, which must be read first; answered as soon as it is stored, long before Zalo's two seconds."""
    channel = app.channels.get("zalo_oa")
    signature = request.headers.get("X-ZEvent-Signature", "")
    if not signature or not isinstance(channel, ZaloOa) or refusals.bars(request):
        return refusals.refuse(request)
    body = await limited_body(request)
    if body is None:
        return refusals.refuse(request, "too large", 413)
    try:
        if not channel.is_ours(signature, body):
            return refusals.refuse(request)
        refusals.was_right(request)
        message = channel.incoming(body)
    except UNREADABLE:
        return refusals.refuse(request, "not an event", 400)
    if message is not None:
        await app.receive(message)
    return PlainTextResponse("ok")


def is_one_of(given: str | None, secrets: Sequence[str]) -> bool:
    """Whether a header shows one of the secrets, in a time that tells nothing; False where there is none to show."""
    shown = (given or "").encode()
    matches = [hmac.compare_digest(shown, secret.encode()) for secret in secrets]
    return bool(shown) and any(matches)


async def limited_body(request: Request) -> bytes | None:
    """The body; None where it is larger than any update, of which no more than that is read."""
    body = bytearray()
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > MAX_UPDATE_BYTES:
                return None
    except ClientDisconnect:
        return b""
    return bytes(body)

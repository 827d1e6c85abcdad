"""The webhooks: a wrong or missing secret is refused before anything is read."""

import hmac
from collections.abc import Mapping
from typing import Protocol

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.telegram import Telegram
from bot.settings import Settings
from storage.messages import Channel, Incoming

MAX_UPDATE_BYTES = 1024 * 1024


class Receiver(Protocol):
    """What takes messages in."""

    @property
    def channels(self) -> Mapping[str, Channel]: ...

    async def receive(self, message: Incoming) -> None: ...


def hook_routes(settings: Settings, app: Receiver) -> list[BaseRoute]:
    """`POST /telegram/webhook`, where a secret is set and Telegram is switched on; 403 otherwise."""
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret is not None else ""

    async def telegram(request: Request) -> Response:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        channel = app.channels.get("telegram")
        if not secret or not hmac.compare_digest(given.encode(), secret.encode()) or not isinstance(channel, Telegram):
            return PlainTextResponse("forbidden", 403)
        if int(request.headers.get("content-length") or 0) > MAX_UPDATE_BYTES:
            return PlainTextResponse("too large", 413)
        try:
            message = channel.incoming(await request.body())
        except ValueError:
            return PlainTextResponse("not an update", 400)
        if message is not None:
            await app.receive(message)
        return PlainTextResponse("ok")

    return [Route("/telegram/webhook", telegram, methods=["POST"])]

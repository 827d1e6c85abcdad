"""A thin client of the Zalo Bot platform: one method a call, nothing retried, the token in no error."""

from collections.abc import Mapping
from typing import Any, Self

import httpx

from bot.channels.trust import trusted
from bot.channels.zalo_errors import from_transport, result_of
from storage.messages import ChannelError

PUBLIC_API = "https://bot-api.zaloplatforms.com"
POLL_S = 30
POLL_MARGIN_S = 5
"""The platform answers an empty poll itself; we must not hang up before it does."""
CONNECT_S, WRITE_S = 10.0, 20.0


class ZaloClient:
    """Calls of one bot. Every method raises ChannelError and nothing else."""

    def __init__(self, token: str, *, api_url: str = PUBLIC_API, answer_s: float = 20) -> None:
        """`api_url` is the root of the platform or of a test server; a call not answered within `answer_s` seconds is "unknown"."""
        self._token = token
        self._answer_s = answer_s
        # Redirects are never followed: the token would travel with them.
        self._http = httpx.AsyncClient(base_url=f"{api_url.rstrip('/')}/bot{token}/", follow_redirects=False, verify=trusted())

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def me(self) -> dict[str, Any]:
        """The bot's account: `id`, `account_name`, `account_type`, `can_join_groups`."""
        return _object(await self.call("getMe"))

    async def updates(self, poll_s: int = POLL_S) -> list[dict[str, Any]]:
        """What came since the last poll; empty where nothing did. The platform answers one event a call, a list is understood too."""
        try:
            answer = await self.call("getUpdates", {"timeout": str(poll_s)}, read_s=poll_s + POLL_MARGIN_S)
        except ChannelError as error:
            if error.reason == "idle":
                return []
            raise
        events = answer if isinstance(answer, list) else [answer]
        return [event for event in events if isinstance(event, dict) and event]

    async def send_text(self, chat: str, text: str) -> str:
        """Sends plain text and returns the platform's id of the message."""
        return _message_id(await self.call("sendMessage", {"chat_id": chat, "text": text}))

    async def send_photo(self, chat: str, url: str, caption: str = "") -> str:
        """Has the platform fetch a picture from a public address; returns the id of the message."""
        about = {"caption": caption} if caption else {}
        return _message_id(await self.call("sendPhoto", {"chat_id": chat, "photo": url, **about}))

    async def typing(self, chat: str) -> None:
        """Shows "typing…" for some seconds."""
        await self.call("sendChatAction", {"chat_id": chat, "action": "typing"})

    async def set_webhook(self, url: str, secret: str) -> None:
        """Has events posted to `url` with the secret in the header X-Bot-Api-Secret-Token; polling stops working."""
        await self.call("setWebhook", {"url": url, "secret_token": secret})

    async def delete_webhook(self) -> None:
        """Back to polling; harmless where none was set."""
        await self.call("deleteWebhook")

    async def call(self, method: str, body: Mapping[str, Any] | None = None, *, read_s: float | None = None) -> Any:
        """One call; `read_s` is how long its answer may take. A time-out after the request has left is "unknown"."""
        timeout = httpx.Timeout(connect=CONNECT_S, read=read_s or self._answer_s, write=WRITE_S, pool=CONNECT_S)
        try:
            response = await self._http.post(method, json=dict(body or {}), timeout=timeout)
        except httpx.RequestError as error:
            raise from_transport(error) from None  # the cause would carry the address
        try:
            return result_of(response)
        except ChannelError as error:
            said = error.reason.replace(self._token, "<token>")
            raise ChannelError(error.kind, said, retry_after_s=error.retry_after_s) from None


def _object(answer: Any) -> dict[str, Any]:
    if not isinstance(answer, dict):
        raise ChannelError("unknown", "unreadable answer")
    return answer


def _message_id(answer: Any) -> str:
    """The id of what was sent; of a success that names none, "" would be taken for a chat's first message, so it is unknown."""
    number = _object(answer).get("message_id")
    if number in (None, ""):
        raise ChannelError("unknown", "no message id")
    return str(number)

"""The Zalo Bot channel: plain text in parts, numbered choices, pictures by address, one event a poll."""

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Self

from bot.channels.zalo_client import PUBLIC_API, ZaloClient
from bot.channels.zalo_files import fetch
from bot.channels.zalo_inbound import incoming, unwrapped
from bot.channels.zalo_polling import Poller, Receive
from storage.messages import Abilities, Address, ChannelError, Incoming, InFile, OutFile, Outgoing, pages, plain, with_numbers

MAX_TEXT = 2000
TRIES = 3

log = logging.getLogger(__name__)


class Zalo:
    """The channel "zalo" of one bot. `bot` is the name that the settings give it, None for the only one.

    `ignored` counts events that said nothing to us. `trouble` is "quota" while the platform takes no messages for want of quota,
    "token" while it does not accept the token, else "".
    """

    name = "zalo"
    abilities = Abilities(buttons=False, files_out=False, edit=False, max_text=MAX_TEXT, max_choices=20, upload_page=True)

    def __init__(
        self,
        token: str,
        data_dir: Path,
        *,
        bot: str | None = None,
        api_url: str = PUBLIC_API,
        answer_s: float = 20,
        sent: Callable[[], None] = lambda: None,
    ) -> None:
        """`sent` is called for every message that the platform took, or may have taken: it counts for the plan."""
        self.bot = bot
        self._joins_groups = False
        self.ignored: Counter[str] = Counter()
        self.trouble = ""
        self._data_dir, self._api_url, self._sent = data_dir, api_url, sent
        self._resting_until = 0.0
        self._poller: Poller | None = None
        self._client = ZaloClient(token, api_url=api_url, answer_s=answer_s)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.__aexit__()

    @property
    def polled_at(self) -> float | None:
        """The monotonic instant of the last successful poll; None before the first, and with a webhook."""
        return self._poller.polled_at if self._poller else None

    async def send(self, message: Outgoing) -> str:
        """Sends all parts in order and returns the id of the last text. Raises ChannelError, nothing else.

        Once a part has arrived the message must not be sent again as a whole: the rest is tried here a few times, and what then
        still was not sent makes the message "unknown".
        """
        chat = message.to.chat
        texts = pages(plain(with_numbers(message.text, message.choices, self.abilities)), MAX_TEXT)
        steps = [lambda text=text: self._client.send_text(chat, text) for text in texts if text.strip()]
        pictures = [file for file in message.files if file.picture and file.url]
        steps += [lambda file=file: self._picture(chat, file) for file in pictures]
        if not steps:
            raise ChannelError("refused", "empty")
        ids: list[str] = []
        for step in steps:
            ids.append(await (self._patiently(step) if ids else self._counted(step)))
        return ids[max(len(ids) - len(pictures), 1) - 1]

    async def _picture(self, chat: str, picture: OutFile) -> str:
        """A picture that the platform does not take is at least a link to it."""
        try:
            return await self._client.send_photo(chat, picture.url)
        except ChannelError as error:
            if error.kind != "refused":
                raise
            return await self._client.send_text(chat, f"{picture.name}: {picture.url}")

    async def _counted(self, step: Callable[[], Awaitable[str]]) -> str:
        """One message to the platform. After it said that there is no quota, nothing is asked of it for a long while."""
        rest_s = self._resting_until - _monotonic()
        if rest_s > 0:
            raise ChannelError("not_sent", self.trouble, retry_after_s=rest_s)
        try:
            number = await step()
        except ChannelError as error:
            self._troubled(error)
            raise
        self.trouble = ""
        self._sent()
        return number

    def _troubled(self, error: ChannelError) -> None:
        if error.kind == "unknown":
            self._sent()
        if error.reason in ("quota", "token"):
            self.trouble = error.reason
            self._resting_until = _monotonic() + (error.retry_after_s or 0)
            log.error("Zalo takes no messages (%s); resting for %.0f s", error.reason, error.retry_after_s or 0)

    async def _patiently(self, step: Callable[[], Awaitable[str]]) -> str:
        for attempt in range(1, TRIES + 1):
            try:
                return await self._counted(step)
            except ChannelError as error:
                if error.kind != "not_sent" or self.trouble or attempt == TRIES:
                    kind = "unknown" if error.kind == "not_sent" else error.kind
                    raise ChannelError(kind, f"in part: {error.reason}") from None
                await asyncio.sleep(attempt)
        raise AssertionError("the last attempt returns or raises")

    async def fetch(self, file: InFile, limit_bytes: int) -> bytes:
        """The bytes of a picture or of a file from the upload page. Raises ChannelError."""
        return await fetch(self._data_dir, self._api_url, file, limit_bytes)

    async def working(self, to: Address) -> None:
        """Shows "typing…" for some seconds. Never raises."""
        try:
            await self._client.typing(to.chat)
        except ChannelError as error:
            log.debug("No typing sign: %s", error.reason)

    async def me(self) -> dict[str, Any]:
        """The bot's account: `id` and `account_name`, for links `https://zalo.me/<account_name>`. Raises ChannelError."""
        account = await self._client.me()
        self._joins_groups = account.get("can_join_groups") is True
        return account

    async def set_webhook(self, url: str, secret: str) -> None:
        """Has events posted to `url` with the secret in the header X-Bot-Api-Secret-Token. Raises ChannelError."""
        await self._client.set_webhook(url, secret)

    async def poll(self, receive: Receive, monotonic: Callable[[], float]) -> None:
        """Receives until cancelled, each message stored before the next poll. A webhook that is set would end polling: it is removed."""
        cleared = False

        async def updates() -> list[dict[str, Any]]:
            nonlocal cleared
            if not cleared:
                await self._client.delete_webhook()
                cleared = True
            return await self._client.updates()

        self._poller = Poller(updates, self.read, receive, monotonic)
        await self._poller.run()

    def incoming(self, body: bytes) -> list[Incoming]:
        """What a webhook brought, wrapped or flat; empty where it says nothing to us. Raises ValueError where it is no JSON."""
        events = unwrapped(json.loads(body))
        if not events:
            self.ignored["no event"] += 1
        read = [self.read(event) for event in events]
        return [message for message in read if message is not None]

    def read(self, event: dict[str, Any]) -> Incoming | None:
        """One event as a message; None, and counted, where it says nothing to us, or comes from a group that the bot may not be in."""
        message = incoming(event, self.bot)
        if message is not None and (self._joins_groups or not message.group):
            return message
        self.ignored["group" if message is not None else str(event.get("event_name") or "no name")[:64]] += 1
        return None


def _monotonic() -> float:
    return asyncio.get_running_loop().time()

"""The Telegram channel: python-telegram-bot's Bot for the calls, our own polling so that nothing is confirmed before it is stored."""

import json
import logging
import os
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self, cast
from urllib.parse import urlencode, urlsplit

from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat, Update
from telegram.constants import ChatAction
from telegram.request import HTTPXRequest

from bot.channels.telegram_attachments import download
from bot.channels.telegram_errors import mapped
from bot.channels.telegram_inbound import ALLOWED, incoming, typed
from bot.channels.telegram_polling import Poller, Receive
from bot.channels.telegram_sending import deliver
from bot.channels.trust import trusted
from storage.messages import Abilities, Address, ChannelError, Incoming, InFile, Outgoing

PUBLIC_API = "https://api.telegram.org"
POLL_S = 25

# The library's future behaviour; without it the mere arrival of a "wait" from Telegram is a deprecation warning.
os.environ.setdefault("PTB_TIMEDELTA", "1")

log = logging.getLogger(__name__)


class Telegram:
    """The channel "telegram" of one bot. `username` is empty until `me` was called; `ignored` counts updates that said nothing to us."""

    name = "telegram"
    abilities = Abilities(can_start=False)

    def __init__(self, token: str, data_dir: Path, *, api_url: str = PUBLIC_API, proxy: str | None = None, answer_s: float = 20) -> None:
        """`api_url` is the root of the public, a local or a test Bot API server; `proxy` an HTTP or SOCKS address.

        A call that is not answered within `answer_s` seconds is "unknown".
        """
        root = api_url.rstrip("/")
        self._own_server = urlsplit(root).hostname != urlsplit(PUBLIC_API).hostname
        self.username = ""
        self.ignored: Counter[str] = Counter()
        self._data_dir = data_dir
        self._poller: Poller | None = None
        self._may_poll = False
        self._polls = _request(proxy, answer_s, connections=1)
        # Eight carry Telegram's 30 messages a second at 250 ms each; the library's pool gets slower with every connection more.
        self._calls = _request(proxy, answer_s, connections=8)
        self._bot = Bot(token, f"{root}/bot", f"{root}/file/bot", request=self._calls, get_updates_request=self._polls)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._polls.shutdown()
        await self._calls.shutdown()

    @property
    def polled_at(self) -> float | None:
        """The monotonic instant of the last successful poll; None before the first, and with a webhook."""
        return self._poller.polled_at if self._poller else None

    async def send(self, message: Outgoing) -> str:
        """Sends or edits; returns "chat:message" of the message that carries the buttons. Raises ChannelError, nothing else."""
        return await deliver(self._bot, self._data_dir, message)

    async def fetch(self, file: InFile, limit_bytes: int) -> bytes:
        """The bytes of a file that somebody sent. Raises ChannelError; `reason` "too_large" also for Telegram's own limit of 20 MB."""
        return await download(self._bot, file, limit_bytes, own_server=self._own_server)

    async def working(self, to: Address) -> None:
        """Shows "typing…" for some seconds. Never raises."""
        thread = int(to.thread) if to.thread else None
        try:
            with mapped():
                await self._bot.send_chat_action(to.chat, ChatAction.TYPING, message_thread_id=thread)
        except ChannelError as error:
            log.debug("No typing sign: %s", error.reason)

    async def acknowledge(self, callback: str, text: str = "") -> None:
        """Ends the waiting sign on a tapped button, with a notice of up to 200 signs if wanted. Never raises: a query may be too old."""
        try:
            with mapped():
                await self._bot.answer_callback_query(callback, text[:200] or None)
        except ChannelError as error:
            log.debug("A tap was not acknowledged: %s", error.reason)

    async def poll(self, receive: Receive, monotonic: Callable[[], float]) -> None:
        """Receives until cancelled. An update is confirmed only after `receive` returned, so it may come again after a restart."""
        self._poller = Poller(self._updates, self._read, receive, monotonic)
        await self._poller.run()

    async def _updates(self, offset: int | None) -> list[dict[str, Any]]:
        """Raises ChannelError. Asked for without the library's own method, where one update that it can't read hides all others."""
        # The first poll does not wait, so that /readyz soon knows that Telegram answers.
        wait_s = POLL_S if self.polled_at is not None else 0
        asked = {"timeout": wait_s, "allowed_updates": json.dumps(ALLOWED), **({"offset": offset} if offset is not None else {})}
        with mapped():
            if not self._may_poll:  # a webhook left by an earlier run would refuse every poll
                await self._bot.delete_webhook()
                self.username = (await self._bot.get_me()).username or ""
                self._may_poll = True
            updates = await self._polls.post(f"{self._bot.base_url}/getUpdates?{urlencode(asked)}", read_timeout=wait_s + 10)
            return [{**update, "update_id": int(update["update_id"])} for update in cast("list[dict[str, Any]]", updates)]

    def incoming(self, update_json: bytes) -> Incoming | None:
        """What a webhook brought; None where it says nothing to us. Raises ValueError where it is no update at all."""
        raw = json.loads(update_json)
        if not isinstance(raw, dict) or not isinstance(raw.get("update_id"), int):
            raise ValueError("not an update")
        return self._read(raw)

    def _read(self, raw: dict[str, Any]) -> Incoming | None:
        try:
            message = typed(incoming(Update.de_json(raw, self._bot), self.username))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            log.warning("Update %s can't be read: %r", raw["update_id"], error)
            message = None
        if message is None:
            self.ignored[next((kind for kind in raw if kind != "update_id"), "empty")] += 1
        return message

    async def me(self) -> str:
        """The bot's username, for links `https://t.me/<username>?start=CODE`. Raises ChannelError; `reason` "token" = it is wrong."""
        with mapped():
            self.username = (await self._bot.get_me()).username or ""
        return self.username

    async def set_webhook(self, url: str, secret: str) -> None:
        """Has updates posted to `url` with the secret in the header X-Telegram-Bot-Api-Secret-Token. Raises ChannelError."""
        self._may_poll = False
        with mapped():
            await self._bot.set_webhook(url, allowed_updates=ALLOWED, secret_token=secret)

    async def delete_webhook(self) -> None:
        """Back to polling; harmless where none was set. Raises ChannelError."""
        with mapped():
            await self._bot.delete_webhook()

    async def set_commands(self, commands: Mapping[str, str], *, chat: str | None = None, language: str | None = None) -> None:
        """The menu (command → description) of one chat, or of all private chats in that language; empty = none. Raises ChannelError."""
        scope = BotCommandScopeChat(chat) if chat else BotCommandScopeAllPrivateChats()
        with mapped():
            if commands:
                menu = [BotCommand(command, description) for command, description in commands.items()]
                await self._bot.set_my_commands(menu, scope, language)
            else:
                await self._bot.delete_my_commands(scope, language)


def _request(proxy: str | None, answer_s: float, connections: int) -> HTTPXRequest:
    """Never follows redirects: the token stands in the address."""
    return HTTPXRequest(
        connection_pool_size=connections,
        connect_timeout=10,
        read_timeout=answer_s,
        write_timeout=20,
        pool_timeout=10,
        media_write_timeout=60,
        proxy=proxy,
        httpx_kwargs={"follow_redirects": False, "verify": trusted()},
    )

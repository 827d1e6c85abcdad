"""The Zalo Official Account channel: consultation messages with buttons and their typed twin, files, templates after the window."""

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Self

import httpx

from bot.channels.trust import trusted
from bot.channels.zalo_files import fetch
from bot.channels.zalo_oa_client import OaClient
from bot.channels.zalo_oa_inbound import TAP, incoming, is_fresh, is_signed
from bot.channels.zalo_oa_tokens import Tokens, TokenStore
from storage.messages import Abilities, Address, ChannelError, Choice, Incoming, InFile, OutFile, Outgoing, flat, pages, plain, with_numbers

PUBLIC_API, PUBLIC_OAUTH = "https://openapi.zalo.me", "https://oauth.zaloapp.com"
PUBLIC_TEMPLATES = "https://business.openapi.zalo.me"
MAX_TEXT, MAX_BUTTONS, MAX_TITLE = 2000, 5, 100
MEGABYTE = 1024 * 1024
_TIMEOUT = httpx.Timeout(20, connect=10)

log = logging.getLogger(__name__)


class ZaloOa:
    """The channel "zalo_oa" of one account. `ignored` counts events that said nothing to us.

    `trouble` is "token" while the tokens cannot be refreshed, "quota" or "money" while the account may not send, else "".
    """

    name = "zalo_oa"
    bot = None
    abilities = Abilities(
        edit=False,
        max_text=MAX_TEXT,
        max_choices=20,
        typed_twin=True,
        file_endings=(".pdf", ".doc", ".docx", ".csv", ".png", ".jpg", ".jpeg"),
        max_file_bytes=5 * MEGABYTE,
        max_picture_bytes=MEGABYTE,
        window_days=7,
    )

    def __init__(
        self,
        app_id: str,
        secret: str,
        data_dir: Path,
        store: TokenStore,
        now: Callable[[], datetime],
        *,
        first_refresh: str = "",
        webhook_secret: str = "",
        templates: Mapping[str, str] | None = None,
        window_days: int = 7,
        by_phone: bool = False,
        api_url: str = PUBLIC_API,
        oauth_url: str = PUBLIC_OAUTH,
        template_url: str = PUBLIC_TEMPLATES,
    ) -> None:
        """`templates` are the approved ones' ids by name; `by_phone` = they go to phone numbers where those are known.

        Sources differ on which secret signs the webhook: both are tried.
        """
        self.by_phone = by_phone
        self.abilities = replace(type(self).abilities, window_days=window_days)
        self.ignored: Counter[str] = Counter()
        self._app_id, self._hook_secrets = app_id, (webhook_secret, secret)
        self._data_dir, self._api_url, self._now = data_dir, api_url, now
        self._template_ids = dict(templates or {})
        self._refused = ""
        self._http = httpx.AsyncClient(verify=trusted(), follow_redirects=False, timeout=_TIMEOUT)
        self._tokens = Tokens(self._http, oauth_url, app_id, secret, first_refresh, store, now)
        self._client = OaClient(self._http, self._tokens, api_url=api_url, template_url=template_url)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    @property
    def trouble(self) -> str:
        """Why the account cannot send, for those who can help."""
        return "token" if self._tokens.trouble else self._refused

    async def keep_fresh(self) -> None:
        """Changes the tokens when they near their end, also while nothing is sent. Raises ChannelError."""
        await self._tokens.access()

    async def send(self, message: Outgoing) -> str:
        """Sends all parts in order and returns the id of the one with the buttons. Raises ChannelError, nothing else.

        Once a part has arrived the message must not be sent again as a whole: what then fails makes it "unknown".
        """
        if message.template is not None:
            return await self._template(message)
        chat, ids = message.to.chat, list[str]()
        try:
            for part in self._parts(message):
                ids.append(await self._client.consult(chat, part))
            main = len(ids) - 1
            for file in message.files:
                ids.append(await self._client.consult(chat, await self._attached(file)))
        except ChannelError as error:
            self._refused = error.reason if error.reason in ("quota", "money") else self._refused
            if ids and error.kind == "not_sent":
                raise ChannelError("unknown", f"in part: {error.reason}") from None
            raise
        if not ids:
            raise ChannelError("refused", "empty")
        self._refused = ""
        return ids[max(main, 0)]

    def _parts(self, message: Outgoing) -> list[dict[str, Any]]:
        """The texts, the last with the buttons; the request for a phone number is a message of its own kind."""
        text = plain(with_numbers(message.text, message.choices, self.abilities))
        if message.ask_contact:
            return [_user_info_request(text)]
        parts: list[dict[str, Any]] = [{"text": part} for part in pages(text, MAX_TEXT) if part.strip()]
        buttons = [_button(choice) for choice in flat(message.choices)[:MAX_BUTTONS]]
        if parts and buttons:
            parts[-1]["attachment"] = {"type": "template", "payload": {"buttons": buttons}}
        return parts

    async def _attached(self, file: OutFile) -> dict[str, Any]:
        content = await asyncio.to_thread(_bytes_of, self._data_dir, file)
        if file.picture:
            image = await self._client.upload("image", file.name, content)
            media = {"template_type": "media", "elements": [{"media_type": "image", "attachment_id": image}]}
            return {"attachment": {"type": "template", "payload": media}}
        return {"attachment": {"type": "file", "payload": {"token": await self._client.upload("file", file.name, content)}}}

    async def _template(self, message: Outgoing) -> str:
        wanted = message.template
        template_id = self._template_ids.get(wanted.name) if wanted is not None else None
        if wanted is None or template_id is None:
            raise ChannelError("refused", "window_closed")
        if wanted.phone:
            tracking = f"{message.to.chat}:{self._now():%Y%m%d%H%M%S}"
            return await self._client.template_by_phone(wanted.phone, template_id, dict(wanted.values), tracking)
        return await self._client.template(message.to.chat, template_id, dict(wanted.values))

    async def fetch(self, file: InFile, limit_bytes: int) -> bytes:
        """The bytes of a file by its passing address. Raises ChannelError."""
        return await fetch(self._data_dir, self._api_url, file, limit_bytes)

    async def working(self, to: Address) -> None:
        """The API shows no sign of work."""

    def is_ours(self, header: str, body: bytes) -> bool:
        """Whether a webhook's header signs its raw bytes. Raises ValueError where the body is no JSON."""
        return is_signed(header, self._app_id, body, _timestamp(json.loads(body)), self._hook_secrets)

    def incoming(self, body: bytes) -> Incoming | None:
        """What a webhook brought; None, and counted, where it says nothing to us or is a replay. Raises ValueError where it is no JSON."""
        event = json.loads(body)
        name = str(event.get("event_name") or "no name")[:64] if isinstance(event, dict) else "no event"
        if not isinstance(event, dict) or not is_fresh(_timestamp(event), self._now().timestamp()):
            self.ignored["replayed" if isinstance(event, dict) else name] += 1
            return None
        message = incoming(event)
        if message is None:
            self.ignored[name] += 1
        return message


def _timestamp(event: Any) -> str:
    return str(event.get("timestamp") or "") if isinstance(event, dict) else ""


def _button(choice: Choice) -> dict[str, Any]:
    title = choice.label[:MAX_TITLE]
    if choice.url:
        return {"title": title, "type": "oa.open.url", "payload": {"url": choice.url}}
    return {"title": title, "type": "oa.query.hide", "payload": f"{TAP}{choice.value}"}


def _user_info_request(text: str) -> dict[str, Any]:
    element = {"title": text[:MAX_TITLE], "subtitle": text[:500]}
    return {"attachment": {"type": "template", "payload": {"template_type": "request_user_info", "elements": [element]}}}


def _bytes_of(data_dir: Path, file: OutFile) -> bytes:
    root = data_dir.resolve()
    place = (root / file.path).resolve()
    if not place.is_relative_to(root) or not place.is_file():
        raise ChannelError("refused", "file_missing")
    return place.read_bytes()

"""A thin client of the Official Account API: the access token in a header, changed once where it is not accepted."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from bot.channels.zalo_oa_errors import TOKEN, data_of, from_transport
from bot.channels.zalo_oa_tokens import Tokens
from storage.messages import ChannelError


class OaClient:
    """Calls of one account. Every method raises ChannelError and nothing else."""

    def __init__(self, http: httpx.AsyncClient, tokens: Tokens, *, api_url: str, template_url: str) -> None:
        self._http, self._tokens = http, tokens
        self._api, self._templates = api_url.rstrip("/"), template_url.rstrip("/")

    async def consult(self, user_id: str, message: dict[str, Any]) -> str:
        """A consultation message; returns its id."""
        body = {"recipient": {"user_id": user_id}, "message": message}
        return _id(await self._post(f"{self._api}/v3.0/oa/message/cs", json=body), "message_id")

    async def template(self, user_id: str, template_id: str, values: dict[str, str]) -> str:
        """An approved template by the user's id; returns the message's id."""
        body = {"user_id": user_id, "template_id": template_id, "template_data": values}
        return _id(await self._post(f"{self._api}/v3.0/oa/message/template", json=body), "message_id", "msg_id")

    async def template_by_phone(self, phone: str, template_id: str, values: dict[str, str], tracking_id: str) -> str:
        """An approved template by phone number; returns the message's id."""
        body = {"phone": international(phone), "template_id": template_id, "template_data": values, "tracking_id": tracking_id}
        return _id(await self._post(f"{self._templates}/message/template", json=body), "msg_id", "message_id")

    async def upload(self, kind: str, name: str, content: bytes) -> str:
        """Uploads an "image" or a "file"; returns what names it in a message for the next seven days."""
        answer = await self._post(f"{self._api}/v2.0/oa/upload/{kind}", files={"file": (name, content)})
        return _id(answer, "attachment_id" if kind == "image" else "token", "token", "attachment_id")

    async def _post(self, url: str, **what: Any) -> dict[str, Any]:
        access = await self._tokens.access()
        try:
            return await self._asked(lambda: self._http.post(url, headers={"access_token": access}, **what))
        except ChannelError as error:
            if error.reason != TOKEN:
                raise
        fresh = await self._tokens.renewed(access)
        return await self._asked(lambda: self._http.post(url, headers={"access_token": fresh}, **what))

    async def _asked(self, ask: Callable[[], Awaitable[httpx.Response]]) -> dict[str, Any]:
        try:
            return data_of(await ask())
        except httpx.RequestError as error:
            raise from_transport(error) from None


def international(phone: str) -> str:
    """A Vietnamese number as the service wants it: 84 and nine digits."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    return f"84{digits[1:]}" if digits.startswith("0") else digits


def _id(data: dict[str, Any], *names: str) -> str:
    """The first of these that the answer has; a yes that names nothing may have been sent."""
    for name in names:
        if data.get(name) not in (None, ""):
            return str(data[name])
    raise ChannelError("unknown", "no id in the answer")

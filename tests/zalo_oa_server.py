"""A Zalo Official Account's services on this machine, strict as the facts say: tokens that rotate, windows, error numbers with HTTP 200.

`async with OaServer() as oa: …` in the loop of the test. Every user has a window that the test opens and closes.
"""

import asyncio
import hashlib
import json
from collections import deque
from itertools import count
from typing import Any, Self

import httpx

from bot.channels.trust import trusted
from storage.messages import utf16_length
from tests.botapi_http import Answer, Request, reply, serve_connection

Json = dict[str, Any]
APP_ID, APP_SECRET, HOOK_SECRET = "4242424242", "app-secret-of-the-office", "hook-secret-of-the-office"
FILE_ENDINGS = (".pdf", ".doc", ".docx", ".csv")
MEGABYTE = 1024 * 1024


class OaServer:
    """One account. `faults`: error numbers for the next calls, or "late" (taken, never answered) and "drop"."""

    def __init__(self) -> None:
        self.url = ""
        self.sent: list[tuple[str, Json]] = []
        self.templates: list[Json] = []
        self.refreshes = 0
        self.faults: deque[Any] = deque()
        self.closed: set[str] = set()
        self.life_s = "90000"
        self.refresh_fault: str = ""
        self.calls: list[str] = []
        self._refresh, self._access = "refresh-0", ""
        self._uploads: dict[str, str] = {}
        self._numbers = count(1)
        self._tasks: set[asyncio.Task[None]] = set()
        self._news = asyncio.Event()

    async def __aenter__(self) -> Self:
        def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.create_task(serve_connection(self.handle, reader, writer))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

        self._listener = await asyncio.start_server(connected, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._listener.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._listener.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def texts(self, user: str) -> list[str]:
        """The words of all that a user was sent."""
        return [str(message.get("text", "")) for to, message in self.sent if to == user]

    async def hears(self, user: str, words: str, seconds: float = 8) -> Json:
        """Waits until a user was sent something that holds these words."""
        try:
            async with asyncio.timeout(seconds):
                while not (found := [message for to, message in self.sent if to == user and words in str(message.get("text", ""))]):
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"{user} was not told “{words}” but: {self.texts(user)}") from None
        return found[-1]

    def revoke(self) -> None:
        """The access token is worth nothing from now on."""
        self._access = "revoked"

    async def handle(self, request: Request) -> Answer:
        """Any request: tokens, messages, uploads."""
        self.calls.append(request.path)
        if request.path == "/v4/oa/access_token":
            return self._tokens(request)
        if request.headers.get("access_token") != self._access or not self._access:
            return _error(-216, "Access token is invalid")
        fault = self.faults.popleft() if self.faults else None
        if fault == "drop":
            return Answer(end="close")
        if isinstance(fault, int | tuple):
            return _error(*fault) if isinstance(fault, tuple) else _error(fault, "fault")
        answer = self._answered(request)
        return Answer(end="hold", seconds=30) if fault == "late" else answer

    def _answered(self, request: Request) -> Answer:
        if request.path == "/v3.0/oa/message/cs":
            return self._consultation(request.fields)
        if request.path in ("/v3.0/oa/message/template", "/message/template"):
            return self._template(request)
        if request.path.startswith("/v2.0/oa/upload/"):
            return self._upload(request)
        return _error(-240, "API is not supported")

    def _tokens(self, request: Request) -> Answer:
        fields = request.fields
        strict = request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
        if not strict or request.headers.get("secret_key") != APP_SECRET or fields.get("app_id") != APP_ID:
            return reply(200, {"error": -14002, "error_name": "invalid"})
        if fields.get("grant_type") != "refresh_token" or fields.get("refresh_token") != self._refresh:
            return reply(200, {"error": -14014, "error_name": "Invalid refresh token"})
        if self.refresh_fault == "refuse":
            return reply(200, {"error": -14014, "error_name": "Invalid refresh token"})
        self.refreshes += 1
        self._refresh, self._access = f"refresh-{self.refreshes}", f"access-{self.refreshes}"
        if self.refresh_fault == "lost":
            return Answer(end="close")
        return reply(200, {"access_token": self._access, "refresh_token": self._refresh, "expires_in": self.life_s})

    def _consultation(self, fields: Json) -> Answer:
        user, message = fields.get("recipient", {}).get("user_id"), fields.get("message", {})
        if user in self.closed:
            return _error(-230, "User has not interacted with the OA in the past 7 days")
        if problem := self._problem(message):
            return _error(-201, f"STRICT: {problem}")
        self.sent.append((user, message))
        self._news.set()
        return _ok({"message_id": f"oa{len(self.sent)}", "user_id": user})

    def _problem(self, message: Json) -> str:
        attachment = message.get("attachment", {})
        payload = attachment.get("payload", {})
        if "text" in message and not 1 <= utf16_length(message["text"]) <= 2000:
            return "text has 1 to 2000 characters"
        if "text" not in message and not attachment:
            return "empty"
        for button in payload.get("buttons", []):
            if not 1 <= len(button["title"]) <= 100 or not _is_button(button):
                return f"button {button}"
        if len(payload.get("buttons", [])) > 5:
            return "at most 5 buttons"
        named = [payload.get("token")] + [one.get("attachment_id") for one in payload.get("elements", [])]
        unknown = [one for one in named if one is not None and one not in self._uploads]
        return f"unknown upload {unknown}" if unknown else ""

    def _template(self, request: Request) -> Answer:
        fields = request.fields
        if request.path == "/message/template" and not (str(fields.get("phone", "")).startswith("84") and fields.get("tracking_id")):
            return _error(-108, "phone number invalid")
        if request.path != "/message/template" and not fields.get("user_id"):
            return _error(-201, "user_id is missing")
        self.templates.append(fields)
        return _ok({"msg_id" if "phone" in fields else "message_id": f"t{len(self.templates)}"})

    def _upload(self, request: Request) -> Answer:
        kind = request.path.rsplit("/", 1)[1]
        name, content = request.uploads["file"]
        limit = MEGABYTE if kind == "image" else 5 * MEGABYTE
        if len(content) > limit or (kind == "file" and not name.endswith(FILE_ENDINGS)):
            return _error(-201, "file is not supported")
        token = f"up{next(self._numbers)}"
        self._uploads[token] = name
        return _ok({"attachment_id" if kind == "image" else "token": token})

    async def post(self, hook: str, event: Json, *, secret: str = HOOK_SECRET, prefix: str = "mac=", app_id: str = APP_ID) -> int:
        """Delivers an event to a webhook, signed over its raw bytes; the status of the answer."""
        raw = json.dumps(event, ensure_ascii=False, indent=1).encode()
        mac = hashlib.sha256(app_id.encode() + raw + str(event.get("timestamp", "")).encode() + secret.encode()).hexdigest()
        async with httpx.AsyncClient(verify=trusted()) as http:
            answer = await http.post(
                hook, content=raw, headers={"X-ZEvent-Signature": f"{prefix}{mac}", "content-type": "application/json"}
            )
        return answer.status_code

    def event(self, name: str, user: str, at_s: float, **fields: Any) -> Json:
        """An event as Zalo writes it, `at_s` seconds since 1970."""
        message = {"msg_id": f"in{next(self._numbers)}", **fields.pop("message", {})}
        head = {"app_id": APP_ID, "sender": {"id": user}, "recipient": {"id": "oa"}, "event_name": name}
        return {**head, "message": message, "timestamp": str(int(at_s * 1000)), **fields}


def _is_button(button: Json) -> bool:
    payload = button.get("payload")
    if button.get("type") == "oa.open.url":
        return isinstance(payload, dict) and str(payload.get("url", "")).startswith("http")
    return button.get("type") in ("oa.query.show", "oa.query.hide") and str(payload).startswith("#") and len(str(payload)) <= 1000


def _ok(data: Json) -> Answer:
    return reply(200, {"data": data, "error": 0, "message": "Success"})


def _error(code: int, message: str) -> Answer:
    return reply(200, {"error": code, "message": message})

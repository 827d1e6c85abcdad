"""A Zalo Bot platform on this machine, as strict as its documentation: one bot, its people, faults on demand, every call recorded.

`async with ZaloServer() as zalo: …` in the loop of the test; `zalo.url` is the root for the bot, the methods are what people do.
"""

import asyncio
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any, Self

import httpx

from bot.channels.trust import trusted
from storage.messages import utf16_length
from tests.botapi_http import Answer, Request, reply, serve_connection

Json = dict[str, Any]
TOKEN = "1234567890123456789:AbCdEfGhIjKlMnOpQrStUvWxYz"
MOST_POLL_S = 0.4
"""A poll that asks for longer is answered after this all the same, so that tests are quick."""
FIELDS = {
    "getMe": set[str](),
    "getUpdates": {"timeout"},
    "setWebhook": {"url", "secret_token"},
    "deleteWebhook": set[str](),
    "getWebhookInfo": set[str](),
    "sendMessage": {"chat_id", "text", "parse_mode", "text_styles"},
    "sendPhoto": {"chat_id", "photo", "caption"},
    "sendChatAction": {"chat_id", "action"},
}


class RefusedError(Exception):
    """The platform says no; `code` and description stand in the body, with HTTP 200."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code


@dataclass
class Fault:
    """What the next calls of a method get: "error" (in a body, HTTP 200), "late" (taken, never answered), "drop", "page", "redirect"."""

    method: str
    kind: str
    times: int = 1
    code: Any = 500
    description: str = "fault"


class ZaloServer:
    """One bot's Zalo. `lossy`: what people say while nobody polls is lost. `wrapped`: webhooks carry the documentation's envelope."""

    def __init__(self, *, token: str = TOKEN, account: str = "bot.tiendo", quota: int = 3000, lossy: bool = False) -> None:
        self.token, self.quota, self.lossy = token, quota, lossy
        self.account = {"id": f"id-{account}", "account_name": account, "account_type": "BASIC", "can_join_groups": False}
        self.url = ""
        self.wrapped = False
        self.photo_field = "photo_url"
        self.calls: list[tuple[str, Json]] = []
        self.sent: list[tuple[str, str]] = []
        self.answers: list[int] = []
        self.files: dict[str, bytes] = {}
        self._known: set[str] = set()
        self._events: deque[Json] = deque()
        self._news = asyncio.Event()
        self._sent_news = asyncio.Event()
        self._polling = 0
        self._polled = asyncio.Event()
        self._webhook: tuple[str, str] | None = None
        self._faults: list[Fault] = []
        self._numbers = count(1)
        self._tasks: set[asyncio.Task[None]] = set()

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

    def fault(self, method: str, kind: str, times: int = 1, *, code: Any = 500, description: str = "fault") -> None:
        """The next calls of a method fail."""
        self._faults.append(Fault(method, kind, times, code, description))

    def texts(self, person: str) -> list[str]:
        """All that a person was sent, pictures as their address."""
        return [text for chat, text in self.sent if chat == person]

    async def hears(self, person: str, words: str) -> str:
        """Waits until somebody was sent something that holds these words; returns the newest of those."""
        return await self.hears_after(person, 0, words)

    async def hears_after(self, person: str, before: int, words: str, seconds: float = 8) -> str:
        """The same among what came after the first `before` messages. Fails with all that was sent."""
        try:
            async with asyncio.timeout(seconds):
                while not (found := [text for text in self.texts(person)[before:] if words in text]):
                    self._sent_news.clear()
                    await self._sent_news.wait()
        except TimeoutError:
            raise AssertionError(f"{person} was not told “{words}” but: {self.texts(person)[before:]}") from None
        return found[-1]

    def says(self, person: str, text: str, **more: Any) -> str:
        """Somebody types; returns the message's id."""
        return self._happens("message.text.received", person, text=text, **more)

    def sends_photo(self, person: str, content: bytes, caption: str = "") -> str:
        """Somebody sends a picture, which lies at a passing address."""
        name = f"photo{next(self._numbers)}.jpg"
        self.files[name] = content
        return self._happens("message.image.received", person, **{self.photo_field: f"{self.url}/files/{name}", "caption": caption})

    def sends_file(self, person: str) -> str:
        """Somebody sends a Word file: all that the bot learns is that something came."""
        return self._happens("message.unsupported.received", person)

    def sends_sticker(self, person: str) -> str:
        """Somebody sends a sticker."""
        return self._happens("message.sticker.received", person, sticker="s1", url="https://example.invalid/s.png")

    def happens(self, event: Json) -> None:
        """Anything comes, as it is."""
        if self._webhook is not None:
            self._start(self.post(event))
        elif not (self.lossy and not self._polling):
            self._events.append(event)
            self._news.set()

    async def is_polled(self, seconds: float = 8) -> None:
        """Waits until somebody asks for updates: what is said before is lost where the server is `lossy`."""
        async with asyncio.timeout(seconds):
            await self._polled.wait()

    def event(self, name: str, person: str, **fields: Any) -> Json:
        """An event as the platform writes it."""
        self._known.add(person)
        who = {"id": person, "display_name": person.title(), "is_bot": False}
        chat = {"id": person, "chat_type": "PRIVATE"}
        number = f"m{next(self._numbers):04}{person}"
        return {"event_name": name, "message": {"message_id": number, "date": 1763712000123, "from": who, "chat": chat, **fields}}

    def _happens(self, name: str, person: str, **fields: Any) -> str:
        event = self.event(name, person, **fields)
        self.happens(event)
        return str(event["message"]["message_id"])

    async def post(self, event: Json, secret: str | None = None) -> None:
        """Delivers an event to the webhook; deliveries may be repeated and overtake one another."""
        assert self._webhook is not None
        url, known = self._webhook
        body = {"ok": True, "result": event} if self.wrapped else event
        async with httpx.AsyncClient(verify=trusted()) as http:
            answer = await http.post(url, json=body, headers={"X-Bot-Api-Secret-Token": secret or known})
        self.answers.append(answer.status_code)

    def _start(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def handle(self, request: Request) -> Answer:
        """Any request: a bot's call or a picture."""
        if request.path.startswith("/files/"):
            content = self.files.get(request.path.removeprefix("/files/"))
            return Answer(404) if content is None else Answer(200, content, mime="image/jpeg")
        place, _, method = request.path.strip("/").partition("/")
        if place != f"bot{self.token}":
            return _error(401, "Unauthorized")
        self.calls.append((method, dict(request.fields)))
        fault = self._strike(method)
        if fault and fault.kind in ("drop", "page", "redirect", "error"):
            return _instead(fault, request)
        try:
            result = await self._carry_out(method, request)
        except RefusedError as refused:
            return _error(refused.code, str(refused))
        if fault:  # "late": taken, and nobody learns of it
            return Answer(end="hold", seconds=30)
        return reply(200, {"ok": True} if result is None else {"ok": True, "result": result})

    def _strike(self, method: str) -> Fault | None:
        for fault in self._faults:
            if fault.method == method and fault.times > 0:
                fault.times -= 1
                return fault
        return None

    async def _carry_out(self, method: str, request: Request) -> Any:
        if method not in FIELDS:
            raise RefusedError(404, "method not found")
        if request.method != "POST" or request.headers.get("content-type") != "application/json":
            raise RefusedError(400, "STRICT: POST with JSON")
        if unknown := set(request.fields) - FIELDS[method]:
            raise RefusedError(400, f"STRICT: unknown fields {sorted(unknown)}")
        if method == "getUpdates":
            return await self._poll(request.fields)
        steps: dict[str, Callable[[Json], Any]] = {
            "getMe": lambda _: self.account,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._webhook_info,
            "sendMessage": self._send_message,
            "sendPhoto": self._send_photo,
            "sendChatAction": lambda fields: self._chat(fields) and None,
        }
        return steps[method](request.fields)

    async def _poll(self, fields: Json) -> Json:
        if not isinstance(fields.get("timeout"), str) or not fields["timeout"].isdigit():
            raise RefusedError(400, "STRICT: timeout is a string of digits")
        if self._webhook is not None:
            raise RefusedError(400, "can't poll while a webhook is set")
        if self._polling:
            raise RefusedError(400, "STRICT: one poller a token")
        self._polling += 1
        self._polled.set()
        try:
            async with asyncio.timeout(min(float(fields["timeout"]), MOST_POLL_S)):
                while not self._events:
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise RefusedError(408, "Request timeout") from None
        finally:
            self._polling -= 1
            self._polled.clear()
        return self._events.popleft()

    def _set_webhook(self, fields: Json) -> Json:
        if not 8 <= len(fields.get("secret_token", "")) <= 256:
            raise RefusedError(400, "STRICT: secret_token has 8 to 256 characters")
        self._webhook = (fields["url"], fields["secret_token"])
        while self._events:
            self._start(self.post(self._events.popleft()))
        return {"url": fields["url"], "updated_at": 1763712000123}

    def _delete_webhook(self, _: Json) -> Json:
        self._webhook = None
        return {"url": "", "updated_at": 1763712000123}

    def _webhook_info(self, _: Json) -> Json:
        if self._webhook is None:
            raise RefusedError(404, "no webhook")
        return {"url": self._webhook[0], "updated_at": 1763712000123}

    def _send_message(self, fields: Json) -> Json:
        if not 1 <= utf16_length(fields.get("text", "")) <= 2000:
            raise RefusedError(400, "text must have 1 to 2000 characters")
        return self._taken(self._chat(fields), fields["text"])

    def _send_photo(self, fields: Json) -> Json:
        if not str(fields.get("photo", "")).startswith(("https://", "http://127.0.0.1")):
            raise RefusedError(400, "photo must be a public address")
        return self._taken(self._chat(fields), fields["photo"])

    def _chat(self, fields: Json) -> str:
        if fields.get("chat_id") not in self._known:
            raise RefusedError(400, "chat not found: the bot cannot write first")
        return str(fields["chat_id"])

    def _taken(self, chat: str, text: str) -> Json:
        if len(self.sent) >= self.quota:
            raise RefusedError(429, "Quota exceeded")
        self.sent.append((chat, text))
        self._sent_news.set()
        return {"message_id": f"s{len(self.sent):04}", "date": 1763712000123}


def _error(code: Any, description: str) -> Answer:
    return reply(200, {"ok": False, "error_code": code, "description": description})


def _instead(fault: Fault, request: Request) -> Answer:
    if fault.kind == "drop":
        return Answer(end="close")
    if fault.kind == "page":
        return Answer(fault.code, b"<html>a gateway's page</html>", mime="text/html")
    if fault.kind == "redirect":
        return Answer(307, location=request.path, body=json.dumps({}).encode())
    return _error(fault.code, fault.description)

"""People of the strict Bot API server, for tests that speak to a running service; they need only the server's address.

panel = ControlPanel(api_url)
lan = panel.person(101, "Lan")
lan.says("việc của tôi")
assert "#27" in lan.hears()
lan.taps("Hoàn thành")
"""

import time
from typing import Any, Self

import httpx

from bot.channels.trust import trusted

Json = dict[str, Any]


class ControlPanel:
    """The server's other side: makes people and groups, switches faults on, shows what the bot did."""

    def __init__(self, api_url: str) -> None:
        self.url = api_url
        self._client = httpx.Client(verify=trusted(), base_url=f"{api_url}/control", timeout=10)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def ask(self, verb: str, **fields: Any) -> Any:
        """One control call. Raises AssertionError with the server's sentence if it can't be done."""
        answer = self._client.post(f"/{verb}", json=fields)
        assert answer.is_success, answer.text
        return answer.json()

    def person(self, id: int, name: str, language: str = "vi", started: bool = True) -> "Person":
        """A person with a private chat, which they have `started` unless told otherwise."""
        self.ask("person", id=id, name=name, language=language, started=started)
        return Person(self, id, id, name)

    def group(self, id: int, title: str, **facts: Any) -> None:
        """A group that the bot is in."""
        self.ask("group", id=id, title=title, **facts)

    def fault(self, kind: str, method: str = "sendMessage", **facts: Any) -> None:
        """Something goes wrong with the next calls of the method."""
        self.ask("fault", kind=kind, method=method, **facts)

    def calls(self, method: str) -> list[Json]:
        """All calls of a method so far."""
        return [call for call in self.ask("calls") if call["method"] == method]

    def until(self, check: Any, seconds: float = 5) -> Any:
        """Asks until the check gives something true, and returns that. Raises AssertionError after so many seconds."""
        end = time.monotonic() + seconds
        while not (found := check()):
            assert time.monotonic() < end, f"nothing happened in {seconds} s; the last calls were {self.ask('calls')[-3:]}"
            time.sleep(0.02)
        return found


class Person:
    """Somebody in a chat: their own private one, or a group through `inside`."""

    def __init__(self, panel: ControlPanel, id: int, chat: int, name: str) -> None:
        self.panel = panel
        self.id = id
        self.chat = chat
        self.name = name
        self._heard = 0

    def inside(self, chat: int) -> "Person":
        """The same person in another chat."""
        return Person(self.panel, self.id, chat, self.name)

    def says(self, text: str, **context: Any) -> Json:
        """Writes a message; the update made of it."""
        self._skip()
        update: Json = self.panel.ask("says", chat=self.chat, person=self.id, text=text, **context)
        return update

    def taps(self, label: str, **context: Any) -> Json:
        """Presses the newest button with that label."""
        self._skip()
        update: Json = self.panel.ask("taps", chat=self.chat, person=self.id, label=label, **context)
        return update

    def does(self, what: str, **facts: Any) -> Json:
        """Anything else that people do: edits, contact, location, membership, migrates."""
        self._skip()
        update: Json = self.panel.ask(what, chat=self.chat, person=self.id, **facts)
        return update

    def attaches(self, name: str, content: bytes, **facts: Any) -> Json:
        """Sends a file; `kind` "photo" or "document"."""
        return self.does("attaches", name=name, content=content.hex(), **facts)

    def hears(self, seconds: float = 5) -> str:
        """The words of the bot's next message or edit in this chat since the last thing said or heard."""
        event = self.panel.until(lambda: next(iter(self._events()), None), seconds)
        self._heard = event["seq"]
        message = event["message"]
        return str(message.get("text", message.get("caption", "")))

    def hears_nothing(self, seconds: float = 0.3) -> None:
        """Raises AssertionError if the bot says anything in this time."""
        time.sleep(seconds)
        assert not self._events(), self._events()

    def buttons(self) -> list[str]:
        """The labels under the newest message that has any."""
        for message in reversed(self.screen()):
            markup = message.get("reply_markup", {})
            if labels := [button["text"] for row in markup.get("inline_keyboard", []) + markup.get("keyboard", []) for button in row]:
                return labels
        return []

    def screen(self) -> list[Json]:
        """All messages of the chat as they look now."""
        found: list[Json] = self.panel.ask("screen", chat=self.chat)
        return found

    def _events(self) -> list[Json]:
        events = self.panel.ask("events", after=self._heard)
        return [event for event in events if event["chat"] == self.chat and event["kind"] in ("sent", "edited")]

    def _skip(self) -> None:
        """What stood there before one speaks is no answer to it."""
        self._heard = max([self._heard, *(event["seq"] for event in self._events())])

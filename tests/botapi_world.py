"""The Telegram that the strict server serves: people, chats, messages, files and updates, and what people do in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

TOKEN = "4242:strict-Local-Server_token-for-tests"
FIRST_DATE = 1_710_000_000  # message dates count up from here: the server asks no clock


class RefusedError(Exception):
    """An error answer in Telegram's words."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


@dataclass
class Fault:
    """What goes wrong with the next `times` calls of a method ("*" = any), in one chat or in all."""

    kind: str
    method: str = "*"
    times: int = 1
    chat: int | None = None
    code: int = 500
    description: str = "Internal Server Error"
    retry_after: int = 1
    body: str = "<html>a page of a gateway or portal</html>"
    migrate_to: int | None = None
    seconds: float = 60

    def fits(self, method: str, chat: Any) -> bool:
        """Whether it strikes this call."""
        return self.times > 0 and self.method in ("*", method) and (self.chat is None or str(self.chat) == str(chat))


@dataclass
class World:
    """All state of one bot's Telegram. `changed` is called after every change."""

    token: str = TOKEN
    local: bool = False
    username: str = "tiendo_test_bot"
    people: dict[int, Json] = field(default_factory=dict)
    chats: dict[int, Json] = field(default_factory=dict)
    forbidden: dict[int, str] = field(default_factory=dict)
    moved: dict[int, int] = field(default_factory=dict)
    threads: set[tuple[int, int]] = field(default_factory=set)
    messages: dict[tuple[int, int], Json] = field(default_factory=dict)
    updates: list[Json] = field(default_factory=list)
    again: list[Json] = field(default_factory=list)
    answered: dict[str, str | None] = field(default_factory=dict)
    callbacks: set[str] = field(default_factory=set)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    undownloadable: set[str] = field(default_factory=set)
    commands: dict[str, list[Json]] = field(default_factory=dict)
    webhook: Json = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    calls: list[Json] = field(default_factory=list)
    events: list[Json] = field(default_factory=list)
    history: list[Json] = field(default_factory=list)
    changed: Callable[[], None] = lambda: None
    _next_update: int = 700_000_001
    _next_message: int = 1
    _ticks: int = 0

    @property
    def bot(self) -> Json:
        """The bot's own user."""
        return {"id": int(self.token.split(":")[0]), "is_bot": True, "first_name": "Tiến Độ", "username": self.username}

    def date(self) -> int:
        """Seconds since the epoch, one later at every question."""
        self._ticks += 1
        return FIRST_DATE + self._ticks

    def person(self, id: int, name: str, language: str = "vi", started: bool = False) -> Json:
        """A person with a private chat; the bot may write there only once the person has `started` it."""
        self.people[id] = {"id": id, "is_bot": False, "first_name": name, "language_code": language}
        self.chats[id] = {"id": id, "type": "private", "first_name": name}
        if not started:
            self.forbidden[id] = "bot can't initiate conversation with a user"
        return self.people[id]

    def group(self, id: int, title: str, forum: bool = False, threads: list[int] | None = None) -> Json:
        """A group with the bot in it; a supergroup when the id says so."""
        supergroup = str(id).startswith("-100")
        self.chats[id] = {
            "id": id,
            "type": "supergroup" if supergroup else "group",
            "title": title,
            **({"is_forum": True} if forum else {}),
        }
        self.threads |= {(id, thread) for thread in threads or []}
        return self.chats[id]

    def compose(self, chat: int, sender: Json, body: Json) -> Json:
        """A new message in a chat, kept but not delivered to the bot."""
        message = {"message_id": self._next_message, "date": self.date(), "chat": self.chats[chat], "from": sender, **body}
        self._next_message += 1
        self.messages[chat, message["message_id"]] = message
        return message

    def bot_says(self, chat: int, **body: Any) -> Json:
        """A message of the bot's own that is there without a call."""
        return self.compose(chat, self.bot, body)

    def store(self, file_id: str, path: str, size: int) -> None:
        """A file that `getFile` knows at a path from which nothing can be downloaded."""
        self.files[file_id] = (path, bytes(size))
        self.undownloadable.add(file_id)

    def happen(self, kind: str, chat: int, **facts: Any) -> None:
        """Notes something that people in the chat could see."""
        self.events.append({"seq": len(self.events) + 1, "kind": kind, "chat": chat, **facts})
        self.changed()

    def update(self, **content: Any) -> Json:
        """Queues an update for the bot and returns it."""
        update = {"update_id": self._next_update, **content}
        self._next_update += 1
        self.updates.append(update)
        self.history.append(update)
        self.changed()
        return update

    def redeliver(self, update_id: int) -> Json:
        """Delivers an update once more although it was confirmed, whatever offset is asked for."""
        update = next(update for update in self.history if update["update_id"] == update_id)
        self.again.append(update)
        self.changed()
        return update

    def fault(self, **facts: Any) -> None:
        """Switches a fault on; `kind`: refuse, 429, drop_/silent_ with before/after, slow, redirect, page (any body)."""
        self.faults.append(Fault(**facts))

    def strike(self, method: str, chat: Any) -> Fault | None:
        """The fault that hits this call, used up by one, or None."""
        for fault in self.faults:
            if fault.fits(method, chat):
                fault.times -= 1
                return fault
        return None

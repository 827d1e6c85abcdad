"""The web chat as a channel: what stands on each phone, who waits for news of it, and the files that were sent."""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from bot.channels.uploads import keep
from storage.messages import Abilities, Address, ChannelError, Choice, InFile, OutFile, Outgoing, plain

STYLES = {
    "telegram": Abilities(can_start=True),
    "zalo": Abilities(buttons=False, edit=False, can_start=True, max_text=2000),
}
"""The services that a phone can be switched to resemble."""

UPLOADS = "uploads/web"
_HANDLE = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Shown:
    """One message as it stands on a phone. `mine` is written by the phone's owner.

    `above_at` is the moment of the message above, None for the first; `revision` grows whenever the message changes.
    """

    id: str
    text: str
    at: datetime
    mine: bool = False
    choices: tuple[tuple[Choice, ...], ...] = ()
    files: tuple[OutFile, ...] = ()
    edited: bool = False
    above_at: datetime | None = None
    revision: int = 0


class Web:
    """The channel "web". Messages are kept in memory: they survive a reload of the page, not a restart of the process."""

    name = "web"
    abilities = STYLES["telegram"]

    def __init__(self, data_dir: Path, now: Callable[[], datetime]) -> None:
        self.data_dir = data_dir
        self.epoch = uuid4().hex
        self.revision = 0
        self.beat = 0
        self.closed = False
        self._now = now
        self._chats: dict[str, dict[str, Shown]] = {}
        self._styles: dict[str, str] = {}
        self._working: set[str] = set()
        self._news = asyncio.Event()

    async def send(self, message: Outgoing) -> str:
        """Shows the message on its phone and returns its id. An edit replaces the earlier message where the phone's style can."""
        chat = message.to.chat
        self._working.discard(chat)
        shown = Shown(uuid4().hex, message.text, self._now(), choices=message.choices, files=message.files)
        earlier = self.find(chat, message.replaces) if message.replaces else None
        if earlier and STYLES[self.style(chat)].edit:
            self._put(chat, replace(shown, id=earlier.id, at=earlier.at, above_at=earlier.above_at, edited=True))
            return earlier.id
        self._append(chat, shown)
        return shown.id

    async def fetch(self, file: InFile, limit_bytes: int) -> bytes:
        """The bytes of an upload. Raises `ChannelError` "refused" where it is unknown or larger than the limit."""
        path = self.data_dir / UPLOADS / file.handle
        if not _HANDLE.fullmatch(file.handle):
            raise ChannelError("refused", "no such file")
        try:
            content = await asyncio.to_thread(path.read_bytes)
        except OSError as error:
            raise ChannelError("refused", "no such file") from error
        if len(content) > limit_bytes:
            raise ChannelError("refused", f"larger than {limit_bytes} bytes")
        return content

    async def working(self, to: Address) -> None:
        """Shows on the phone that an answer is being written, until the next message."""
        self._working.add(to.chat)
        self.wake()

    def heard(self, chat: str, message_id: str, text: str, files: Sequence[InFile] = ()) -> None:
        """Shows what the phone's owner wrote, tapped or sent. The same id again changes nothing."""
        if self.find(chat, message_id) is None:
            sent = tuple(OutFile(f"{UPLOADS}/{file.handle}", file.name, file.mime, file.kind == "photo") for file in files)
            self._append(chat, Shown(message_id, plain(text), self._now(), mine=True, files=sent))

    def keep(self, key: str, content: bytes, name: str, mime: str) -> InFile:
        """Keeps an uploaded file below the data folder and returns the handle of it. The same key again takes the first one's place."""
        return keep(self.data_dir / UPLOADS, key, content, name, mime)

    def find(self, chat: str, message_id: str) -> Shown | None:
        """One message of a phone."""
        return self._chats.get(chat, {}).get(message_id)

    def transcript(self, chat: str) -> list[Shown]:
        """All messages of a phone, oldest first."""
        return list(self._chats.get(chat, {}).values())

    def changes(self, after: int) -> list[tuple[str, Shown]]:
        """Messages that came or changed after that revision, with their chats, in the order in which it happened."""
        fresh = [(chat, shown) for chat, kept in self._chats.items() for shown in kept.values() if shown.revision > after]
        return sorted(fresh, key=lambda pair: pair[1].revision)

    def style(self, chat: str) -> str:
        """Which service the phone resembles: a key of `STYLES`."""
        return self._styles.get(chat, "telegram")

    def restyle(self, chat: str, style: str) -> None:
        """Makes the phone resemble another service; all of its messages count as changed. Raises KeyError for an unknown style."""
        if style not in STYLES:
            raise KeyError(style)
        self._styles[chat] = style
        for shown in self.transcript(chat):
            self._put(chat, shown)
        self.wake()

    def is_working(self, chat: str) -> bool:
        """Whether an answer is being written for the phone."""
        return chat in self._working

    async def news(self, seen_beat: int, timeout_s: float) -> None:
        """Returns when something has changed on any phone since that beat, or after the timeout."""
        if self.beat != seen_beat:
            return
        try:
            async with asyncio.timeout(timeout_s):
                await self._news.wait()
        except TimeoutError:
            return

    def wake(self) -> None:
        """Lets everyone who waits for news look again."""
        self.beat += 1
        self._news.set()
        self._news = asyncio.Event()

    def close(self) -> None:
        """Ends all open streams, so that the server can stop. Calling twice is harmless."""
        self.closed = True
        self.wake()

    def _append(self, chat: str, shown: Shown) -> None:
        last = next(reversed(self._chats.get(chat, {}).values()), None)
        self._put(chat, replace(shown, above_at=last.at if last else None))

    def _put(self, chat: str, shown: Shown) -> None:
        self.revision += 1
        self._chats.setdefault(chat, {})[shown.id] = replace(shown, revision=self.revision)
        self.wake()

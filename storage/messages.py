"""The plain message types that channels, handlers and delivery share. No SQL here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from locales.marks import BOLD_OFF, BOLD_ON, bold, clean

__all__ = [
    "BOLD_OFF",
    "BOLD_ON",
    "Abilities",
    "Address",
    "Channel",
    "ChannelError",
    "Choice",
    "Contact",
    "InFile",
    "Incoming",
    "OutFile",
    "Outgoing",
    "Reply",
    "Template",
    "bold",
    "channel_at",
    "channel_key",
    "clean",
    "flat",
    "numbered",
    "pages",
    "plain",
    "utf16_length",
    "with_numbers",
]

CHOICE_BYTES = 64
"""The most that a choice's value may hold in UTF-8: Telegram's limit for callback data."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes: a chat of one channel. `thread` is a Telegram topic; several bots of one channel are told apart by `bot`."""

    channel: str
    chat: str
    thread: str | None = None
    bot: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to tap. `value` is the intent in at most 64 bytes (ids, not text); `url` opens a page instead."""

    label: str
    value: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class InFile:
    """A file that somebody sent. `handle` is the channel's own id or address of it; the bytes are fetched only when wanted."""

    handle: str
    name: str = ""
    mime: str = ""
    size: int | None = None
    kind: str = "document"


@dataclass(frozen=True, slots=True)
class OutFile:
    """A file to send: a path below the data folder, the name people see, and whether it is shown as a picture.

    `url` is a public address of it that runs out, where the service fetches files itself; "" until the last step before the wire.
    """

    path: str
    name: str
    mime: str = "application/octet-stream"
    picture: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """An approved template that goes out in the text's place where a service takes no text any more: its name, its values.

    `phone` is whom it is sent to where the service is told to reach people by number.
    """

    name: str
    values: tuple[tuple[str, str], ...] = ()
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """A phone number shared from the sender's own address book entry. `own` is whether it is the sender's number."""

    phone: str
    own: bool


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing that somebody said, tapped or sent, in the words of no channel.

    `external_id` is unique in its channel. `sender` is where answers go; `person` the channel's id of who wrote it
    (differs from the chat in groups). `reply_to` and `pressed_on` are external ids of our own earlier messages.
    `notice` is a happening instead of words: "blocked", "removed", "added", "migrated:<new chat>", "unsupported" (a file that the
    service keeps to itself), "unsupported:voice", "unsupported:sticker".
    """

    sender: Address
    external_id: str
    person: str
    text: str = ""
    choice: str | None = None
    reply_to: str | None = None
    pressed_on: str | None = None
    callback: str | None = None
    files: tuple[InFile, ...] = ()
    person_name: str = ""
    language: str = ""
    group: bool = False
    contact: Contact | None = None
    location: tuple[float, float] | None = None
    album: str | None = None
    notice: str | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to send. `choices` are rows of buttons; `replaces` edits our earlier message of that external id where possible."""

    to: Address
    text: str
    choices: tuple[tuple[Choice, ...], ...] = ()
    files: tuple[OutFile, ...] = ()
    replaces: str | None = None
    ask_contact: bool = False
    template: Template | None = None


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a channel can do. `max_text` counts UTF-16 units; `can_start` is whether it may write first.

    `typed_twin`: some devices do not show the buttons, so the choices stand in the text as well. `file_endings` empty = any kind of
    file; `max_file_bytes` and `max_picture_bytes` None = the channel's own affair. `window_days` is how long after somebody's last
    message the service lets us write to them; None = always. `upload_page`: the service keeps documents to itself, only pictures come;
    documents are sent on a page of ours.
    """

    buttons: bool = True
    files_in: bool = True
    files_out: bool = True
    edit: bool = True
    can_start: bool = False
    max_text: int = 4096
    max_choices: int = 100
    typed_twin: bool = False
    file_endings: tuple[str, ...] = ()
    max_file_bytes: int | None = None
    max_picture_bytes: int | None = None
    window_days: int | None = None
    upload_page: bool = False


class ChannelError(Exception):
    """Sending failed. `kind` is "refused" (never again), "not_sent" (again after `retry_after_s`) or "unknown" (it may have arrived).

    `moved_to` is the chat's new id where the service told us one: store it and send once more.
    """

    def __init__(self, kind: str, reason: str = "", *, retry_after_s: float | None = None, moved_to: str | None = None) -> None:
        super().__init__(f"{kind}: {reason}")
        self.kind = kind
        self.reason = reason
        self.retry_after_s = retry_after_s
        self.moved_to = moved_to


class Channel(Protocol):
    """A way to people. One small class each; it knows messages only."""

    name: str
    abilities: Abilities

    async def send(self, message: Outgoing) -> str:
        """Hands the message over and returns the service's id of it. Raises `ChannelError`, nothing else."""
        ...

    async def fetch(self, file: InFile, limit_bytes: int) -> bytes:
        """The bytes of a file that somebody sent. Raises `ChannelError`, with kind "refused" where it is larger than the limit."""
        ...

    async def working(self, to: Address) -> None:
        """Shows that work is going on ("typing…"). Never raises."""
        ...


@dataclass(slots=True)
class Reply:
    """What a handler answers, before it has an address: text, choices, files. `to` None = whoever wrote."""

    text: str
    choices: tuple[tuple[Choice, ...], ...] = ()
    files: tuple[OutFile, ...] = ()
    edit: bool = False
    ask_contact: bool = False
    to: Address | None = field(default=None)


def plain(text: str) -> str:
    """A composed message as plain text."""
    return clean(text)


def flat(choices: Iterable[Iterable[Choice]]) -> list[Choice]:
    """All choices in reading order: the numbers that a channel without buttons shows."""
    return [choice for row in choices for choice in row]


def numbered(text: str, choices: Iterable[Iterable[Choice]]) -> str:
    """The text with its choices as lines "1. …" beneath, for a channel without buttons; links are written out."""
    lines = [f"{number}. {choice.label}" + (f": {choice.url}" if choice.url else "") for number, choice in enumerate(flat(choices), 1)]
    return "\n".join([text, "", *lines]) if lines else text


def with_numbers(text: str, choices: Iterable[Iterable[Choice]], abilities: Abilities) -> str:
    """The text as a channel shows it: with its choices numbered beneath wherever buttons are not seen by everybody."""
    return text if abilities.buttons and not abilities.typed_twin else numbered(text, choices)


def channel_key(channel: str, bot: str | None) -> str:
    """The key under which one of several bots of a channel is kept; "zalo" for the only or unnamed one, "zalo:<name>" for the others."""
    return f"{channel}:{bot}" if bot else channel


def channel_at(channels: Mapping[str, Channel], to: Address) -> Channel | None:
    """The channel that reaches an address; None where it is switched off."""
    return channels.get(channel_key(to.channel, to.bot))


def utf16_length(text: str) -> int:
    """Length as the services count it: UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def pages(text: str, limit: int) -> list[str]:
    """The text in parts of at most `limit` UTF-16 units, cut between paragraphs, lines or words; never empty."""
    parts: list[str] = []
    rest = text
    while utf16_length(rest) > limit:
        cut = _cut(rest, limit)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip("\n ")
        open_bold = parts[-1].count(BOLD_ON) > parts[-1].count(BOLD_OFF)
        if open_bold:
            parts[-1] += BOLD_OFF
            rest = BOLD_ON + rest
    return [*parts, rest]


def _cut(text: str, limit: int) -> int:
    """The best place to cut, in characters, so that the first part holds at most `limit` units less room for a closing mark."""
    units, end = 0, 0
    for end, character in enumerate(text):  # noqa: B007 - the index after the loop is the answer
        units += 2 if ord(character) > 0xFFFF else 1
        if units > limit - 1:
            break
    for separator in ("\n\n", "\n", ". ", " "):
        place = text.rfind(separator, end // 2, end)
        if place > 0:
            return place + len(separator.rstrip("\n ")) or place
    return end

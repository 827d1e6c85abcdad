"""An Outgoing in Telegram's wire format: valid HTML, keyboards, and files checked before anything is sent."""

import re
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from storage.messages import BOLD_OFF, BOLD_ON, ChannelError, Choice, OutFile, Outgoing, flat, pages

MAX_TEXT, MAX_CAPTION = 4096, 1024
MAX_PHOTO_BYTES, MAX_FILE_BYTES = 10_000_000, 50_000_000
_MARKS = re.compile(f"([{BOLD_ON}{BOLD_OFF}])")
_SHARE = "☎"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file read from disk, ready to go."""

    name: str
    content: bytes
    picture: bool


def html(text: str) -> str:
    """The text as Telegram HTML: every sign of it escaped, our emphasis as <b>. Valid even where the marks are not in pairs."""
    shown: list[str] = []
    bold = False
    for part in _MARKS.split(text):
        if part in (BOLD_ON, BOLD_OFF):
            if bold != (part == BOLD_ON):
                bold = not bold
                shown.append("<b>" if bold else "</b>")
        else:
            shown.append(escape(part, quote=False))
    return "".join(shown) + ("</b>" if bold else "")


def texts(message: Outgoing, limit: int = MAX_TEXT) -> list[str]:
    """The words in parts that Telegram takes, as HTML; none where there are none. Links that can't be buttons stand at the end."""
    links = [f"{choice.label}: {choice.url}" for choice in flat(message.choices) if choice.url and not _linkable(choice.url)]
    whole = "\n".join([message.text, *links])
    return [html(part) for part in pages(whole, limit)] if whole.strip() else []


def fits_caption(message: Outgoing) -> bool:
    """Whether text and file can be one message."""
    return len(message.files) == 1 and message.replaces is None and len(texts(message, MAX_CAPTION)) <= 1


def keyboard(message: Outgoing) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | None:
    """The buttons, or None. Where a contact is asked for, the first choice shares it; taps on the others arrive as their words."""
    if message.ask_contact:
        return _contact_keyboard(flat(message.choices))
    rows = [[_button(choice) for choice in row if not choice.url or _linkable(choice.url)] for row in message.choices]
    return InlineKeyboardMarkup([row for row in rows if row]) if any(rows) else None


def _button(choice: Choice) -> InlineKeyboardButton:
    return InlineKeyboardButton(choice.label, url=choice.url, callback_data=None if choice.url else choice.value)


def _contact_keyboard(choices: list[Choice]) -> ReplyKeyboardMarkup:
    share = KeyboardButton(choices[0].label if choices else _SHARE, request_contact=True)
    rows = [[share], *([KeyboardButton(choice.label)] for choice in choices[1:])]
    return ReplyKeyboardMarkup(rows, resize_keyboard=True, one_time_keyboard=True)


def _linkable(url: str) -> bool:
    """Telegram refuses a whole message for a button to a host without a dot, such as localhost."""
    return "." in (urlsplit(url).hostname or "")


def read_uploads(data_dir: Path, files: tuple[OutFile, ...]) -> list[Upload]:
    """The files' bytes. Raises ChannelError (refused) for a file that is missing, outside the data folder or larger than Telegram takes."""
    return [_upload(data_dir.resolve(), file) for file in files]


def _upload(data_dir: Path, file: OutFile) -> Upload:
    path = (data_dir / file.path).resolve()
    if not path.is_relative_to(data_dir) or not path.is_file():
        raise ChannelError("refused", "file_missing")
    size = path.stat().st_size
    if not 0 < size <= MAX_FILE_BYTES:
        raise ChannelError("refused", "too_large" if size else "file_empty")
    return Upload(file.name, path.read_bytes(), file.picture and size <= MAX_PHOTO_BYTES)

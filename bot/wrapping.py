"""A message made into what its channel can carry, at the last step before the wire: links for files, a template for a closed window."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from urllib.parse import quote
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.web.signing import DOWNLOAD, issue
from locales import Words, words
from storage.messages import Abilities, OutFile, Outgoing, Template, plain
from storage.models import ChatAddress, Outbox, Person

LONGEST_VALUE = 90
"""What a template's field surely holds."""
WINDOW_MARGIN = timedelta(hours=1)
Wrap = Callable[[Session, Outbox, Outgoing, Abilities, datetime], Outgoing]


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How messages are wrapped: where our pages are seen from outside (None = nowhere), and the approved templates by kind of message."""

    data_dir: Path
    zone: ZoneInfo
    language: str = "vi"
    public_url: str | None = None
    link_hours: int = 168
    templates: Mapping[str, str] | None = None
    by_phone: bool = False


def as_it_is(_session: Session, _row: Outbox, message: Outgoing, _abilities: Abilities, _now: datetime) -> Outgoing:
    """Nothing is changed: for channels that carry everything."""
    return message


def wrapped(how: Wrapping, session: Session, row: Outbox, message: Outgoing, abilities: Abilities, now: datetime) -> Outgoing:
    """The message as its channel can carry it; the stored one stays as it is, so that another channel can carry it whole."""
    if not message.files and abilities.window_days is None:
        return message  # nothing to wrap: most messages, so nobody is looked up for them
    chat = session.get(ChatAddress, row.address_id) if row.address_id is not None else None
    person = session.get(Person, row.person_id) if row.person_id is not None else None
    said = words(person.language if person is not None else how.language)
    if message.files:

        def address(number: int, file: OutFile) -> str:
            if chat is None or not how.public_url:
                return ""
            token = issue(session, DOWNLOAD, chat, now, how.link_hours, row.id or 0, number)
            return f"{how.public_url.rstrip('/')}/d/{token}/{quote(file.name)}" if token else ""

        last_on = (now + timedelta(hours=how.link_hours)).astimezone(how.zone).date()
        message = _with_links(message, abilities, how.data_dir, address, said, said.date(last_on))
    if chat is not None and _is_closed(chat, abilities, now):
        message = replace(message, template=_template(how, row, message, person, said, now))
    return message


def _with_links(
    message: Outgoing, abilities: Abilities, data_dir: Path, address: Callable[[int, OutFile], str], said: Words, last_day: str
) -> Outgoing:
    """Files that the channel carries stay, pictures get a public address, the others become lines with a link or a plain word."""
    kept, lines, missing = list[OutFile](), list[str](), list[str]()
    for number, file in enumerate(message.files):
        if carries(abilities, file, data_dir):
            kept.append(file)
        elif not (url := address(number, file)):
            missing.append(file.name)
        elif file.picture and not abilities.files_out:
            kept.append(replace(file, url=url))
        else:
            lines.append(f"{file.name}: {url}")
    if lines:
        lines.append(said.text("The links are for you only and work until {day}.", day=last_day))
    if missing:
        lines.append(
            said.text("Files that cannot be sent in this chat: {names}. Please ask your office for them.", names=", ".join(missing))
        )
    text = "\n".join([message.text, "", *lines]) if lines else message.text
    return replace(message, text=text, files=tuple(kept))


def carries(abilities: Abilities, file: OutFile, data_dir: Path) -> bool:
    """Whether a channel takes this very file: its kind and its size."""
    if not abilities.files_out:
        return False
    if abilities.file_endings and PurePosixPath(file.name).suffix.lower() not in abilities.file_endings:
        return False
    most = abilities.max_picture_bytes if file.picture else abilities.max_file_bytes
    place = data_dir / file.path
    return most is None or not place.is_file() or place.stat().st_size <= most


def _is_closed(chat: ChatAddress, abilities: Abilities, now: datetime) -> bool:
    """Whether the service's window for free words has closed, or is about to while the message is on its way."""
    if abilities.window_days is None:
        return False
    return chat.last_in_at is None or now + WINDOW_MARGIN >= chat.last_in_at + timedelta(days=abilities.window_days)


def _template(how: Wrapping, row: Outbox, message: Outgoing, person: Person | None, said: Words, now: datetime) -> Template | None:
    """The approved template for this kind of message, filled; None where none is configured."""
    name = row.kind if row.kind in (how.templates or {}) else "default"
    if name not in (how.templates or {}):
        return None
    phone = (person.phone or "") if person is not None else ""
    today = now.astimezone(how.zone).date()
    values = (
        ("name", _short(person.name if person is not None else "") or "–"),
        ("content", _short(plain(message.text)) or said.text("There is news for you.")),
        ("date", f"{today:%d/%m/%Y}"),
    )
    return Template(name, values, phone if how.by_phone and phone else None)


def _short(text: str) -> str:
    """One line that a template's field takes."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_VALUE else f"{line[: LONGEST_VALUE - 1].rstrip()}…"

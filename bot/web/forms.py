"""What the fields of a posted form say. A form that our page cannot have made is answered with 400."""

import re
from typing import TypeVar
from uuid import uuid4

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from bot.channels.web import Web
from storage.messages import CHOICE_BYTES, InFile

MAX_FILES, MAX_FILES_MB = 10, 20
MAX_BODY_BYTES = (MAX_FILES_MB + 1) * 1024 * 1024
"""A little more than the files, for the other fields."""
MAX_TEXT = 4096
_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
_Name = TypeVar("_Name", bound=str)


def posted_id(form: FormData) -> str:
    """The browser's id of what was posted; a fresh one where the form brings none."""
    return id_field(form, "id") if form.get("id") else str(uuid4())


def id_field(form: FormData, field: str) -> str:
    """An id of letters, digits and dashes, at most 64."""
    value = _text(form, field)
    if not _ID.fullmatch(value):
        raise HTTPException(400)
    return value


def one_of(form: FormData, field: str, names: tuple[_Name, ...]) -> _Name:
    """One of the names that a field may hold."""
    value = _text(form, field)
    for name in names:
        if name == value:
            return name
    raise HTTPException(400)


def choice_of(form: FormData) -> str:
    """The value of the button that was pressed."""
    value = _text(form, "choice")
    if not 0 < len(value.encode()) <= CHOICE_BYTES:
        raise HTTPException(400)
    return value


def words_of(form: FormData) -> str:
    """The typed words with plain line ends, trimmed; empty where there are none."""
    text = _text(form, "text").replace("\r\n", "\n").replace("\0", "").strip()
    if len(text) > MAX_TEXT:
        raise HTTPException(400)
    return text


async def keep_files(web: Web, key: str, form: FormData) -> tuple[InFile, ...]:
    """Keeps the attached files; the same form posted again takes the first one's place."""
    kept = []
    for number, upload in enumerate(form.getlist("files")):
        # An empty file field is posted as a file without a name.
        if isinstance(upload, UploadFile) and upload.filename:
            mime = upload.content_type or "application/octet-stream"
            kept.append(web.keep(f"{key}/{number}", await upload.read(), upload.filename, mime))
    return tuple(kept)


def _text(form: FormData, field: str) -> str:
    value = form.get(field, "")
    return value if isinstance(value, str) else ""

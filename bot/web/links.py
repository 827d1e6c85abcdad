"""The pages behind signed links: sending files that a chat does not take, and fetching those that it cannot show."""

import mimetypes
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path, PurePath
from uuid import uuid4

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import Engine
from sqlmodel import Session, col, func, select
from starlette.datastructures import FormData, UploadFile
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.zalo_files import UPLOADED, keep
from bot.settings import Settings
from bot.web.limits import Counts, PerAddress
from bot.web.signing import DOWNLOAD, UPLOAD, Opened, file_of, opened
from locales import Words, words
from storage.db import transaction
from storage.messages import Incoming, InFile
from storage.models import Inbox
from storage.outbox import address_of

MAX_FILES, MAX_FILE_MB = 10, 20
MAX_BODY_BYTES = (MAX_FILES * MAX_FILE_MB + 1) * 1024 * 1024
MOST_POSTS = 30
"""How often one link may be used to send files."""
MAX_NOTE = 1000
ACCEPTED = ".doc,.docx,.pdf,.txt,.md,.xls,.xlsx,image/*"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # the address is the key
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}
PICTURES = frozenset({"image/png", "image/jpeg"})
_HERE = Path(__file__).parent
_ID = re.compile(r"[A-Za-z0-9-]{1,64}")

Receive = Callable[[Incoming], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Pages:
    data_dir: Path
    language: str
    engine: Engine
    receive: Receive
    now: Callable[[], datetime]
    templates: Environment

    def page(self, name: str, said: Words, status: int = 200, **values: object) -> Response:
        return HTMLResponse(self.templates.get_template(name).render(language=said.language, **values), status, HEADERS)

    def gone(self) -> Response:
        """Forged, run out and died with a role look the same: a guess teaches nothing."""
        said = words(self.language)
        return self.page(
            "upload_message.html",
            said,
            410,
            title=said.text("This link no longer works"),
            text=said.text("It has run out, or it belongs to somebody who no longer has this role. Please ask for a new one in the chat."),
        )


def link_routes(settings: Settings, engine: Engine, receive: Receive, now: Callable[[], datetime]) -> list[BaseRoute]:
    """`/u/<token>` and `/d/<token>/<name>`, where the pages are seen from outside; none otherwise.

    `receive` must be idempotent on `external_id`: a form that is posted twice reaches it twice with the same id.
    """
    if not settings.public_url:
        return []
    templates = Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    pages = _Pages(settings.data_dir, settings.locale, engine, receive, now, templates)
    guard = Middleware(PerAddress, counts=Counts(time.monotonic))
    limit = [guard, Middleware(RequestBodyLimitMiddleware, max_body_size=MAX_BODY_BYTES)]
    return [
        Route("/u/style.css", partial(_static, "upload.css")),
        Route("/u/icon.svg", partial(_static, "icon.svg")),
        Route("/u/{token}", partial(_form, pages), methods=["GET"], middleware=[guard]),
        Route("/u/{token}", partial(_upload, pages), methods=["POST"], middleware=limit),
        Route("/d/{token}/{name}", partial(_download, pages), methods=["GET"], middleware=[guard]),
    ]


async def _static(name: str, _: Request) -> Response:
    return FileResponse(_HERE / "static" / name)


async def _form(pages: _Pages, request: Request) -> Response:
    with transaction(pages.engine) as session:
        who = opened(session, request.path_params["token"], UPLOAD, pages.now())
    return pages.gone() if who is None else _empty_form(pages, words(who.person.language))


def _empty_form(pages: _Pages, said: Words, problem: str = "") -> Response:
    return pages.page(
        "upload.html",
        said,
        400 if problem else 200,
        problem=problem,
        form_id=uuid4(),
        accepted=ACCEPTED,
        title=said.text("Send files"),
        files=said.text("Files (Word, PDF, pictures; several at once)"),
        camera=said.text("Or take a picture"),
        note=said.text("A word to go with them, for example “#27 done” (may stay empty)"),
        limits=said.text("At most {files} files of {size} MB each.", files=MAX_FILES, size=MAX_FILE_MB),
        send=said.text("Send"),
    )


async def _upload(pages: _Pages, request: Request) -> Response:
    token = request.path_params["token"]
    with transaction(pages.engine) as session:
        who = opened(session, token, UPLOAD, pages.now())
        posts = _posts(session, who, token) if who is not None else 0
    if who is None or posts >= MOST_POSTS:
        return pages.gone()
    try:
        return await _taken(pages, who, token, request)
    except ClientDisconnect:  # a phone without a network: nobody is there to answer, nothing was received
        return PlainTextResponse("broken off", 400, HEADERS)


async def _taken(pages: _Pages, who: Opened, token: str, request: Request) -> Response:
    said = words(who.person.language)
    async with request.form(max_files=2 * MAX_FILES, max_fields=20) as form:
        uploads = [one for name in ("files", "camera") for one in form.getlist(name) if isinstance(one, UploadFile) and one.filename]
        if problem := _problem(said, uploads):
            return _empty_form(pages, said, problem)
        form_id, note = _posted_id(form), _note(form)
        files = [await _kept(pages.data_dir, f"{token}/{form_id}/{number}", one) for number, one in enumerate(uploads)]
    await pages.receive(_incoming(who, f"{_print(token)}:{form_id}", note, tuple(files)))
    text = said.plural("{n} file was received.", "{n} files were received.", len(files))
    return pages.page(
        "upload_message.html",
        said,
        title=said.text("Thank you"),
        text=f"{text} {said.text('The answer comes in the chat; you can close this page.')}",
    )


def _incoming(who: Opened, external_id: str, note: str, files: tuple[InFile, ...]) -> Incoming:
    """The files as if they had been sent in the chat."""
    sender = address_of(who.chat)
    return Incoming(sender, external_id, sender.chat, note, files=files, person_name=who.person.name)


def _print(token: str) -> str:
    return f"{UPLOADED}{sha256(token.encode()).hexdigest()[:24]}"


def _posts(session: Session, who: Opened, token: str) -> int:
    """How often this link was used already."""
    query = select(func.count(col(Inbox.id))).where(
        Inbox.address_id == who.chat.id, col(Inbox.external_id).startswith(_print(token), autoescape=True)
    )
    return session.exec(query).one()


def _problem(said: Words, uploads: list[UploadFile]) -> str:
    """What is wrong with the files, "" where nothing is."""
    if not uploads:
        return said.text("Please choose at least one file.")
    if len(uploads) > MAX_FILES:
        return said.text("These are more than {files} files. Please send them in parts.", files=MAX_FILES)
    large = [one.filename or "" for one in uploads if (one.size or 0) > MAX_FILE_MB * 1024 * 1024]
    return said.text("“{name}” is larger than {size} MB.", name=large[0], size=MAX_FILE_MB) if large else ""


async def _kept(data_dir: Path, key: str, upload: UploadFile) -> InFile:
    name = _clean_name(upload.filename or "")
    mime = mimetypes.guess_type(name)[0] or upload.content_type or "application/octet-stream"
    return keep(data_dir, key, await upload.read(), name, mime)


def _clean_name(name: str) -> str:
    """The file's own name, whatever path or control signs a browser put around it."""
    last = PurePath(name.replace("\\", "/")).name
    return "".join(letter for letter in last if letter.isprintable())[-120:] or "file"


def _posted_id(form: FormData) -> str:
    value = form.get("id")
    return value if isinstance(value, str) and _ID.fullmatch(value) else str(uuid4())


def _note(form: FormData) -> str:
    value = form.get("note")
    return value.replace("\0", "").strip()[:MAX_NOTE] if isinstance(value, str) else ""


async def _download(pages: _Pages, request: Request) -> Response:
    """The file as it was sent; pictures are shown, everything else is saved."""
    with transaction(pages.engine) as session:
        who = opened(session, request.path_params["token"], DOWNLOAD, pages.now())
        file = file_of(session, who.link) if who is not None else None
    if file is None:
        return pages.gone()
    root = pages.data_dir.resolve()
    place = (root / file.path).resolve()
    if not place.is_relative_to(root) or not place.is_file():
        return PlainTextResponse("not found", 404, HEADERS)
    shown = file.mime in PICTURES
    kind = file.mime if shown else "application/octet-stream"
    return FileResponse(
        place, media_type=kind, filename=file.name, content_disposition_type="inline" if shown else "attachment", headers=HEADERS
    )

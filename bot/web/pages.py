"""The demo's web chat: its routes, and what a posted form becomes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.channels.web import STYLES, Web
from bot.web.demo_clock import STEPS, Clock, ClockButtons
from bot.web.forms import MAX_BODY_BYTES, MAX_FILES, choice_of, id_field, keep_files, one_of, posted_id, words_of
from bot.web.guard import LocalOnly
from bot.web.look import Look, Phone, Phones, look
from bot.web.stream import stream
from locales import words
from storage.messages import Address, Incoming, OutFile, flat

PICTURES = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})

Receive = Callable[[Incoming], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Demo:
    web: Web
    phones: Phones
    clock: ClockButtons
    receive: Receive
    look: Look


def demo_routes(web: Web, phones: Phones, clock: Clock, receive: Receive, zone: ZoneInfo, language: str = "vi") -> list[BaseRoute]:
    """The page at `/` and everything it asks for, for this machine's own browser only.

    `receive` must be idempotent on `external_id`: a form that is posted twice reaches it twice with the same id.
    """
    demo = _Demo(web, phones, ClockButtons(clock, web.wake), receive, look(words(language), zone))
    local = [Middleware(LocalOnly), Middleware(RequestBodyLimitMiddleware, max_body_size=MAX_BODY_BYTES)]
    return [
        Route("/", partial(_page, demo), middleware=local),
        Route("/events", partial(_events, demo), middleware=local),
        Route("/clock", partial(_clock, demo), methods=["POST"], middleware=local),
        Route("/phones/{chat}/messages", partial(_message, demo), methods=["POST"], middleware=local),
        Route("/phones/{chat}/presses", partial(_press, demo), methods=["POST"], middleware=local),
        Route("/phones/{chat}/style", partial(_style, demo), methods=["POST"], middleware=local),
        Route("/phones/{chat}/messages/{message}/files/{number:int}", partial(_file, demo), middleware=local),
        Mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), middleware=local),
    ]


async def _page(demo: _Demo, _: Request) -> Response:
    face = demo.look.clock(demo.clock.now(), demo.clock.busy)
    return HTMLResponse(demo.look.page(demo.web, demo.phones, face))


async def _events(demo: _Demo, request: Request) -> Response:
    place = request.headers.get("last-event-id") or request.query_params.get("after", "")
    return StreamingResponse(stream(demo.web, demo.look, demo.phones, demo.clock, place), media_type="text/event-stream")


async def _clock(demo: _Demo, request: Request) -> Response:
    async with request.form() as form:
        step, press_id = one_of(form, "step", STEPS), posted_id(form)
    await demo.clock.press(step, press_id)
    return _back(request)


async def _message(demo: _Demo, request: Request) -> Response:
    phone = _phone(demo, request)
    async with request.form(max_files=MAX_FILES) as form:
        said = replace(_incoming(demo, phone, posted_id(form)), text=words_of(form))
        if phone.sends_files:
            said = replace(said, files=await keep_files(demo.web, said.external_id, form))
    if said.text or said.files:
        demo.web.heard(phone.chat, said.external_id, said.text, said.files)
        await demo.receive(said)
    return _back(request, phone)


async def _press(demo: _Demo, request: Request) -> Response:
    phone = _phone(demo, request)
    async with request.form() as form:
        pressed = replace(_incoming(demo, phone, posted_id(form)), choice=choice_of(form), pressed_on=id_field(form, "message"))
    demo.web.heard(phone.chat, pressed.external_id, _label(demo.web, pressed))
    await demo.receive(pressed)
    return _back(request, phone)


async def _style(demo: _Demo, request: Request) -> Response:
    phone = _phone(demo, request)
    async with request.form() as form:
        demo.web.restyle(phone.chat, one_of(form, "style", tuple(STYLES)))
    return _back(request, phone)


async def _file(demo: _Demo, request: Request) -> Response:
    file = _sent_file(demo, request)
    kind = file.mime if file.mime in PICTURES else "application/octet-stream"
    disposition = "inline" if kind in PICTURES else "attachment"
    return FileResponse(demo.web.data_dir / file.path, media_type=kind, filename=file.name, content_disposition_type=disposition)


def _sent_file(demo: _Demo, request: Request) -> OutFile:
    """The file as it was sent; not found where the message never had it or it has been deleted since."""
    shown = demo.web.find(_phone(demo, request).chat, request.path_params["message"])
    number: int = request.path_params["number"]
    if shown is None or number >= len(shown.files) or not (demo.web.data_dir / shown.files[number].path).is_file():
        raise HTTPException(404)
    return shown.files[number]


def _incoming(demo: _Demo, phone: Phone, external_id: str) -> Incoming:
    return Incoming(
        sender=Address(demo.web.name, phone.chat),
        external_id=external_id,
        person=phone.chat,
        person_name=phone.name,
        language=demo.look.words.language,
    )


def _label(web: Web, pressed: Incoming) -> str:
    """What stands on the button that was pressed; a check mark where the message has changed since."""
    shown = web.find(pressed.sender.chat, pressed.pressed_on or "")
    choices = flat(shown.choices) if shown else []
    return next((choice.label for choice in choices if choice.value == pressed.choice), "✓")


def _phone(demo: _Demo, request: Request) -> Phone:
    for phone in demo.phones:
        if phone.chat == request.path_params["chat"]:
            return phone
    raise HTTPException(404)


def _back(request: Request, phone: Phone | None = None) -> Response:
    """To the page again; the page's own script, which is told of changes anyway, gets nothing."""
    if request.headers.get("accept") == "application/json":
        return Response(status_code=204)
    return RedirectResponse(f"/#phone-{phone.chat}" if phone else "/", status_code=303)

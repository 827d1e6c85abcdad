"""The real service over the strict local Zalo: one office, its bot, its web pages on a port, and a clock to move."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

import uvicorn
from pydantic import SecretStr
from sqlalchemy import Engine
from starlette.applications import Starlette

from bot.app import App
from bot.channels.zalo import Zalo
from bot.clock import DemoClock
from bot.quota import meter, plan_of
from bot.running import channels_of
from bot.settings import Settings
from bot.web.health import health_routes
from bot.web.hooks import hook_routes
from bot.web.links import link_routes
from directives.model import Directive
from storage import directives, invites, roster, units
from storage.db import migrate, open_engine, transaction
from tests.house import LETTER, MONDAY, UNITS
from tests.stores import copy_of, hurried
from tests.zalo_server import TOKEN, ZaloServer

SECRET = "s3cret-of-the-office"


@dataclass
class ZaloOffice:
    """A service that runs. `url` is where its pages are seen."""

    app: App
    zalo: ZaloServer
    engine: Engine
    clock: DemoClock
    url: str

    @property
    def bot(self) -> Zalo:
        """The office's bot."""
        return next(channel for channel in self.app.channels.values() if isinstance(channel, Zalo))

    def invite(self, unit: str, role: str) -> str:
        """A code for somebody."""
        with transaction(self.engine) as session:
            place = units.named(session, unit)
            code, _ = invites.invite(session, unit_id=place.id if place else None, role=role, now=self.clock.now())
            return code

    async def joins(self, person: str, unit: str = "UBND xã Cao Lâu", role: str = "officer") -> str:
        """Somebody types their code; returns the welcome."""
        self.zalo.says(person, self.invite(unit, role))
        return await self.zalo.hears(person, "Đã liên kết")

    async def told(self, person: str, text: str, words: str) -> str:
        """Somebody types and waits for an answer that holds these words."""
        before = len(self.zalo.texts(person))
        self.zalo.says(person, text)
        await self.zalo.hears_after(person, before, words)
        return "\n".join(self.zalo.texts(person)[before:])

    def in_force(self, letter: Directive = LETTER) -> None:
        """Puts the house's letter in force."""
        with transaction(self.engine) as session:
            row, _ = directives.save_draft(session, letter, letter.text[:60], self.clock.now())
            directives.activate(session, row, self.clock.now(), MONDAY.date())


@asynccontextmanager
async def zalo_office(
    folder: Path, more_bots: Mapping[str, ZaloServer] | None = None, *, webhook: bool = False, **more: object
) -> AsyncIterator[ZaloOffice]:
    """The service from here to the end of the block, polling unless told; `more` are settings, further bots have Zalos of their own."""
    engine = hurried(open_engine(copy_of(migrate, "empty", folder)))
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    async with ZaloServer() as zalo:
        given = {"zalo_bot_token": SecretStr(TOKEN), "zalo_api_url": zalo.url, "tick_seconds": 1, "data_dir": folder, **more}
        if webhook:
            given |= {"public_url": url, "webhook_secret": SecretStr(SECRET), **more}
        settings = Settings(**given)  # type: ignore[arg-type]
        clock = DemoClock(MONDAY.astimezone(UTC))
        with transaction(engine) as session:
            roster.import_roster(session, UNITS)
        channels = channels_of(settings, engine, clock)
        for name, server in (more_bots or {}).items():
            sent = meter(engine, plan_of(settings), name, clock.now)
            channels[f"zalo:{name}"] = Zalo(server.token, folder, bot=name, api_url=server.url, sent=sent)
        app = App(settings, engine, clock, channels)
        app.delivery._limits = {}
        routes = [
            *health_routes(app.ready, app.registry),
            *hook_routes(settings, app),
            *link_routes(settings, engine, app.receive, clock.now),
        ]
        pages = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), log_level="warning", lifespan="off"))
        serving = asyncio.create_task(pages.serve(sockets=[listening]))
        try:
            async with app.running():
                yield ZaloOffice(app, zalo, engine, clock, url)
        finally:
            pages.should_exit = True
            await serving
            listening.close()
            engine.dispose()

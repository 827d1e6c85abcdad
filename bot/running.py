"""Running the service or the demo until it is told to stop."""

import socket
import sys
import tempfile
import webbrowser
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import Engine
from sqlmodel import Session, select

from bot.app import App
from bot.channels.telegram import Telegram
from bot.channels.web import Web
from bot.channels.zalo import Zalo
from bot.clock import Clock, DemoClock, SystemClock
from bot.demo import CAST, DemoTime, furnish, start_at
from bot.oa_life import official_account
from bot.quota import meter, plan_of
from bot.serving import address_of, serve
from bot.setting_forms import addresses, named_tokens
from bot.settings import Settings
from bot.supervised import tell_systemd
from bot.web.health import health_routes
from bot.web.hooks import hook_routes
from bot.web.links import link_routes
from bot.web.pages import demo_routes
from locales import words
from storage import invites
from storage.db import migrate, one_at_a_time, open_engine, transaction
from storage.messages import Channel, channel_key
from storage.models import Invite, Person


async def run_demo(settings: Settings, listening: socket.socket, *, browser: bool) -> None:
    """The demo on a store of its own, which is thrown away at the end."""
    with tempfile.TemporaryDirectory(prefix="tiendo-demo-") as folder:
        own = settings.model_copy(update={"database_url": SecretStr(f"sqlite:///{folder}/demo.db"), "data_dir": Path(folder)})
        engine = open_engine(own.database_url.get_secret_value())
        try:
            migrate(engine)
            clock = DemoClock(start_at(own))
            furnish(engine, own, clock.now())
            web = Web(own.data_dir, clock.now)
            app = App(own, engine, clock, {"web": web})
            played = DemoTime(app, clock, web)
            await played.play()
            phones = tuple(member.phone for member in CAST)
            routes = [*demo_routes(web, phones, played, played.receive, own.zone, own.locale), *health_routes(app.ready, app.registry)]
            async with app.running():
                await serve(routes, listening, lambda: _ready(address_of(listening), browser=browser), web.close, proxies=())
        finally:
            engine.dispose()


def _ready(address: str, *, browser: bool) -> None:
    _say(f"Tiến Độ demo: {address}")
    if browser:
        webbrowser.open(address)


async def run_service(settings: Settings, engine: Engine, listening: socket.socket) -> None:
    """The service on a migrated store. On an empty one a one-time invite for the first administrator is printed."""
    clock = SystemClock()
    channels = channels_of(settings, engine, clock)
    greet(engine, settings, clock)
    app = App(settings, engine, clock, channels)
    routes = [*health_routes(app.ready, app.registry), *hook_routes(settings, app), *link_routes(settings, engine, app.receive, clock.now)]
    async with app.running():
        ready = f"Tiến Độ: {address_of(listening)}, channels: {', '.join(channels) or 'none'}"
        await serve(routes, listening, lambda: _up(ready), lambda: None, proxies=addresses(settings.trusted_proxies))


def _up(ready: str) -> None:
    _say(ready)
    tell_systemd("READY=1")


def channels_of(settings: Settings, engine: Engine, clock: Clock) -> dict[str, Channel]:
    """Every channel whose token is set, under the keys of `storage.messages.channel_key`."""
    channels: dict[str, Channel] = {}
    if settings.telegram_token is not None:
        channels["telegram"] = Telegram(
            settings.telegram_token.get_secret_value(),
            settings.data_dir,
            api_url=settings.telegram_api_url,
            proxy=settings.telegram_proxy,
        )
    tokens = named_tokens(settings.zalo_bot_token.get_secret_value()) if settings.zalo_bot_token is not None else {}
    for name, token in tokens.items():
        sent = meter(engine, plan_of(settings), name, clock.now)
        channels[channel_key("zalo", name)] = Zalo(token, settings.data_dir, bot=name, api_url=settings.zalo_api_url, sent=sent)
    account = official_account(settings, engine, clock.now)
    if account is not None:
        channels[account.name] = account
    return channels


def greet(engine: Engine, settings: Settings, clock: Clock) -> None:
    """Prints a one-time admin invite and the next steps while nobody has ever been invited or linked. Of several processes one does."""
    with transaction(engine) as session:
        one_at_a_time(session.connection())
        if not _is_new(session):
            return
        code, _ = invites.invite(session, unit_id=None, role="admin", now=clock.now())
    said = words(settings.locale)
    steps = [
        said.text("The store is new. One-time code for the first administrator: {code}", code=code),
        said.text("1. Type this code in a chat with the bot (set TIENDO_TELEGRAM_TOKEN first)."),
        said.text("2. Import your units: tiendo units import roster.csv"),
        said.text("3. Import a letter: tiendo import letter.docx --activate, or send it to the bot."),
        said.text("4. Invite officers: tiendo invite --unit “UBND xã …” --role officer"),
    ]
    _say("\n".join(steps))


def _is_new(session: Session) -> bool:
    nobody = session.exec(select(Person.id).limit(1)).first() is None
    return nobody and session.exec(select(Invite.id).limit(1)).first() is None


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()

"""`tiendo doctor`: one finding a line, what is wrong said before people notice it."""

from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from bot.channels.telegram import Telegram
from bot.clock import SystemClock
from bot.examining_machine import machine_findings
from bot.examining_zalo import zalo_findings
from bot.settings import Settings, SettingsError, load
from storage import people, standing, units
from storage.db import (
    StoreDamagedError,
    StoreEncodingError,
    StoreTooNewError,
    check_whole,
    is_current,
    may_hold_store,
    open_engine,
    transaction,
)
from storage.messages import ChannelError
from storage.models import ChatAddress


@dataclass(frozen=True, slots=True)
class Finding:
    """One check and what it found."""

    check: str
    ok: bool
    text: str


async def examine() -> list[Finding]:
    """All checks, in the order in which they build on one another. Changes nothing."""
    try:
        settings = load()
    except SettingsError as error:
        return [Finding("settings", False, str(error))]
    findings = [Finding("settings", True, "readable"), _clock(settings)]
    findings += [Finding(*found) for found in machine_findings(settings, SystemClock().now())]
    findings += _store(settings)
    findings.append(await _telegram(settings))
    findings += await _zalo(settings, readable=all(one.ok for one in findings if one.check == "store"))
    return findings


def _clock(settings: Settings) -> Finding:
    now = SystemClock().now()
    return Finding("clock", now.year >= 2024, f"{now.astimezone(settings.zone):%H:%M %d/%m/%Y} {settings.timezone}")


def _store(settings: Settings) -> list[Finding]:
    url = settings.database_url.get_secret_value()
    if not may_hold_store(url):
        return [Finding("store", False, "not there yet: run `tiendo run` once, or import a roster")]
    engine = open_engine(url)
    try:
        check_whole(engine)
        current = is_current(engine)
        if not current:
            return [Finding("store", False, "empty or of another version: run `tiendo run` once")]
        with transaction(engine) as session:
            session.connection().exec_driver_sql("SELECT 1")
            today = SystemClock().now().astimezone(settings.zone).date()
            alive = [unit for unit in units.living(session, today) if unit.kind != "group"]
            reached = standing.reachable_units(session)
            coordinators = _coordinators(session)
        unlinked = [unit.name for unit in alive if unit.id not in reached]
        roster = Finding("roster", bool(alive), f"{len(alive)} units" if alive else "empty: tiendo units import FILE")
        linked = Finding("unlinked units", True, f"{len(unlinked)} of {len(alive)}" + (f": {', '.join(unlinked[:5])}" if unlinked else ""))
        return [Finding("store", True, "at this program's version"), roster, linked, coordinators]
    except StoreDamagedError as error:
        return [Finding("store", False, f"damaged ({error}): put the newest copy back with `tiendo restore FILE --force`")]
    except (SQLAlchemyError, StoreTooNewError, StoreEncodingError) as error:
        return [Finding("store", False, str(error).splitlines()[0])]
    finally:
        engine.dispose()


def _coordinators(session: Session) -> Finding:
    """Somebody must read what needs a decision; before anybody at all is linked there is nothing to miss yet."""
    able = [person for role in ("coordinator", "admin") for person in people.holders(session, role)]
    reached = {person.id for person in able if people.addresses(session, person.id or 0)}
    if reached:
        return Finding("coordinators", True, f"{len(reached)} reached")
    anybody = session.exec(select(ChatAddress.id).where(col(ChatAddress.person_id).is_not(None)).limit(1)).first() is not None
    return Finding("coordinators", not anybody, "none linked: tiendo invite --unit NAME --role coordinator")


async def _zalo(settings: Settings, *, readable: bool) -> list[Finding]:
    engine = open_engine(settings.database_url.get_secret_value()) if readable else None
    try:
        return [Finding(*found) for found in await zalo_findings(settings, engine, SystemClock())]
    finally:
        if engine is not None:
            engine.dispose()


async def _telegram(settings: Settings) -> Finding:
    if settings.telegram_token is None:
        return Finding("telegram", True, "switched off: no token")
    channel = Telegram(
        settings.telegram_token.get_secret_value(),
        settings.data_dir,
        api_url=settings.telegram_api_url,
        proxy=settings.telegram_proxy,
        answer_s=10,
    )
    async with channel:
        try:
            return Finding("telegram", True, f"@{await channel.me()}")
        except ChannelError as error:
            return Finding("telegram", False, error.reason)

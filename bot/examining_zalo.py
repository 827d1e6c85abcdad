"""`tiendo doctor` on Zalo: who each bot is, what it used of its plan, and how many people hang on its account."""

from dataclasses import dataclass

from sqlalchemy import Engine

from bot.channels.zalo import Zalo
from bot.clock import Clock
from bot.oa_life import StoredTokens
from bot.quota import METERED, WARN_PERCENT, plan_of
from bot.setting_forms import named_tokens
from bot.settings import Settings
from bot.zalo_life import known_account, linked
from storage.db import transaction
from storage.messages import ChannelError, channel_key
from storage.quota import Usage, used


@dataclass(frozen=True, slots=True)
class _Bot:
    """What is known of one bot before Zalo is asked."""

    key: str
    usage: Usage
    people: int
    account: str


async def zalo_findings(settings: Settings, engine: Engine | None, clock: Clock) -> list[tuple[str, bool, str]]:
    """The findings as (check, ok, text); `engine` None = no store that can be read. Changes nothing."""
    tokens = named_tokens(settings.zalo_bot_token.get_secret_value()) if settings.zalo_bot_token is not None else {}
    found = [] if tokens else [("zalo", True, "switched off: no token")]
    for name, token in tokens.items():
        known = _known(settings, engine, name, clock) if engine is not None else None
        found += await _bot(settings, name, token, known)
    if settings.zalo_oa_app_id is not None and engine is not None:
        found.append(_official_account(settings, settings.zalo_oa_app_id, engine, clock))
    return found


def _official_account(settings: Settings, app_id: str, engine: Engine, clock: Clock) -> tuple[str, bool, str]:
    """Looks at the stored token only: asking for another would spend the one that works once."""
    pair = StoredTokens(engine, app_id).load()
    if pair is None:
        given = settings.zalo_oa_refresh_token is not None
        return (
            "zalo_oa",
            given,
            "no token yet: the service fetches one when it starts" if given else "TIENDO_ZALO_OA_REFRESH_TOKEN is not set",
        )
    until = f"{pair.expires_at.astimezone(settings.zone):%H:%M %d/%m/%Y}"
    if pair.expires_at <= clock.now():
        return (
            "zalo_oa",
            False,
            f"its access token ended at {until}: start the service; if it stays so, an administrator must consent again",
        )
    return "zalo_oa", True, f"its access token holds until {until}"


def _known(settings: Settings, engine: Engine, name: str | None, clock: Clock) -> _Bot:
    key = channel_key(METERED, name)
    with transaction(engine) as session:
        usage = used(session, METERED, name, clock.now(), plan_of(settings))
        return _Bot(key, usage, linked(session, name), known_account(session, key))


async def _bot(settings: Settings, name: str | None, token: str, known: _Bot | None) -> list[tuple[str, bool, str]]:
    key = channel_key(METERED, name)
    async with Zalo(token, settings.data_dir, bot=name, api_url=settings.zalo_api_url, answer_s=10) as channel:
        try:
            account = await channel.me()
        except ChannelError as error:
            return [(key, False, "the token is not accepted" if error.reason == "token" else error.reason)]
    who = f"{account.get('account_name')} ({account.get('id')})"
    if known is None:
        return [(key, True, who)]
    return [_account(key, who, known, str(account.get("id") or "")), _plan(key, known.usage)]


def _account(key: str, who: str, known: _Bot, account_id: str) -> tuple[str, bool, str]:
    """Chats belong to the bot's account: behind another one nobody is linked."""
    if known.account and known.account != account_id:
        return key, False, f"{who} is another account than before: {known.people} people must link again"
    return key, True, f"{who}; before this account is changed: {known.people} people would have to link again"


def _plan(key: str, usage: Usage) -> tuple[str, bool, str]:
    plan = usage.plan
    messages, users = (f"{n} of {most or 'any number of'}" for n, most in ((usage.messages, plan.messages), (usage.users, plan.users)))
    text = f"{messages} messages in {usage.month}, {users} users"
    return f"{key} plan", not (usage.is_at(WARN_PERCENT) or usage.has_users_at(WARN_PERCENT)), text

"""The meter of plans: counted as messages go and come, said to the coordinators before a plan is used up, shown to the operator."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from bot.channels.zalo import Zalo
from bot.settings import Settings
from locales import Words, words
from scheduler.recipients import Recipient, of_people
from storage import people, quota
from storage.db import transaction
from storage.messages import Incoming, Outgoing, channel_key
from storage.outbox import queue
from storage.quota import Plan, Usage

METERED = "zalo"
"""The channel whose plan counts messages and users; of the Official Account every message has its own price."""
WARN_PERCENT, HOLD_PERCENT = 80, 95
OWN_PAGE = "upload:"
"""What the id of a message begins with that came by our own page and not over Zalo."""

log = logging.getLogger(__name__)
Bots = Sequence[str | None]
"""The names of the metered bots."""


def plan_of(settings: Settings) -> Plan:
    """The plan that the settings say; 0 is no limit."""
    return Plan(settings.zone, settings.zalo_monthly_messages, settings.zalo_users, settings.zalo_count_inbound)


def is_tight(plan: Plan, session: Session, channel: str, bot: str, now: datetime) -> bool:
    """Whether a bot has used so much of its month that what is not urgent waits."""
    return channel == METERED and quota.used(session, channel, bot or None, now, plan).is_at(HOLD_PERCENT)


def count_received(session: Session, message: Incoming, now: datetime, plan: Plan) -> None:
    """Counts a message that somebody sent over a metered channel."""
    if message.sender.channel == METERED and not message.external_id.startswith(OWN_PAGE):
        quota.count(session, channel_key(METERED, message.sender.bot), quota.month_of(now, plan.zone), received=1)


def meter(engine: Engine, plan: Plan, bot: str | None, now: Callable[[], datetime]) -> Callable[[], None]:
    """What a channel calls for each message that was taken. It never raises: a message that went out must not seem to have failed."""

    def sent() -> None:
        try:
            with transaction(engine) as session:
                quota.count(session, channel_key(METERED, bot), quota.month_of(now(), plan.zone), sent=1)
        except SQLAlchemyError:
            log.exception("a message of bot %s was not counted", channel_key(METERED, bot))

    return sent


def warn(session: Session, bots: Bots, plan: Plan, now: datetime, language: str) -> int:
    """Tells the coordinators once a month and bot that its plan is at 80 %, and at 95 % that messages wait; returns how many were told."""
    told = 0
    for bot in bots:
        usage = quota.used(session, METERED, bot, now, plan)
        key = channel_key(METERED, bot)
        for percent in (HOLD_PERCENT, WARN_PERCENT):
            if usage.is_at(percent):
                told += _tell(session, f"{key}:{usage.month}:{percent}", _messages_text(usage, key, percent), now, language)
                break
        if usage.has_users_at(WARN_PERCENT):
            told += _tell(session, f"{key}:{usage.month}:users", _users_text(usage, key), now, language)
    return told


def trouble(session: Session, bot_key: str, what: str, now: datetime, plan: Plan, language: str) -> int:
    """Tells the coordinators, once a day, that a bot takes no messages: "quota", "money", or "token" where it is not accepted."""
    day = now.astimezone(plan.zone).date()

    def text(said: Words) -> str:
        if what == "quota":
            return said.text(
                "Zalo takes no more messages from bot {bot}: its plan is used up, or it was asked too much at once.", bot=bot_key
            )
        if what == "money":
            return said.text("Zalo takes no messages from account {bot} until money is paid in.", bot=bot_key)
        return said.text("Zalo does not accept the token of bot {bot}. Please tell the administrator.", bot=bot_key)

    return _tell(session, f"{bot_key}:{day.isoformat()}:{what}", text, now, language)


def _messages_text(usage: Usage, bot_key: str, percent: int) -> Callable[[Words], str]:
    def text(said: Words) -> str:
        head = said.text(
            "Bot {bot} has used {used} of the {limit} messages of its Zalo plan this month.",
            bot=bot_key,
            used=said.number(usage.messages),
            limit=said.number(usage.plan.messages),
        )
        if percent < HOLD_PERCENT:
            return head
        return f"{head} {said.text('Reminders that are not urgent wait from now on; answers and receipts go out as before.')}"

    return text


def _users_text(usage: Usage, bot_key: str) -> Callable[[Words], str]:
    def text(said: Words) -> str:
        return said.text(
            "Bot {bot} has {used} of the {limit} users of its Zalo plan. Please set up a further bot in time.",
            bot=bot_key,
            used=said.number(usage.users),
            limit=said.number(usage.plan.users),
        )

    return text


def _tell(session: Session, key: str, text: Callable[[Words], str], now: datetime, language: str) -> int:
    told = [row for to in _responsible(session) if (row := _queue(session, key, to, text(words(to.language or language)), now))]
    return len(told)


def _responsible(session: Session) -> list[Recipient]:
    return of_people(session, people.holders(session, "coordinator")) or of_people(session, people.holders(session, "admin"))


def _queue(session: Session, key: str, to: Recipient, text: str, now: datetime) -> bool:
    row = queue(
        session,
        Outgoing(to.address, text),
        key=f"quota:{key}:{to.key}",
        kind="alarm",
        now=now,
        address_id=to.address_id,
        person_id=to.person_id,
    )
    return row is not None


class QuotaMetrics(Collector):
    """The meter for Prometheus, read from the store at every scrape."""

    def __init__(self, engine: Engine, channels: Sequence[Zalo], plan: Plan, now: Callable[[], datetime]) -> None:
        self._engine, self._channels, self._plan, self._now = engine, channels, plan, now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Messages each way this month, users, what the plan allows, and events that said nothing to us, by bot."""
        by_key = {channel_key(METERED, channel.bot): channel for channel in self._channels}
        with transaction(self._engine) as session:
            usages = {key: quota.used(session, METERED, one.bot, self._now(), self._plan) for key, one in by_key.items()}
        yield _gauge("tiendo_zalo_messages", "Messages of the month", _messages(usages), ("bot", "direction"))
        yield _gauge(
            "tiendo_zalo_users", "People who ever wrote to the bot", [((key,), one.users) for key, one in usages.items()], ("bot",)
        )
        allowed = {"messages": self._plan.messages, "users": self._plan.users}
        limits = [((key, what), most) for key in usages for what, most in allowed.items()]
        ignored = [((key, event), times) for key, one in by_key.items() for event, times in one.ignored.items()]
        yield _gauge("tiendo_zalo_ignored", "Events since the start that said nothing to us", ignored, ("bot", "event"))
        yield _gauge("tiendo_zalo_limit", "What the plan allows; 0 = no limit", limits, ("bot", "of"))


def _messages(usages: Mapping[str, Usage]) -> list[tuple[tuple[str, ...], int]]:
    return [((key, way), value) for key, one in usages.items() for way, value in (("out", one.sent), ("in", one.received))]


def _gauge(name: str, about: str, values: Iterable[tuple[tuple[str, ...], int]], labels: tuple[str, ...]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, about, labels=labels)
    for label_values, value in values:
        family.add_metric(list(label_values), value)
    return family

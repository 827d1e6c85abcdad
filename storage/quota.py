"""What a bot has used of its plan: messages each way in a month, and the people who ever wrote to it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from storage.messages import channel_key
from storage.models import ChatAddress, Quota

NO_PLAN = 0
"""A limit of 0 is none."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a plan allows one bot: messages in a calendar month of `zone`, both ways where `both_ways`, and users at all."""

    zone: ZoneInfo
    messages: int = 3000
    users: int = 50
    both_ways: bool = True


@dataclass(frozen=True, slots=True)
class Usage:
    """What one bot used in a month."""

    month: str
    sent: int
    received: int
    users: int
    plan: Plan

    @property
    def messages(self) -> int:
        """Messages as the plan counts them."""
        return self.sent + self.received if self.plan.both_ways else self.sent

    def is_at(self, percent: int) -> bool:
        """Whether the messages have reached that share of the plan."""
        return self.plan.messages != NO_PLAN and self.messages * 100 >= self.plan.messages * percent

    def has_users_at(self, percent: int) -> bool:
        """Whether the users have reached that share of the plan."""
        return self.plan.users != NO_PLAN and self.users * 100 >= self.plan.users * percent


def month_of(now: datetime, zone: ZoneInfo) -> str:
    """The month that counts at an aware instant, "2026-11"."""
    return f"{now.astimezone(zone):%Y-%m}"


def count(session: Session, bot_key: str, month: str, *, sent: int = 0, received: int = 0) -> None:
    """Adds messages to a bot's month."""
    row = session.get(Quota, (bot_key, month), with_for_update=True) or Quota(bot_key=bot_key, month=month)
    row.sent, row.received = row.sent + sent, row.received + received
    session.add(row)
    session.flush()


def used(session: Session, channel: str, bot: str | None, now: datetime, plan: Plan) -> Usage:
    """What a bot has used of its plan this month; its users are all chats that ever wrote to it."""
    month = month_of(now, plan.zone)
    row = session.get(Quota, (channel_key(channel, bot), month))
    users = session.exec(
        select(func.count(func.distinct(col(ChatAddress.chat)))).where(ChatAddress.channel == channel, ChatAddress.bot == (bot or ""))
    ).one()
    return Usage(month, row.sent if row else 0, row.received if row else 0, users, plan)

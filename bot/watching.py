"""What is watched at every beat so that people are told in time: plans that run out, bots that take no messages, windows that close."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Engine

from bot import quota
from bot.channels.zalo import Zalo
from bot.channels.zalo_oa import ZaloOa
from bot.oa_life import prompt_before_closing
from scheduler.rules import Rules
from storage.db import transaction
from storage.messages import Channel, channel_key
from storage.quota import Plan


def watch(engine: Engine, channels: Iterable[Channel], plan: Plan, now: datetime, rules: Rules, language: str) -> int:
    """Queues what people must be told of the Zalo channels, each thing once; returns how many messages. Nothing without such a channel."""
    bots = [channel for channel in channels if isinstance(channel, Zalo | ZaloOa)]
    if not bots:
        return 0
    with transaction(engine) as session:
        told = quota.warn(session, [channel.bot for channel in bots if isinstance(channel, Zalo)], plan, now, language)
        for channel in bots:
            if channel.trouble:
                told += quota.trouble(session, channel_key(channel.name, channel.bot), channel.trouble, now, plan, language)
            if isinstance(channel, ZaloOa):
                told += prompt_before_closing(session, channel, now, rules, language)
    return told

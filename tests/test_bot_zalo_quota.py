"""A plan that runs out: counted, said in time, what can wait waits, and no receipt is lost."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlmodel import select

from bot import quota
from storage import outbox
from storage.messages import Address, ChannelError, Outgoing
from storage.models import ChatAddress, Outbox
from storage.quota import Plan, count, month_of, used
from tests.scheduler_stage import HANOI, Stage

PLAN = Plan(HANOI, messages=100, users=5)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """A Monday in an office whose chats are on Zalo; An is an officer, Bình coordinates."""
    stage = Stage(tmp_path, "2024-03-18 09:00")
    stage.office = replace(stage.office, is_tight=partial(quota.is_tight, PLAN))
    stage.channel.name = "zalo"
    stage.delivery = stage.new_delivery()
    stage.delivery._channels = {"zalo": stage.channel}
    unit = stage.unit("UBND xã Cao Lâu")
    stage.person("an", "officer", unit)
    stage.person("binh", "coordinator")
    on_zalo(stage)
    return stage


def on_zalo(stage: Stage) -> None:
    """All chats are Zalo's."""
    with stage.store() as session:
        for chat in session.exec(select(ChatAddress)):
            chat.channel = "zalo"


def spend(stage: Stage, messages: int) -> None:
    with stage.store() as session:
        count(session, "zalo", month_of(stage.now, HANOI), sent=messages)


def watch(stage: Stage) -> int:
    with stage.store() as session:
        return quota.warn(session, [None], PLAN, stage.now, "vi")


def test_months_and_ways_are_counted_apart(stage: Stage) -> None:
    """Both ways count where the plan says so; the month changes at midnight in the office's zone."""
    with stage.store() as session:
        count(session, "zalo", "2024-03", sent=3, received=4)
        count(session, "zalo", "2024-03", sent=1)
        count(session, "zalo:gia-cat", "2024-03", sent=50)
        usage = used(session, "zalo", None, stage.now, PLAN)
        outward = used(session, "zalo", None, stage.now, replace(PLAN, both_ways=False))
    assert (usage.messages, outward.messages, usage.users) == (8, 4, 2)
    assert month_of(stage.now.replace(day=31, hour=16, minute=59), HANOI) == "2024-03"
    assert month_of(stage.now.replace(day=31, hour=17), HANOI) == "2024-04"


def test_no_limit(stage: Stage) -> None:
    """A limit of 0 is none."""
    spend(stage, 10_000)
    with stage.store() as session:
        usage = used(session, "zalo", None, stage.now, replace(PLAN, messages=0, users=0))
    assert not usage.is_at(1)
    assert not usage.has_users_at(1)


def test_coordinator_is_warned_once(stage: Stage) -> None:
    """At 79 % nothing, at 80 % one message to the coordinator, at 95 % one more that says what waits; never again that month."""
    spend(stage, 79)
    assert watch(stage) == 0
    spend(stage, 1)
    assert [watch(stage), watch(stage)] == [1, 0]
    spend(stage, 15)
    assert [watch(stage), watch(stage)] == [1, 0]
    stage.deliver()
    first, second = [text for chat, text in stage.channel.sent if chat == "binh"]
    assert "80/100" in first
    assert "95/100" in second
    assert "tạm hoãn" in second


def test_users_are_watched(stage: Stage) -> None:
    """At four of five users the coordinator is told to set up a further bot."""
    assert watch(stage) == 0
    stage.person("cuc", "officer")
    stage.person("dao", "officer")
    on_zalo(stage)
    assert watch(stage) == 1
    stage.deliver()
    assert "4/5" in stage.channel.sent[-1][1]


def test_what_is_not_urgent_waits_and_comes_in_one(stage: Stage) -> None:
    """At 95 % a reminder a week ahead waits, with its reason; a new duty and tomorrow's deadline go out; then one message says all."""
    stage.person("cuc", "officer", near_unit := stage.unit("UBND xã Gia Cát"))
    on_zalo(stage)
    far, farther = stage.task(1, "2024-03-26"), stage.task(1, "2024-03-27")
    stage.task(near_unit, "2024-03-20")
    assert sorted(stage.go()) == ["an", "cuc"]
    spend(stage, 95)
    assert stage.go("2024-03-19 08:00") == ["cuc"]
    assert "7 put_off quota" in stage.reminders()
    stage.task(near_unit, "2024-04-30")
    assert stage.go("2024-03-19 09:00") == ["cuc"]
    stage.delivery._office = replace(stage.office, is_tight=lambda *_: False)
    before = len(stage.channel.sent)
    stage.go("2024-03-20 08:00")
    (bundle,) = [text for chat, text in stage.channel.sent[before:] if chat == "an"]
    assert f"#{far} " in bundle
    assert f"#{farther} " in bundle


def test_receipts_go_out_and_wait_for_a_new_month(stage: Stage) -> None:
    """A receipt is not held, and one that Zalo refuses for want of quota is still sent days later."""
    spend(stage, 99)
    stage.channel.fails = lambda _message: ChannelError("not_sent", "quota", retry_after_s=3600)
    with stage.store() as session:
        outbox.queue(session, Outgoing(Address("zalo", "an"), "Đã ghi nhận #1"), key="reply:1", kind="reply", now=stage.now)
    for _ in range(80):
        stage.deliver()
        stage.delivery = stage.new_delivery()
        stage.delivery._channels = {"zalo": stage.channel}
        stage.now += timedelta(hours=1, seconds=1)
    with stage.store() as session:
        assert session.exec(select(Outbox.state)).one() == "pending"
    stage.channel.fails = lambda _message: None
    stage.deliver()
    assert stage.channel.sent == [("an", "Đã ghi nhận #1")]


def test_trouble_is_told_once_a_day(stage: Stage) -> None:
    """A bot that takes no messages is told of once a day and kind."""
    with stage.store() as session:
        told = [quota.trouble(session, "zalo", what, stage.now, PLAN, "vi") for what in ("quota", "quota", "token")]
        told.append(quota.trouble(session, "zalo", "quota", stage.now + timedelta(days=1), PLAN, "vi"))
    assert told == [1, 0, 1, 1]

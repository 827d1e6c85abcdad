"""Delivery: each message claimed, looked at once more, sent and settled by itself. The names are what peers got wrong."""

import asyncio
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot import outcomes
from bot.delivery import FEW_AHEAD
from bot.rates import TELEGRAM, Limits, Pace
from scheduler.rules import Rules
from storage import duties, outbox, progress, sending
from storage.messages import Address, ChannelError, Outgoing
from storage.models import ChatAddress, Event, Membership, Outbox
from tests.scheduler_stage import Stage, at


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """A Monday in the office."""
    return Stage(tmp_path, "2024-03-18 09:00")


def xa(stage: Stage, name: str, *chats: str) -> int:
    """A commune with one officer, who has these chats."""
    unit = stage.unit(f"UBND xã {name}")
    stage.person(chats[0], "officer", unit, *chats[1:])
    return unit


def say(stage: Stage, chat: str, text: str, key: str, kind: str = "reply") -> None:
    with stage.store() as session:
        outbox.queue(session, Outgoing(Address("memory", chat), text), key=key, kind=kind, now=stage.now)


def claim_all(stage: Stage, wired: bool) -> None:
    """What a process killed before (`wired` False) or after handing its messages over leaves behind."""
    with stage.store() as session:
        for head in sending.due_heads(session, stage.now, 100):
            assert sending.claim(session, head.id, "killed", stage.now)
            if wired:
                row = session.get_one(Outbox, head.id)
                session.refresh(row)
                row.wired_at = stage.now


def test_killed_between_claim_and_send(stage: Stage) -> None:
    """A process killed before it handed the reminder over: it goes out once after the lease, and nothing is unknown."""
    stage.task(xa(stage, "Hòa Cư", "an"), "2024-03-29")
    stage.beat()
    claim_all(stage, wired=False)
    assert stage.go() == []
    assert stage.go("2024-03-18 09:03") == ["an"]
    assert stage.reminders() == ["first sent"]
    assert unknowns(stage) == 0


def unknowns(stage: Stage) -> int:
    with stage.store() as session:
        return len(session.exec(select(Event).where(Event.kind == "send_unknown")).all())


def test_killed_between_send_and_settle(stage: Stage) -> None:
    """A process killed after it handed the reminder over: listed as unknown first, then sent once more; a reply stays unknown."""
    stage.task(xa(stage, "Hòa Cư", "an"), "2024-03-29")
    stage.beat()
    say(stage, "binh", "Đã ghi nhận #1.", "reply:1")
    claim_all(stage, wired=True)
    stage.now += timedelta(minutes=3)
    with stage.store() as session:
        for row in sending.expired(session, stage.now, ()):
            sending.take_back(session, row, stage.now)
    assert stage.reminders() == ["first unknown"]
    assert stage.go() == ["an"]
    assert stage.reminders() == ["first sent"]
    assert stage.outbox() == ["reminder sent unknown", "reply unknown interrupted"]
    assert unknowns(stage) == 2


def test_a_reminder_unknown_twice_stays_unknown(stage: Stage) -> None:
    """A chat where every send times out gets one repeat, not one a minute for ever."""
    stage.task(xa(stage, "Hòa Cư", "an"), "2024-03-29")
    tries = []
    stage.channel.before = lambda message: tries.append(message.to.chat)
    stage.channel.fails = lambda _message: ChannelError("unknown", "timeout")
    for minute in range(0, 60, 2):
        stage.go(f"2024-03-18 09:{minute:02}")
    assert tries == ["an", "an"]
    assert stage.reminders() == ["first unknown"]


def test_two_reminders_with_the_same_instant_one_of_them_stuck(stage: Stage) -> None:
    """While one chat takes no message for an hour, the other gets its reminder once however often the beat looks."""
    first, second = xa(stage, "Hòa Cư", "an"), xa(stage, "Gia Cát", "binh")
    stage.task(first, "2024-03-29")
    stage.task(second, "2024-03-29")
    stage.channel.fails = lambda message: ChannelError("not_sent", "busy", retry_after_s=3600) if message.to.chat == "an" else None
    told = [chat for minute in range(50) for chat in stage.go(f"2024-03-18 09:{minute:02}")]
    assert told == ["binh"]


def test_a_stuck_connection_delays_nobody_else(stage: Stage) -> None:
    """While the send to one chat hangs, nineteen others have their messages long before it times out."""
    for number in range(20):
        stage.task(xa(stage, f"Số {number}", f"c{number}"), "2024-03-29")
    stage.channel.stuck = {"c3"}
    stage.beat()

    async def until_nineteen_are_told() -> None:
        running = asyncio.create_task(stage.delivery.run())
        async with asyncio.timeout(15):
            while len(stage.channel.sent) < 19:  # noqa: ASYNC110 - nobody to wake the test
                await asyncio.sleep(0.05)
        await stage.delivery.stop(grace_s=0.0)
        await running

    asyncio.run(until_nineteen_are_told())
    assert sorted(stage.channel.chats()) == sorted(f"c{number}" for number in range(20) if number != 3)


def test_the_send_fails_for_unit_3_of_12(stage: Stage) -> None:
    """Units 1, 2 and 4 to 12 are told at once; 3 is told alone when its channel is back."""
    for number in range(1, 13):
        stage.task(xa(stage, f"Số {number}", f"c{number}"), "2024-03-29")
    stage.channel.fails = lambda message: ChannelError("not_sent", "network") if message.to.chat == "c3" else None
    assert sorted(stage.go()) == sorted(f"c{number}" for number in range(1, 13) if number != 3)
    stage.channel.fails = lambda _message: None
    assert stage.go("2024-03-18 09:01") == ["c3"]


def test_the_deadline_moves_while_its_reminder_is_claimed(stage: Stage) -> None:
    """A deadline moved after the claim and before the wire: nothing is sent, and the reminder says why."""
    task = stage.task(xa(stage, "Hòa Cư", "an"), "2024-03-21")
    stage.go()
    stage.beat("2024-03-20 08:00")

    async def moved_meanwhile() -> None:
        stage.delivery._start_due()
        with stage.store() as session:
            duty = duties.duty(session, stage.duty(task).occurrence.id or 0)
            assert duty is not None
            duties.move_deadline(session, duty, date(2024, 4, 5), stage.now, person_id=None, inbox_id=None, why="mưa")
        await stage.delivery.deliver_due()

    asyncio.run(moved_meanwhile())
    assert stage.channel.chats() == ["an"]
    assert "1 obsolete moved" in stage.reminders()


def test_an_answer_given_while_its_reminder_is_claimed(stage: Stage) -> None:
    """Of a bundle of two tasks, the one answered after the claim is left out; the other is sent."""
    unit = xa(stage, "Hòa Cư", "an")
    first, second = stage.task(unit, "2024-03-21"), stage.task(unit, "2024-03-21")
    stage.go()
    stage.beat("2024-03-20 08:00")

    async def answered_meanwhile() -> None:
        stage.delivery._start_due()
        with stage.store() as session:
            duty = duties.duty(session, stage.duty(first).occurrence.id or 0)
            assert duty is not None
            said = progress.Said("done")
            progress.save_report(session, duty, said, stage.now, date(2024, 3, 20), person_id=1, inbox_id=None)
        await stage.delivery.deliver_due()

    asyncio.run(answered_meanwhile())
    text = stage.channel.sent[-1][1]
    assert f"#{second} " in text
    assert f"#{first} " not in text
    assert sorted(stage.reminders()[2:]) == ["1 obsolete closed", "1 sent"]


def test_too_many_requests_waits_exactly_what_it_was_told(stage: Stage) -> None:
    """Told to wait 37 s, the message goes out not after 36 s but after 37."""
    stage.task(xa(stage, "Hòa Cư", "an"), "2024-03-29")
    stage.channel.fails = lambda _message: ChannelError("not_sent", "busy", retry_after_s=37)
    stage.go()
    stage.channel.fails = lambda _message: None
    stage.delivery = stage.new_delivery()
    stage.now += timedelta(seconds=36)
    assert stage.go() == []
    stage.now += timedelta(seconds=1)
    assert stage.go() == ["an"]


def test_pauses_grow_with_jitter_and_stay_bounded() -> None:
    """Pauses double from about 5 s, never exceed 18 minutes, and are not the same twice."""
    assert 4 <= outcomes.pause_s(1) <= 6
    assert 16 <= outcomes.pause_s(3) <= 24
    assert all(outcomes.pause_s(attempts) <= 1080 for attempts in range(1, 60))
    assert len({outcomes.pause_s(5) for _ in range(5)}) > 1


def test_a_day_of_failures_is_given_up(stage: Stage) -> None:
    """A reply that cannot be sent for a day has failed and is not tried for ever."""
    say(stage, "an", "Đã ghi nhận #1.", "reply:1")
    stage.channel.fails = lambda _message: ChannelError("not_sent", "network")
    for hour in range(30):
        stage.now = at("2024-03-18 09:00") + timedelta(hours=hour)
        stage.deliver()
    assert stage.outbox() == ["reply refused gave_up"]


def test_the_bot_is_blocked_and_the_colleague_is_told(stage: Stage) -> None:
    """Two officers: the chat of one is gone, the other has the message; the reminder counts as sent, the chat as refused."""
    unit = xa(stage, "Hòa Cư", "an")
    stage.person("binh", "officer", unit)
    stage.task(unit, "2024-03-29")
    stage.channel.fails = lambda message: ChannelError("refused", "blocked") if message.to.chat == "an" else None
    assert stage.go() == ["binh"]
    assert stage.reminders() == ["first sent"]
    with stage.store() as session:
        assert {row.chat: row.state for row in session.exec(select(ChatAddress))} == {"an": "refused", "binh": "ok"}


def test_the_other_chat_of_the_same_person(stage: Stage) -> None:
    """The chat last used is refused, the person's other chat gets the message; never both."""
    stage.task(xa(stage, "Hòa Cư", "telegram", "zalo"), "2024-03-29")
    stage.channel.fails = lambda message: ChannelError("refused", "blocked") if message.to.chat == "telegram" else None
    assert stage.go() == ["zalo"]
    assert stage.reminders() == ["first sent"]
    assert stage.outbox() == ["reminder refused blocked", "reminder sent"]


def test_the_bot_is_kicked_from_the_group(stage: Stage) -> None:
    """A unit's group chat is gone: its officers are told instead."""
    unit = xa(stage, "Hòa Cư", "an")
    stage.group("-100", unit)
    stage.task(unit, "2024-03-29")
    stage.channel.fails = lambda message: ChannelError("refused", "removed") if message.to.chat == "-100" else None
    assert stage.go() == ["an"]


def test_a_group_becomes_a_supergroup_in_the_middle(stage: Stage) -> None:
    """The group's new id is kept, and the message arrives there once."""
    unit = stage.unit("UBND xã Hòa Cư")
    stage.group("-1", unit)
    stage.task(unit, "2024-03-29")
    moved = ChannelError("refused", "migrated", moved_to="-1001")
    stage.channel.fails = lambda message: moved if message.to.chat == "-1" else None
    assert stage.go() == ["-1001"]
    with stage.store() as session:
        assert [row.chat for row in session.exec(select(ChatAddress))] == ["-1001"]


def test_an_unknown_403_condemns_no_chat(stage: Stage) -> None:
    """A refusal that nobody foresaw fails this message only: the next one is tried."""
    unit = xa(stage, "Hòa Cư", "an")
    stage.task(unit, "2024-03-21")
    stage.channel.fails = lambda _message: ChannelError("refused", "Forbidden: something new")
    stage.go()
    assert stage.reminders() == ["first failed refused"]
    stage.channel.fails = lambda _message: None
    assert stage.go("2024-03-20 08:00") == ["an"]


def test_one_unit_with_no_chat_is_not_retried_for_ever(stage: Stage) -> None:
    """A unit without a chat leaves one row that says so, and no message that is tried again and again."""
    stage.task(stage.unit("UBND xã Hòa Cư"), "2024-03-29")
    for minute in range(30):
        stage.go(f"2024-03-18 09:{minute:02}")
    assert stage.reminders() == ["first nobody no_address"]
    assert stage.outbox() == []


def test_the_ceiling_holds_at_the_last_step(tmp_path: Path) -> None:
    """Two messages queued under a ceiling of one: the second waits for the next morning."""
    stage = Stage(tmp_path, "2024-03-18 09:00", Rules(daily_ceiling=1))
    unit = xa(stage, "Hòa Cư", "an")
    stage.task(unit, "2024-03-29")
    stage.beat()
    with stage.store() as session:
        address = session.exec(select(ChatAddress)).one()
        message = Outgoing(Address("memory", "an"), "Ba đơn vị chưa liên kết.")
        key = {"key": "alarm:1", "kind": "alarm", "now": stage.now, "address_id": address.id, "person_id": address.person_id}
        outbox.queue(session, message, **key)
    assert stage.go() == ["an"]
    assert "alarm pending ceiling" in stage.outbox()
    assert stage.go("2024-03-19 07:30") == ["an"]


def test_receipts_are_exempt_from_ceiling_and_quiet_hours(tmp_path: Path) -> None:
    """An answer at 23:00 goes out at once, above any ceiling."""
    stage = Stage(tmp_path, "2024-03-18 23:00", Rules(daily_ceiling=0))
    say(stage, "an", "Đã ghi nhận #1.", "reply:1")
    assert stage.go() == ["an"]


def test_a_reminder_still_waiting_at_night_waits_for_the_morning(stage: Stage) -> None:
    """A reminder whose channel was down until 19:30 goes out at 07:30, not at 19:30."""
    stage.task(xa(stage, "Hòa Cư", "an"), "2024-03-29")
    stage.channel.fails = lambda _message: ChannelError("not_sent", "network")
    stage.go()
    stage.channel.fails = lambda _message: None
    assert stage.go("2024-03-18 19:30") == []
    assert stage.go("2024-03-19 07:30") == ["an"]


def test_somebody_who_left_gets_nothing(stage: Stage) -> None:
    """A chat unlinked between decision and sending is not written to."""
    stage.task(xa(stage, "Hòa Cư", "an"), "2024-03-29")
    stage.beat()
    with stage.store() as session:
        session.exec(select(ChatAddress)).one().person_id = None
    assert stage.go() == []
    assert stage.reminders() == ["first failed no_address"]


def test_answers_of_one_chat_keep_their_order(stage: Stage) -> None:
    """Three answers to one chat arrive in the order in which they were given."""
    for number in range(3):
        say(stage, "an", f"câu {number}", f"reply:{number}")
    stage.deliver()
    assert [text for _, text in stage.channel.sent] == ["câu 0", "câu 1", "câu 2"]


def test_answers_go_before_reminders(stage: Stage) -> None:
    """On a Monday with a hundred reminders waiting, an answer does not stand behind them."""
    for number in range(100):
        say(stage, f"c{number}", "nhắc", f"notice:{number}", kind="notice")
    say(stage, "an", "Đã ghi nhận", "reply:1")
    with stage.store() as session:
        assert sending.due_heads(session, stage.now, 5)[0].chat[2] == "an"


def test_two_processes_send_once(stage: Stage) -> None:
    """Two deliveries over one store: every chat gets its message once."""
    for number in range(30):
        stage.task(xa(stage, f"Số {number}", f"c{number}"), "2024-03-29")
    stage.beat()

    async def both() -> None:
        await asyncio.gather(stage.delivery.deliver_due(), stage.new_delivery().deliver_due())

    asyncio.run(both())
    assert sorted(stage.channel.chats()) == sorted(f"c{number}" for number in range(30))


def test_a_clock_set_back_frees_claims_and_answers(stage: Stage) -> None:
    """Three hours back: a claim left by a killed process and an answer written before the jump do not wait three hours."""
    stage.beat()
    say(stage, "an", "một", "reply:1")
    claim_all(stage, wired=False)
    say(stage, "binh", "hai", "reply:2")
    stage.beat("2024-03-18 06:00")
    assert sorted(stage.go()) == ["an", "binh"]


def test_pace_of_a_chat_a_group_and_all() -> None:
    """One a second in a chat, twenty a minute in a group, thirty a second in all."""
    pace = Pace(TELEGRAM)
    assert [_taken(pace, "an", 0.0) for _ in range(3)] == [0.0, 1.0, 2.0]
    assert _taken(Pace(TELEGRAM), "an", 0.0) == 0.0
    group = Pace(TELEGRAM)
    assert [_taken(group, "-1", 0.0) for _ in range(21)][-1] == 60.0
    many = Pace(TELEGRAM)
    assert [_taken(many, f"c{number}", 0.0) for number in range(61)][::30] == [0.0, 1.0, 2.0]


def _taken(pace: Pace, chat: str, at_s: float) -> float:
    wait_s = pace.free_in(chat, chat.startswith("-"), at_s)
    pace.take(chat, chat.startswith("-"), at_s + wait_s)
    return at_s + wait_s


def test_the_person_who_left_the_unit_is_not_written_to_again(stage: Stage) -> None:
    """An officer whose role ended is not told of the unit's tasks; the successor is."""
    unit = xa(stage, "Hòa Cư", "an")
    with stage.store() as session:
        session.exec(select(Membership)).one().until_at = stage.now
    stage.person("binh", "officer", unit)
    stage.task(unit, "2024-03-29")
    assert stage.go() == ["binh"]


def test_stopping_gives_back_what_was_never_handed_over(stage: Stage) -> None:
    """A service stopped in the middle leaves no claim behind that the next one would have to wait for."""
    for number in range(5):
        say(stage, f"c{number}", "nhắc", f"notice:{number}", kind="notice")

    async def stopped_at_once() -> None:
        stage.delivery._start_due()
        await stage.delivery.stop(grace_s=0.0)

    asyncio.run(stopped_at_once())
    assert "notice claimed" not in stage.outbox()
    assert stage.outbox().count("notice pending") >= 4


def test_chats_that_must_pause_hold_up_nobody_else(stage: Stage) -> None:
    """Twelve chats were just written to and have more to get: a thirteenth is claimed before them all, and of them only a few ahead."""
    chats = [f"c{number}" for number in range(12)]
    for chat in (*chats, "d"):
        say(stage, chat, "Đã ghi nhận.", chat)

    async def claimed() -> tuple[list[str], list[str]]:
        pace = Pace(Limits(chat_pause_s=1.0))
        for chat in chats:
            pace.take(chat, False, asyncio.get_running_loop().time() + 3600)
        stage.delivery._paces["memory", ""] = pace
        with stage.store() as session:
            first = stage.delivery._heads(session, stage.now)
            assert sending.claim(session, first[0].id, "somebody", stage.now)
            return [head.chat[2] for head in first], [head.chat[2] for head in stage.delivery._heads(session, stage.now)]

    assert asyncio.run(claimed()) == (["d"], chats[:FEW_AHEAD])

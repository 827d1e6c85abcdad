"""One person on Telegram and Zalo: linked once more by a code of their own, written to where they last wrote, never at both."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.channels.memory import TELEGRAM, ZALO, Memory
from bot.delivery import Delivery
from bot.inbox import receive
from storage.db import transaction
from storage.messages import Address, ChannelError, Incoming, plain
from storage.models import Invite, Membership, Person, Reminder
from tests.house import House

FIRST = "được giao"


class TwoChannels(House):
    """The office's people on Telegram, and whoever wants to on Zalo."""

    def __init__(self, folder: Path) -> None:
        self.zalo = Memory(ZALO, "zalo")
        super().__init__(folder, channel=Memory(TELEGRAM, "telegram"))

    def _delivery(self) -> Delivery:
        channels = {"telegram": self.channel, "zalo": self.zalo}
        return Delivery(self.engine, channels, lambda: self.now.astimezone(UTC), self.rules, self.office, limits={})

    def mai_moves_to_zalo(self) -> None:
        """Mai links her Zalo and uses it from then on."""
        code = self.own_code("Mai")
        self.wait(hours=1)
        assert "Mai" in self.on_zalo("mai-zalo", code)

    def on_zalo(self, chat: str, text: str) -> str:
        """Somebody types on Zalo; what they are answered."""
        before = len(self.zalo.messages(chat))
        message = Incoming(Address("zalo", chat), f"z{len(self.zalo.sent)}:{text}", chat, text, person_name=chat.title())
        receive(self.engine, self.office, message, self.now.astimezone(UTC))
        self.deliver()
        return self.told_on_zalo(chat, before)

    def told_on_zalo(self, chat: str, before: int = 0) -> str:
        return "\n".join(plain(message.text) for message in self.zalo.messages(chat)[before:])

    def own_code(self, name: str) -> str:
        """The code that somebody on Telegram asks for."""
        found = re.search(r"\b[A-Z2-9]{8}\b", self.says(name, "thêm kênh zalo")[0].text)
        assert found is not None
        return found[0]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TwoChannels]:
    """A Monday."""
    house = TwoChannels(tmp_path)
    yield house
    house.close()


def test_own_code_links_the_same_person(house: TwoChannels) -> None:
    """Mai's code typed on Zalo makes no second Mai; it works once, and her tasks are there."""
    house.in_force()
    with transaction(house.engine) as session:
        people_before = len(session.exec(select(Person)).all())
    code = house.own_code("Mai")
    assert "Mai" in house.on_zalo("mai-zalo", code)
    assert "#1" in house.on_zalo("mai-zalo", "việc của tôi")
    assert "chưa liên kết" in house.on_zalo("la-zalo", code)
    with transaction(house.engine) as session:
        assert len(session.exec(select(Person)).all()) == people_before


def test_own_code_runs_out_after_a_day(house: TwoChannels) -> None:
    """A code of the day before links nobody."""
    code = house.own_code("Mai")
    house.wait(days=1)
    assert "chưa liên kết" in house.on_zalo("mai-zalo", code)


def test_second_self_is_one_again(house: TwoChannels) -> None:
    """Somebody who was invited twice and so was two people is one after their own code; the empty one keeps no role."""
    house.says("Bình", "mời UBND xã Cao Lâu")
    found = re.search(r"\b[A-Z2-9]{8}\b", house.texts("Bình"))
    assert found is not None
    assert "Đã liên kết" in house.on_zalo("mai-zalo", found[0])
    assert "Mai" in house.on_zalo("mai-zalo", house.own_code("Mai"))
    with transaction(house.engine) as session:
        second = session.exec(select(Person).order_by(col(Person.id).desc())).first()
        assert second is not None
        roles = session.exec(select(Membership).where(Membership.person_id == second.id)).all()
        assert all(role.until_at is not None for role in roles)
        assert all(invite.used_at is not None for invite in session.exec(select(Invite)))


def test_reminders_go_where_somebody_last_wrote(house: TwoChannels) -> None:
    """After a word on Zalo the reminder comes there and not on Telegram; after a word on Telegram the other way round."""
    house.mai_moves_to_zalo()
    before = house.texts("Mai")
    house.in_force()
    house.wait(hours=1)
    assert FIRST in house.told_on_zalo("mai-zalo")
    assert house.texts("Mai") == before
    house.says("Mai", "trợ giúp")
    told = house.told_on_zalo("mai-zalo")
    before = house.texts("Mai")
    house.wait(days=16)
    assert "#2" in house.texts("Mai")[len(before) :]
    assert house.told_on_zalo("mai-zalo") == told


def test_refused_on_one_goes_to_the_other_once(house: TwoChannels) -> None:
    """A reminder that Zalo refuses comes on Telegram, once; one that may have arrived on Zalo is never sent to Telegram as well."""
    house.mai_moves_to_zalo()
    house.zalo.failures.extend([ChannelError("refused", "blocked")])
    house.in_force()
    house.wait(hours=2)
    assert FIRST not in house.told_on_zalo("mai-zalo")
    assert house.texts("Mai").count(FIRST) == 1
    with transaction(house.engine) as session:
        assert {row.state for row in session.exec(select(Reminder)) if row.stage == "first"} <= {"sent", "nobody"}


def test_unknown_on_one_stays_there(house: TwoChannels) -> None:
    """A reminder of which nobody knows whether it arrived goes once more to the same chat, not to another."""
    house.mai_moves_to_zalo()
    house.zalo.failures.extend([ChannelError("unknown", "timeout")])
    house.in_force()
    house.wait(hours=2)
    assert house.told_on_zalo("mai-zalo").count(FIRST) == 2
    assert FIRST not in house.texts("Mai")


def test_an_answer_on_another_channel_counts_the_same(house: TwoChannels) -> None:
    """What Mai reports on Zalo is one person's report: on Telegram she sees it and takes it back."""
    house.in_force()
    house.on_zalo("mai-zalo", house.own_code("Mai"))
    assert "Đã ghi nhận #1" in house.on_zalo("mai-zalo", "#1 60%")
    house.wait(minutes=15)
    assert "#1" in house.says("Mai", "hoàn tác")[0].text


def test_codes_are_not_given_in_groups(house: TwoChannels) -> None:
    """In a group nobody is shown a code that would make its reader Mai."""
    message = Incoming(Address("telegram", "-100"), "g1", "Mai", "thêm kênh zalo", group=True)
    answers = house.hears(replace(message, person_name="Mai"))
    assert all(re.search(r"\b[A-Z2-9]{8}\b", answer.text) is None for answer in answers)

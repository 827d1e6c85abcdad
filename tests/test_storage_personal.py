"""A person's data: handed out whole, erased on request, forgotten in time; the office's record stays."""

import json
from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.forgetting import forget_files
from storage import invites, people, personal
from storage.db import transaction
from storage.messages import Address
from storage.models import ChatAddress, Event, Inbox, Invite, Membership, Outbox, Person, Report
from tests.house import House


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A house in which Mai has reported."""
    built = House(tmp_path)
    built.in_force()
    built.says("Mai", "#1 được 40%, vướng mặt bằng")
    yield built
    built.close()


def rows(house: House, table: Any) -> list[Any]:
    with transaction(house.engine) as session:
        return list(session.exec(select(table).order_by(table.id)))


def test_the_file_holds_all_of_ones_own_and_nobody_elses(house: House) -> None:
    """Name, chats, words said and heard, reports with their task; no other person."""
    house.says("Dũng", "việc của tôi")
    house.says("Mai", "/dulieu")
    house.taps("Mai", "Tải dữ liệu của tôi")
    file = house.inbox("Mai")[-1].files[0]
    held = json.loads((house.office.data_dir / file.path).read_text(encoding="utf-8"))
    assert held["person"]["name"] == "Mai"
    assert held["chats"][0]["chat"] == "Mai"
    assert held["messages_received"][0]["text"].startswith("#1 được 40%")
    assert [(report["task"], report["percent"]) for report in held["reports"]] == [(1, 40)]
    assert "Dũng" not in json.dumps(held, ensure_ascii=False)


def test_erasing_takes_the_person_and_leaves_the_record(house: House) -> None:
    """No name, chat, role or word of a message remains; the report does, and the trail says that data were erased."""
    before = rows(house, Report)
    house.says("Mai", "/dulieu")
    house.taps("Mai", "Xóa dữ liệu của tôi")
    house.taps("Mai", "Có, xóa")
    mai = next(person for person in rows(house, Person) if person.erased_at is not None)
    assert (mai.name, mai.phone) == ("", None)
    assert not [chat for chat in rows(house, ChatAddress) if chat.person_id == mai.id]
    assert not [one for one in rows(house, Membership) if one.person_id == mai.id and one.until_at is None]
    assert {(row.text, row.choice) for row in rows(house, Inbox) if row.person_id == mai.id} == {("", None)}
    told = [row.body["text"] for row in rows(house, Outbox) if row.chat == "Mai"]
    assert [text for text in told if text] == [house.inbox("Mai")[-1].text]
    assert [(one.id, one.words, one.difficulty) for one in rows(house, Report)] == [(one.id, one.words, one.difficulty) for one in before]
    assert [event.person_id for event in rows(house, Event) if event.kind == "erased"] == [mai.id]
    assert "chưa liên kết" in house.says("Mai", "việc của tôi")[-1].text


def test_words_are_forgotten_in_time_and_only_then(house: House) -> None:
    """What is older than the limit is blanked, in and out; what is younger stays, and the second night finds nothing to do."""
    house.wait(days=3)
    house.says("Mai", "việc của tôi")
    now = house.now.astimezone(UTC)
    with transaction(house.engine) as session:
        assert personal.forget_texts(session, now - timedelta(days=1), now) >= 2
        assert personal.forget_texts(session, now - timedelta(days=1), now) == 0
    assert [row.text for row in rows(house, Inbox)] == ["", "việc của tôi"]
    assert rows(house, Outbox)[-1].body["text"]
    assert rows(house, Report)[0].words.startswith("#1 được 40%")
    assert "Đã ghi nhận" in house.says("Mai", "#1 50%")[-1].text


def test_personal_files_are_thrown_away_after_a_week(house: House) -> None:
    """Not the day after, but eight days after."""
    house.says("Mai", "/dulieu")
    house.taps("Mai", "Tải dữ liệu của tôi")
    made = max((house.office.data_dir / "personal").glob("*/*")).stat().st_mtime
    base = house.now.astimezone(UTC).fromtimestamp(made, UTC)
    assert forget_files(house.office.data_dir, base + timedelta(days=1)) == 0
    assert forget_files(house.office.data_dir, base + timedelta(days=8)) == 1


def test_who_was_invited_is_forgotten_once_the_invite_is_used_or_over(house: House) -> None:
    """One that can still be used keeps name and number; a used one and one that is over lose both, and the second night finds none."""
    now = house.now.astimezone(UTC)
    with transaction(house.engine) as session:
        used, _ = invites.invite(session, unit_id=1, role="officer", now=now, name="Hoa", phone="0912345678")
        invites.redeem(session, used, house.address("Hoa"), "Hoa", "vi", now)
        invites.invite(session, unit_id=1, role="officer", now=now - timedelta(days=7), name="Lan")
        invites.invite(session, unit_id=1, role="officer", now=now, name="Minh", phone="0987654321")
    with transaction(house.engine) as session:
        assert personal.forget_invited(session, now) == 2
        assert personal.forget_invited(session, now) == 0
    assert [(one.name, one.phone) for one in rows(house, Invite)[-3:]] == [("", None), ("", None), ("Minh", "0987654321")]


def test_a_number_goes_with_the_last_chat(house: House) -> None:
    """Not while another chat still reaches the person."""
    with transaction(house.engine) as session:
        mai = session.exec(select(Person).where(Person.name == "Mai")).one()
        mai.phone = "0912345678"
        session.add(ChatAddress(channel="zalo", chat="m", person_id=mai.id))
    numbers = []
    for chat in (house.address("Mai"), Address("zalo", "m")):
        with transaction(house.engine) as session:
            mai = session.exec(select(Person).where(Person.name == "Mai")).one()
            people.unlink(session, mai, chat, house.now.astimezone(UTC))
            numbers.append(mai.phone)
    assert numbers == ["0912345678", None]

"""What coordinators do with a digest before it leaves: in the trail, and only for who answers for every unit."""

from datetime import date, time
from pathlib import Path

import pytest
from sqlmodel import select

from handlers.understand import pressed
from handlers.understanding import intents as i
from locales import words
from reports.digest_answers import digest_answers
from storage.db import transaction
from storage.models import Event, Membership
from storage.units import named
from tests.house import House

FRIDAY = date(2024, 3, 22)


@pytest.fixture
def house(tmp_path: Path) -> House:
    """An office on Friday at noon, its coordinator with the preview."""
    house = House(tmp_path)
    house.in_force()
    house.sends_digests()
    house.until(FRIDAY, time(12))
    return house


def test_every_button_means_its_act() -> None:
    """The values under the labels are read back as what they say."""
    acts = [pressed(value) for row in digest_answers(words("vi"), "2024-W12") for _, value in row]
    assert acts == [i.SteerDigest("send", 202412), i.SteerDigest("foreword", 202412), i.SteerDigest("put_off", 202412)]


def test_each_act_is_in_the_trail(house: House) -> None:
    """Foreword, putting off and sending by hand each leave who did it, and what was before."""
    house.taps("Bình", "Sửa lời dẫn")
    house.says("Bình", "Tuần tới tập trung cho xã Cao Lâu.")
    house.taps("Bình", "Hoãn")
    house.taps("Bình", "Gửi ngay")
    with transaction(house.engine) as session:
        kinds = ("digest_foreword", "digest_put_off", "digest_sent_by_hand")
        events = session.exec(select(Event).where(Event.kind.in_(kinds)).order_by(Event.id)).all()  # type: ignore[attr-defined, arg-type]
    assert [event.kind for event in events] == list(kinds)
    assert all(event.person_id and event.inbox_id for event in events)
    assert [event.before["state"] for event in events] == ["preview", "preview", "put_off"]


def test_a_coordinator_of_one_part_does_not_decide_for_the_whole(house: House) -> None:
    """A second coordinator, of a commune with its own offices, has no right to send the district's digest."""
    with transaction(house.engine) as session:
        commune, office = named(session, "UBND xã Gia Cát"), named(session, "Phòng Nội vụ")
        assert commune is not None
        assert office is not None
        office.parent_id = commune.id
        mai = session.exec(select(Membership).where(Membership.person_id == 1)).one()
        mai.role, mai.unit_id = "coordinator", commune.id
        session.add_all([office, mai])
    assert "không có quyền" in house.presses("Mai", "dgsend 202412")[-1].text
    assert house.inbox("Hà") == []


def test_an_empty_answer_or_a_button_is_no_foreword(house: House) -> None:
    """Asked for the foreword, a command is done and the question stays; the next words are the foreword."""
    house.taps("Bình", "Sửa lời dẫn")
    house.says("Bình", "/help")
    assert "Lời dẫn" in house.says("Bình", "Kính gửi các đồng chí.")[-1].text

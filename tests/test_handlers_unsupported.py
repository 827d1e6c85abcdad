"""Something that the service keeps to itself is answered all the same."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.memory import TELEGRAM, ZALO, Memory
from storage.messages import Abilities
from tests.house import House


@pytest.fixture
def office(tmp_path: Path) -> Callable[[Abilities], House]:
    """An office on a channel of those abilities, with a page for uploads."""

    def made(abilities: Abilities) -> House:
        folder = tmp_path / str(abilities.upload_page)
        folder.mkdir()
        house = House(folder, channel=Memory(abilities))
        house.office = replace(
            house.office, upload_link=lambda _session, address_id, now: (f"https://a.example/u/{address_id}", now + timedelta(hours=24))
        )
        return house

    return made


def test_page_only_where_the_chat_takes_no_files(office: Callable[[Abilities], House]) -> None:
    """Where files cannot be sent in the chat a page is named; where they can, only the kind of message is declined."""
    zalo, telegram = office(ZALO), office(TELEGRAM)
    (page,) = zalo.says("Mai", notice="unsupported")
    (declined,) = telegram.says("Mai", notice="unsupported")
    assert "https://a.example/u/" in page.text
    assert "19/3/2024" in page.text
    assert "http" not in declined.text


def test_voice_and_stickers(office: Callable[[Abilities], House]) -> None:
    """A voice message and a sticker are answered with what to do instead, and close no question."""
    house = office(ZALO)
    house.in_force()
    house.says("Mai", "#1 đang làm")
    assert "gõ chữ" in house.says("Mai", notice="unsupported:voice")[0].text
    assert "gõ chữ" in house.says("Mai", notice="unsupported:sticker")[0].text


def test_a_stranger_learns_nothing(office: Callable[[Abilities], House]) -> None:
    """Somebody not linked who sends a file is told how to link, and gets no page."""
    (answer,) = office(ZALO).says("Lạ", notice="unsupported")
    assert "chưa liên kết" in answer.text
    assert "http" not in answer.text

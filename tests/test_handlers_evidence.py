"""Evidence that cannot be taken, and evidence without words: what officers read and what the store keeps."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from storage.db import transaction
from storage.evidence import LIMIT_BYTES
from storage.messages import ChannelError, InFile
from storage.models import Evidence
from tests.house import House

PHOTO = b"\xff\xd8\xff photo"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A house with its letter in force."""
    built = House(tmp_path)
    built.in_force()
    yield built
    built.close()


def kept(house: House) -> list[Evidence]:
    """The store's evidence."""
    with transaction(house.engine) as session:
        return list(session.exec(select(Evidence)))


def test_file_over_the_limit_is_refused_with_a_way_out(house: House) -> None:
    """It is not even fetched; the report beside it stands, and the answer says what to send instead."""
    answer = house.says("Mai", "#2 xong", files=(InFile("big", "phim.mp4", "", LIMIT_BYTES + 1),))
    assert "Đã ghi nhận #2: hoàn thành" in answer[0].text
    assert "lớn hơn 20 MB" in answer[0].text
    assert "BC 324-BC/ĐU" in answer[0].text
    assert kept(house) == []


def test_file_that_turns_out_too_large_is_taken_from_the_report(house: House) -> None:
    """Where the service had not told its size, the officer is told afterwards."""
    house.channel.files["big"] = PHOTO + bytes(LIMIT_BYTES)
    house.says("Mai", "#2 xong", files=(InFile("big", "ảnh.jpg"),))
    assert "Chưa lưu được minh chứng: ảnh.jpg" in house.texts("Mai")
    assert kept(house) == []


def test_service_that_cannot_be_reached_is_tried_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The photo of a bad moment is fetched at a later beat, and nobody is bothered."""
    fetch, failures = house.channel.fetch, [ChannelError("not_sent", "network"), ChannelError("not_sent", "network")]

    async def unsteady(file: InFile, limit_bytes: int) -> bytes:
        if failures:
            raise failures.pop()
        return await fetch(file, limit_bytes)

    monkeypatch.setattr(house.channel, "fetch", unsteady)
    house.sends("Mai", {"ảnh.jpg": PHOTO}, "#2 xong")
    assert [row.sha256 for row in kept(house)] == [None]
    house.says("Mai", "việc của tôi")
    house.says("Mai", "việc của tôi")
    assert [row.sha256 is not None for row in kept(house)] == [True]
    assert "Chưa lưu được" not in house.texts("Mai")


def test_album_without_words_is_asked_about_once(house: House) -> None:
    """Ten photos are one question, and all ten go to the task that is tapped."""
    house.says("Mai", "#2 được 50%")
    house.wait(hours=1)
    before = len(house.inbox("Mai"))
    house.sends("Mai", {f"{number}.jpg": PHOTO + bytes([number]) for number in range(10)})
    assert len(house.inbox("Mai")) == before + 1
    house.taps("Mai", "#2")
    assert len(kept(house)) == 10
    assert len({row.sha256 for row in kept(house)}) == 10


def test_same_photo_in_two_reports_lies_once(house: House) -> None:
    """Two rows, one file: the hash is its name."""
    house.sends("Mai", {"a.jpg": PHOTO}, "#1 50%")
    house.sends("Mai", {"b.jpg": PHOTO}, "#2 50%")
    assert len(kept(house)) == 2
    assert len([place for place in (house.office.data_dir / "evidence").rglob("*") if place.is_file()]) == 1

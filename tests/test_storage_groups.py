"""A group that the service gives a new id: told by the failed sending, by the notice, or by both in either order."""

from datetime import UTC
from pathlib import Path

import pytest
from sqlmodel import select

from storage import outbox, sending
from storage.db import transaction
from storage.messages import Address, Outgoing
from storage.models import ChatAddress
from tests.house import House


def told_by_sending(house: House) -> None:
    """A message to the old id is refused with the new one."""
    with transaction(house.engine) as session:
        old = session.exec(select(ChatAddress).where(ChatAddress.chat == "nhóm")).first()
        message = Outgoing(Address("memory", "nhóm"), "Nhắc việc")
        now = house.now.astimezone(UTC)
        row = outbox.queue(session, message, key=f"n{now}", kind="notice", now=now, address_id=old.id if old else None)
        assert row is not None
        sending.move_chat(session, row, "nhóm mới")
        assert row.chat == "nhóm mới"


def told_by_notice(house: House) -> None:
    """The old group says where it has gone."""
    house.says("nhóm", person="Mai", group=True, notice="migrated:nhóm mới")


@pytest.mark.parametrize(
    "order",
    [
        (told_by_sending, told_by_notice),
        (told_by_notice, told_by_sending),
        (told_by_notice, told_by_notice),
        (told_by_sending, told_by_notice, told_by_notice),
    ],
)
def test_a_moved_group_stays_the_units_whoever_tells_it_first(tmp_path: Path, caplog: pytest.LogCaptureFixture, order: tuple) -> None:  # type: ignore[type-arg]
    """One living chat of the unit remains, under the new id, and nothing failed on the way."""
    house = House(tmp_path)
    house.in_force()
    house.says("nhóm", "/start", person="Mai", group=True)
    for tell in order:
        tell(house)
    with transaction(house.engine) as session:
        living = session.exec(select(ChatAddress).where(ChatAddress.unit_id != None, ChatAddress.state == "ok")).all()  # noqa: E711 - SQL
        assert [row.chat for row in living] == ["nhóm mới"]
    assert "Cao Lâu" in house.says("nhóm mới", "việc của tôi", person="Mai", group=True)[-1].text or house.texts("nhóm mới")
    assert "answering" not in caplog.text
    house.close()

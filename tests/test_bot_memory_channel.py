"""The memory channel behaves like the services whose abilities it is given."""

import asyncio

import pytest

from bot.channels.memory import TELEGRAM, ZALO, Memory
from storage.messages import Abilities, Address, ChannelError, Choice, InFile, Outgoing

LAN = Address("memory", "lan")
QUESTION = Outgoing(LAN, "Xong chưa?", choices=((Choice("Xong", "done"), Choice("Chưa", "open")),))


def test_edit_only_where_it_can() -> None:
    """A message is replaced where the service edits, and added where it does not."""

    def standing(abilities: Abilities) -> list[str]:
        channel = Memory(abilities)
        first = asyncio.run(channel.send(QUESTION))
        asyncio.run(channel.send(Outgoing(LAN, "Đã ghi nhận", replaces=first)))
        return [message.text for message in channel.messages("lan")]

    assert standing(TELEGRAM) == ["Đã ghi nhận"]
    assert standing(ZALO) == ["Xong chưa?", "Đã ghi nhận"]


def test_numbers_where_there_are_no_buttons() -> None:
    """Choices are shown as numbered lines on a service without buttons."""
    assert Memory(ZALO).shown(QUESTION) == "Xong chưa?\n\n1. Xong\n2. Chưa"
    assert Memory(TELEGRAM).shown(QUESTION) == "Xong chưa?"


def test_failures_come_in_order() -> None:
    """Each failure strikes one send; only an unknown one leaves the message behind."""
    channel = Memory()
    channel.failures.extend([ChannelError("refused", "blocked"), None, ChannelError("unknown", "network")])
    kinds = []
    for number in range(3):
        try:
            asyncio.run(channel.send(Outgoing(LAN, str(number))))
        except ChannelError as error:
            kinds.append(error.kind)
    assert kinds == ["refused", "unknown"]
    assert [message.text for message in channel.messages("lan")] == ["1", "2"]


def test_button_by_label() -> None:
    """A choice is found by its label, and a missing one names what there is."""
    channel = Memory()
    asyncio.run(channel.send(QUESTION))
    assert channel.button("lan", "Xong").value == "done"
    with pytest.raises(LookupError, match="Chưa"):
        channel.button("lan", "Gia hạn")


def test_files() -> None:
    """A file is fetched by its handle, within the limit."""
    channel = Memory()
    channel.files["a"] = b"12345"
    assert asyncio.run(channel.fetch(InFile("a"), 5)) == b"12345"
    for handle, limit, reason in (("a", 4, "too_large"), ("b", 9, "gone")):
        with pytest.raises(ChannelError, match=reason):
            asyncio.run(channel.fetch(InFile(handle), limit))

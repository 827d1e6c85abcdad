"""The golden dialogues over Telegram's wire: every message, button and edit is one that Telegram takes."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.channels.memory import TELEGRAM, Memory
from bot.channels.telegram import Telegram
from storage.messages import Address, Incoming, Outgoing
from tests.botapi_server import BotApi
from tests.botapi_user import ControlPanel
from tests.botapi_world import TOKEN
from tests.dialogues import PEOPLE, Dialogue, dialogues, play
from tests.house import House


class Wire(Memory):
    """What the house sends goes to the server, and is kept under the id that the server gave."""

    def __init__(self, panel: ControlPanel, data_dir: Path, chats: dict[str, int]) -> None:
        super().__init__(TELEGRAM, "telegram")
        self.panel = panel
        self.data_dir = data_dir
        self.chats = chats

    async def send(self, message: Outgoing) -> str:
        """Raises ChannelError for all that the server refuses."""
        async with self.telegram() as channel:
            number = await channel.send(replace(message, to=Address("telegram", str(self.chats[message.to.chat]))))
        self.sent[number] = message
        return number

    def telegram(self) -> Telegram:
        """A fresh channel: each delivery of the house has an event loop of its own."""
        return Telegram(TOKEN, self.data_dir, api_url=self.panel.url)


class WiredHouse(House):
    """The house, where people act on the server and what it reports is what the service hears."""

    def __init__(self, folder: Path, wire: Wire) -> None:
        super().__init__(folder, channel=wire)
        self.wire = wire

    def says(self, name: str, text: str = "", **more: Any) -> list[Outgoing]:
        """Somebody types into Telegram."""
        return self._does("says", name, text=text)

    def taps(self, name: str, label: str) -> list[Outgoing]:
        """Somebody taps what Telegram shows."""
        return self._does("taps", name, label=label)

    def _does(self, what: str, name: str, **facts: Any) -> list[Outgoing]:
        chat = self.wire.chats[name]
        update = self.wire.panel.ask(what, chat=chat, person=chat, **facts)
        message = self.wire.telegram().incoming(json.dumps(update).encode())
        assert isinstance(message, Incoming)
        return self.hears(replace(message, sender=self.address(name), person=name))


@pytest.fixture(scope="module")
def panel() -> Iterator[ControlPanel]:
    """One server for all dialogues; each has people of its own."""
    with BotApi() as api, ControlPanel(api.url) as panel:
        yield panel


@pytest.mark.parametrize(("number", "dialogue"), list(enumerate(dialogues())), ids=lambda one: getattr(one, "place", ""))
def test_dialogue(tmp_path: Path, panel: ControlPanel, number: int, dialogue: Dialogue) -> None:
    """Everybody is told exactly what the dialogue says, and nothing is refused."""
    chats = {name: 1000 * (number + 1) + place for place, name in enumerate(PEOPLE)}
    for name, chat in chats.items():
        panel.person(chat, name)
    calls = len(panel.ask("calls"))
    house = WiredHouse(tmp_path, Wire(panel, tmp_path, chats))
    house.in_force()
    play(house, dialogue)
    house.close()
    assert [call["error"] for call in panel.ask("calls", after=calls) if "error" in call] == []

"""The golden dialogues over Telegram's wire: every message, button and edit is one that Telegram takes."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.channels.memory import TELEGRAM, Memory
from bot.channels.telegram import Telegram
from storage.messages import Address, Incoming, Outgoing, flat
from tests.botapi_server import BotApi
from tests.botapi_user import ControlPanel
from tests.botapi_world import TOKEN
from tests.dialogues import GROUPS, PEOPLE, Dialogue, dialogues, play
from tests.house import House

pytestmark = pytest.mark.slow

# Those that depend on the wire: buttons and their edits, codes, files, groups. The rest is played on the memory channel.
FILES = ("evidence", "linking", "officer", "requests")
WIRED = [(number, one) for number, one in enumerate(dialogues()) if one.place.split(":")[0] in FILES]


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
    """The house, where words and taps are done on the server, and what it reports is what the service hears."""

    def __init__(self, folder: Path, wire: Wire) -> None:
        super().__init__(folder, channel=wire)
        self.wire = wire

    def hears(self, message: Incoming) -> list[Outgoing]:
        """Words and taps go through Telegram; files, contacts and happenings are heard as they are."""
        update = self._done_on_telegram(message)
        if update is not None:
            wired = self.wire.telegram().incoming(json.dumps(update).encode())
            assert wired is not None
            message = replace(wired, sender=message.sender, person=message.person, person_name=message.person_name)
        return super().hears(message)

    def _done_on_telegram(self, message: Incoming) -> dict[str, Any] | None:
        where = {"chat": self.wire.chats[message.sender.chat], "person": self.wire.chats[message.person]}
        if message.choice is not None and message.pressed_on is not None:
            choices = flat(self.wire.sent[message.pressed_on].choices)
            label = next(choice.label for choice in choices if choice.value == message.choice)
            tapped: dict[str, Any] = self.wire.panel.ask("taps", label=label, message_id=_number(message.pressed_on), **where)
            return tapped
        if message.text.strip() and not (message.files or message.choice):
            reply_to = _number(message.reply_to) if message.reply_to else None
            said: dict[str, Any] = self.wire.panel.ask("says", text=message.text, reply_to=reply_to, **where)
            return said
        return None


def _number(external_id: str) -> int:
    return int(external_id.split(":")[1])


@pytest.fixture(scope="module")
def panel() -> Iterator[ControlPanel]:
    """One server for all dialogues; each has people of its own."""
    with BotApi() as api, ControlPanel(api.url) as panel:
        yield panel


@pytest.mark.parametrize(("number", "dialogue"), WIRED, ids=lambda one: getattr(one, "place", ""))
def test_dialogue(tmp_path: Path, panel: ControlPanel, number: int, dialogue: Dialogue) -> None:
    """Everybody is told exactly what the dialogue says, and nothing is refused."""
    first = 1000 * (number + 1)
    chats = {name: first + place for place, name in enumerate(PEOPLE)} | {name: -first - place for place, name in enumerate(GROUPS)}
    for name, chat in chats.items():
        panel.group(chat, name) if name in GROUPS else panel.person(chat, name)
    calls = len(panel.ask("calls"))
    house = WiredHouse(tmp_path, Wire(panel, tmp_path, chats))
    house.in_force()
    play(house, dialogue)
    house.close()
    # The dialogues' photos are none: Telegram refuses them as such, and they go as documents.
    errors = [call["error"] for call in panel.ask("calls", after=calls) if "error" in call]
    assert [error for error in errors if "IMAGE_PROCESS_FAILED" not in error] == []

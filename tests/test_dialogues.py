"""The golden dialogues, on a channel with Telegram's abilities and on one with Zalo's: buttons and numbers must lead to the same."""

from pathlib import Path

import pytest

from bot.channels.memory import TELEGRAM, ZALO, Memory
from storage.messages import Abilities
from tests.dialogues import Dialogue, dialogues, play
from tests.house import House

ABILITIES = {"buttons": TELEGRAM, "numbers": ZALO}
PLAYED = [
    pytest.param(dialogue, abilities, id=f"{dialogue.place}-{name}")
    for dialogue in dialogues()
    for name, abilities in ABILITIES.items()
    if abilities.buttons or not dialogue.needs_buttons
]


@pytest.mark.parametrize(("dialogue", "abilities"), PLAYED)
def test_dialogue(tmp_path: Path, dialogue: Dialogue, abilities: Abilities) -> None:
    """Everybody is told exactly what the dialogue says."""
    house = House(tmp_path, channel=Memory(abilities))
    house.in_force()
    play(house, dialogue)
    house.close()

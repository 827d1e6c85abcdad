"""Reading and playing golden dialogues: files that read as conversations.

    # One sentence: what must be true.
    Mai: việc của tôi            somebody types
    Mai [Hoàn thành]             somebody taps the newest button with this label
    Mai> Đã ghi nhận #2          since the last step this person was sent something that holds these words
    Mai! #3                      … and nothing that holds these
    Mai- nothing                 … and nothing at all
    wait 1 day                   time passes (minutes, hours, days), the beat beats
    until 2024-03-25 08:00       time passes until then
    restart                      the process is started again on the same store

Dialogues in one file stand apart by an empty line and begin with a `#` line. "#1", "#2", "#3" are the codes of the house's letter.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage.messages import plain
from tests.house import CAST, ZONE, House

GOLDEN = Path(__file__).parent / "golden" / "dialogues"
PEOPLE = (*CAST, "Lạ")
_SAID = re.compile(rf"^({'|'.join(PEOPLE)})\s*(:|>|!|-|\[)\s*(.*)$")
_WAIT = re.compile(r"^wait (\d+) (minute|hour|day)s?$")


@dataclass(frozen=True)
class Dialogue:
    """One conversation: its sentence, where it stands, and its steps with their line numbers."""

    title: str
    place: str
    steps: tuple[tuple[int, str], ...]


def dialogues() -> Iterator[Dialogue]:
    """All golden dialogues, in the order of the files."""
    for path in sorted(GOLDEN.glob("*.txt")):
        title, first, steps = "", 0, []
        for number, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), "# end"], 1):
            if line.startswith("# "):
                if steps:
                    yield Dialogue(title, f"{path.stem}:{first}", tuple(steps))
                title, first, steps = line[2:], number, []
            elif line.strip():
                steps.append((number, line.strip()))


def play(house: House, dialogue: Dialogue) -> None:
    """Plays a dialogue; a step that does not come true fails with its line."""
    seen = {name: len(house.inbox(name)) for name in PEOPLE}
    for number, line in dialogue.steps:
        said = _SAID.match(line)
        if said and said[2] in ">!-":
            fresh = "\n".join(plain(message.text) for message in house.inbox(said[1])[seen[said[1]] :])
            _check(f"{dialogue.place} line {number}", said[1], said[2], said[3], fresh)
            continue
        seen = {name: len(house.inbox(name)) for name in PEOPLE}
        _act(house, line, said)


def _act(house: House, line: str, said: re.Match[str] | None) -> None:
    waited = _WAIT.match(line)
    if said and said[2] == "[":
        house.taps(said[1], said[3].rstrip("]"))
    elif said:
        house.says(said[1], said[3])
    elif waited:
        house.wait(**{f"{waited[2]}s": int(waited[1])})
    elif line.startswith("until "):
        moment = datetime.fromisoformat(line.removeprefix("until ")).replace(tzinfo=ZONE)
        house.until(moment.date(), moment.time())
    elif line == "restart":
        house.engine.dispose()
    else:
        raise ValueError(f"not a step: {line}")


def _check(place: str, name: str, sign: str, words: str, fresh: str) -> None:
    if sign == ">":
        assert words in fresh, f"{place}: {name} was not told “{words}” but:\n{fresh}"
    elif sign == "!":
        assert words not in fresh, f"{place}: {name} was told “{words}”:\n{fresh}"
    else:
        assert not fresh, f"{place}: {name} was told:\n{fresh}"

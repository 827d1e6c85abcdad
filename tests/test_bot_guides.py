"""The guides of docs/huong-dan: what they tell people to type gets the answer that they promise, and their pictures are there and small."""

import re
from datetime import date
from pathlib import Path

import pytest

from storage.messages import plain
from tests.house import House

GUIDES = Path(__file__).resolve().parent.parent / "docs" / "huong-dan"
WHO = {"can-bo": "Mai", "dieu-phoi-vien": "Bình", "lanh-dao": "Hà"}
ROW = re.compile(r"^\| `([^`]+)` \| (.*) \|$", re.MULTILINE)
PROMISE = re.compile(r"“([^”]+)”")
PICTURE = re.compile(r"!\[[^\]]+\]\(([^)]+)\)")
LARGEST = 250_000


def promises(guide: str) -> list[tuple[str, list[str]]]:
    """What a guide says to type, with the words of the answer that it promises."""
    text = (GUIDES / f"{guide}.md").read_text(encoding="utf-8")
    return [(typed, PROMISE.findall(answer)) for typed, answer in ROW.findall(text)]


@pytest.mark.parametrize("guide", WHO)
def test_what_a_guide_says_to_type_gets_the_promised_answer(guide: str, tmp_path: Path) -> None:
    """Typed in the guide's order, every phrase is understood and answered with the words that stand in the guide."""
    house = House(tmp_path)
    house.in_force()
    if guide == "dieu-phoi-vien":
        house.until(date(2024, 3, 19))
    for typed, words in promises(guide):
        said = "\n".join(plain(message.text) for message in house.says(WHO[guide], typed))
        assert said, typed
        assert "chưa hiểu" not in said, typed
        for promised in words:
            assert promised in said, f"{typed}: “{promised}” is not in\n{said}"
    house.close()


@pytest.mark.parametrize("guide", [*WHO, "quan-tri"])
def test_every_guide_has_five_things_to_do(guide: str) -> None:
    """Each guide names at least five phrases or commands."""
    assert len(promises(guide)) >= 5


def test_pictures_of_the_guides_are_there_and_small() -> None:
    """Every picture that a guide shows exists within the size, and none lies unused."""
    shown = {name for page in GUIDES.glob("*.md") for name in PICTURE.findall(page.read_text(encoding="utf-8"))}
    assert shown == {path.name for path in GUIDES.glob("*.png")}
    assert not [name for name in shown if (GUIDES / name).stat().st_size > LARGEST]

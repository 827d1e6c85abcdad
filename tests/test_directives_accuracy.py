"""The reader against the real directives and their annotations, by the annotation guide's own scorer."""

import json
from pathlib import Path
from typing import Any

import pytest

from directives.model import Roster
from directives.parse import parse
from scripts.score_table import scorer

NAMES = ("cao_lau", "huu_lung", "ke_hoach_cao_loc")


@pytest.fixture(scope="module")
def total(shared_path: Path) -> dict[str, Any]:
    score = scorer()
    result: dict[str, Any] = {}
    for name in NAMES:
        path = shared_path / "gold" / f"{name}.json"
        gold = json.loads(path.read_text(encoding="utf-8"))
        file = shared_path / "directives" / f"{name}.txt"
        read = json.loads(json.dumps(parse(file.name, file.read_bytes(), Roster()).to_json()))
        result = score.add(result, score.compare(gold, read, score.folder_text(gold, str(path))))
    return result


@pytest.mark.shared
def test_dated_tasks(total: dict[str, Any]) -> None:
    """Dated tasks of the three annotated directives are read with F1 of at least 0.98."""
    missed, extra = len(total["missed"]), len(total["extra"])
    assert 2 * total["hit"] / (2 * total["hit"] + missed + extra) >= 0.98, (total["missed"], total["extra"])


@pytest.mark.shared
def test_units(total: dict[str, Any]) -> None:
    """At least 98 % of them have the right lead, 95 % of the supporting units and 97 % of the communes are right."""
    assert total["lead"] >= 0.98 * total["hit"], total["lead_wrong"]
    assert total["support_hit"] >= 0.95 * max(total["support_gold"], total["support_read"])
    assert total["communes"] >= 0.97 * total["hit"]


@pytest.mark.shared
def test_tasks_without_a_day(total: dict[str, Any]) -> None:
    """At least 95 % of the orders without a day are found, with few strays."""
    assert total["plain_hit"] >= 0.95 * total["plain_gold"], total["plain_missed"]
    assert total["plain_extra"] <= 2


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "code", "count"),
    [("huu_lung", "count_mismatch", 1), ("ke_hoach_cao_loc", "count_mismatch", 3), ("ke_hoach_cao_loc", "impossible_date", 2)],
)
def test_mistakes(shared_path: Path, name: str, code: str, count: int) -> None:
    """Every count that does not add up and every impossible date is pointed out, once."""
    file = shared_path / "directives" / f"{name}.txt"
    assert [doubt.code for doubt in parse(file.name, file.read_bytes()).warnings].count(code) == count


@pytest.mark.shared
@pytest.mark.parametrize("name", [*NAMES, "cam_quang", "tam_duong"])
def test_quotes(shared_path: Path, name: str) -> None:
    """Every quote of a real directive stands verbatim in it, apart from how its lines are broken."""
    data = (shared_path / "directives" / f"{name}.txt").read_bytes()
    words = " ".join(data.decode().split())
    tasks = parse(f"{name}.txt", data).tasks
    assert tasks
    assert all(" ".join(task.quote.split()) in words for task in tasks)

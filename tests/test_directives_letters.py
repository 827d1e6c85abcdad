"""The reader against letters written and annotated by others than those who wrote its rules, by the annotation guide's own scorer."""

import json
from pathlib import Path
from typing import Any

import pytest

from directives.model import Roster
from directives.parse import parse
from scripts.score_table import LETTERS, scorer


@pytest.fixture(scope="module")
def total(shared_path: Path) -> dict[str, Any]:
    """The scores of all letters together."""
    score = scorer()
    result: dict[str, Any] = {}
    for path in sorted(LETTERS.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        file = LETTERS / gold["file"]
        read = json.loads(json.dumps(parse(file.name, file.read_bytes(), Roster()).to_json()))
        result = score.add(result, score.compare(gold, read, score.folder_text(gold, str(path))))
    return result


@pytest.mark.shared
def test_every_dated_task_is_read(total: dict[str, Any]) -> None:
    """Of more than 1,000 dated tasks two in a thousand may be missed, and next to no other day is taken for one."""
    assert total["hit"] > 1000
    assert len(total["missed"]) <= 0.002 * total["hit"], total["missed"]
    assert len(total["extra"]) <= 0.008 * total["hit"], total["extra"]


@pytest.mark.shared
def test_units_of_other_offices(total: dict[str, Any]) -> None:
    """At least 97 % of them have the right lead, nine in ten supporting units and 95 % of the communes are right."""
    assert total["lead"] >= 0.97 * total["hit"], total["lead_wrong"]
    assert total["support_hit"] >= 0.88 * max(total["support_gold"], total["support_read"])
    assert total["communes"] >= 0.95 * total["hit"]


@pytest.mark.shared
def test_orders_without_a_day(total: dict[str, Any]) -> None:
    """At least nine in ten orders without a day are found, and few sentences are taken for one."""
    assert total["plain_hit"] >= 0.9 * total["plain_gold"], total["plain_missed"]
    assert total["plain_extra"] <= 0.05 * total["plain_read"]

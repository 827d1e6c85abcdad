"""What the dependency audit makes of a report: nothing that was not asked about passes for sound."""

import importlib.util
from typing import Any

import pytest

from tests.service import ROOT

SPEC = importlib.util.spec_from_file_location("audit", ROOT / "scripts" / "audit.py")
assert SPEC is not None
assert SPEC.loader is not None
audit = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(audit)

SOUND = {"name": "a", "version": "1", "vulns": []}
HOLE = {"name": "b", "version": "2", "vulns": [{"id": "CVE-2030-1"}]}
SKIPPED = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "code", "said"),
    [
        ([SOUND], 0, "no known hole in 1 packages"),
        ([SOUND, HOLE, SKIPPED], 1, "b 2: CVE-2030-1"),
        ([SOUND, SKIPPED], 0, "NOT asked about 1: c"),
        ([SKIPPED], 0, "NOT DONE"),
        ([], 0, "NOT DONE"),
    ],
)
def test_a_skipped_package_is_not_a_sound_one(packages: list[dict[str, Any]], code: int, said: str) -> None:
    """A hole fails; what was skipped is named; an audit that asked nothing says so."""
    text, exit_code = audit.verdict({"dependencies": packages})
    assert exit_code == code
    assert said in text

"""What the dependency audit makes of a report: nothing that was not asked about passes for sound."""

import importlib.util
import subprocess
from pathlib import Path
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


LOCK = "b==2 \\\n    --hash=sha256:1 \\\n    --hash=sha256:2\n    # via x\na==1 \\\n    --hash=sha256:3\n"
FIRST = "b==2 \\\n    --hash=sha256:1 \\\n    --hash=sha256:2\n    # via x\n"


class Service:
    """Answers, or fails, in turn; remembers what it was asked about."""

    def __init__(self, *answers: list[dict[str, Any]] | Exception) -> None:
        self.answers, self.asked = list(answers), list[str]()

    def __call__(self, requirements: str, patience_s: float) -> dict[str, Any]:
        self.asked.append(requirements)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return {"dependencies": answer}


@pytest.mark.parametrize(
    ("answers", "code", "said", "asked"),
    [
        ([[SKIPPED]], 0, "NOT DONE", [FIRST]),
        ([ValueError("no report")], 0, "NOT DONE", [FIRST]),
        ([[SOUND], subprocess.TimeoutExpired("pip-audit", 20)], 0, "NOT DONE", [FIRST, LOCK]),
        ([[SOUND], [SOUND, HOLE]], 1, "b 2: CVE-2030-1", [FIRST, LOCK]),
        ([[HOLE], [SOUND, HOLE]], 1, "b 2: CVE-2030-1", [FIRST, LOCK]),
        ([[SOUND], [SOUND, SOUND]], 0, "no known hole in 2 packages", [FIRST, LOCK]),
    ],
)
def test_a_service_that_does_not_answer_is_asked_about_one_package(
    tmp_path: Path, answers: list[Any], code: int, said: str, asked: list[str]
) -> None:
    """The others are asked about only where it knows the first; whatever fails is NOT DONE and does not fail the gate."""
    service = Service(*answers)
    text, exit_code = audit.audited(LOCK, tmp_path / "kept", "2024-03-18", service, 20)
    assert (exit_code, service.asked) == (code, asked)
    assert said in text


def test_one_lock_is_asked_about_once_a_day(tmp_path: Path) -> None:
    """A hole stays a hole without a second question; another day, another lock or an audit not done asks again."""
    kept, service = tmp_path / "kept", Service([SKIPPED], [HOLE], [HOLE], [SOUND], [SOUND], [SOUND], [SOUND])
    days = ["2024-03-18", "2024-03-18", "2024-03-18", "2024-03-19"]
    assert [audit.audited(LOCK, kept, day, service, 20)[1] for day in days] == [0, 1, 1, 0]
    assert audit.audited(FIRST, kept, "2024-03-19", service, 20)[1] == 0
    assert service.answers == []


def test_the_gate_audits() -> None:
    """`scripts/check` runs the audit, and a hole ends it."""
    check = (ROOT / "scripts" / "check").read_text(encoding="utf-8")
    assert "set -eu" in check
    assert "\npython scripts/audit.py\n" in check

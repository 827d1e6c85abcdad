"""Asks the advisory service about every locked dependency: a part of `scripts/check`, or `python scripts/audit.py [seconds]` by hand.

Exit 1 where one has a known hole. An audit that could not ask says NOT DONE and does not fail: it must not pass for one that found nothing.
One package is asked about first; only where the service knows it are the others, and one lock is asked about once a day.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
KEPT = Path(sys.prefix) / "audit.json"
PATIENCE_S = 20.0
Ask = Callable[[str, float], dict[str, Any]]
UNREACHED = "audit: NOT DONE, the advisory service cannot be reached from here"


def verdict(report: dict[str, Any]) -> tuple[str, int]:
    """What a report of pip-audit amounts to, and the exit code. A package that was skipped was not audited."""
    packages = report.get("dependencies", [])
    skipped = [one["name"] for one in packages if "skip_reason" in one]
    holes = [f"{one['name']} {one['version']}: {hole['id']}" for one in packages for hole in one.get("vulns", [])]
    asked = len(packages) - len(skipped)
    if holes:
        return "\n".join(["audit: known holes", *holes]), 1
    if not asked:
        return f"audit: NOT DONE, the advisory service knew none of {len(packages)} packages", 0
    if skipped:
        return f"audit: no known hole in {asked} packages; NOT asked about {len(skipped)}: {', '.join(skipped)}", 0
    return f"audit: no known hole in {asked} packages", 0


def audited(lock: str, kept: Path, today: str, ask: Ask, patience_s: float) -> tuple[str, int]:
    """The verdict about a lock: kept from today, or asked for now. What could not be asked is not kept."""
    key = f"{today} {hashlib.sha256(lock.encode()).hexdigest()}"
    known = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    if known.get("key") == key:
        return known["text"], known["code"]
    began = time.monotonic()
    try:
        probe = verdict(ask(first_of(lock), patience_s))
        if "NOT DONE" in probe[0]:
            return UNREACHED, 0
        text, code = verdict(ask(lock, patience_s - (time.monotonic() - began)))
    except (ValueError, subprocess.TimeoutExpired):
        return UNREACHED, 0
    kept.write_text(json.dumps({"key": key, "text": f"{text} (asked {today})", "code": code}), encoding="utf-8")
    return text, code


def first_of(lock: str) -> str:
    """The first package of a lock, with its hashes."""
    lines = lock.splitlines()
    end = next((number for number, line in enumerate(lines) if number and not line.startswith(" ")), len(lines))
    return "\n".join(lines[:end]) + "\n"


def pip_audit(requirements: str, patience_s: float) -> dict[str, Any]:
    """pip-audit's report. Raises ValueError where it gives none, TimeoutExpired where it takes too long."""
    command = [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--progress-spinner", "off", "-f", "json"]
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write(requirements)
        file.flush()
        asked = [*command, "--timeout", "5", "-r", file.name]
        done = subprocess.run(asked, capture_output=True, text=True, timeout=max(patience_s, 0.1))
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def main() -> None:
    """Says what an audit of the lock file came to."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    patience_s = float(sys.argv[1]) if len(sys.argv) > 1 else PATIENCE_S
    text, code = audited(lock, KEPT, time.strftime("%Y-%m-%d"), pip_audit, patience_s)
    print(text)
    sys.exit(code)


if __name__ == "__main__":
    main()

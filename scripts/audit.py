"""Asks the advisory service about every locked dependency: `python scripts/audit.py`, by hand or in a CI that reaches the service.

Exit 1 where one has a known hole. An audit that could not ask says NOT DONE and does not fail: it must not pass for one that found nothing.
It asks the package index once for every locked package, so the gate does not run it by itself.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_S = 300


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


def main() -> None:
    """Runs pip-audit on the lock file and says what came of it."""
    command = [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--progress-spinner", "off", "-f", "json"]
    try:
        done = subprocess.run([*command, "-r", str(ROOT / "requirements.lock")], capture_output=True, text=True, timeout=PATIENCE_S)
        text, code = verdict(json.loads(done.stdout))
    except (ValueError, subprocess.TimeoutExpired):
        text, code = "audit: NOT DONE, the advisory service cannot be reached from here", 0
    print(text)
    sys.exit(code)


if __name__ == "__main__":
    main()

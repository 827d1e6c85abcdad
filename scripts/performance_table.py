"""Writes docs/performance.md: runs the benchmarks and puts what they print into the page, each with its command and the machine.

Run: python scripts/performance_table.py [NAME …]   (all unless named; sections that are not run keep their last figures)
"""

import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"
COMMANDS = {
    "wire": "-m benchmarks.service --only wire --messages 240 --rounds 1",
    "start": "-m benchmarks.service --only start",
    "growth": "-m benchmarks.service --only growth --largest 100000",
    "province": "benchmarks/province.py --full",
    "reminders": "benchmarks/reminders.py",
    "answers": "benchmarks/answers.py",
    "digest": "benchmarks/digest.py",
    "reading": "benchmarks/reading.py",
    "soak": "-m benchmarks.soak 600",
}
PATIENCE_S = 3600
FLUSHES = 25


def main() -> None:
    """Runs what is asked for and writes the page after each, so that a long run that is broken off loses nothing."""
    for name in sys.argv[1:] or COMMANDS:
        if name not in COMMANDS:
            sys.exit(f"There is no section {name}: {', '.join(COMMANDS)}.")
        section = measured(COMMANDS[name])
        PAGE.write_text(placed(PAGE.read_text(encoding="utf-8"), name, section), encoding="utf-8")
        print(f"{name}: written")


def measured(command: str) -> str:
    """What a benchmark prints, under its command line and the machine that it ran on."""
    load = os.getloadavg()[0]
    done = subprocess.run([sys.executable, *command.split()], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True, timeout=PATIENCE_S)
    printed = done.stdout.strip()
    shown = printed if printed.startswith("|") or "\n|" in printed else f"```text\n{printed}\n```"
    return f"`python {command}`, {machine()}, load {load:.1f} at the start:\n\n{shown}"


def machine() -> str:
    """The machine in a few words."""
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    named = f"{os.cpu_count()} cores, {memory_gb:.0f} GB, Python {platform.python_version()}"
    return f"{time.strftime('%Y-%m-%d')}, {named}, {flush_ms():.1f} ms for a flush to disk"


def flush_ms() -> float:
    """The median of what it takes to have a few bytes surely on the disk: every transaction of the service waits for that."""
    taken = []
    with tempfile.NamedTemporaryFile(dir=ROOT) as file:
        for _ in range(FLUSHES):
            began = time.perf_counter()
            file.write(b"tien do")
            file.flush()
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1000


def placed(page: str, name: str, section: str) -> str:
    """The page with one section's figures exchanged. Raises ValueError where the page has no such place."""
    place = re.compile(f"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
    if not place.search(page):
        raise ValueError(f"docs/performance.md has no place for {name}")
    return place.sub(lambda found: f"{found[1]}\n{section}\n\n{found[2]}", page)


if __name__ == "__main__":
    main()

"""The whole service beside bare libraries, its start and memory, and how its work grows with the duties in its store.

    .venv/bin/pip install -r requirements-bench.lock        # aiogram; left out where it is not installed
    .venv/bin/python -m benchmarks.service [--messages 800] [--rounds 3] [--largest 1000000] [--only wire start growth]

Prints Markdown tables. Only ratios within one run mean anything: the machine's own speed is in every figure.
"""

import argparse
import importlib.util
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import col, select

from benchmarks import telegram
from benchmarks.office import NOW, fill, staff, store, timed
from bot.inbox import receive
from scheduler.rules import Rules
from scheduler.tick import tick
from storage.db import transaction
from storage.messages import Address, Incoming
from storage.models import Occurrence
from storage.office import Office
from tests.botapi_server import BotApi
from tests.botapi_world import TOKEN

TASKS = {"receive": "taken in, not answered", "echo": "taken in and answered", "send": "sent only"}
COMMANDS = {
    "python -c pass": ("-c", "pass"),
    "import telegram.ext": ("-c", "import telegram.ext"),
    "tiendo --help": ("-m", "bot", "--help"),
}
LAUNCHER = """
import resource, subprocess, sys, time
began = time.perf_counter()
subprocess.run([sys.executable, *sys.argv[1:]], check=True, stdout=subprocess.DEVNULL)
print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""
"""A process of its own, and a small one: a child's peak begins with what its parent held."""
ROOT = Path(__file__).resolve().parent.parent
DUE, REPEATS = 100, 3


def main() -> None:
    """Prints the tables that are asked for, all unless told otherwise."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=800)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--largest", type=int, default=1_000_000)
    parser.add_argument("--only", nargs="+", choices=("wire", "start", "growth"), default=("wire", "start", "growth"))
    given = parser.parse_args()
    if "wire" in given.only:
        wire(given.messages, given.rounds)
    if "start" in given.only:
        starts(given.rounds)
    if "growth" in given.only:
        growth(given.largest)


def wire(messages: int, rounds: int) -> None:
    """Messages a second of each contestant against the same local server; the whole service answers with its list of tasks."""
    names = ["ptb", *(["aiogram"] if importlib.util.find_spec("aiogram") else []), "tiendo", "service"]
    titles = {"ptb": "python-telegram-bot", "aiogram": "aiogram", "tiendo": "our channel alone", "service": "the whole service"}
    print(f"| messages a second | {' | '.join(titles[name] for name in names)} | whole service, library = 1 |")
    print(f"|---|{'---:|' * (len(names) + 1)}")
    for task, said in TASKS.items():
        figures = {
            name: statistics.median(telegram.measured(name, task, messages) for _ in range(rounds))
            for name in names
            if (name, task) != ("service", "receive")
        }
        cells = [f"{figures[name]:,.0f}" if name in figures else "–" for name in names]
        ratio = f"{figures['service'] / figures['ptb']:.2f}" if "service" in figures else "–"
        print(f"| {said} | {' | '.join(cells)} | {ratio} |", flush=True)


def starts(rounds: int) -> None:
    """Seconds until it has answered and peak memory, beside the interpreter and the library alone."""
    print("\n| start of | seconds | library = 1 | peak memory |\n|---|---:|---:|---:|")
    took = {name: [_ended(command) for _ in range(rounds)] for name, command in COMMANDS.items()}
    took["tiendo run, until it is ready"] = [_service_started() for _ in range(rounds)]
    library_s = min(seconds for seconds, _ in took["import telegram.ext"])
    for name, runs in took.items():
        best_s, peak_mb = min(seconds for seconds, _ in runs), max(peak for _, peak in runs)
        print(f"| {name} | {best_s:.2f} | {best_s / library_s:.1f} | {peak_mb} MB |")


def _ended(command: tuple[str, ...]) -> tuple[float, int]:
    done = subprocess.run([sys.executable, "-c", LAUNCHER, *command], cwd=ROOT, check=True, capture_output=True, text=True)
    seconds, peak_mb = done.stdout.split()
    return float(seconds), int(peak_mb)


def _service_started() -> tuple[float, int]:
    """Seconds until `tiendo run` says that it is ready, with Telegram polled and a store already migrated; it is stopped afterwards."""
    with tempfile.TemporaryDirectory() as folder, BotApi() as api:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("TIENDO_")}
        own = {"PYTHONPATH": str(ROOT), "TIENDO_WEB_PORT": "0", "TIENDO_TELEGRAM_TOKEN": TOKEN, "TIENDO_TELEGRAM_API_URL": api.url}
        data = Path(folder) / "data"
        data.mkdir()
        store(data / "tiendo.db").dispose()
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"], cwd=folder, env=clean | own, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert process.stdout is not None
        next(line for line in process.stdout if "http://" in line)
        ready_s = time.perf_counter() - began
        peak_kb = next(line for line in Path(f"/proc/{process.pid}/status").read_text().splitlines() if line.startswith("VmHWM"))
        process.terminate()
        process.wait(20)
        return ready_s, int(peak_kb.split()[1]) // 1024


def growth(largest: int) -> None:
    """One beat with 100 due, an officer's own list and the coordinator's progress, with ever more duties in the store."""
    print("\n| duties in force | one beat, 100 due | `việc của tôi` | `tiến độ Số 7` | `tiến độ` | times the smallest |")
    print("|---:|---:|---:|---:|---:|---|")
    first: list[float] = []
    for duties in (1_000, 100_000, 1_000_000):
        if duties <= largest:
            with tempfile.TemporaryDirectory() as folder:
                figures = _grown(Path(folder), duties)
            first = first or figures
            times = " · ".join(f"{figure / once:.1f} ×" for figure, once in zip(figures, first, strict=True))
            print(f"| {duties:,} | {' | '.join(f'{figure * 1000:,.1f} ms' for figure in figures)} | {times} |", flush=True)


def _grown(folder: Path, duties: int) -> list[float]:
    engine = store(folder / "grown.db")
    fill(engine, DUE, duties - DUE)
    staff(engine)
    office = Office(Rules().zone, folder)
    beats_s = [_beat(engine, office, number) for number in range(REPEATS + 1)]
    asked = (("c7", "việc của tôi"), ("coordinator", "tiến độ Số 7"), ("coordinator", "tiến độ"))
    spoken = [[_said(engine, office, chat, words, number) for number in range(REPEATS + 1)] for chat, words in asked]
    engine.dispose()
    return [min(beats_s[1:]), *(min(times[1:]) for times in spoken)]


def _beat(engine: Engine, office: Office, number: int) -> float:
    with transaction(engine) as session:
        rows = select(Occurrence).where(col(Occurrence.id) > number * DUE).order_by(col(Occurrence.id)).limit(DUE)
        for row in session.exec(rows):
            row.next_reminder_at = NOW
            session.add(row)
    return timed(lambda: _all_due(engine, office))


def _all_due(engine: Engine, office: Office) -> None:
    rules, more = Rules(daily_ceiling=10_000), True
    while more:
        with transaction(engine) as session:
            more = tick(session, NOW, rules, office).more


def _said(engine: Engine, office: Office, chat: str, words: str, number: int) -> float:
    message = Incoming(Address("memory", chat), f"{words}{number}", chat, words)
    return timed(lambda: receive(engine, office, message, NOW))


if __name__ == "__main__":
    main()

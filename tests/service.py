"""The real service as a process of its own, for tests that talk to it from outside and stop it any way they like."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self, TextIO

import httpx

from bot.channels.trust import trusted
from tests import warm

ROOT = Path(__file__).resolve().parent.parent


def cold_run(*arguments: str, folder: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """What `warm.run` does, as an operator does it: with a new interpreter."""
    return subprocess.run(_command(arguments), cwd=folder, env=environment, capture_output=True, text=True, timeout=50)


def cold_start(*arguments: str, folder: Path, environment: Mapping[str, str], errors: TextIO) -> "subprocess.Popen[str]":
    """What `warm.start` does, with a new interpreter."""
    return subprocess.Popen(_command(arguments), cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True)


def _command(arguments: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "bot", *arguments]


class Service:
    """`tiendo run` in a folder with settings, started warm or `cold`; killed at the end if it has not stopped by itself."""

    def __init__(self, folder: Path, *, cold: bool = False, **settings: str) -> None:
        self.folder = folder
        self.cold = cold
        clean = {name: value for name, value in os.environ.items() if not name.startswith("TIENDO_")}
        self.environment = {
            **clean,
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "TIENDO_WEB_PORT": "0",
            "TIENDO_TICK_SECONDS": "0.2",
            "TIENDO_QUIET_HOURS": "00:00-00:00",
            **settings,
        }
        self.process: subprocess.Popen[str] | warm.Process | None = None
        self.address = ""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.process is not None and self.process.poll() is None:
            self.kill()

    def tiendo(self, *arguments: str) -> str:
        """Runs a command on the service's store; its stdout."""
        done = (cold_run if self.cold else warm.run)(*arguments, folder=self.folder, environment=self.environment)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def invite(self, unit: str, role: str) -> str:
        """A fresh invite code."""
        code: str = json.loads(self.tiendo("invite", "--unit", unit, "--role", role, "--json"))["code"]
        return code

    def start(self) -> None:
        """Starts the process and waits until it says that it is ready."""
        self.log = (self.folder / "service.log").open("a+")
        self.process = (cold_start if self.cold else warm.start)("run", folder=self.folder, environment=self.environment, errors=self.log)
        assert self.process.stdout is not None
        self.greeting = ""
        for line in self.process.stdout:
            self.greeting += line
            if "http://" in line:
                self.address = line.split("Tiến Độ: ")[1].split(",")[0].strip()
                return
        raise AssertionError((self.folder / "service.log").read_text(encoding="utf-8"))

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(20)
        self._close()
        return code

    def kill(self) -> None:
        """SIGKILL, as a power cut would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(10)
        self._close()

    def ready(self, seconds: float = 10) -> bool:
        """Whether /readyz says yes within so many seconds."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if httpx.get(f"{self.address}/readyz", verify=trusted()).status_code == 200:
                    return True
            except httpx.HTTPError:
                pass
            time.sleep(0.1)
        return False

    def logged(self) -> str:
        """All that the service wrote to stderr."""
        self.log.flush()
        return (self.folder / "service.log").read_text(encoding="utf-8")

    def _close(self) -> None:
        if self.process is not None and self.process.stdout is not None:
            self.process.stdout.close()
        self.log.close()

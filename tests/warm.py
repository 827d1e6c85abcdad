"""`tiendo` as a process of its own that starts warm: forked from a parent that has imported the program and done nothing else.

It costs a fraction of a cold start, and has its own folder, environment and files; it is signalled, killed and waited for as any other.
"""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Self, TextIO

ROOT = Path(__file__).resolve().parent.parent


class Process:
    """What `subprocess.Popen` is to a process started cold. `returncode` is None while it runs, `stdout` where it was piped."""

    def __init__(self, status: socket.socket, stdout: TextIO | None = None) -> None:
        self._status = status
        self.pid = int(status.recv(20))
        self.stdout = stdout
        self.returncode: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.stdout is not None:
            self.stdout.close()
        self.wait()

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, or less than 0 where a signal ended it. Raises subprocess.TimeoutExpired."""
        if self.returncode is None:
            self._status.settimeout(timeout)
            try:
                self.returncode = int(self._status.recv(20))
            except (TimeoutError, BlockingIOError) as error:
                raise subprocess.TimeoutExpired("tiendo", timeout or 0) from error
            self._status.close()
        return self.returncode

    def poll(self) -> int | None:
        """Its exit code, or None while it runs."""
        try:
            return self.wait(0)
        except subprocess.TimeoutExpired:
            return None

    def send_signal(self, number: int) -> None:
        """Signals it unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Ends it as a power cut would."""
        self.send_signal(signal.SIGKILL)


def start(*arguments: str, folder: Path, environment: Mapping[str, str], errors: TextIO) -> Process:
    """Starts the command with its stdout piped."""
    reading, writing = os.pipe()
    try:
        status = _ask(arguments, folder, environment, writing, errors.fileno())
    finally:
        os.close(writing)
    return Process(status, os.fdopen(reading, "r", encoding="utf-8"))


def run(*arguments: str, folder: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Runs the command to its end."""
    with ExitStack() as stack:
        output, errors = (stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8")) for _ in range(2))
        process = Process(_ask(arguments, folder, environment, output.fileno(), errors.fileno()))
        try:
            code = process.wait(50)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        output.seek(0)
        errors.seek(0)
        return subprocess.CompletedProcess(["tiendo", *arguments], code, output.read(), errors.read())


def _ask(arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str], output: int, errors: int) -> socket.socket:
    """Has a program forked; its number and later its exit code can be read from the socket."""
    status, its_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    wanted = {"arguments": arguments, "folder": str(folder), "environment": dict(environment)}
    with its_end:
        socket.send_fds(_parent(), [json.dumps(wanted).encode()], [output, errors, its_end.fileno()])
    return status


@cache
def _parent() -> socket.socket:
    """The socket on which the parent takes requests; with the tests it ends."""
    requests, its_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with its_end:
        command = [sys.executable, "-m", "tests.warm_parent", str(its_end.fileno())]
        parent = subprocess.Popen(command, cwd=ROOT, pass_fds=[its_end.fileno()])
    atexit.register(_end, requests, parent)
    return requests


def _end(requests: socket.socket, parent: "subprocess.Popen[bytes]") -> None:
    requests.close()
    parent.wait(30)

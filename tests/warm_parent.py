"""The parent of warm starts: it has imported the program once, uses it for nothing, and forks a fresh `tiendo` whenever it is asked to.

Run as `python -m tests.warm_parent FD`, where FD is a socket on which requests come, each with three open files.
"""

import gc
import importlib
import json
import os
import socket
import sys
from pathlib import Path
from typing import Any

from sqlalchemy.orm import configure_mappers

IMPORTED = (
    "bot.__main__",
    "bot.running",
    "bot.backups",
    "bot.examining",
    "bot.commands.failing",
    "bot.commands.progress",
    "bot.commands.roster_changes",
    "bot.commands.roster_file",
    "alembic.command",
    "holidays",
    "uvicorn.loops.auto",
    "uvicorn.protocols.http.auto",
    "uvicorn.lifespan.off",
)
"""What a running service has imported, at its start or as it came to need it; nothing that starts threads, for they end at a fork."""
LONGEST = 1_000_000


def serve(requests: socket.socket) -> None:
    """Forks a program for each request; returns only in such a program, which then is as one newly started."""
    while True:
        message, files, _, _ = socket.recv_fds(requests, LONGEST, 3)
        _bury_the_dead()
        if not message:
            os._exit(0)  # the tests are over
        if os.fork() == 0:
            requests.close()
            return _keep(json.loads(message), *files)
        for file in files:
            os.close(file)


def _keep(wanted: dict[str, Any], output: int, errors: int, status: int) -> None:
    """Tells its number, waits for its end and tells how it ended; the program itself, its child, returns."""
    child = os.fork()
    if child == 0:
        os.close(status)
        return _become(wanted, output, errors)
    os.close(output)
    os.close(errors)
    os.write(status, str(child).encode())
    os.write(status, str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])).encode())
    os._exit(0)


def _become(wanted: dict[str, Any], output: int, errors: int) -> None:
    """Takes on the folder, the environment, the arguments and the files that a new process would have been given."""
    os.chdir(wanted["folder"])
    os.environ.clear()
    os.environ.update(wanted["environment"])
    sys.argv[1:] = wanted["arguments"]
    with Path(os.devnull).open() as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(output, 1)
    os.dup2(errors, 2)
    os.close(output)
    os.close(errors)


def _bury_the_dead() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return


if __name__ == "__main__":
    for name in IMPORTED:
        importlib.import_module(name)
    configure_mappers()
    assert len(list(Path("/proc/self/task").iterdir())) == 1, "a process with threads must not fork"
    gc.freeze()
    serve(socket.socket(fileno=int(sys.argv[1])))
    from bot.__main__ import main

    main()

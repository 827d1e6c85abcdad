"""The web server around the app: a port taken early, so that a taken one is said before anything else happens."""

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; 0 means any free port. Raises OSError where the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
    except OSError:
        taken.close()
        raise
    return taken


def address_of(listening: socket.socket) -> str:
    """The address to open in a browser."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


async def serve(
    routes: list[BaseRoute],
    listening: socket.socket,
    on_ready: Callable[[], None],
    on_stop: Callable[[], None],
    *,
    proxies: Sequence[str],
) -> None:
    """Serves until SIGTERM or SIGINT. `on_ready` is called once requests are answered, `on_stop` when the end begins.

    What `proxies` say in X-Forwarded-For is taken for the address of who asks; from anybody else it is not believed.
    """
    config = uvicorn.Config(
        Starlette(routes=routes),
        log_config=None,  # its own handlers would pass by the filter that redacts secrets
        log_level="warning",
        access_log=False,
        lifespan="off",
        forwarded_allow_ips=list(proxies),
        timeout_graceful_shutdown=3,
    )
    await _Server(config, on_ready, on_stop).serve(sockets=[listening])


class _Server(uvicorn.Server):
    """uvicorn's server that says when it is ready and when it stops, and leaves the rest of the process to end in its own time."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None], on_stop: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready, self._on_stop = on_ready, on_stop

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts listening, then says so."""
        await super().startup(sockets)
        self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Ends what never ends by itself, such as a page that listens for news, before waiting for open requests."""
        self._on_stop()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stops at SIGTERM and SIGINT. uvicorn's own way raises the signal again, which kills the process amid its cleanup."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.remove_signal_handler(number)

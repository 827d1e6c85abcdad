"""The web server around the app: a port taken early, so that a taken one is said before anything else happens."""

import socket
from collections.abc import Callable

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


async def serve(routes: list[BaseRoute], listening: socket.socket, on_ready: Callable[[], None]) -> None:
    """Serves until SIGTERM or SIGINT; `on_ready` is called once requests are answered."""
    config = uvicorn.Config(Starlette(routes=routes), log_level="warning", access_log=False, lifespan="off", timeout_graceful_shutdown=3)
    server = _Server(config, on_ready)
    await server.serve(sockets=[listening])


class _Server(uvicorn.Server):
    """uvicorn's server that says when it is ready."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts listening, then says so."""
        await super().startup(sockets)
        self._on_ready()

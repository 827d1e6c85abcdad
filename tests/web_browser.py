"""The echo conversation on a port, and a person who writes on a phone in the browser."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from playwright.sync_api import Locator, Page

from tests.web_echo import Echo


class Server(uvicorn.Server):
    """A server that ends the open streams before it waits for its connections to close, as the product's own does."""

    echo: Echo

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.echo.web.close()
        await super().shutdown(sockets)


@contextmanager
def serving(echo: Echo, port: int = 0) -> Iterator[str]:
    """The conversation on that port, or on a free one; gives its address."""
    with socket.create_server(("127.0.0.1", port)) as listening:
        server = Server(uvicorn.Config(echo.app, log_level="warning", timeout_graceful_shutdown=5))
        server.echo = echo
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        finally:
            server.should_exit = True
            thread.join()


def phone(page: Page, name: str) -> Locator:
    """A person's phone."""
    return page.get_by_role("region", name=name)


def write(page: Page, name: str, text: str) -> None:
    """Writes on a person's phone and presses send."""
    phone(page, name).get_by_role("textbox", name="Tin nhắn").fill(text)
    phone(page, name).get_by_role("button", name="Gửi").click()

"""Who may talk to the demo's pages: this machine's own browser, from these pages only."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": with that, browsers send "Origin: null" with a plain form and its own page would be refused.
    "Referrer-Policy": "same-origin",
    # A page taken from the cache by the back button would post an old message id with new words.
    "Cache-Control": "no-store",
}


class LocalOnly:
    """Refuses other Host names (DNS rebinding) and other sites' forms, and adds the security headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        if allowed(scope["method"], scope["scheme"], Headers(scope=scope)):
            await self.app(scope, receive, send_with_headers)
        else:
            await PlainTextResponse("Forbidden", status_code=403)(scope, receive, send_with_headers)


def allowed(method: str, scheme: str, headers: Headers) -> bool:
    """Whether a request comes from this machine and, where it changes something, from our own page.

    Programs that are no browsers send neither Origin nor Sec-Fetch-Site; nobody can make them post by a link.
    """
    host = headers.get("host", "")
    if _name(host) not in LOOPBACK:
        return False
    if method in SAFE:
        return True
    own_origin = headers.get("origin", f"{scheme}://{host}") == f"{scheme}://{host}"
    return own_origin and headers.get("sec-fetch-site", "same-origin") == "same-origin"


def _name(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None

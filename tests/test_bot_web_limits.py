"""One address cannot flood the pages behind links; others do not notice."""

import asyncio
import os
import signal

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.channels.trust import trusted
from bot.serving import address_of as url_of
from bot.serving import listen, serve
from bot.setting_forms import addresses
from bot.web.limits import MOST_ADDRESSES, Counts, PerAddress, Refusals, address_of


def test_an_address_that_asks_too_often_waits_alone() -> None:
    """Its fourth request in the window is refused, another address is heard, and a window later it is heard again."""
    now = [0.0]
    counts = Counts(lambda: now[0], most=3, window_s=60)
    assert [counts.allow("a") for _ in range(4)] == [True, True, True, False]
    assert counts.allow("b")
    now[0] = 61
    assert counts.allow("a")


def test_many_addresses_take_little_room() -> None:
    """Those longest unheard of are forgotten."""
    counts = Counts(lambda: 0.0, most=1)
    for number in range(MOST_ADDRESSES + 5):
        counts.allow(str(number))
    assert counts.allow("0")
    assert not counts.allow(str(MOST_ADDRESSES + 4))


def test_too_many_requests_are_answered_429() -> None:
    """Before the page is asked."""
    app = PerAddress(PlainTextResponse("page"), Counts(lambda: 0.0, most=1))

    async def story() -> list[int]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as client:
            return [(await client.get("/u/x")).status_code for _ in range(2)]

    assert asyncio.run(story()) == [200, 429]


async def _seen_from(proxies: str, *forwarded: str) -> list[str]:
    """Who a server behind these proxies takes requests of this machine for, by what their X-Forwarded-For says."""

    async def who(request: Request) -> Response:
        return PlainTextResponse(address_of(request.scope))

    listening = listen("127.0.0.1", 0)
    ready = asyncio.Event()
    serving = asyncio.create_task(serve([Route("/", who)], listening, ready.set, lambda: None, proxies=addresses(proxies)))
    await ready.wait()
    async with httpx.AsyncClient(verify=trusted(), base_url=url_of(listening)) as client:
        seen = [(await client.get("/", headers={"X-Forwarded-For": given})).text for given in forwarded]
    os.kill(os.getpid(), signal.SIGTERM)
    await serving
    return seen


@pytest.mark.parametrize(
    ("proxies", "seen"),
    [
        ("127.0.0.1,::1", ["203.0.113.1", "203.0.113.1", "2001:db8::/64", ""]),
        ("127.0.0.0/8,203.0.113.0/24", ["203.0.113.1", "9.9.9.9", "2001:db8::/64", ""]),
        ("192.0.2.1", ["127.0.0.1"] * 4),
        ("", ["127.0.0.1"] * 4),
    ],
)
def test_only_a_proxy_of_ours_says_who_asks(proxies: str, seen: list[str]) -> None:
    """The last address that is no proxy of ours counts, so nobody hides behind one that they wrote themselves; nonsense is nobody."""
    assert asyncio.run(_seen_from(proxies, "203.0.113.1", "9.9.9.9, 203.0.113.1", "2001:db8::7", "<b>")) == seen


async def _refused(length: int) -> tuple[bytes, bytes]:
    """The answer to a head that announces a long body, and what follows while none of it is sent."""
    refusals = Refusals(Counts(lambda: 0.0))

    async def hook(request: Request) -> Response:
        return refusals.refuse(request)

    listening = listen("127.0.0.1", 0)
    ready = asyncio.Event()
    serving = asyncio.create_task(serve([Route("/", hook, methods=["POST"])], listening, ready.set, lambda: None, proxies=()))
    await ready.wait()
    reader, writer = await asyncio.open_connection(*listening.getsockname())
    writer.write(f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n".encode())
    async with asyncio.timeout(5):
        head = await reader.readuntil(b"forbidden")
        rest = await reader.read()
    writer.close()
    os.kill(os.getpid(), signal.SIGTERM)
    await serving
    return head, rest


def test_a_refused_delivery_ends_its_connection() -> None:
    """The server does not take in ten gigabytes of a body that it will not look at."""
    head, rest = asyncio.run(_refused(10**10))
    assert head.startswith(b"HTTP/1.1 403")
    assert rest == b""

"""One address cannot flood the pages behind links; others do not notice."""

import asyncio

import httpx
from starlette.responses import PlainTextResponse

from bot.web.limits import MOST_ADDRESSES, Counts, PerAddress


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

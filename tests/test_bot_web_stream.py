"""What an open page is told: new messages, the clock's face, and that the server was started anew."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from bot.web.demo_clock import ClockButtons
from bot.web.look import look
from bot.web.stream import stream
from locales import words
from tests.web_echo import PHONES, ZONE, Echo


@pytest.fixture
def echo(tmp_path: Path) -> Echo:
    return Echo(tmp_path)


def told(echo: Echo, place: str, buttons: ClockButtons | None = None) -> list[tuple[str, Any]]:
    """The events of a stream that is read until it rests, then closed."""

    async def read() -> list[tuple[str, Any]]:
        clock = buttons or ClockButtons(echo, echo.web.wake)
        events = []
        async for block in stream(echo.web, look(words("vi"), ZONE), PHONES, clock, place):
            fields = dict(line.split(": ", 1) for line in block.strip().splitlines() if not line.startswith(":"))
            if "event" in fields:
                events.append((fields["event"], json.loads(fields["data"])))
            if fields.get("event") == "state":
                echo.web.close()
        return events

    return asyncio.run(asyncio.wait_for(read(), 5))


def test_only_what_came_after_the_page_was_drawn_is_told(echo: Echo) -> None:
    """A page that shows the first message is sent the second, as HTML, with its chat."""
    asyncio.run(echo.say("officer", "một"))
    place = f"{echo.web.epoch}.{echo.web.revision}"
    asyncio.run(echo.say("leader", "hai"))
    messages = [data for kind, data in told(echo, place) if kind == "message"]
    assert [(data["chat"], "hai" in data["html"]) for data in messages] == [("leader", True)]


def test_the_state_holds_the_clock_and_each_phone(echo: Echo) -> None:
    """One state tells the time in words and for machines, and how each phone looks."""
    echo.web.restyle("officer", "zalo")
    ((_, state),) = [event for event in told(echo, f"{echo.web.epoch}.0") if event[0] == "state"]
    assert state["clock"] == {"text": "Thứ hai, 18/3/2024, 08:00", "iso": "2024-03-18T08:00+07:00", "busy": False}
    assert state["phones"]["officer"] == {"style": "zalo", "working": False}


@pytest.mark.parametrize("place", ["another.3", "", "nonsense", "{epoch}.x"])
def test_a_place_of_another_start_makes_the_page_reload(echo: Echo, place: str) -> None:
    """After a restart of the server an open page is told to load itself again."""
    assert told(echo, place.format(epoch=echo.web.epoch)) == [("reload", {})]


def test_closing_the_channel_ends_an_open_stream(echo: Echo) -> None:
    """The server can stop while pages are open."""

    async def close_while_waiting() -> None:
        events = stream(echo.web, look(words("vi"), ZONE), PHONES, ClockButtons(echo, echo.web.wake), f"{echo.web.epoch}.0")
        assert "retry" in await anext(events)
        assert "state" in await anext(events)
        waiting = asyncio.create_task(anext(events, None))
        await asyncio.sleep(0.01)
        echo.web.close()
        assert await asyncio.wait_for(waiting, 1) is None

    asyncio.run(close_while_waiting())


def test_the_clock_is_busy_while_it_runs_and_presses_wait_their_turn(echo: Echo) -> None:
    """Two presses at once move the clock twice, one after the other."""
    echo.pause_s = 0.01

    async def press_twice() -> list[bool]:
        buttons = ClockButtons(echo, echo.web.wake)
        presses = [asyncio.create_task(buttons.press("hour", press_id)) for press_id in ("c-1", "c-2")]
        await asyncio.sleep(0)
        seen = [buttons.busy]
        await asyncio.gather(*presses)
        return [*seen, buttons.busy]

    before = echo.moment
    assert asyncio.run(press_twice()) == [True, False]
    assert (echo.moment - before).total_seconds() == 2 * 3600

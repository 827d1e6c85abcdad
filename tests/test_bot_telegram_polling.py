"""Long polling: nothing is confirmed before it is stored, order is kept in a chat, and no chat holds up another."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from bot.channels.pauses import pause_s
from bot.channels.telegram import Telegram
from bot.channels.telegram_polling import Window
from bot.redact import LIBRARIES, silence_libraries
from storage.messages import Incoming, Outgoing
from tests.botapi_server import BotApi
from tests.botapi_user import ControlPanel, Person
from tests.botapi_world import TOKEN

LAN, MAI = 101, 102
Receive = Callable[[Incoming], Awaitable[None]]


@pytest.fixture
def panel() -> Iterator[ControlPanel]:
    """A strict server on a free port."""
    with BotApi() as api, ControlPanel(api.url) as panel:
        yield panel


@pytest.fixture
def lan(panel: ControlPanel) -> Person:
    """Somebody at it."""
    return panel.person(LAN, "Lan")


async def poll_until(panel: ControlPanel, receive: Receive, done: Callable[[], bool], seconds: float = 8) -> Telegram:
    """Polls until the condition holds, then stops as the service stops; the channel, for a look at it."""
    async with Telegram(TOKEN, Path(), api_url=panel.url) as channel:
        polling = asyncio.create_task(channel.poll(receive, asyncio.get_running_loop().time))
        try:
            async with asyncio.timeout(seconds):
                while not done():
                    assert not polling.done()
                    await asyncio.sleep(0.01)
        finally:
            polling.cancel()
            with suppress(asyncio.CancelledError):
                await polling
    return channel


def test_window_never_passes_an_open_update() -> None:
    """The offset stands at the oldest open update, whatever was received after it."""
    window = Window()
    assert window.offset() is None
    assert [window.admit(number) for number in (5, 6, 7)] == [True] * 3
    window.close(7)
    assert window.offset() == 5
    window.close(5)
    assert window.offset() == 6
    window.close(6)
    assert window.offset() == 8


def test_window_admits_once() -> None:
    """An update that comes again while it, or an older one, is open is not received twice."""
    window = Window()
    window.admit(5)
    window.admit(6)
    window.close(6)
    assert not window.admit(5)
    assert not window.admit(6)


def test_received_in_order(panel: ControlPanel, lan: Person) -> None:
    """Messages that waited are received in order, each once."""
    for text in ("một", "hai", "ba"):
        lan.says(text)
    heard: list[str] = []

    async def receive(message: Incoming) -> None:
        heard.append(message.text)

    channel = asyncio.run(poll_until(panel, receive, lambda: len(heard) == 3))
    assert heard == ["một", "hai", "ba"]
    assert channel.polled_at is not None


def test_two_messages_200_ms_apart(panel: ControlPanel, lan: Person) -> None:
    """The second of two quick messages waits for the first, however long that takes."""
    heard: list[str] = []

    async def receive(message: Incoming) -> None:
        if message.text == "xong":
            await asyncio.to_thread(lan.says, "à chưa")
            await asyncio.sleep(0.8)
        heard.append(message.text)

    lan.says("xong")
    asyncio.run(poll_until(panel, receive, lambda: len(heard) == 2))
    assert heard == ["xong", "à chưa"]


def test_same_word_twice(panel: ControlPanel, lan: Person) -> None:
    """ "1" sent twice on purpose is two messages."""
    ids: list[str] = []

    async def receive(message: Incoming) -> None:
        ids.append(message.external_id)

    lan.says("1")
    lan.says("1")
    asyncio.run(poll_until(panel, receive, lambda: len(ids) == 2))
    assert len(set(ids)) == 2


def test_delivered_again_keeps_its_id(panel: ControlPanel, lan: Person) -> None:
    """An update that Telegram delivers twice has the same id both times, so that the inbox can drop it."""
    ids: list[str] = []

    async def receive(message: Incoming) -> None:
        ids.append(message.external_id)
        if len(ids) == 1:  # and once this is confirmed
            asyncio.get_running_loop().call_later(0.2, lambda: panel.ask("redeliver", update_id=int(ids[0])))
            asyncio.get_running_loop().call_later(0.2, lambda: lan.says("sau"))

    lan.says("xong")
    asyncio.run(poll_until(panel, receive, lambda: len(ids) == 3))
    assert ids.count(ids[0]) == 2


def test_slow_chat_holds_up_nobody(panel: ControlPanel, lan: Person) -> None:
    """While one chat's message is slow, another's later message is received; and the slow one stays unconfirmed."""
    mai = panel.person(MAI, "Mai")
    heard: list[str] = []
    hold, heard_something = asyncio.Event(), asyncio.Event()

    async def receive(message: Incoming) -> None:
        if message.sender.chat == str(LAN):
            await hold.wait()
        heard.append(message.text)
        heard_something.set()

    async def story() -> None:
        await asyncio.to_thread(lan.says, "chậm")
        polling = asyncio.create_task(poll_until(panel, receive, lambda: len(heard) == 2))
        await asyncio.sleep(0.3)
        await asyncio.to_thread(mai.says, "nhanh")
        await heard_something.wait()
        assert (await asyncio.to_thread(panel.ask, "state"))["pending"] == 2
        hold.set()
        await polling

    asyncio.run(story())
    assert heard == ["nhanh", "chậm"]


def test_flood_slows_its_own_chat_only(panel: ControlPanel, lan: Person) -> None:
    """Somebody else's message, sent after a flood of sixty, is received while the flood is still being worked off."""
    mai = panel.person(MAI, "Mai")
    heard: list[str] = []

    async def receive(message: Incoming) -> None:
        await asyncio.sleep(0.05)
        heard.append(message.sender.chat)

    for number in range(60):
        lan.says(str(number))
    mai.says("việc của tôi")
    asyncio.run(poll_until(panel, receive, lambda: str(MAI) in heard))
    assert len(heard) < 10


def test_crash_before_storing_brings_it_again(panel: ControlPanel, lan: Person) -> None:
    """An update whose receiving was cut off comes again at the next start; one that was received does not."""
    heard: list[str] = []

    async def crash(message: Incoming) -> None:
        heard.append(message.text)
        await asyncio.Event().wait()

    async def receive(message: Incoming) -> None:
        heard.append(message.text)

    lan.says("xong")
    asyncio.run(poll_until(panel, crash, lambda: len(heard) == 1))
    asyncio.run(poll_until(panel, receive, lambda: len(heard) == 2))
    lan.says("mới")
    asyncio.run(poll_until(panel, receive, lambda: "mới" in heard))
    assert heard[:2] == ["xong", "xong"]


def test_failing_receive_is_tried_again_in_order(panel: ControlPanel, lan: Person, caplog: pytest.LogCaptureFixture) -> None:
    """A message whose receiving failed is tried again before the chat's next one."""
    heard: list[str] = []

    async def receive(message: Incoming) -> None:
        heard.append(message.text)
        if len(heard) == 1:
            raise RuntimeError("the store is busy")

    lan.says("một")
    lan.says("hai")
    asyncio.run(poll_until(panel, receive, lambda: "hai" in heard))
    assert heard == ["một", "một", "hai"]
    assert "was not received" in caplog.text


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"kind": "refuse", "code": 401, "description": "Unauthorized"}, "does not accept the token"),
        ({"kind": "refuse", "code": 409, "description": "Conflict: terminated by other getUpdates request"}, "Another program polls"),
        ({"kind": "refuse", "code": 502, "description": "Bad Gateway"}, "Bad Gateway"),
        ({"kind": "drop_before"}, "can't be polled"),
        ({"kind": "page", "code": 502}, "can't be polled"),
        ({"kind": "page", "code": 200, "body": "[]"}, "can't be polled"),
        ({"kind": "page", "code": 200, "body": '{"ok": true, "result": [1]}'}, "can't be polled"),
    ],
)
def test_trouble_is_said_once_and_survived(
    panel: ControlPanel, lan: Person, caplog: pytest.LogCaptureFixture, fault: dict[str, Any], said: str
) -> None:
    """Polling goes on after any failure, which is one plain line in the log, without the token."""
    for name in ("", *LIBRARIES):
        caplog.set_level(logging.INFO, name)  # so that the levels are put back afterwards
    silence_libraries()
    panel.fault(method="getUpdates", times=2, **fault)
    lan.says("xong")
    heard: list[str] = []

    async def receive(message: Incoming) -> None:
        heard.append(message.text)

    asyncio.run(poll_until(panel, receive, lambda: heard == ["xong"]))
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("bot.")]
    assert [said in line for line in lines] == [True, False]
    assert lines[-1] == "Telegram answers again"
    assert TOKEN not in caplog.text


def test_webhook_of_an_earlier_run_is_taken_away(panel: ControlPanel, lan: Person) -> None:
    """Polling works after a run with a webhook, also when the bot's name was asked first."""
    heard: list[str] = []

    async def receive(message: Incoming) -> None:
        heard.append(message.text)

    async def story() -> None:
        async with Telegram(TOKEN, Path(), api_url=panel.url) as channel:
            await channel.set_webhook("https://example.invalid/telegram/webhook", "s3cret")
            await channel.me()
            polling = asyncio.create_task(channel.poll(receive, asyncio.get_running_loop().time))
            await asyncio.to_thread(panel.until, lambda: heard)
            polling.cancel()

    lan.says("chào")
    asyncio.run(story())
    assert heard == ["chào"]


def test_pauses_grow_and_are_bounded() -> None:
    """A pause doubles with each failure, up to a minute."""
    assert 0.5 <= pause_s(1) <= 1
    assert 8 <= pause_s(5) <= 16
    assert 30 <= pause_s(500) <= 60


def test_echo(panel: ControlPanel, lan: Person) -> None:
    """A whole conversation: words in, an answer with a button, a tap that is acknowledged, and the answer edited."""

    async def story() -> None:
        async with Telegram(TOKEN, Path(), api_url=panel.url) as channel:
            heard: list[Incoming] = []

            async def receive(message: Incoming) -> None:
                heard.append(message)
                if message.callback:
                    await channel.acknowledge(message.callback, "Đã ghi nhận")
                await channel.send(Outgoing(message.sender, f"Nghe: {message.text or message.choice}", replaces=message.pressed_on))

            polling = asyncio.create_task(channel.poll(receive, asyncio.get_running_loop().time))
            await asyncio.to_thread(lan.says, "chào")
            assert await asyncio.to_thread(lan.hears) == "Nghe: chào"
            polling.cancel()

    asyncio.run(story())

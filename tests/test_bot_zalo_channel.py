"""The Zalo Bot channel against a strict local platform: what goes out, what comes in, and what every failure means."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import pytest

from bot.channels.zalo import Zalo
from bot.redact import LIBRARIES, silence_libraries
from storage.messages import Address, ChannelError, Choice, Incoming, InFile, OutFile, Outgoing, bold, utf16_length
from tests.zalo_server import TOKEN, ZaloServer

LAN = Address("zalo", "lan")
Story = Callable[[ZaloServer, Zalo], Awaitable[None]]


def play(folder: Path, story: Story, *, answer_s: float = 5) -> list[int]:
    """A story between a bot and the platform; Lan has written before. Returns how many messages counted for the plan, as a list of 1s."""
    counted: list[int] = []

    async def whole() -> None:
        async with ZaloServer() as server:
            server.event("message.text.received", "lan")
            async with Zalo(TOKEN, folder, api_url=server.url, answer_s=answer_s, sent=lambda: counted.append(1)) as channel:
                await story(server, channel)

    asyncio.run(whole())
    return counted


def test_choices_are_numbered_and_marks_removed(tmp_path: Path) -> None:
    """A message with buttons goes out as plain text with a number before each choice."""

    async def story(server: ZaloServer, channel: Zalo) -> None:
        message = Outgoing(LAN, f"{bold('#27')} xong chưa? *không* {{red}}", ((Choice("Xong", "done"), Choice("Chưa", "open")),))
        assert await channel.send(message) == "s0001"
        assert server.texts("lan") == ["#27 xong chưa? *không* {red}\n\n1. Xong\n2. Chưa"]
        assert "parse_mode" not in server.calls[-1][1]

    assert play(tmp_path, story) == [1]


def test_long_text_goes_out_in_parts(tmp_path: Path) -> None:
    """A text of many lines is cut between lines, every part within 2,000 UTF-16 units, nothing lost; each part counts."""
    text = "\n".join(f"#{number} Rà soát 🏠 nhà tạm, hạn 30/4/2024" for number in range(150))

    async def story(server: ZaloServer, channel: Zalo) -> None:
        await channel.send(Outgoing(LAN, text))
        assert "\n".join(server.texts("lan")) == text
        assert all(utf16_length(part) <= 2000 for part in server.texts("lan"))

    assert len(play(tmp_path, story)) == 3


def test_picture_with_an_address(tmp_path: Path) -> None:
    """A picture goes out by its public address, after the text; one that the platform refuses becomes a link."""

    async def story(server: ZaloServer, channel: Zalo) -> None:
        picture = OutFile("a.png", "tuan.png", "image/png", picture=True, url="https://tiendo.example/d/x/tuan.png")
        await channel.send(Outgoing(LAN, "Tuần này", files=(picture,)))
        server.fault("sendPhoto", "error", code=400, description="bad photo")
        await channel.send(Outgoing(LAN, "Tuần sau", files=(picture,)))
        assert server.texts("lan") == ["Tuần này", picture.url, "Tuần sau", f"tuan.png: {picture.url}"]

    play(tmp_path, story)


@pytest.mark.parametrize(
    ("fault", "kind", "reason"),
    [
        ({"kind": "error", "code": 400, "description": "Bad text"}, "refused", "Bad text"),
        ({"kind": "error", "code": "400", "description": "Bad text"}, "refused", "Bad text"),
        ({"kind": "error", "code": 400, "description": "User has blocked this bot"}, "refused", "blocked"),
        ({"kind": "error", "code": 401, "description": "Unauthorized"}, "not_sent", "token"),
        ({"kind": "error", "code": 403, "description": "Internal error"}, "not_sent", "Internal error"),
        ({"kind": "error", "code": 404, "description": "chat not found"}, "refused", "chat_not_found"),
        ({"kind": "error", "code": 408, "description": "timeout"}, "unknown", "idle"),
        ({"kind": "error", "code": 429, "description": "Too many"}, "not_sent", "quota"),
        ({"kind": "error", "code": 500, "description": f"at /bot{TOKEN}/x"}, "not_sent", "at /bot<token>/x"),
        ({"kind": "page", "code": 502}, "not_sent", "http 502"),
        ({"kind": "page", "code": 504}, "unknown", "unreadable answer 504"),
        ({"kind": "page", "code": 200}, "unknown", "unreadable answer 200"),
        ({"kind": "redirect"}, "not_sent", "redirected"),
        ({"kind": "drop"}, "unknown", "network: RemoteProtocolError"),
        ({"kind": "late"}, "unknown", "network: ReadTimeout"),
    ],
)
def test_what_a_failure_means(tmp_path: Path, fault: dict[str, str], kind: str, reason: str) -> None:
    """`ok` in the body decides, whatever the HTTP status; a message that may have arrived is unknown; the token is in no reason."""

    async def story(server: ZaloServer, channel: Zalo) -> None:
        server.fault("sendMessage", **fault)  # type: ignore[arg-type]
        with pytest.raises(ChannelError) as caught:
            await channel.send(Outgoing(LAN, "Nhắc việc #27"))
        assert (caught.value.kind, caught.value.reason) == (kind, reason)
        assert TOKEN not in f"{caught.value} {caught.value.__cause__!r}"
        assert len([method for method, _ in server.calls if method == "sendMessage"]) == 1

    play(tmp_path, story, answer_s=0.3)


def test_a_token_of_any_form_stays_secret(tmp_path: Path) -> None:
    """Also a token that looks like no token is in no error."""
    odd = "khong-giong-token"

    async def story() -> None:
        async with ZaloServer(token=odd) as server, Zalo(odd, tmp_path, api_url=server.url) as channel:
            server.fault("sendMessage", "error", code=400, description=f"bad token {odd}")
            with pytest.raises(ChannelError) as caught:
                await channel.send(Outgoing(LAN, "a"))
            assert caught.value.reason == "bad token <token>"

    asyncio.run(story())


def test_server_that_is_down(tmp_path: Path) -> None:
    """Where nobody listens nothing was sent."""

    async def story() -> None:
        async with Zalo(TOKEN, tmp_path, api_url="http://127.0.0.1:9") as channel:
            with pytest.raises(ChannelError) as caught:
                await channel.send(Outgoing(LAN, "a"))
            assert caught.value.kind == "not_sent"

    asyncio.run(story())


def test_rests_after_429(tmp_path: Path) -> None:
    """After 429, which names no wait, nothing more is asked of the platform for an hour, and the trouble is visible."""

    async def story(server: ZaloServer, channel: Zalo) -> None:
        server.fault("sendMessage", "error", code=429)
        waits = []
        for text in ("một", "hai"):
            with pytest.raises(ChannelError) as caught:
                await channel.send(Outgoing(LAN, text))
            waits.append(caught.value.retry_after_s or 0)
        assert [method for method, _ in server.calls] == ["sendMessage"]
        assert 3500 < min(waits) <= max(waits) <= 3600
        assert channel.trouble == "quota"

    assert play(tmp_path, story) == []


def test_timed_out_message_counts(tmp_path: Path) -> None:
    """A message that may have arrived counts for the plan."""

    async def story(server: ZaloServer, channel: Zalo) -> None:
        server.fault("sendMessage", "late")
        with pytest.raises(ChannelError):
            await channel.send(Outgoing(LAN, "a"))

    assert play(tmp_path, story, answer_s=0.2) == [1]


async def poll_until(channel: Zalo, receive: Callable[[Incoming], Awaitable[None]], done: Callable[[], bool]) -> None:
    """Polls until the condition holds, then stops as the service stops."""
    polling = asyncio.create_task(channel.poll(receive, asyncio.get_running_loop().time))
    try:
        async with asyncio.timeout(8):
            while not done():
                assert not polling.done()
                await asyncio.sleep(0.01)
    finally:
        polling.cancel()
        with suppress(asyncio.CancelledError):
            await polling


def test_idle_polls_are_silent(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Empty polls follow one another without a pause or a word in the log, and count as polls."""

    async def story(server: ZaloServer, channel: Zalo) -> None:
        await poll_until(channel, lambda _: asyncio.sleep(0), lambda: len(server.calls) > 4)
        assert channel.polled_at is not None

    caplog.set_level(logging.INFO, "bot")
    play(tmp_path, story)
    assert caplog.records == []


def test_stored_before_the_next_poll(tmp_path: Path) -> None:
    """While a message is being stored nothing more is asked for: what a poll brought will not be brought again."""

    async def story(server: ZaloServer, channel: Zalo) -> None:
        heard, polls = [], []

        async def receive(message: Incoming) -> None:
            before = len(server.calls)
            await asyncio.sleep(0.1)
            polls.append(len(server.calls) - before)
            heard.append(message.text)

        for text in ("một", "hai", "ba"):
            server.says("lan", text)
        await poll_until(channel, receive, lambda: len(heard) == 3)
        assert heard == ["một", "hai", "ba"]
        assert polls == [0, 0, 0]

    play(tmp_path, story)


def test_busy_store_loses_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A message that the store did not take at once is tried again before the next poll."""

    async def story(server: ZaloServer, channel: Zalo) -> None:
        heard: list[str] = []

        async def receive(message: Incoming) -> None:
            heard.append(message.text)
            if len(heard) == 1:
                raise RuntimeError("busy")

        server.says("lan", "một")
        server.says("lan", "hai")
        await poll_until(channel, receive, lambda: "hai" in heard)
        assert heard == ["một", "một", "hai"]

    play(tmp_path, story)
    assert "was not received" in caplog.text


def test_trouble_is_said_once_and_without_the_token(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Polling survives any failure, which is one plain line; the token stands nowhere in the log."""
    for name in ("", *LIBRARIES):
        caplog.set_level(logging.INFO, name)
    silence_libraries()

    async def story(server: ZaloServer, channel: Zalo) -> None:
        heard: list[str] = []

        async def receive(message: Incoming) -> None:
            heard.append(message.text)

        server.fault("getUpdates", "error", 2, code=401)
        server.says("lan", "xong")
        await poll_until(channel, receive, lambda: heard == ["xong"])

    play(tmp_path, story)
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("bot.")]
    assert lines[0].startswith("Zalo can't be polled: Zalo does not accept the token")
    assert lines[1:] == ["Zalo answers again"]
    assert TOKEN not in caplog.text


@pytest.mark.parametrize(("joins", "heard"), [(True, 1), (False, 0)])
def test_groups_only_where_the_bot_may_join_them(tmp_path: Path, *, joins: bool, heard: int) -> None:
    """A group's message is taken as one of a group, by a bot that can join groups; another bot only counts it."""

    async def story(server: ZaloServer, channel: Zalo) -> None:
        server.account["can_join_groups"] = joins
        await channel.me()
        event = server.event("message.text.received", "lan", text="xong")
        event["message"]["chat"] = {"id": "nhom", "chat_type": "GROUP"}
        messages = channel.incoming(json.dumps(event).encode())
        assert [(one.group, one.sender.chat, one.person) for one in messages] == [(True, "nhom", "lan")] * heard
        assert channel.ignored["group"] == 1 - heard

    play(tmp_path, story)


def test_photo_is_fetched_within_the_limit(tmp_path: Path) -> None:
    """A photo is fetched from its passing address; larger than the limit or gone it is refused; other plain addresses are never asked."""

    async def story(server: ZaloServer, channel: Zalo) -> None:
        heard: list[Incoming] = []

        async def receive(message: Incoming) -> None:
            heard.append(message)

        server.sends_photo("lan", b"12345", "biên bản #27")
        server.photo_field = "photo"
        server.sends_photo("lan", b"67890")
        await poll_until(channel, receive, lambda: len(heard) == 2)
        assert [message.text for message in heard] == ["biên bản #27", ""]
        photos = [message.files[0] for message in heard]
        assert [await channel.fetch(photo, 5) for photo in photos] == [b"12345", b"67890"]
        reasons = []
        for file, limit in ((photos[0], 4), (InFile(f"{server.url}/files/none.jpg"), 9), (InFile("http://127.0.0.2/a.jpg"), 9)):
            with pytest.raises(ChannelError) as caught:
                await channel.fetch(file, limit)
            reasons.append(caught.value.reason)
        assert reasons == ["too_large", "gone", "gone"]

    play(tmp_path, story)

"""Files, command menus, webhooks and the way to Telegram: proxy, local server, wrong token."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from bot.channels.telegram import Telegram
from storage.messages import Address, ChannelError, InFile
from tests.botapi_server import BotApi
from tests.botapi_user import ControlPanel, Person
from tests.botapi_world import TOKEN, World

LAN, FORUM = 101, -1005002


@pytest.fixture
def panel() -> Iterator[ControlPanel]:
    """A strict server that behaves as a local Bot API server where that differs (webhooks over http)."""
    with BotApi(World(local=True)) as api, ControlPanel(api.url) as panel:
        yield panel


@pytest.fixture
def lan(panel: ControlPanel) -> Person:
    """Somebody at it."""
    return panel.person(LAN, "Lan")


def run(panel: ControlPanel, work: Callable[[Telegram], Coroutine[Any, Any, Any]], token: str = TOKEN, **way: Any) -> Any:
    """Runs the work with a channel to the server."""

    async def whole() -> Any:
        async with Telegram(token, Path(), **({"api_url": panel.url} | way)) as channel:
            return await work(channel)

    return asyncio.run(whole())


def sent_file(panel: ControlPanel, lan: Person, content: bytes) -> InFile:
    """A document that somebody sent, as the channel reports it."""
    update = lan.attaches("BC 324.pdf", content)
    return InFile(update["message"]["document"]["file_id"], size=len(content))


def test_fetch(panel: ControlPanel, lan: Person) -> None:
    """A file's bytes arrive unchanged."""
    content = bytes(range(256)) * 40
    assert run(panel, lambda channel: channel.fetch(sent_file(panel, lan, content), 20_000)) == content


@pytest.mark.parametrize("told", [True, False])
def test_file_over_our_limit(panel: ControlPanel, lan: Person, told: bool) -> None:
    """A file over the limit is refused before it is downloaded, whether or not its size was told."""
    file = sent_file(panel, lan, b"x" * 1001)
    with pytest.raises(ChannelError, match="refused: too_large"):
        run(panel, lambda channel: channel.fetch(file if told else InFile(file.handle), 1000))
    assert (len(panel.calls("getFile")), panel.calls("download")) == (0 if told else 1, [])


def test_file_over_telegrams_limit() -> None:
    """What the public Bot API does not hand out is refused in the same word."""
    with BotApi() as api, ControlPanel(api.url) as panel:
        panel.fault("refuse", "getFile", code=400, description="Bad Request: file is too big")
        with pytest.raises(ChannelError, match="refused: too_large"):
            run(panel, lambda channel: channel.fetch(InFile("any"), 10**9))


def test_file_that_is_gone(panel: ControlPanel, lan: Person) -> None:
    """A file that Telegram no longer keeps is refused, and is not taken for a wrong token."""
    panel.ask("store", file_id="old", path="documents/none", size=4)
    with pytest.raises(ChannelError, match="refused: gone"):
        run(panel, lambda channel: channel.fetch(InFile("old"), 1000))


def test_file_of_a_local_server(panel: ControlPanel, tmp_path: Path) -> None:
    """A local Bot API server names a place on disk, which is read."""
    (tmp_path / "bc.pdf").write_bytes(b"%PDF")
    panel.ask("store", file_id="local", path=str(tmp_path / "bc.pdf"), size=4)
    assert run(panel, lambda channel: channel.fetch(InFile("local"), 1000)) == b"%PDF"
    (tmp_path / "bc.pdf").unlink()
    with pytest.raises(ChannelError, match="refused: gone"):
        run(panel, lambda channel: channel.fetch(InFile("local"), 1000))


def test_public_server_names_no_place_on_disk(tmp_path: Path) -> None:
    """An answer that names a file of this machine is believed only from a server that was set up as one's own."""
    (tmp_path / "secret").write_bytes(b"key")
    with BotApi() as api, ControlPanel(api.url) as panel:
        panel.ask("store", file_id="local", path=str(tmp_path / "secret"), size=4)
        with pytest.raises(ChannelError):
            run(panel, lambda channel: channel.fetch(InFile("local"), 1000), api_url="http://api.telegram.org", proxy=panel.url)


def test_me(panel: ControlPanel) -> None:
    """The username for deep links is asked from Telegram."""
    assert run(panel, lambda channel: channel.me()) == "tiendo_test_bot"


@pytest.mark.parametrize("token", ["4242:wrong", "nonsense"])
def test_wrong_token(panel: ControlPanel, token: str) -> None:
    """A wrong token is one plain reason, which does not name it."""
    with pytest.raises(ChannelError) as caught:
        run(panel, lambda channel: channel.me(), token=token)
    assert (caught.value.kind, caught.value.reason) == ("refused", "token")


def test_proxy(panel: ControlPanel) -> None:
    """Calls go through the proxy, which alone can find the host."""
    assert run(panel, lambda channel: channel.me(), api_url="http://telegram.invalid", proxy=panel.url) == "tiendo_test_bot"


def test_typing(panel: ControlPanel, lan: Person) -> None:
    """Work is shown in the chat and topic; where that is impossible nothing happens."""
    panel.group(FORUM, "Huyện", forum=True, threads=[7])
    for to in (Address("telegram", str(LAN)), Address("telegram", str(FORUM), "7"), Address("telegram", "999")):
        run(panel, lambda channel, to=to: channel.working(to))
    assert [event["chat"] for event in panel.ask("events") if event["kind"] == "action"] == [LAN, FORUM]


def test_acknowledge_is_never_an_error(panel: ControlPanel, lan: Person) -> None:
    """A tap is acknowledged once; a second time, or for an old query, it is passed over."""
    panel.ask("bot_says", chat=LAN, text="?", reply_markup={"inline_keyboard": [[{"text": "Xong", "callback_data": "done"}]]})
    query = lan.taps("Xong")["callback_query"]["id"]
    for callback in (query, query, "1"):
        run(panel, lambda channel, callback=callback: channel.acknowledge(callback, "Đã ghi nhận " * 30))
    assert list(panel.ask("state")["answered"]) == [query]


@pytest.mark.parametrize("fault", [{"kind": "page", "code": 200, "body": "{}"}, {"kind": "429"}, {"kind": "drop_before"}])
def test_signs_never_fail(panel: ControlPanel, lan: Person, fault: dict[str, Any]) -> None:
    """Neither the typing sign nor the end of a waiting sign is worth an error, whatever comes back."""
    panel.ask("fault", method="*", times=2, **fault)

    async def signs(channel: Telegram) -> None:
        await channel.working(Address("telegram", str(LAN)))
        await channel.acknowledge("1")

    run(panel, signs)


def test_menus(panel: ControlPanel, lan: Person) -> None:
    """A chat gets its own menu, which can be taken away again."""
    run(panel, lambda channel: channel.set_commands({"viec": "Việc của tôi"}, language="vi"))
    run(panel, lambda channel: channel.set_commands({"tiendo": "Tiến độ"}, chat=str(LAN)))
    menus = panel.ask("state")["commands"]
    assert [[entry["command"] for entry in menu] for menu in menus.values()] == [["viec"], ["tiendo"]]
    run(panel, lambda channel: channel.set_commands({}, chat=str(LAN)))
    assert len(panel.ask("state")["commands"]) == 1


class Hook(BaseHTTPRequestHandler):
    """A web server that keeps what was posted."""

    posted: list[tuple[str | None, bytes]] = []  # noqa: RUF012 - one list for all requests is the purpose

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.posted.append((self.headers.get("X-Telegram-Bot-Api-Secret-Token"), body))
        self.send_response(500 if len(self.posted) == 1 else 200)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Keeps the test's output clean."""


def test_webhook(panel: ControlPanel, lan: Person, tmp_path: Path) -> None:
    """Updates are posted with the secret until they are taken, and the channel reads them."""
    server = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    run(panel, lambda channel: channel.set_webhook(f"http://127.0.0.1:{server.server_port}/telegram/webhook", "s3cret"))
    lan.says("chào")
    panel.until(lambda: len(Hook.posted) == 2)
    assert {secret for secret, _ in Hook.posted} == {"s3cret"}
    message = Telegram(TOKEN, tmp_path).incoming(Hook.posted[-1][1])
    assert message is not None
    assert message.text == "chào"
    run(panel, lambda channel: channel.delete_webhook())
    assert panel.ask("state")["webhook"] == {}
    server.shutdown()
    server.server_close()


def test_webhook_needs_https() -> None:
    """The public Bot API takes no webhook over http, and says so."""
    with BotApi() as api, ControlPanel(api.url) as panel, pytest.raises(ChannelError, match="an https url must be provided"):
        run(panel, lambda channel: channel.set_webhook("http://example.org/telegram/webhook", "s3cret"))

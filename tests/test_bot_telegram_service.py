"""The running service in conversation with people on Telegram: `tiendo run` against the strict server."""

import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests import warm
from tests.botapi_server import BotApi
from tests.botapi_user import ControlPanel, Person
from tests.botapi_world import TOKEN, World

ROOT = Path(__file__).resolve().parent.parent
GROUP, SUPERGROUP = -5001, -1005001

pytestmark = pytest.mark.slow


class Service:
    """A store and the service on it; `again` starts it."""

    def __init__(self, folder: Path, panel: ControlPanel, **settings: str) -> None:
        self.panel = panel
        self.log = folder / "log"
        self._folder = folder
        self._people = 100
        own = {"TIENDO_TELEGRAM_TOKEN": TOKEN, "TIENDO_TELEGRAM_API_URL": panel.url, "TIENDO_WEB_PORT": "0", "TIENDO_TICK_SECONDS": "1"}
        self._environment = {**os.environ, **own, **settings, "PYTHONPATH": str(ROOT)}

    def furnish(self) -> None:
        """Puts the sample units and one sample letter in force."""
        self.tiendo("units", "import", str(ROOT / "samples" / "roster.csv"))
        self.tiendo("import", str(ROOT / "samples" / "directives" / "cao_lau.txt"), "--activate")

    def tiendo(self, *arguments: str) -> str:
        """One command; its standard output."""
        done = warm.run(*arguments, folder=self._folder, environment=self._environment)
        done.check_returncode()
        return done.stdout

    def again(self) -> None:
        """Starts the service and waits until it is ready."""
        with self.log.open("a") as log:
            self._process = warm.start("run", folder=self._folder, environment=self._environment, errors=log)
        assert self._process.stdout is not None
        while "channels: telegram" not in (line := self._process.stdout.readline()):
            assert line, self.log.read_text("utf-8")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ends the service; its exit code."""
        self._process.send_signal(how)
        assert self._process.stdout is not None
        self._process.stdout.close()
        return self._process.wait(20)

    def stranger(self) -> Person:
        """Somebody new who has not written yet."""
        self._people += 1
        return self.panel.person(self._people, f"Người {self._people}", started=False)

    def officer(self) -> Person:
        """Somebody linked to UBND xã Cao Lâu."""
        person = self.stranger()
        invite = json.loads(self.tiendo("invite", "--unit", "UBND xã Cao Lâu", "--role", "officer", "--json"))
        person.says(f"/start {invite['code']}")
        assert "Đã liên kết" in person.hears(10)
        return person


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One service for all conversations of this file; it must end cleanly, and log neither a bug nor the token."""
    with BotApi() as api, ControlPanel(api.url) as panel:
        running = Service(tmp_path_factory.mktemp("service"), panel)
        running.furnish()
        running.again()
        yield running
        assert running.stop() == 0
        log = running.log.read_text("utf-8")
        assert "Traceback" not in log, log[log.index("Traceback") - 300 :][:3000]
        assert TOKEN not in log


@pytest.fixture(scope="module")
def lan(service: Service) -> Person:
    """An officer of UBND xã Cao Lâu, in all conversations of this file."""
    return service.officer()


def sent_to(service: Service, chat: int) -> list[str]:
    """The words of all messages that arrived in a chat."""
    return [event["message"]["text"] for event in service.panel.ask("events") if event["chat"] == chat and event["kind"] == "sent"]


def first_code(person: Person) -> str:
    """The code of the first task on the person's list, such as "#31"."""
    person.says("việc của tôi")
    person.hears(10)
    return person.buttons()[0]


def test_report(lan: Person) -> None:
    """Somebody linked by a code taps through to a task and reports progress in one line, with a receipt."""
    code = first_code(lan)
    lan.taps(code)
    assert code in lan.hears(10)
    lan.says(f"{code} được 70%")
    assert "Đã ghi nhận" in lan.hears(10)


def test_stranger(service: Service) -> None:
    """Somebody not linked reads one short refusal."""
    stranger = service.stranger()
    stranger.says("tiến độ Cao Lâu")
    assert "chưa liên kết" in stranger.hears(10)


def test_every_tap_is_acknowledged(service: Service, lan: Person) -> None:
    """No button keeps its waiting sign."""
    first_code(lan)
    query = lan.taps(lan.buttons()[0])["callback_query"]["id"]
    assert lan.hears(10)
    service.panel.until(lambda: query in service.panel.ask("state")["answered"], 10)


def test_update_delivered_twice(service: Service, lan: Person) -> None:
    """An update that Telegram delivers again is answered once."""
    update = lan.says("việc của tôi")
    lan.hears(10)
    service.panel.ask("redeliver", update_id=update["update_id"])
    lan.hears_nothing(2)


def test_same_word_sent_twice(service: Service, lan: Person) -> None:
    """The same words sent twice on purpose are answered twice."""
    before = len(sent_to(service, lan.chat))
    lan.says("việc của tôi")
    lan.says("việc của tôi")
    service.panel.until(lambda: len(sent_to(service, lan.chat)) == before + 2, 10)


def test_two_messages_200_ms_apart(service: Service, lan: Person) -> None:
    """Of two quick reports the later one holds, and the answers come in order."""
    code = first_code(lan)
    before = len(sent_to(service, lan.chat))
    lan.says(f"{code} được 40%")
    time.sleep(0.2)
    lan.says(f"{code} được 60%")
    service.panel.until(lambda: len(sent_to(service, lan.chat)) == before + 2, 10)
    first, second = sent_to(service, lan.chat)[-2:]
    assert ("40" in first, "60" in second) == (True, True)


def test_blocked_and_back(lan: Person) -> None:
    """Somebody who blocked the bot and came back is linked and answered as before."""
    lan.does("membership", old="member", new="kicked")
    lan.does("membership", old="kicked", new="member")
    lan.says("việc của tôi")
    assert "việc" in lan.hears(10)


def test_group_becomes_supergroup(service: Service, lan: Person) -> None:
    """After a group became a supergroup, and was written to at its old id, what is said in the new one is still heard."""
    service.panel.group(GROUP, "UBND xã")
    inside = lan.inside(GROUP)
    inside.does("membership", old="left", new="member")
    service.panel.fault("refuse", chat=GROUP, code=400, description="Bad Request: group chat was upgraded", migrate_to=SUPERGROUP)
    inside.says("/help")
    lan.inside(GROUP).does("migrates", new=SUPERGROUP)
    after = lan.inside(SUPERGROUP)
    after.hears(15)
    after.says("/help")
    assert after.hears(15)


def test_unknown_403_stops_nobody_else(service: Service, lan: Person) -> None:
    """A refusal in words that nobody foresaw costs that one message only."""
    mai = service.officer()
    service.panel.fault("refuse", chat=lan.chat, code=403, description="Forbidden: the moon is in the wrong house")
    lan.says("/help")
    mai.says("/help")
    assert mai.hears(10)
    lan.hears_nothing(1)
    lan.says("/help")
    assert lan.hears(10)


def test_flood_limit_is_waited_out(service: Service, lan: Person) -> None:
    """A message refused for a second goes out after it, once."""
    before = len(sent_to(service, lan.chat))
    service.panel.fault("429", chat=lan.chat, retry_after=1)
    lan.says("/help")
    assert lan.hears(15)
    lan.hears_nothing(1)
    assert len(sent_to(service, lan.chat)) == before + 1


def test_killed_between_update_and_answer(service: Service, lan: Person) -> None:
    """A service killed with an update in hand answers it after the restart, once."""
    before = len(sent_to(service, lan.chat))
    service.panel.fault("silent_before", chat=lan.chat, seconds=3)
    asked = len(service.panel.calls("sendMessage"))
    lan.says("/help")
    service.panel.until(lambda: len(service.panel.calls("sendMessage")) > asked, 10)
    service.stop(signal.SIGKILL)
    service.again()
    lan.says("việc của tôi")
    texts: list[Any] = service.panel.until(lambda: [text for text in sent_to(service, lan.chat)[before:] if "hạn" in text], 15)
    assert len(texts) == 1


def test_webhook_mode(tmp_path: Path) -> None:
    """With a public address updates come to the webhook with its secret; nobody polls, and without the secret nothing is read."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with BotApi(World(local=True)) as api, ControlPanel(api.url) as panel:
        service = Service(tmp_path, panel, TIENDO_PUBLIC_URL=url, TIENDO_WEBHOOK_SECRET="a-secret-of-the-office", TIENDO_WEB_PORT=str(port))
        service.again()
        stranger = service.stranger()
        stranger.says("chào")
        assert "chưa liên kết" in stranger.hears(10)
        for secret in ({}, {"X-Telegram-Bot-Api-Secret-Token": "wrong"}):
            assert httpx.post(f"{url}/telegram/webhook", json={"update_id": 1}, headers=secret).status_code == 403
        assert panel.calls("getUpdates") == []
        assert service.stop() == 0

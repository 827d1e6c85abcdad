"""The strict local Bot API server refuses what Telegram refuses, in Telegram's words."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.channels.trust import trusted
from tests.botapi_schema import SUBSET, dump, load, mismatches, subset
from tests.botapi_server import BotApi
from tests.botapi_user import ControlPanel
from tests.botapi_world import TOKEN

LAN, GROUP = 101, -5001
ROOT = Path(__file__).resolve().parent.parent
LONG_BUTTON = {"inline_keyboard": [[{"text": "Đồng ý", "callback_data": "đ" * 33}]]}
LOOPBACK_BUTTON = {"inline_keyboard": [[{"text": "Mở", "url": "http://localhost:8080/x"}]]}


@pytest.fixture
def panel() -> Iterator[ControlPanel]:
    """A server with one person who has started the bot."""
    with BotApi() as api, ControlPanel(api.url) as panel:
        panel.person(LAN, "Lan")
        yield panel


def call(panel: ControlPanel, method: str, **params: Any) -> dict[str, Any]:
    """One call as a bot would make it; the whole answer."""
    answer = httpx.post(f"{panel.url}/bot{TOKEN}/{method}", json=params, verify=trusted())
    content: dict[str, Any] = answer.json()
    assert content["ok"] == answer.is_success
    return content


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"chat_id": 999, "text": "a"}, "Bad Request: chat not found"),
        ({"chat_id": LAN, "text": " "}, "Bad Request: message text is empty"),
        ({"chat_id": LAN, "text": "ă" * 4097}, "Bad Request: message is too long"),
        (
            {"chat_id": LAN, "text": "<b>a", "parse_mode": "HTML"},
            "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        (
            {"chat_id": LAN, "text": "1 < 2", "parse_mode": "HTML"},
            'Bad Request: can\'t parse entities: Unsupported start tag "" at byte offset 2',
        ),
        ({"chat_id": LAN, "text": "a", "reply_markup": LONG_BUTTON}, "Bad Request: BUTTON_DATA_INVALID"),
        (
            {"chat_id": LAN, "text": "a", "reply_markup": LOOPBACK_BUTTON},
            "Bad Request: inline keyboard button URL 'http://localhost:8080/x' is invalid: Wrong HTTP URL",
        ),
        ({"chat_id": LAN, "text": "a", "message_thread_id": 5}, "Bad Request: message thread not found"),
        ({"chat_id": LAN, "text": "a", "colour": "red"}, "Bad Request: STRICT: unknown parameter colour"),
        ({"chat_id": LAN, "text": 5}, "Bad Request: STRICT: text is no String: 5"),
        ({"chat_id": LAN}, "Bad Request: STRICT: missing parameter text"),
    ],
)
def test_refused_message(panel: ControlPanel, params: dict[str, Any], description: str) -> None:
    """A message that Telegram would refuse is refused with code 400 and Telegram's sentence."""
    answer = call(panel, "sendMessage", **params)
    assert (answer["error_code"], answer["description"]) == (400, description)


def test_unstarted_chat(panel: ControlPanel) -> None:
    """The bot can't write first to somebody who never spoke to it, and can once they did."""
    mai = panel.person(102, "Mai", started=False)
    assert call(panel, "sendMessage", chat_id=102, text="a")["description"] == "Forbidden: bot can't initiate conversation with a user"
    mai.says("/start")
    assert call(panel, "sendMessage", chat_id=102, text="a")["ok"]


def test_edit_that_changes_nothing(panel: ControlPanel) -> None:
    """An edit with the same words and buttons is refused; one with other buttons is not."""
    sent = call(panel, "sendMessage", chat_id=LAN, text="<b>a</b>", parse_mode="HTML")["result"]
    same = {"chat_id": LAN, "message_id": sent["message_id"], "text": "<b>a</b>", "parse_mode": "HTML"}
    assert "message is not modified" in call(panel, "editMessageText", **same)["description"]
    assert call(panel, "editMessageText", **same, reply_markup={"inline_keyboard": [[{"text": "b", "callback_data": "b"}]]})["ok"]
    assert call(panel, "editMessageText", **{**same, "message_id": 99})["description"] == "Bad Request: message to edit not found"


def test_callback_is_answered_once(panel: ControlPanel) -> None:
    """A callback query that is unknown or was answered before is refused."""
    call(panel, "sendMessage", chat_id=LAN, text="a", reply_markup={"inline_keyboard": [[{"text": "b", "callback_data": "b"}]]})
    query = panel.ask("taps", chat=LAN, person=LAN, label="b")["callback_query"]["id"]
    assert call(panel, "answerCallbackQuery", callback_query_id=query)["ok"]
    for old in (query, "1"):
        assert "query is too old" in call(panel, "answerCallbackQuery", callback_query_id=old)["description"]


def test_updates_wait_until_confirmed(panel: ControlPanel) -> None:
    """An update comes again with every poll until a later offset confirms it."""
    update = panel.ask("says", chat=LAN, person=LAN, text="a")["update_id"]
    for offset in (0, update):
        assert [got["update_id"] for got in call(panel, "getUpdates", offset=offset)["result"]] == [update]
    assert call(panel, "getUpdates", offset=update + 1)["result"] == []
    assert call(panel, "getUpdates", offset=0)["result"] == []


def test_wrong_token(panel: ControlPanel) -> None:
    """Another bot's token is unauthorized, a malformed one not found."""
    assert httpx.post(f"{panel.url}/bot1:other/getMe").status_code == 401
    assert httpx.post(f"{panel.url}/botnone/getMe").status_code == 404


def test_own_process_records_calls(tmp_path: Path) -> None:
    """Run as a process the server prints its address and writes each call down before it answers."""
    record = tmp_path / "calls.jsonl"
    command = [sys.executable, "-m", "tests.botapi_server", "--record", str(record)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stdout is not None
        with ControlPanel(server.stdout.readline().strip()) as panel:
            panel.person(LAN, "Lan")
            call(panel, "sendMessage", chat_id=LAN, text="Đã ghi nhận")
        written = [json.loads(line) for line in record.read_text("utf-8").splitlines()]
        server.terminate()
    assert [(entry["method"], entry["params"]["text"]) for entry in written] == [("sendMessage", "Đã ghi nhận")]


@pytest.mark.shared
def test_subset_is_telegrams(shared_path: Path) -> None:
    """The parameters that the server checks are those of Telegram's published list."""
    whole = load(shared_path / "telegram" / "bot-api-10.1.json")
    assert SUBSET.read_text("utf-8") == dump(subset(whole, sorted(load()["methods"])))


@pytest.mark.shared
def test_answers_are_telegrams(panel: ControlPanel, shared_path: Path) -> None:
    """What the server says about messages, users and updates fits Telegram's published types."""
    whole = load(shared_path / "telegram" / "bot-api-10.1.json")
    panel.group(GROUP, "UBND xã Mẫu Sơn")
    for act, facts in (
        ("says", {"text": "/start"}),
        ("attaches", {"name": "a.jpg", "content": "00", "kind": "photo", "album": "7"}),
        ("contact", {"phone": "+84900000000"}),
        ("location", {"latitude": 21.8, "longitude": 106.7}),
        ("membership", {"old": "member", "new": "kicked"}),
    ):
        assert mismatches(whole, "Update", panel.ask(act, chat=LAN, person=LAN, **facts)) == [], json.dumps(facts)
    sent = call(panel, "sendMessage", chat_id=GROUP, text="<b>a</b>", parse_mode="HTML")["result"]
    assert mismatches(whole, "Message", sent) == []
    assert mismatches(whole, "User", call(panel, "getMe")["result"]) == []

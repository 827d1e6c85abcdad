"""What the Telegram channel sends, and what it makes of Telegram's refusals and of a bad network."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.channels.telegram import Telegram
from storage.messages import Address, ChannelError, Choice, OutFile, Outgoing, bold
from tests.botapi_server import BotApi
from tests.botapi_user import ControlPanel, Person
from tests.botapi_world import TOKEN

LAN, GROUP, SUPERGROUP = 101, -5001, -1005001
TO_LAN = Address("telegram", str(LAN))


class Bench:
    """A server, somebody at it, and the channel under test."""

    def __init__(self, panel: ControlPanel, data_dir: Path) -> None:
        self.panel = panel
        self.data_dir = data_dir
        self.lan: Person = panel.person(LAN, "Lan")

    def run(self, work: Callable[[Telegram], Coroutine[Any, Any, Any]], answer_s: float = 10) -> Any:
        """Runs the work with a fresh channel, closed afterwards."""

        async def whole() -> Any:
            async with Telegram(TOKEN, self.data_dir, api_url=self.panel.url, answer_s=answer_s) as channel:
                return await work(channel)

        return asyncio.run(whole())

    def send(self, text: str = "Chào", to: Address = TO_LAN, answer_s: float = 10, **facts: Any) -> str:
        """Sends one message and returns its id."""
        sent: str = self.run(lambda channel: channel.send(Outgoing(to, text, **facts)), answer_s)
        return sent

    def failure(self, to: Address = TO_LAN, **facts: Any) -> ChannelError:
        """The error of a message that can't be sent."""
        with pytest.raises(ChannelError) as caught:
            self.send(to=to, **facts)
        return caught.value

    def file(self, name: str, content: bytes) -> OutFile:
        """A file in the data folder."""
        (self.data_dir / name).write_bytes(content)
        return OutFile(name, name)

    def picture(self, name: str, width: int, height: int) -> OutFile:
        """A PNG of that size in the data folder."""
        Image.new("1", (width, height)).save(self.data_dir / name)
        return OutFile(name, name, "image/png", picture=True)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """A strict server on a free port."""
    with BotApi() as api, ControlPanel(api.url) as panel:
        yield Bench(panel, tmp_path)


@pytest.mark.parametrize("text", ["a < b & c > d", "<b>không phải chữ đậm</b>", "</i>", "&amp;", "\ue000hở", "đóng\ue001", "😀 <script>"])
def test_words_arrive_as_written(bench: Bench, text: str) -> None:
    """Whatever officers typed arrives sign by sign; only our own emphasis marks are taken away."""
    bench.send(text)
    assert bench.lan.screen()[-1]["text"] == text.replace("\ue000", "").replace("\ue001", "")


def test_emphasis(bench: Bench) -> None:
    """Emphasis is bold type around exactly its words."""
    bench.send(f"Mã {bold('#27')} xong")
    assert bench.lan.screen()[-1]["entities"] == [{"type": "bold", "offset": 3, "length": 3}]


def test_stray_emphasis_is_dropped(bench: Bench) -> None:
    """A mark without its opening makes nothing bold."""
    bench.send("Mã #27\ue001 xong")
    assert "entities" not in bench.lan.screen()[-1]


def test_long_text_is_split(bench: Bench) -> None:
    """A text over 4096 units arrives whole in several messages, the buttons under the last, whose id is returned."""
    text = "\n".join(f"{bold(f'#{number}')} làm đường {number} 😀" for number in range(400))
    sent = bench.send(text, choices=((Choice("Tiếp", "more"),),))
    screen = bench.lan.screen()
    assert "\n".join(message["text"] for message in screen) == text.replace("\ue000", "").replace("\ue001", "")
    assert ["reply_markup" in message for message in screen] == [False] * (len(screen) - 1) + [True]
    assert sent == f"{LAN}:{screen[-1]['message_id']}"


def test_buttons_and_links(bench: Bench) -> None:
    """Choices become rows of buttons; a link that Telegram would refuse stands in the text instead."""
    bench.send(
        "Chọn",
        choices=(
            (Choice("Xong", "done 27"), Choice("Sổ", url="https://example.org/a")),
            (Choice("Máy này", url="http://localhost:8080/"),),
        ),
    )
    message = bench.lan.screen()[-1]
    assert message["text"] == "Chọn\nMáy này: http://localhost:8080/"
    assert message["reply_markup"]["inline_keyboard"] == [
        [{"text": "Xong", "callback_data": "done 27"}, {"text": "Sổ", "url": "https://example.org/a"}]
    ]


def test_contact_is_asked_for(bench: Bench) -> None:
    """Asking for a contact shows a keyboard whose first button shares the number."""
    bench.send("Số điện thoại?", ask_contact=True, choices=((Choice("Gửi số của tôi"), Choice("Thôi")),))
    update = bench.lan.taps("Gửi số của tôi")
    assert update["message"]["contact"]["user_id"] == LAN


def test_edit_instead_of_send(bench: Bench) -> None:
    """A message that replaces another changes it and keeps its id."""
    sent = bench.send("Trước", choices=((Choice("Xong", "done"),),))
    assert bench.send("Sau", replaces=sent) == sent
    assert [message["text"] for message in bench.lan.screen()] == ["Sau"]
    assert bench.lan.buttons() == []


def test_edit_that_changes_nothing_succeeds(bench: Bench) -> None:
    """Replacing a message by itself is a success and sends nothing."""
    sent = bench.send("Như cũ")
    assert bench.send("Như cũ", replaces=sent) == sent
    assert len(bench.panel.calls("sendMessage")) == 1


@pytest.mark.parametrize("replaced", [f"{LAN}:999", f"{GROUP}:1", "x"])
def test_edit_of_nothing_sends(bench: Bench, replaced: str) -> None:
    """Where the message to replace is gone, or is in another chat, a new one is sent."""
    assert bench.send("Mới", replaces=replaced) != replaced
    assert bench.lan.screen()[-1]["text"] == "Mới"


def test_one_file_with_caption(bench: Bench) -> None:
    """A short text and one file are one message, with the buttons."""
    sent = bench.send(bold("Sổ"), files=(bench.file("sổ.xlsx", b"PK"),), choices=((Choice("Xem", "see"),),))
    message = bench.lan.screen()[-1]
    assert (message["caption"], message["document"]["file_name"]) == ("Sổ", "sổ.xlsx")
    assert sent == f"{LAN}:{message['message_id']}"
    assert bench.lan.buttons() == ["Xem"]


def test_digest_with_files(bench: Bench) -> None:
    """The text comes first, then the picture, then the documents together."""
    files = (bench.file("a.docx", b"PK1"), bench.picture("b.png", 60, 40), bench.file("c.xlsx", b"PK2"))
    sent = bench.send("Tuần 12", files=files, choices=((Choice("Xem", "see"),),))
    assert [call["method"] for call in bench.panel.ask("calls")] == ["sendMessage", "sendPhoto", "sendMediaGroup"]
    assert sent == f"{LAN}:{bench.lan.screen()[0]['message_id']}"


def test_picture_that_telegram_refuses_goes_as_document(bench: Bench) -> None:
    """A picture too long and thin for a photo arrives as a file."""
    bench.send("Biểu đồ", files=(bench.picture("dài.png", 2, 200),))
    assert bench.lan.screen()[-1]["document"]["file_name"] == "dài.png"


@pytest.mark.parametrize(
    ("path", "reason"), [("none.pdf", "file_missing"), ("../outside.txt", "file_missing"), ("empty.txt", "file_empty")]
)
def test_bad_file_sends_nothing(bench: Bench, path: str, reason: str) -> None:
    """A file that is missing, empty or outside the data folder is refused before any part goes out."""
    (bench.data_dir.parent / "outside.txt").write_text("secret")
    (bench.data_dir / "empty.txt").touch()
    error = bench.failure(text="ă" * 2000, files=(OutFile(path, "x"),))
    assert (error.kind, error.reason) == ("refused", reason)
    assert bench.lan.screen() == []


def test_blocked_user(bench: Bench) -> None:
    """Somebody who blocked the bot is refused for good."""
    bench.panel.ask("membership", chat=LAN, person=LAN, old="member", new="kicked")
    error = bench.failure()
    assert (error.kind, error.reason) == ("refused", "blocked")


def test_kicked_from_group(bench: Bench) -> None:
    """A group that removed the bot is refused for good."""
    bench.panel.group(GROUP, "UBND xã")
    bench.panel.ask("membership", chat=GROUP, person=LAN, old="member", new="kicked")
    error = bench.failure(to=Address("telegram", str(GROUP)))
    assert (error.kind, error.reason) == ("refused", "removed")


def test_group_becomes_supergroup(bench: Bench) -> None:
    """A group that became a supergroup is refused with its new id, which can be written to."""
    bench.panel.group(GROUP, "UBND xã")
    bench.panel.ask("migrates", chat=GROUP, new=SUPERGROUP, person=LAN)
    error = bench.failure(to=Address("telegram", str(GROUP)))
    assert (error.kind, error.reason, error.moved_to) == ("refused", "migrated", str(SUPERGROUP))
    assert bench.send(to=Address("telegram", error.moved_to or "")).startswith(f"{SUPERGROUP}:")


def test_group_becomes_supergroup_mid_send(bench: Bench) -> None:
    """A migration between two parts still names the new id."""
    bench.panel.group(GROUP, "UBND xã")
    files = (bench.file("a.docx", b"PK"),)
    bench.panel.fault("refuse", "sendDocument", code=400, description="Bad Request: group chat was upgraded", migrate_to=SUPERGROUP)
    error = bench.failure(to=Address("telegram", str(GROUP)), text="ă" * 2000, files=files)
    assert (error.kind, error.moved_to) == ("refused", str(SUPERGROUP))


def test_unknown_403(bench: Bench) -> None:
    """A 403 in words that nobody foresaw is refused for good and keeps Telegram's sentence."""
    bench.panel.fault("refuse", code=403, description="Forbidden: the moon is in the wrong house")
    error = bench.failure()
    assert (error.kind, error.reason) == ("refused", "Forbidden: the moon is in the wrong house")


@pytest.mark.parametrize(
    ("fault", "kind", "reason"),
    [
        ({"kind": "429", "retry_after": 7}, "not_sent", "busy"),
        ({"kind": "refuse", "code": 500}, "not_sent", "network"),
        ({"kind": "refuse", "code": 502, "description": "Bad Gateway"}, "not_sent", "network"),
        ({"kind": "page", "code": 502}, "not_sent", "network"),
        ({"kind": "page", "code": 504}, "unknown", "network"),
        ({"kind": "page", "code": 200}, "unknown", "network"),
        ({"kind": "page", "code": 200, "body": "{}"}, "unknown", "network"),
        ({"kind": "page", "code": 200, "body": '{"ok": true, "result": [1]}'}, "unknown", "network"),
        ({"kind": "drop_before"}, "unknown", "network"),
        ({"kind": "drop_after"}, "unknown", "network"),
        ({"kind": "refuse", "code": 401, "description": "Unauthorized"}, "refused", "token"),
        ({"kind": "refuse", "code": 400, "description": "Bad Request: chat not found"}, "refused", "chat_not_found"),
    ],
)
def test_faults(bench: Bench, fault: dict[str, Any], kind: str, reason: str) -> None:
    """Each failure is told apart: never again, again, or maybe arrived. A closed connection never proves that nothing arrived."""
    bench.panel.fault(**fault)
    error = bench.failure()
    assert (error.kind, error.reason.split(":")[0]) == (kind, reason)
    assert error.retry_after_s == (7 if fault["kind"] == "429" else None)


def test_silence_after_the_request_is_unknown(bench: Bench) -> None:
    """A request that left and was not answered in time may have arrived."""
    bench.panel.fault("silent_after", seconds=2)
    assert bench.failure(answer_s=0.3).kind == "unknown"
    assert len(bench.lan.screen()) == 1


def test_nobody_listens(tmp_path: Path) -> None:
    """A server that can't be reached surely got nothing."""

    async def work() -> None:
        async with Telegram(TOKEN, tmp_path, api_url="http://127.0.0.1:9") as channel:
            await channel.send(Outgoing(TO_LAN, "Chào"))

    with pytest.raises(ChannelError) as caught:
        asyncio.run(work())
    assert caught.value.kind == "not_sent"


def test_rest_of_a_message_is_tried_again(bench: Bench) -> None:
    """When the second part meets a flood limit the first is not sent again."""
    bench.panel.fault("429", "sendDocument", retry_after=1)
    bench.send("ă" * 2000, files=(bench.file("a.docx", b"PK"),))
    assert [call["method"] for call in bench.panel.ask("calls")] == ["sendMessage", "sendDocument", "sendDocument"]


def test_redirects_are_not_followed(bench: Bench) -> None:
    """A redirect is a failure: following it would carry the token elsewhere."""
    bench.panel.fault("redirect")
    assert bench.failure().kind == "not_sent"


def test_topic(bench: Bench) -> None:
    """A message for a topic goes into it; a topic that is gone is refused."""
    bench.panel.group(SUPERGROUP, "Huyện", forum=True, threads=[7])
    bench.send(to=Address("telegram", str(SUPERGROUP), thread="7"))
    assert bench.lan.inside(SUPERGROUP).screen()[-1]["message_thread_id"] == 7
    assert bench.failure(to=Address("telegram", str(SUPERGROUP), thread="8")).reason == "topic_gone"


def test_empty_message_is_refused(bench: Bench) -> None:
    """A message without words and files is refused without a call."""
    assert bench.failure(text=" ").reason == "empty"
    assert bench.panel.calls("sendMessage") == []

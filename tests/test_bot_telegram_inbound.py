"""What the channel makes of Telegram's updates."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.channels.telegram import Telegram
from storage.messages import Address, Contact, Incoming, InFile
from tests import botapi_people as people
from tests.botapi_world import TOKEN, World
from tests.fuzzing import TAP, UPDATE

LAN, GROUP, FORUM = 101, -5001, -1005002


class Desk:
    """A world to act in and a channel that reads its updates as a webhook would bring them."""

    def __init__(self, data_dir: Path) -> None:
        self.world = World()
        self.world.person(LAN, "Lan Nông", started=True)
        self.world.group(GROUP, "UBND xã")
        self.world.group(FORUM, "Huyện", forum=True, threads=[7])
        self.channel = Telegram(TOKEN, data_dir)
        self.channel.username = self.world.username

    def read(self, update: dict[str, Any]) -> Incoming | None:
        """The update as the rest of the program sees it."""
        return self.channel.incoming(json.dumps(update).encode())

    def does(self, act: Any, chat: int = LAN, *args: Any, **facts: Any) -> Incoming:
        """What Lan does, read; it must say something."""
        message = self.read(act(self.world, chat, LAN, *args, **facts))
        assert message is not None
        return message

    def bot_says(self, chat: int = LAN, **body: Any) -> int:
        """A message of the bot's own; its number."""
        number: int = self.world.compose(chat, self.world.bot, {"text": "Nhắc việc", **body})["message_id"]
        return number


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """No network is touched."""
    return Desk(tmp_path)


def test_text(desk: Desk) -> None:
    """A private message carries chat, writer, name, language and words."""
    update = people.says(desk.world, LAN, LAN, "việc của tôi")
    assert desk.read(update) == Incoming(
        sender=Address("telegram", "101"),
        external_id=str(update["update_id"]),
        person="101",
        text="việc của tôi",
        person_name="Lan Nông",
        language="vi",
    )


def test_deep_link(desk: Desk) -> None:
    """The code of a link stays in the words, also when the command names the bot."""
    assert desk.does(people.says, LAN, "/start ABCD2345").text == "/start ABCD2345"
    assert desk.does(people.says, GROUP, "/start@tiendo_test_bot ABCD2345").text == "/start ABCD2345"


def test_command_for_another_bot(desk: Desk) -> None:
    """A command addressed to another bot says nothing to us, and is counted."""
    assert desk.read(people.says(desk.world, GROUP, LAN, "/viec@other_bot")) is None
    assert desk.channel.ignored == {"message": 1}


def test_mention_in_a_group(desk: Desk) -> None:
    """The bot's own name is no part of the words."""
    message = desk.does(people.says, GROUP, "@tiendo_test_bot tiến độ Cao Lâu")
    assert (message.text, message.group, message.sender.chat, message.person) == ("tiến độ Cao Lâu", True, str(GROUP), str(LAN))


def test_tap(desk: Desk) -> None:
    """A tap carries the choice's value, the message it was pressed on and the query to acknowledge."""
    number = desk.bot_says(reply_markup={"inline_keyboard": [[{"text": "Xong", "callback_data": "done 27"}]]})
    message = desk.does(people.taps, LAN, "Xong")
    assert (message.choice, message.pressed_on, message.text) == ("done 27", f"{LAN}:{number}", "")
    assert message.callback in desk.world.callbacks


def test_tap_on_an_old_message(desk: Desk) -> None:
    """A tap on a message that Telegram no longer shows us still says what was chosen and where."""
    number = desk.bot_says(reply_markup={"inline_keyboard": [[{"text": "Xong", "callback_data": "done 27"}]]})
    update = people.taps(desk.world, LAN, LAN, "Xong")
    update["callback_query"]["message"] = {"chat": desk.world.chats[LAN], "message_id": number, "date": 0}
    message = desk.read(update)
    assert message is not None
    assert (message.choice, message.pressed_on) == ("done 27", f"{LAN}:{number}")


def test_reply(desk: Desk) -> None:
    """A reply names the message that it answers."""
    number = desk.bot_says()
    assert desk.does(people.says, LAN, "xong rồi", reply_to=number).reply_to == f"{LAN}:{number}"


def test_topic(desk: Desk) -> None:
    """A message of a topic comes from that topic, and answers nothing unless it does."""
    root = desk.bot_says(FORUM, forum_topic_created={"name": "Đường", "icon_color": 0})
    message = desk.does(people.says, FORUM, "xong", thread=7, reply_to=root)
    assert (message.sender, message.reply_to) == (Address("telegram", str(FORUM), "7"), None)


def test_thread_outside_a_forum(desk: Desk) -> None:
    """Replies in a plain group carry a thread number that is no address."""
    assert desk.does(people.says, GROUP, "xong", message_thread_id=3).sender == Address("telegram", str(GROUP))


def test_photo(desk: Desk) -> None:
    """Of a photo the largest size is kept, with its caption and album."""
    message = desk.does(people.attaches, LAN, "a.jpg", b"x" * 500, kind="photo", caption="#27 xong", album="9")
    assert (message.text, message.album) == ("#27 xong", "9")
    (file,) = message.files
    assert (file.kind, file.mime, file.size) == ("photo", "image/jpeg", 500)


def test_document(desk: Desk) -> None:
    """A document keeps its name and kind."""
    (file,) = desk.does(people.attaches, LAN, "BC 324.pdf", b"%PDF").files
    assert file == InFile(file.handle, "BC 324.pdf", "application/octet-stream", 4, "document")


def test_contact(desk: Desk) -> None:
    """A shared number is the sender's own only if its user is the sender."""
    assert desk.does(people.contact, LAN, "+84912345678").contact == Contact("+84912345678", own=True)
    assert desk.does(people.contact, LAN, "+84912345678", owner=102).contact == Contact("+84912345678", own=False)


def test_location(desk: Desk) -> None:
    """A place is latitude and longitude; a live one that moves is not told again."""
    assert desk.does(people.location, LAN, 21.8, 106.7).location == (21.8, 106.7)
    moved = desk.world.compose(LAN, desk.world.people[LAN], {"location": {"latitude": 21.9, "longitude": 106.7}})
    assert desk.read(desk.world.update(edited_message=moved)) is None


def test_edited_message_is_a_correction(desk: Desk) -> None:
    """An edited message comes again with its new words under a new id."""
    first = people.says(desk.world, LAN, LAN, "#27 xong")
    message = desk.does(people.edits, LAN, first["message"]["message_id"], "#27 được 70%")
    assert message.text == "#27 được 70%"
    assert message.external_id != str(first["update_id"])


@pytest.mark.parametrize(
    ("chat", "old", "new", "notice"),
    [
        (LAN, "member", "kicked", "blocked"),
        (LAN, "kicked", "member", "unblocked"),
        (GROUP, "left", "member", "added"),
        (GROUP, "member", "kicked", "removed"),
        (GROUP, "member", "left", "removed"),
    ],
)
def test_standing(desk: Desk, chat: int, old: str, new: str, notice: str) -> None:
    """Being blocked, let in or thrown out is a notice."""
    message = desk.does(people.membership, chat, old, new)
    assert (message.notice, message.sender.chat, message.text) == (notice, str(chat), "")


def test_group_becomes_supergroup(desk: Desk) -> None:
    """The old group's last message says where it went; the new one's first says nothing more."""
    people.migrates(desk.world, GROUP, -1005001, LAN)
    told = [desk.read(update) for update in desk.world.updates]
    assert [(message.sender.chat, message.notice) for message in told if message] == [(str(GROUP), "migrated:-1005001")]


def test_sticker(desk: Desk) -> None:
    """What can't be understood is a notice in private, so that it gets an answer, and nothing in a group."""
    sticker = {"file_id": "s", "file_unique_id": "u", "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}
    for body, notice in (({"dice": {"emoji": "🎲", "value": 3}}, "unsupported"), ({"sticker": sticker}, "unsupported:sticker")):
        message = desk.read(desk.world.update(message=desk.world.compose(LAN, desk.world.people[LAN], body)))
        assert message is not None
        assert message.notice == notice
        assert desk.read(desk.world.update(message=desk.world.compose(GROUP, desk.world.people[LAN], body))) is None


def test_anonymous_administrator(desk: Desk) -> None:
    """An anonymous administrator is the group itself, which is nobody we know; another bot is not heard at all."""
    bot = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    anonymous = desk.world.compose(GROUP, bot, {"text": "xong", "sender_chat": desk.world.chats[GROUP]})
    message = desk.read(desk.world.update(message=anonymous))
    assert message is not None
    assert message.person == str(GROUP)
    assert desk.read(desk.world.update(message=desk.world.compose(GROUP, bot, {"text": "xong"}))) is None


@pytest.mark.parametrize(
    "content", [{"poll": {"id": "1"}}, {"message": {"text": "half"}}, {"callback_query": 5}, {"something_new": {}}, {}]
)
def test_unknown_or_broken_updates(desk: Desk, content: dict[str, Any]) -> None:
    """An update of a new kind, or a broken one, is counted and stops nothing."""
    assert desk.read({"update_id": 1, **content}) is None
    assert sum(desk.channel.ignored.values()) == 1


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [
        ("callback_query", ("data",), []),
        ("callback_query", ("from", "language_code"), 5),
        ("message", ("document", "file_name"), {"a": 1}),
        ("message", ("document", "file_size"), "many"),
        ("message", ("location", "latitude"), "north"),
    ],
)
def test_parts_of_a_wrong_type(desk: Desk, kind: str, path: tuple[str, ...], value: object) -> None:
    """A list where words should be, words where a number should: the update is counted, and no further part of the house sees it."""
    update = json.loads(json.dumps(TAP if kind == "callback_query" else UPDATE))
    assert desk.read(update) is not None
    place = update[kind]
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    assert desk.read(update) is None


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"update_id": "1"}', b"\xff"])
def test_no_update_at_all(desk: Desk, content: bytes) -> None:
    """Bytes that are no update are refused as a value error."""
    with pytest.raises(ValueError):
        desk.channel.incoming(content)

"""What an Official Account's webhook delivers becomes messages: taps, words, files, places, phone numbers, comings and goings."""

from datetime import UTC, datetime
from typing import Any

from bot.channels.zalo_oa_inbound import incoming, is_fresh
from storage.messages import Contact
from tests.zalo_oa_server import OaServer

NOW = datetime(2024, 3, 18, 2, 0, tzinfo=UTC)


def event(name: str, **fields: Any) -> dict[str, Any]:
    return OaServer().event(name, "lan", NOW.timestamp(), **fields)


def test_taps_and_words() -> None:
    """A tap is a choice, also wrapped in JSON text; an officer's own "#27 xong" and other JSON are words."""
    said = ("#~report:27:done", '{"content": "#~report:27:done"}', "#27 xong", '{"a": 1}', "{")
    read = [incoming(event("user_send_text", message={"text": text})) for text in said]
    assert [(one.text, one.choice) for one in read if one is not None] == [
        ("", "report:27:done"),
        ("", "report:27:done"),
        ("#27 xong", None),
        ('{"a": 1}', None),
        ("{", None),
    ]


def test_everything_else_that_comes() -> None:
    """Files, places, phone numbers, comings and goings are understood; receipts and unknown names say nothing."""
    photo = {"attachments": [{"type": "image", "payload": {"url": "https://a.example/1.jpg"}}]}
    file = {"attachments": [{"type": "file", "payload": {"url": "https://a.example/2", "name": "a.docx", "size": "20", "type": "docx"}}]}
    place = {"attachments": [{"type": "location", "payload": {"coordinates": {"latitude": "21.85", "longitude": "106.76"}}}]}
    read = {
        name: incoming(event(name, **fields))
        for name, fields in (
            ("user_send_image", {"message": photo}),
            ("user_send_file", {"message": file}),
            ("user_send_location", {"message": place}),
            ("user_submit_info", {"info": {"name": "Lan", "phone": "84912345678"}}),
            ("user_send_audio", {}),
            ("unfollow", {"sender": {}, "follower": {"id": "lan"}}),
            ("follow", {"sender": {}, "follower": {"id": "lan"}}),
        )
    }
    assert all(one is not None and one.person == "lan" for one in read.values())
    found = {name: one for name, one in read.items() if one is not None}
    assert found["user_send_image"].files[0].kind == "photo"
    assert (found["user_send_file"].files[0].name, found["user_send_file"].files[0].size) == ("a.docx", 20)
    assert found["user_send_location"].location == (21.85, 106.76)
    assert found["user_submit_info"].contact == Contact("84912345678", own=True)
    assert (found["user_send_audio"].notice, found["unfollow"].notice, found["follow"].text) == ("unsupported:voice", "blocked", "/start")
    silent = ("user_received_message", "user_seen_message", "oa_send_text", "something_new")
    assert [incoming(event(name)) for name in silent] == [None] * 4
    assert incoming({"event_name": "user_send_text"}) is None


def test_hostile_parts_leave_the_rest_readable() -> None:
    """Braces a hundred thousand deep are words; a size that is no number, or has thousands of digits, is no size."""
    deep = incoming(event("user_send_text", message={"text": '{"a":' * 100_000}))
    assert deep is not None
    assert len(deep.text) == 500_000
    for size in ("²", "9" * 5000, "-1", ""):
        payload = {"url": "https://a.example/2", "name": "a.docx", "size": size}
        sent = incoming(event("user_send_file", message={"attachments": [{"type": "file", "payload": payload}]}))
        assert sent is not None
        assert sent.files[0].size is None


def test_a_hostile_timestamp_is_not_fresh() -> None:
    """Neither a raised digit nor thousands of digits."""
    assert [is_fresh(stamp, NOW.timestamp()) for stamp in ("²", "9" * 5000, "", str(int(NOW.timestamp() * 1000)))] == [False] * 3 + [True]

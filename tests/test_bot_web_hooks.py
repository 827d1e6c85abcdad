"""Floods at the webhooks: forged deliveries from one address are refused unread, and genuine ones never."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.channels.telegram import Telegram
from bot.channels.zalo import Zalo
from bot.channels.zalo_oa import ZaloOa
from bot.settings import Settings
from bot.web.hooks import MAX_UPDATE_BYTES, hook_routes
from bot.web.limits import MOST, address_of
from storage.messages import Channel, Incoming
from tests.asgi import knock

SECRET = "s3cret-s3cret"
PIECE = 65536
NOW = datetime(2024, 3, 18, 2, 0, tzinfo=UTC)
HEADERS = {"/telegram/webhook": "X-Telegram-Bot-Api-Secret-Token", "/zalo/webhook": "X-Bot-Api-Secret-Token"}
SAID = {
    "message_id": 1,
    "date": 1,
    "text": "hi",
    "chat": {"id": 4, "type": "private"},
    "from": {"id": 4, "is_bot": False, "first_name": "L"},
}
BODIES = {"/telegram/webhook": json.dumps({"update_id": 9, "message": SAID}).encode(), "/zalo/webhook": b""}


class Door:
    """The webhooks of an office with all three services, and a clock for their limit."""

    def __init__(self, folder: Path) -> None:
        account = ZaloOa("42", "app-secret", folder, None, lambda: NOW, webhook_secret=SECRET)  # type: ignore[arg-type]
        self.channels: Mapping[str, Channel] = {"telegram": Telegram("1:x", folder), "zalo": Zalo("1:x", folder), "zalo_oa": account}
        self.received: list[Incoming] = []
        self.now_s = 0.0
        settings = Settings(public_url="https://bot.example", webhook_secret=SecretStr(SECRET))
        self.app = Starlette(routes=hook_routes(settings, self, lambda: self.now_s))
        self.read = 0
        self.closes = False

    async def receive(self, message: Incoming) -> None:
        self.received.append(message)

    def post(self, path: str, headers: Mapping[str, str], body: bytes = b"{}", address: str = "198.51.100.7") -> int:
        """One delivery; the status. `read` counts the bytes that were taken of its body."""
        pieces = [body[start : start + PIECE] for start in range(0, len(body), PIECE)]
        answer = knock(self.app, "POST", path, headers, pieces, address=address)
        self.read += answer.read
        self.closes = answer.closes
        return answer.status

    def signed(self, event: dict[str, Any], secret: str = SECRET, address: str = "198.51.100.7") -> int:
        """An Official Account's event, signed with some secret."""
        body = json.dumps(event).encode()
        mac = hashlib.sha256(b"42" + body + str(event.get("timestamp", "")).encode() + secret.encode()).hexdigest()
        return self.post("/zalo/oa/webhook", {"X-ZEvent-Signature": f"mac={mac}"}, body, address)


@pytest.fixture
def door(tmp_path: Path) -> Door:
    """Nobody has knocked yet."""
    return Door(tmp_path)


@pytest.mark.parametrize("path", HEADERS)
def test_wrong_secrets_are_403_unread_however_many(door: Door, path: str) -> None:
    """No byte is read and the connection ends, at the first and at the last of a flood."""
    wrong = {HEADERS[path]: "wrong"}
    assert door.post(path, wrong) == 403
    assert door.closes
    assert {door.post(path, wrong) for _ in range(MOST + 2)} == {403}
    assert door.closes
    assert door.read == 0


@pytest.mark.parametrize("path", HEADERS)
def test_the_right_secret_is_never_limited(door: Door, path: str) -> None:
    """Not by a flood that comes from the same address, as behind a proxy that does not say whose it is, nor by its own number."""
    for _ in range(MOST + 1):
        door.post(path, {HEADERS[path]: "wrong"})
    right = {HEADERS[path]: SECRET}
    assert {door.post(path, right, BODIES[path]) for _ in range(2 * MOST)} == {200}


def test_forged_signatures_from_one_address_are_no_longer_read(door: Door) -> None:
    """Sixty are read to tell that they are forged, further ones are not; another address's genuine event is taken."""
    assert [door.signed({}, "wrong") for _ in range(MOST)] == [403] * MOST
    before = door.read
    assert [door.signed({}, "wrong") for _ in range(2)] == [403] * 2
    assert door.read == before
    assert door.signed({"timestamp": "1"}, address="198.51.100.8") == 200
    door.now_s = 61
    assert door.signed({}, "wrong") == 403
    assert door.read > before, "the next minute begins anew"


def test_an_address_that_signed_rightly_stays_heard(door: Door) -> None:
    """Zalo behind a proxy that does not say whose a request is: a flood in its name does not shut it out."""
    assert door.signed({"timestamp": "1"}) == 200
    assert [door.signed({}, "wrong") for _ in range(MOST + 1)][-1] == 403
    assert door.signed({"timestamp": "2"}) == 200


@pytest.mark.parametrize("path", [*HEADERS, "/zalo/oa/webhook"])
@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"a":' * 100_000, b"\xff", b"{"])
def test_bodies_that_no_service_writes_are_400(door: Door, path: str, body: bytes) -> None:
    """Nested a hundred thousand deep, no text, no JSON: refused, never an error of ours."""
    header = HEADERS.get(path, "X-ZEvent-Signature")
    assert door.post(path, {header: SECRET}, body) == 400
    assert door.received == []


def test_no_more_than_a_megabyte_is_read(door: Door) -> None:
    """Of a hundred megabytes with a signature that nobody has checked yet, or with the right secret."""
    for path, headers in (
        ("/zalo/oa/webhook", {"X-ZEvent-Signature": "mac=1"}),
        ("/telegram/webhook", {HEADERS["/telegram/webhook"]: SECRET}),
    ):
        door.read = 0
        assert door.post(path, headers, b" " * 10_000_000) == 413
        assert door.read <= MAX_UPDATE_BYTES + PIECE
        assert door.closes


@pytest.mark.parametrize(
    ("client", "expected"),
    [
        (("198.51.100.7", 1), "198.51.100.7"),
        (("2001:db8::1", 1), "2001:db8::/64"),
        (("2001:db8::ffff:2", 1), "2001:db8::/64"),
        (("2001:db8:0:1::1", 1), "2001:db8:0:1::/64"),
        (("::ffff:198.51.100.7", 1), "198.51.100.7"),
        (("x" * 5000, 1), ""),
        (None, ""),
    ],
)
def test_one_machine_is_one_address(client: tuple[str, int] | None, expected: str) -> None:
    """An IPv6 network of 64 bits counts as one; what is no address takes no room."""
    assert address_of({"client": client}) == expected

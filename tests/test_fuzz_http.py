"""The web server's doors with raw bodies: forms cut off and garbled, deliveries of the chat services with anything in them."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from sqlmodel import select
from starlette.applications import Starlette

from bot.channels.telegram import Telegram
from bot.channels.zalo import Zalo
from bot.channels.zalo_oa import ZaloOa
from bot.inbox import receive
from bot.settings import Settings
from bot.web.hooks import hook_routes
from storage import people
from storage.db import transaction
from storage.messages import Address, Channel, Incoming
from storage.models import Person
from tests.asgi import knock
from tests.fuzzing import ACCOUNT, FEW, JSON, NAMES, TAP, UPDATE, ZALO, mutated
from tests.house import House
from tests.links_office import Desk

SECRET = "s3cret-s3cret"
BOUNDARY = b"----tiendo"
FIELDS = st.sampled_from(["files", "camera", "note", "id", "", "files\0", 'a"b']) | st.text(max_size=10)
TYPES = st.sampled_from(
    [
        "multipart/form-data; boundary=----tiendo",
        "multipart/form-data; boundary=other",
        "multipart/form-data",
        "multipart/form-data; boundary=" + "x" * 300,
        "multipart/form-data; boundary=----tiendo; charset=nonsense",
        "application/x-www-form-urlencoded",
        "text/plain",
        "",
    ]
)


@st.composite
def forms(draw: st.DrawFn) -> bytes:
    """A form as a browser writes it, with any names and contents; at times cut off, with a byte changed, or doubled."""
    body = b""
    for _ in range(draw(st.integers(0, 4))):
        name, file = draw(FIELDS), draw(st.none() | NAMES)
        head = f'Content-Disposition: form-data; name="{name}"' + (f'; filename="{file}"' if file is not None else "")
        kind = draw(st.sampled_from(["", "\r\nContent-Type: text/plain; charset=x", "\r\nContent-Type: \0", "\r\nno colon"]))
        body += (
            b"--" + BOUNDARY + b"\r\n" + (head + kind).encode("utf-8", "replace") + b"\r\n\r\n" + draw(st.binary(max_size=200)) + b"\r\n"
        )
    body += b"--" + BOUNDARY + b"--\r\n"
    cut, place, what = draw(st.integers(0, len(body))), draw(st.integers(0, len(body) - 1)), draw(st.integers(0, 4))
    if what == 0:
        return body[:cut]
    if what == 1:
        return body[:place] + draw(st.binary(min_size=1, max_size=3)) + body[place + 1 :]
    return body * 2 if what == 2 else body


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One office for all examples."""
    built = Desk(tmp_path_factory.mktemp("desk"))
    yield built
    built.stage.engine.dispose()


@pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.Spooled:ResourceWarning")  # the library's, of a part without an end
@settings(FEW, max_examples=100)
@given(forms() | st.binary(max_size=300), TYPES, st.booleans(), st.integers(1, 400))
@example(b"--" + BOUNDARY, "multipart/form-data; boundary=----tiendo", True, 1)
def test_any_form_is_taken_or_refused(desk: Desk, body: bytes, kind: str, hang_up: bool, piece: int) -> None:
    """An upload page's form in any shape, whole or broken off: a page or a refusal, and files only under names of our own."""
    desk.stage.now += timedelta(seconds=1)  # another link: one may be used thirty times
    before = len(desk.received)
    pieces = [body[start : start + piece] for start in range(0, len(body), piece)]
    who = f"10.0.{desk.stage.now.minute}.{desk.stage.now.second}"
    answer = knock(desk.app, "POST", desk.upload_path(), {"Content-Type": kind}, pieces, hang_up=hang_up, address=who)
    assert answer.status in (200, 400)
    assert len(desk.received) - before == (answer.status == 200)
    for made in (desk.folder / "uploads").rglob("*"):
        assert made.is_dir() or set(made.name) <= set("0123456789abcdef")


class Office:
    """An office whose store takes in whatever its webhooks let through; Mai is linked on all three services."""

    def __init__(self, folder: Path) -> None:
        self.house = House(folder)
        self.house.in_force()
        account = ZaloOa("42", "app-secret", folder, None, lambda: datetime(2024, 3, 18, 1, tzinfo=UTC), webhook_secret=SECRET)  # type: ignore[arg-type]
        self.channels: Mapping[str, Channel] = {"telegram": Telegram("1:x", folder), "zalo": Zalo("1:x", folder), "zalo_oa": account}
        self.app = Starlette(routes=hook_routes(Settings(public_url="https://bot.example", webhook_secret=SecretStr(SECRET)), self))
        self.taken = 0
        self.numbers = count(1)
        with transaction(self.house.engine) as session:
            mai = session.exec(select(Person).where(Person.name == "Mai")).one()
            for channel, chat in (("telegram", "202"), ("zalo", "mai"), ("zalo_oa", "mai")):
                people.own_address(session, Address(channel, chat)).person_id = mai.id

    async def receive(self, message: Incoming) -> None:
        self.taken += receive(self.house.engine, self.house.office, message, self.house.now.astimezone(UTC))
        self.house.now += timedelta(minutes=1)

    def post(self, path: str, header: str, value: str, body: bytes) -> int:
        """A delivery, cut in two on its way; nobody is limited."""
        return knock(self.app, "POST", path, {header: value}, [body[:7], body[7:]], address=f"10.1.{next(self.numbers) % 250}.1").status

    def renumbered(self, body: bytes) -> bytes:
        """The update as one that was not delivered before, where its id is still one."""
        for old in (b'"update_id": 5', b'"message_id": "m1"', b'"msg_id": "m1"'):
            body = body.replace(old, old.rstrip(b'"') + str(next(self.numbers)).encode() + old[len(old.rstrip(b'"')) :])
        return body

    def signed(self, body: bytes) -> int:
        """Delivered as Zalo would sign it."""
        try:
            event = json.loads(body)
        except ValueError:
            event = None
        timestamp = str(event.get("timestamp") or "") if isinstance(event, dict) else ""
        mac = hashlib.sha256(b"42" + body + timestamp.encode("utf-8", "replace") + SECRET.encode()).hexdigest()
        return self.post("/zalo/oa/webhook", "X-ZEvent-Signature", f"mac={mac}", body)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One office for all examples: what one leaves behind must not harm the next."""
    built = Office(tmp_path_factory.mktemp("office"))
    yield built
    built.house.close()


def anything(original: dict[str, Any]) -> st.SearchStrategy[bytes]:
    """A service's real update with anything in it, any JSON, any bytes."""
    return mutated(original) | JSON.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=200)


@settings(FEW, max_examples=100)
@given(anything(UPDATE) | mutated(TAP), anything(ZALO), anything(ACCOUNT))
def test_any_delivery_is_taken_or_refused(
    office: Office, caplog: pytest.LogCaptureFixture, telegram: bytes, zalo: bytes, account: bytes
) -> None:
    """With the right secret, through to the store: 200 or 400, and no answer fails."""
    assert office.post("/telegram/webhook", "X-Telegram-Bot-Api-Secret-Token", SECRET, office.renumbered(telegram)) in (200, 400)
    assert office.post("/zalo/webhook", "X-Bot-Api-Secret-Token", SECRET, office.renumbered(zalo)) in (200, 400)
    assert office.signed(office.renumbered(account)) in (200, 400)
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []


def test_the_real_updates_are_taken(office: Office) -> None:
    """What the fuzzing starts from gets through to the store, so that it does not stop at the first door."""
    before = office.taken
    message, tap, zalo, account = (office.renumbered(json.dumps(update).encode()) for update in (UPDATE, TAP, ZALO, ACCOUNT))
    for update in (message, tap):
        assert office.post("/telegram/webhook", "X-Telegram-Bot-Api-Secret-Token", SECRET, update) == 200
    assert office.post("/zalo/webhook", "X-Bot-Api-Secret-Token", SECRET, zalo) == 200
    assert office.signed(account) == 200
    assert office.taken == before + 4

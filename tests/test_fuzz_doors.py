"""Every inbound door with things that nobody should send: each gets an answer or a refusal, nothing raises, nobody reads an apology."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.telegram import Telegram
from bot.channels.web import Web
from bot.channels.zalo import Zalo
from bot.channels.zalo_files import keep
from bot.commands.failing import CommandError
from bot.commands.roster_file import read_roster
from directives.model import Roster, UnreadableError
from directives.parse import parse
from handlers.understanding.values import FORMS
from storage import evidence, files
from storage.messages import Incoming, InFile, plain
from tests.house import House

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
SIGNS = st.text(st.characters(), max_size=200)
PHRASES = (
    "#1",
    "được 70%",
    "xong",
    "gia hạn",
    "đến 31/2/2024",
    "tiến độ",
    "=HYPERLINK(1)",
    "<b>",
    "\0",
    "/huy",
    "9" * 30,
    "٣",
    "vướng",
    "1.",
)
WORDS = st.lists(st.sampled_from(PHRASES) | SIGNS, max_size=6).map(" ".join)
VALUES = st.builds(lambda form, rest: f"{form.verb} {rest}".strip(), st.sampled_from(FORMS), st.text(max_size=40)) | SIGNS
HOSTILE = (
    "../../x",
    "/etc/passwd",
    "a\0b",
    "x" * 5000,
    "C:\\Windows\\x.docx",
    "..\\..\\x",
    "",
    ".",
    "..",
    "con",
    "a/../../b.pdf",
    "%2e%2e/x",
)
NAMES = st.sampled_from(HOSTILE) | SIGNS
APOLOGY = "Hệ thống gặp lỗi"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One house for all examples: what one leaves behind must not harm the next."""
    built = House(tmp_path_factory.mktemp("house"))
    built.in_force()
    yield built
    built.close()


def answered(house: House, name: str, **what: Any) -> None:
    house.now += timedelta(minutes=2)  # nobody floods here
    replies = house.hears(Incoming(house.address(name), f"f{next(house._numbers)}", name, person_name=name, **what))
    said = "\n".join(plain(reply.text) for reply in replies)
    assert replies, f"no answer to {what}"
    assert APOLOGY not in said


@FEW
@given(st.sampled_from(["Mai", "Bình", "Hà", "Lạ"]), WORDS)
def test_any_words_get_an_answer(house: House, caplog: pytest.LogCaptureFixture, name: str, text: str) -> None:
    """Whatever somebody types, in any role and with any question open."""
    answered(house, name, text=text or "x")
    assert "answering" not in caplog.text


@FEW
@given(st.sampled_from(["Mai", "Bình", "Hà"]), VALUES)
def test_any_button_gets_an_answer(house: House, caplog: pytest.LogCaptureFixture, name: str, value: str) -> None:
    """Forged, damaged and old values of buttons, with a question open or not."""
    answered(house, name, choice=value)
    assert "answering" not in caplog.text


@FEW
@given(st.sampled_from(["Mai", "Bình"]), NAMES, st.binary(max_size=300))
def test_any_upload_gets_an_answer_and_no_name_becomes_a_path(house: House, name: str, file: str, content: bytes) -> None:
    """Letters and evidence under hostile names: whatever is kept lies under its hash within the data folder."""
    house.channel.files["h"] = content
    answered(house, name, files=(InFile("h", file, "", len(content)),))
    kept = [
        path
        for path in house.office.data_dir.rglob("*")
        if path.is_file() and path.name not in ("house.db", "house.db-wal", "house.db-shm")
    ]
    assert all(set(path.stem) <= set("0123456789abcdef") for path in kept)


@FEW
@given(NAMES, st.binary(max_size=100))
def test_no_file_name_reaches_the_disk(tmp_path: Path, name: str, content: bytes) -> None:
    """Uploads by link, kept evidence and the web chat's files lie inside their folder, under names of our own."""
    web = Web(tmp_path / "web", lambda: datetime(2024, 3, 18, tzinfo=UTC))
    web.keep(f"{name}/0", content, name, "text/plain")
    keep(tmp_path / "link", f"{name}/0", content, name, "text/plain")
    path = files.keep(tmp_path / "own", "evidence", content)
    assert not PurePosixPath(path).is_absolute()
    evidence.mime_of(content, name)
    for made in tmp_path.rglob("*"):
        assert made.resolve().is_relative_to(tmp_path.resolve())
        assert made.is_dir() or set(made.stem) <= set("0123456789abcdef")


UPDATE: dict[str, Any] = {
    "update_id": 5,
    "message": {
        "message_id": 7,
        "date": 1710723600,
        "text": "xong rồi",
        "chat": {"id": 202, "type": "private", "first_name": "Mai"},
        "from": {"id": 202, "is_bot": False, "first_name": "Mai", "language_code": "vi"},
        "document": {"file_id": "d", "file_unique_id": "u", "file_name": "a.pdf", "file_size": 3},
        "entities": [{"type": "bold", "offset": 0, "length": 4}],
        "reply_to_message": {"message_id": 6, "date": 1, "chat": {"id": 202, "type": "private"}, "text": "x"},
        "location": {"latitude": 21.8, "longitude": 106.7},
        "contact": {"phone_number": "0912345678", "first_name": "Mai", "user_id": 202},
    },
    "callback_query": {"id": "q", "from": {"id": 202, "is_bot": False, "first_name": "Mai"}, "chat_instance": "c", "data": "done 1"},
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | SIGNS, lambda inner: st.lists(inner, max_size=2)
)


@st.composite
def mutated(draw: st.DrawFn, original: dict[str, Any]) -> bytes:
    """A real update with some of its parts taken away or replaced by anything."""
    update = json.loads(json.dumps(original))
    if draw(st.booleans()):
        del update["callback_query"]
    for _ in range(draw(st.integers(0, 4))):
        place = update
        while True:
            key = draw(st.sampled_from(sorted(place)))
            if not isinstance(place[key], dict) or not place[key] or draw(st.integers(0, 3)) == 0:
                break
            place = place[key]
        if draw(st.booleans()) or not place:
            place[key] = draw(JSON)
        else:
            del place[key]
        if not update:
            break
    return json.dumps(update).encode()


def opened(channel: Telegram | Zalo, body: bytes) -> None:
    try:
        channel.incoming(body)
    except ValueError:
        return  # the web server answers 400


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(mutated(UPDATE) | st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_body_of_a_webhook_is_read_or_refused(tmp_path: Path, body: bytes) -> None:
    """Telegram's updates changed anywhere, plain bytes and any JSON; Zalo's door takes the same."""
    opened(Telegram("1:x", tmp_path), body)
    opened(Zalo("1:x", tmp_path), body)


@FEW
@given(NAMES | st.sampled_from(["a.docx", "a.pdf", "a.txt", "a.png", "a.doc"]), st.binary(max_size=400) | WORDS.map(str.encode))
def test_any_import_is_read_or_refused(name: str, content: bytes) -> None:
    """The one door of letters: a directive, or one of its own refusals."""
    with suppress(UnreadableError):
        parse(name, content, Roster())


@FEW
@given(st.binary(max_size=300) | st.lists(st.lists(SIGNS, max_size=6).map(",".join), max_size=5).map("\n".join).map(str.encode))
def test_any_roster_is_read_or_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    """A broken .csv or .xlsx is a CommandError, never anything else."""
    for ending in (".csv", ".xlsx"):
        file = tmp_path / f"roster{ending}"
        file.write_bytes(content if ending == ".xlsx" else b"name,kind,parent,aliases,members\n" + content)
        with suppress(CommandError):
            read_roster(file)

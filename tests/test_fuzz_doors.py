"""Every inbound door with things that nobody should send: each gets an answer or a refusal, nothing raises, nobody reads an apology."""

import csv
import io
import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from bot.channels.telegram import Telegram
from bot.channels.web import Web
from bot.channels.zalo import Zalo
from bot.channels.zalo_files import keep
from bot.commands.failing import CommandError
from bot.commands.roster_file import problem, read_roster
from directives.model import Roster, UnreadableError
from directives.parse import parse
from handlers.understanding.values import FORMS
from storage import evidence, files
from storage.db import transaction
from storage.messages import Incoming, InFile, plain
from storage.roster import RosterError, import_roster
from tests.fuzzing import FEW, JSON, NAMES, SIGNS, TAP, UPDATE, ZALO, mutated
from tests.house import House

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
    data = house.office.data_dir
    kept = [path.relative_to(data) for path in data.rglob("*") if path.is_file()]
    ours = ("digests", "exports")  # a tapped button may have made one, under a name of our own
    named = [path for path in kept if path.parts[0] not in ours and not path.name.startswith("house.db")]
    assert [path for path in named if not set(path.stem) <= set("0123456789abcdef")] == []


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


def opened(channel: Telegram | Zalo, body: bytes) -> None:
    try:
        channel.incoming(body)
    except ValueError:
        return  # the web server answers 400


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(mutated(UPDATE) | mutated(TAP) | mutated(ZALO) | st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_body_of_a_webhook_is_read_or_refused(tmp_path: Path, body: bytes) -> None:
    """Telegram's and Zalo's updates changed anywhere, plain bytes and any JSON, at either door."""
    opened(Telegram("1:x", tmp_path), body)
    opened(Zalo("1:x", tmp_path), body)


def encoded(text: str) -> bytes:
    """As a careless program writes it, halves of a pair and all."""
    return text.encode("utf-8", "surrogatepass")


@FEW
@given(NAMES | st.sampled_from(["a.docx", "a.pdf", "a.txt", "a.png", "a.doc"]), st.binary(max_size=400) | WORDS.map(encoded))
def test_any_import_is_read_or_refused(name: str, content: bytes) -> None:
    """The one door of letters: a directive, or one of its own refusals."""
    with suppress(UnreadableError):
        parse(name, content, Roster())


HEADS = ("name", "kind", "parent", "aliases", "members")
CELLS = st.sampled_from(["UBND xã Cao Lâu", "xã", "huyện", "group", "UBND huyện Cao Lộc", "a;b;a", ";", "", " "]) | SIGNS
ROWS = st.lists(st.lists(CELLS, max_size=6), max_size=5)


def storable(text: str) -> str:
    """Without what no program could have saved in a workbook: XML's forbidden signs and halves of a pair."""
    return ILLEGAL_CHARACTERS_RE.sub("", text).encode("utf-8", "ignore").decode()


TYPED = st.lists(st.lists(CELLS.map(storable) | st.none() | st.floats() | st.booleans() | st.dates(), max_size=6))


def csv_of(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([HEADS, *rows])
    return out.getvalue().encode("utf-8", "replace")


def xlsx_of(rows: list[list[Any]]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in (HEADS, *rows):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(out)
    return out.getvalue()


def imported(house: House, file: Path) -> None:
    """Reads a roster and takes it into the store, or is told in a sentence why not."""
    try:
        with transaction(house.engine) as session:
            import_roster(session, read_roster(file))
    except CommandError:
        return
    except RosterError as error:
        problem(file.name, error)  # raises where a code has no sentence


@FEW
@given(ROWS.map(csv_of) | st.binary(max_size=300).map(lambda junk: b"name,kind\n" + junk) | st.binary(max_size=300))
def test_any_roster_is_imported_or_refused_in_a_sentence(house: House, tmp_path: Path, content: bytes) -> None:
    """Rows of any cells, and plain bytes: whatever is read goes on into the store."""
    file = tmp_path / "roster.csv"
    file.write_bytes(content)
    imported(house, file)


@FEW
@given(TYPED.map(xlsx_of), st.none() | st.tuples(st.integers(0, 6000), st.binary(max_size=20)))
def test_any_spreadsheet_of_units_is_imported_or_refused(
    house: House, tmp_path: Path, content: bytes, damage: tuple[int, bytes] | None
) -> None:
    """Cells of any type, whole or with bytes overwritten anywhere."""
    data, (place, junk) = bytearray(content), damage or (0, b"")
    data[place : place + len(junk)] = junk
    file = tmp_path / "roster.xlsx"
    file.write_bytes(bytes(data))
    imported(house, file)

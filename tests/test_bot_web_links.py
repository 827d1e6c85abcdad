"""Signed links: who may open them, until when, and what the pages behind them do."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot.channels.zalo_files import forget_old, keep
from bot.settings import Settings
from bot.web.links import MAX_FILES, link_routes
from bot.web.signing import DOWNLOAD, UPLOAD, Link, issue, key_of, opened, read, signed
from storage import people
from storage.messages import Abilities, Address, Incoming
from storage.models import Membership, Person
from tests.links_office import FILES, Desk

KEY = b"k" * 32


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A Monday morning."""
    return Desk(tmp_path)


def test_any_changed_sign_breaks_a_link(desk: Desk) -> None:
    """A token is read as it was signed; with any one sign changed, cut off or with another key it is nothing."""
    link = Link(DOWNLOAD, 7, 8, (desk.stage.now + timedelta(hours=1)).replace(microsecond=0), 9, 2)
    token = signed(KEY, link)
    assert read(KEY, token, desk.stage.now) == link
    for place, sign in enumerate(token[:-1]):
        forged = token[:place] + ("A" if sign != "A" else "B") + token[place + 1 :]
        assert read(KEY, forged, desk.stage.now) is None
    assert [read(KEY, bad, desk.stage.now) for bad in ("", "a", "ä", token[:-3], token + "A" * 40)] == [None] * 5
    assert read(b"x" * 32, token, desk.stage.now) is None


def test_links_run_out_and_die_with_the_role(desk: Desk) -> None:
    """A link is dead after its hour, when the role ended, when the chat is somebody else's, and for another purpose."""
    with desk.stage.store() as session:
        chat = desk.chat(session)
        token = issue(session, UPLOAD, chat, desk.stage.now, 24) or ""
        assert opened(session, token, UPLOAD, desk.stage.now + timedelta(hours=23)) is not None
        assert opened(session, token, UPLOAD, desk.stage.now + timedelta(hours=24)) is None
        assert opened(session, token, DOWNLOAD, desk.stage.now) is None
        chat.person_id = None
        session.flush()
        assert opened(session, token, UPLOAD, desk.stage.now) is None
        chat.person_id = desk.person
        session.exec(select(Membership)).one().until_at = desk.stage.now
        session.flush()
        assert opened(session, token, UPLOAD, desk.stage.now) is None
        assert issue(session, UPLOAD, chat, desk.stage.now, 24) is None


def test_a_leader_who_stays_as_officer_loses_the_leaders_links(desk: Desk) -> None:
    """Of somebody with several roles a link hangs on the one that sees most."""
    with desk.stage.store() as session:
        leading = Membership(person_id=desk.person, unit_id=desk.unit, role="leader", since_at=desk.stage.now)
        session.add(leading)
        session.flush()
        token = issue(session, DOWNLOAD, desk.chat(session), desk.stage.now, 24) or ""
        leading.until_at = desk.stage.now
        session.flush()
        assert opened(session, token, DOWNLOAD, desk.stage.now) is None


def test_the_key_stays(desk: Desk) -> None:
    """The store's key is made once and is no other setting."""
    with desk.stage.store() as session:
        first = key_of(session, desk.stage.now)
    with desk.stage.store() as session:
        assert key_of(session, desk.stage.now) == first
    assert len(first) == 32


def test_files_become_links(desk: Desk) -> None:
    """A digest on Zalo: the picture has a public address, the report a line with a link, and both can be fetched as they were sent."""
    message = desk.sent()
    assert [file.name for file in message.files] == ["tuần 12.png"]
    found = re.search(r"báo cáo\.docx: https://tiendo\.example(/d/\S+)", message.text)
    assert found is not None
    assert "25/3/2024" in message.text
    picture = desk.asks("GET", message.files[0].url)
    report = desk.asks("GET", found[1])
    assert (picture.content.decode(), report.content.decode()) == ("tuần 12.png", "báo cáo.docx")
    assert picture.headers["content-type"] == "image/png"
    assert picture.headers["content-disposition"].startswith("inline")
    assert report.headers["content-disposition"].startswith("attachment")
    assert report.headers["x-content-type-options"] == "nosniff"


def test_files_without_public_pages_are_named(desk: Desk) -> None:
    """Where no page is seen from outside, the files that cannot be sent are named plainly."""
    message = desk.sent(public_url=None)
    assert message.files == ()
    assert "tuần 12.png, báo cáo.docx" in message.text
    assert "http" not in message.text


def test_channel_that_carries_files_gets_them(desk: Desk) -> None:
    """On a channel that takes files nothing becomes a link; one that takes only some kinds gets links for the others."""
    assert desk.sent(abilities=Abilities()).files == FILES
    some = desk.sent(abilities=Abilities(file_endings=(".docx",), max_file_bytes=100))
    assert [file.name for file in some.files] == ["báo cáo.docx"]
    assert "tuần 12.png: https://" in some.text
    assert desk.sent(abilities=Abilities(max_file_bytes=3)).files == FILES[:1]


def test_download_that_is_gone(desk: Desk) -> None:
    """A deleted file is not found; a forged, expired or dead link is gone and says so in one and the same page."""
    url = desk.sent().files[0].url
    forged = url.replace("/d/", "/d/A")
    answers = {desk.asks("GET", forged).text}
    desk.stage.now += timedelta(hours=169)
    answers.add(desk.asks("GET", url).text)
    desk.stage.now -= timedelta(hours=169)
    assert len(answers) == 1
    assert "không còn dùng được" in answers.pop()
    (desk.folder / FILES[0].path).unlink()
    assert desk.asks("GET", url).status_code == 404


def test_upload_reaches_the_chat(desk: Desk) -> None:
    """Several files and a camera picture with a word arrive as one message of the chat's owner, named without their folders."""
    path = desk.upload_path()
    form = desk.asks("GET", path)
    assert form.headers["referrer-policy"] == "no-referrer"
    assert "<script" not in form.text
    given = re.search(r'name="id" value="([^"]+)"', form.text)
    assert given is not None
    files = [
        ("files", ("C:\\tai lieu\\Báo cáo.docx", b"PK", "application/octet-stream")),
        ("files", ("../../a.pdf", b"%PDF", "application/pdf")),
        ("camera", ("image.jpg", b"\xff\xd8", "image/jpeg")),
    ]
    for _ in range(2):
        answer = desk.asks("POST", path, data={"id": given[1], "note": " #27 xong "}, files=files)
        assert "Đã nhận 3 tệp" in answer.text
    first, second = desk.received
    assert first == second
    assert (first.sender, first.person, first.text) == (Address("memory", "mai"), "mai", "#27 xong")
    assert [(file.name, file.kind, file.size) for file in first.files] == [
        ("Báo cáo.docx", "document", 2),
        ("a.pdf", "document", 4),
        ("image.jpg", "photo", 2),
    ]


def test_upload_says_what_is_wrong(desk: Desk) -> None:
    """No file, or too many of them, is said on the page and nothing is received."""
    path = desk.upload_path()
    none = desk.asks("POST", path, data={"id": "a"}, files={"files": ("", b"")})
    assert (none.status_code, "ít nhất một tệp" in none.text) == (400, True)
    many = desk.asks("POST", path, files=[("files", (f"{number}.txt", b"a", "text/plain")) for number in range(MAX_FILES + 1)])
    assert (many.status_code, "thành nhiều lần" in many.text) == (400, True)
    assert desk.received == []


def test_upload_by_a_dead_link(desk: Desk) -> None:
    """A link whose owner lost the role takes nothing."""
    path = desk.upload_path()
    with desk.stage.store() as session:
        people.leave(session, session.get_one(Person, desk.person), desk.stage.now)
    assert desk.asks("GET", path).status_code == 410
    assert desk.asks("POST", path, files={"files": ("a.txt", b"a")}).status_code == 410
    assert desk.received == []


def test_upload_link_is_not_endless(desk: Desk) -> None:
    """A link that leaked cannot fill the disk: it is used so many times and no more."""
    path = desk.upload_path()
    codes = [desk.asks("POST", path, data={"id": f"f{number}"}, files={"files": ("a.txt", b"a")}).status_code for number in range(31)]
    assert codes == [200] * 30 + [410]


def test_uploads_are_forgotten_after_a_week(desk: Desk) -> None:
    """An upload is there for six days and gone after eight."""
    file = keep(desk.folder, "key", b"PK", "a.docx", "application/msword")
    made = datetime.fromtimestamp((desk.folder / "uploads/links" / file.handle.removeprefix("upload:")).stat().st_mtime, UTC)
    assert [forget_old(desk.folder, made + timedelta(days=days)) for days in (6, 8, 9)] == [0, 1, 0]


def test_no_pages_without_a_public_address(tmp_path: Path) -> None:
    """Where nothing is seen from outside there are no pages."""

    async def receive(_: Incoming) -> None: ...

    assert link_routes(Settings(data_dir=tmp_path), None, receive, lambda: None) == []  # type: ignore[arg-type,return-value]

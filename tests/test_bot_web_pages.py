"""The demo's page over HTTP: what forms do, what is refused, and that no one's words become markup."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from storage.messages import OutFile, bold
from tests.web_echo import OFFICER, PHONES, Echo

Fetch = Callable[..., httpx.Response]


@pytest.fixture
def echo(tmp_path: Path) -> Echo:
    return Echo(tmp_path)


@pytest.fixture
def fetch(echo: Echo) -> Fetch:
    """One request to the page, as a browser on this machine sends it."""

    def ask(method: str, path: str, **parts: Any) -> httpx.Response:
        async def once() -> httpx.Response:
            transport = httpx.ASGITransport(app=echo.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080") as client:
                return await client.request(method, path, **parts)

        return asyncio.run(once())

    return ask


def test_the_page_names_each_phone_and_the_clock(fetch: Fetch) -> None:
    """The page is Vietnamese, with a section for each person and the demo's moment in the office's zone."""
    page = fetch("GET", "/").text
    assert '<html lang="vi"' in page
    assert all(f">{phone.name}</h2>" in page for phone in PHONES)
    assert "Thứ hai, 18/3/2024, 08:00" in page


def test_a_form_without_script_returns_to_its_phone(echo: Echo, fetch: Fetch) -> None:
    """A plain post is answered by going back to the page, where the words and the answer stand."""
    answer = fetch("POST", "/phones/officer/messages", data={"text": "việc của tôi", "id": "a-1"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/#phone-officer")
    page = fetch("GET", "/").text
    assert '<p class="text">việc của tôi</p>' in page
    assert "Anh/chị viết: <strong>việc của tôi</strong>" in page
    assert (echo.received[0].sender.channel, echo.received[0].sender.chat, echo.received[0].external_id) == ("web", "officer", "a-1")


def test_the_script_gets_no_page(fetch: Fetch) -> None:
    """The page's own script asks for JSON and is told of changes elsewhere."""
    assert fetch("POST", "/phones/officer/messages", data={"text": "a"}, headers={"Accept": "application/json"}).status_code == 204


def test_the_same_form_twice_changes_nothing(echo: Echo, fetch: Fetch) -> None:
    """The browser's id makes a second post of the same form harmless."""
    for _ in range(2):
        fetch("POST", "/phones/officer/messages", data={"text": "xong", "id": "a-1"})
    assert len(echo.received) == 1
    assert len(echo.web.transcript("officer")) == 2


def test_the_same_words_on_purpose_are_heard_twice(echo: Echo, fetch: Fetch) -> None:
    """A form without an id gets a fresh one each time."""
    for _ in range(2):
        fetch("POST", "/phones/officer/messages", data={"text": "1"})
    assert [incoming.text for incoming in echo.received] == ["1", "1"]


def test_words_never_become_markup(echo: Echo, fetch: Fetch) -> None:
    """What a person types is shown as typed, in their bubble and in the answer."""
    fetch("POST", "/phones/officer/messages", data={"text": '<script>alert(1)</script><img src=x onerror="a">'})
    asyncio.run(echo.say("leader", f"{bold('<b>')} & <i>"))
    page = fetch("GET", "/").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<strong>&lt;b&gt;</strong> &amp; &lt;i&gt;" in page


def test_line_breaks_and_unpaired_emphasis_marks_do_no_harm(echo: Echo, fetch: Fetch) -> None:
    """Line breaks are kept, and a mark without its other half is dropped."""
    asyncio.run(echo.say("leader", "một\nhai \ue000ba"))
    assert '<p class="text">một\nhai ba</p>' in fetch("GET", "/").text


def test_an_address_in_a_message_can_be_followed(echo: Echo, fetch: Fetch) -> None:
    """A web address becomes a link, all of it and nothing more."""
    asyncio.run(echo.say("leader", 'Tải tại https://example.vn/a?b=1&c=2 "hết"'))
    assert '<a href="https://example.vn/a?b=1&amp;c=2" rel="noopener">' in fetch("GET", "/").text


def test_a_pressed_button_arrives_with_its_message(echo: Echo, fetch: Fetch) -> None:
    """A press brings the choice's value and the message that it stood on; its label stands on the phone."""
    fetch("POST", "/phones/officer/messages", data={"text": "a", "id": "a-1"})
    asked = echo.web.transcript("officer")[-1]
    fetch("POST", "/phones/officer/presses", data={"choice": "done 1", "message": asked.id, "id": "a-2"})
    pressed = echo.received[-1]
    assert (pressed.choice, pressed.pressed_on, pressed.text) == ("done 1", asked.id, "")
    assert [shown.text for shown in echo.web.transcript("officer")][1:] == ["Đã ghi nhận done 1", "Hoàn thành"]


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/phones/officer/presses", {"message": "a-1"}),
        ("/phones/officer/presses", {"choice": "done 1"}),
        ("/phones/officer/presses", {"choice": "x" * 65, "message": "a-1"}),
        ("/phones/officer/messages", {"text": "a", "id": '"><script>'}),
        ("/phones/officer/messages", {"text": "a" * 4097}),
        ("/phones/officer/style", {"style": "viber"}),
        ("/phones/officer/style", {}),
        ("/clock", {"step": "year"}),
        ("/clock", {}),
    ],
)
def test_a_form_that_the_page_cannot_have_made_is_refused(echo: Echo, fetch: Fetch, path: str, data: dict[str, str]) -> None:
    """A missing or impossible field is a bad request and nothing is received."""
    assert fetch("POST", path, data=data).status_code == 400
    assert echo.received == []


def test_an_empty_message_is_not_received(echo: Echo, fetch: Fetch) -> None:
    """Pressing send with nothing written leads back to the page and says nothing."""
    assert fetch("POST", "/phones/officer/messages", data={"text": "  \r\n"}).status_code == 303
    assert echo.received == []


def test_an_unknown_phone_is_not_found(fetch: Fetch) -> None:
    """Nobody can write as a phone that is not on the page."""
    assert fetch("POST", "/phones/stranger/messages", data={"text": "a"}).status_code == 404


def test_an_attached_file_arrives_and_can_be_opened_again(echo: Echo, fetch: Fetch) -> None:
    """An upload is received with its name and bytes, and stands as a link that downloads it."""
    fetch("POST", "/phones/coordinator/messages", data={"text": "", "id": "a-1"}, files={"files": ("cv.docx", b"PK", "application/msword")})
    (file,) = echo.received[0].files
    assert (file.name, asyncio.run(echo.web.fetch(file, 10))) == ("cv.docx", b"PK")
    again = fetch("GET", "/phones/coordinator/messages/a-1/files/0")
    assert (again.content, again.headers["content-disposition"]) == (b"PK", 'attachment; filename="cv.docx"')


def test_a_phone_that_sends_no_files_has_none_taken(echo: Echo, fetch: Fetch) -> None:
    """Where the page offers no attachment, a posted file is left alone."""
    fetch("POST", "/phones/leader/messages", data={"text": "a"}, files={"files": ("cv.docx", b"PK", "")})
    assert echo.received[0].files == ()


def test_files_over_the_limit_are_refused(echo: Echo, fetch: Fetch) -> None:
    """More than the page takes is refused before it is kept."""
    answer = fetch("POST", "/phones/coordinator/messages", files={"files": ("cv.docx", b"x" * 22 * 1024 * 1024, "")})
    assert answer.status_code == 413
    assert echo.received == []


def test_a_picture_is_shown_and_a_page_is_only_downloaded(echo: Echo, fetch: Fetch, tmp_path: Path) -> None:
    """Pictures open in the page with their name as text; a file that could run there never does."""
    (tmp_path / "a.png").write_bytes(b"png")
    (tmp_path / "b.html").write_bytes(b"<script>")
    files = (OutFile("a.png", "bieu-do.png", "image/png", picture=True), OutFile("b.html", "b.html", "text/html"))
    message = asyncio.run(echo.say("leader", "Tuần 12", files=files))
    assert f'<img src="/phones/leader/messages/{message}/files/0" alt="bieu-do.png">' in fetch("GET", "/").text
    html = fetch("GET", f"/phones/leader/messages/{message}/files/1")
    assert (html.headers["content-type"], html.headers["content-disposition"]) == (
        "application/octet-stream",
        'attachment; filename="b.html"',
    )
    assert fetch("GET", f"/phones/leader/messages/{message}/files/2").status_code == 404
    (tmp_path / "a.png").unlink()
    assert fetch("GET", f"/phones/leader/messages/{message}/files/0").status_code == 404


def test_a_phone_like_zalo_shows_numbers_for_buttons(echo: Echo, fetch: Fetch) -> None:
    """The same question stands with its choices numbered, one a line, and no buttons."""
    fetch("POST", "/phones/officer/style", data={"style": "zalo"})
    fetch("POST", "/phones/officer/messages", data={"text": "a"})
    page = fetch("GET", "/").text
    assert "1. Hoàn thành\n2. Vướng mắc\n3. Xin gia hạn" in page
    assert 'name="choice"' not in page


def test_a_phone_like_zalo_shows_long_messages_in_parts(echo: Echo, fetch: Fetch) -> None:
    """No part is longer than Zalo takes, and nothing of the text is lost."""
    echo.web.restyle("officer", "zalo")
    asyncio.run(echo.say("officer", "chữ " * 1000))
    parts = re.findall(r'<p class="text">(.*?)</p>', fetch("GET", "/").text, re.DOTALL)
    assert max(len(part) for part in parts) <= 2000
    assert " ".join(parts).split() == ["chữ"] * 1000


def test_the_clock_moves_once_for_one_press(echo: Echo, fetch: Fetch) -> None:
    """The same press posted twice moves the clock by one step."""
    for _ in range(2):
        assert fetch("POST", "/clock", data={"step": "day", "id": "c-1"}).headers["location"] == "/"
    assert "Thứ ba, 19/3/2024, 08:00" in fetch("GET", "/").text


def test_a_new_day_is_named_above_its_first_message(echo: Echo, fetch: Fetch) -> None:
    """Each day stands once, in the office's zone."""
    asyncio.run(echo.say("officer", "sáng"))
    for step in ("hour", "day", "hour"):
        fetch("POST", "/clock", data={"step": step})
    page = fetch("GET", "/").text
    assert re.findall(r'<p class="day"><span>(.*?)</span>', page) == ["Thứ hai, 18/3/2024", "Thứ ba, 19/3/2024"]


def test_the_page_may_run_its_own_script_only(fetch: Fetch) -> None:
    """The policy allows this server alone and the page holds no inline script, style or handler."""
    page = fetch("GET", "/")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?! src=)|<style|\son\w+=|\sstyle=", page.text)


def test_styles_and_script_are_served(fetch: Fetch) -> None:
    """Everything that the page asks for is there."""
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', fetch("GET", "/").text):
        assert fetch("GET", address).status_code == 200


def test_the_officers_name_is_on_what_is_received(echo: Echo, fetch: Fetch) -> None:
    """A message knows who wrote it and in which language."""
    fetch("POST", "/phones/officer/messages", data={"text": "a"})
    assert (echo.received[0].person, echo.received[0].person_name, echo.received[0].language) == ("officer", OFFICER, "vi")

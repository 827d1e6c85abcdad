"""The upload page on a phone: a real browser sends several files with a word, and nothing runs out of a narrow screen."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, expect

from tests.links_office import Desk

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = pytest.mark.browser


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A Monday morning."""
    return Desk(tmp_path)


@pytest.fixture
def address(desk: Desk) -> Iterator[str]:
    """Where the pages are."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(desk.app, log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def test_files_and_a_word_from_a_phone(browser: Browser, desk: Desk, address: str) -> None:
    """Two files and a picture from the camera arrive as one message; the page has no script, says what happened, and fits 360 px."""
    context = browser.new_context(locale="vi-VN", viewport={"width": 360, "height": 640}, java_script_enabled=False)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(address + desk.upload_path())
    documents = [{"name": name, "mimeType": "application/pdf", "buffer": b"%PDF"} for name in ("báo cáo.pdf", "phụ lục.pdf")]
    page.get_by_label("Tệp (Word, PDF, ảnh; chọn được nhiều tệp)").set_input_files(documents)  # type: ignore[arg-type]
    page.get_by_label("Hoặc chụp ảnh").set_input_files({"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8"})
    page.get_by_label("Lời kèm theo").fill("#27 xong")
    widest = max(
        box["x"] + box["width"] for field in page.locator("input:visible, textarea, button").all() if (box := field.bounding_box())
    )
    assert widest <= 360
    page.get_by_role("button", name="Gửi").click()
    expect(page.get_by_role("status")).to_contain_text("Đã nhận 3 tệp")
    (message,) = desk.received
    assert ([file.name for file in message.files], message.text) == (["báo cáo.pdf", "phụ lục.pdf", "anh.jpg"], "#27 xong")
    assert complaints == []
    context.close()


def test_no_file_is_said_where_it_is_seen(browser: Browser, desk: Desk, address: str) -> None:
    """Sending without a file leads to the same form with a sentence that a screen reader announces."""
    context = browser.new_context(locale="vi-VN")
    page = context.new_page()
    page.goto(address + desk.upload_path())
    page.get_by_role("button", name="Gửi").click()
    expect(page.get_by_role("alert")).to_have_text("Vui lòng chọn ít nhất một tệp.")
    expect(page.get_by_role("button", name="Gửi")).to_be_visible()
    context.close()

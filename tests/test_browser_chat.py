"""The web chat in a real browser: by roles and names, by keyboard, at the width of a phone, and without its script."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect, sync_playwright
from web_echo import COORDINATOR, LEADER, OFFICER, Echo

pytestmark = pytest.mark.browser

ARGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium; a run in CI without it fails instead of skipping."""
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing in CI")
        pytest.skip("Chromium is not on this machine")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield chromium
        chromium.close()


class Server(uvicorn.Server):
    """A server that ends the open streams before it waits for its connections to close, as the product's own does."""

    echo: Echo

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.echo.web.close()
        await super().shutdown(sockets)


@pytest.fixture
def echo(tmp_path: Path) -> Iterator[tuple[Echo, str]]:
    """The echo conversation on a free port, with its address."""
    echo = Echo(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Server(uvicorn.Config(echo.app, log_level="warning", timeout_graceful_shutdown=5))
        server.echo = echo
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield echo, f"http://127.0.0.1:{listening.getsockname()[1]}/"
        server.should_exit = True
        thread.join()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="vi-VN")
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, echo: tuple[Echo, str]) -> Iterator[Page]:
    """The open page; what its console complains about fails the test."""
    page, complaints = context.new_page(), []
    page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(echo[1])
    yield page
    assert complaints == []


def phone(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


def write(page: Page, name: str, text: str) -> None:
    phone(page, name).get_by_role("textbox", name="Tin nhắn").fill(text)
    phone(page, name).get_by_role("button", name="Gửi").click()


def test_words_and_the_answer_appear_without_loading_the_page(page: Page) -> None:
    """A person writes, sees their words and the answer, and the line is empty again."""
    write(page, OFFICER, "việc của tôi")
    log = phone(page, OFFICER).get_by_role("log")
    expect(log).to_contain_text("Anh/chị viết: việc của tôi")
    expect(phone(page, OFFICER).get_by_role("textbox", name="Tin nhắn")).to_have_value("")
    expect(phone(page, LEADER).get_by_role("log")).not_to_contain_text("việc của tôi")


def test_a_button_is_pressed_and_its_message_edited(page: Page) -> None:
    """After a press the question becomes the receipt, and its buttons are gone."""
    write(page, OFFICER, "a")
    phone(page, OFFICER).get_by_role("button", name="Hoàn thành").click()
    expect(phone(page, OFFICER).get_by_role("log")).to_contain_text("Đã ghi nhận done 1")
    expect(phone(page, OFFICER).get_by_role("button", name="Hoàn thành")).to_have_count(0)


def test_everything_can_be_done_by_keyboard(page: Page, echo: tuple[Echo, str]) -> None:
    """Enter sends, Shift+Enter breaks the line, Tab reaches the buttons, and focus is never lost to the page."""
    box = phone(page, OFFICER).get_by_role("textbox", name="Tin nhắn")
    box.focus()
    page.keyboard.type("một")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("hai")
    page.keyboard.press("Enter")
    button = phone(page, OFFICER).get_by_role("button", name="Hoàn thành")
    expect(button).to_be_visible()
    while not button.evaluate("button => button === document.activeElement"):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(phone(page, OFFICER).get_by_role("log")).to_contain_text("Đã ghi nhận")
    expect(box).to_be_focused()
    assert [incoming.text for incoming in echo[0].received] == ["một\nhai", ""]


def test_the_clock_moves_and_shows_that_it_runs(page: Page, echo: tuple[Echo, str]) -> None:
    """While the clock runs its region is busy; then it shows the new moment and what happened stands on the phones."""
    echo[0].pause_s = 0.5
    clock = page.get_by_role("region", name="Đồng hồ")
    expect(clock).to_contain_text("Thứ hai, 18/3/2024, 08:00")
    clock.get_by_role("button", name="+1 giờ").click()
    expect(clock).to_have_attribute("aria-busy", "true")
    expect(clock.get_by_role("status")).to_have_text("Đồng hồ đang chạy…")
    expect(clock).to_contain_text("Thứ hai, 18/3/2024, 09:00")
    expect(clock).to_have_attribute("aria-busy", "false")
    clock.get_by_role("button", name="+1 ngày").click()
    expect(clock).to_contain_text("Thứ ba, 19/3/2024, 09:00")
    clock.get_by_role("button", name="Đến việc kế tiếp").click()
    expect(clock).to_contain_text("Thứ ba, 19/3/2024, 12:00")
    expect(phone(page, OFFICER).get_by_role("log")).to_contain_text("#27 còn 3 ngày")


def test_a_reloaded_page_shows_the_same_conversation(page: Page) -> None:
    """Messages survive a reload."""
    write(page, OFFICER, "một")
    log = phone(page, OFFICER).get_by_role("log")
    expect(log).to_contain_text("Anh/chị viết: một")
    before = log.inner_text()
    page.reload()
    assert log.inner_text() == before


def test_two_open_pages_show_the_same(page: Page, context: BrowserContext, echo: tuple[Echo, str]) -> None:
    """What is written in one window stands in the other."""
    other = context.new_page()
    other.goto(echo[1])
    write(page, OFFICER, "một")
    expect(phone(other, OFFICER).get_by_role("log")).to_contain_text("Anh/chị viết: một")


def test_a_phone_is_switched_to_zalo_and_back(page: Page) -> None:
    """The same question shows numbers as on Zalo, then buttons again as on Telegram."""
    write(page, OFFICER, "a")
    button = phone(page, OFFICER).get_by_role("button", name="Hoàn thành")
    expect(button).to_be_visible()
    phone(page, OFFICER).get_by_role("button", name="Zalo").click()
    expect(phone(page, OFFICER).get_by_role("log")).to_contain_text("1. Hoàn thành")
    expect(button).to_have_count(0)
    expect(phone(page, OFFICER).get_by_role("button", name="Zalo")).to_have_attribute("aria-pressed", "true")
    phone(page, OFFICER).get_by_role("button", name="Telegram").click()
    expect(button).to_be_visible()


def test_a_file_is_attached_by_its_label(page: Page) -> None:
    """The coordinator sends a letter and sees its name before and after; the leader has nothing to attach with."""
    phone(page, COORDINATOR).get_by_label("Đính kèm").set_input_files(
        {"name": "cv-447.docx", "mimeType": "application/msword", "buffer": b"PK"}
    )
    expect(phone(page, COORDINATOR).get_by_role("status")).to_have_text("cv-447.docx")
    phone(page, COORDINATOR).get_by_role("button", name="Gửi").click()
    expect(phone(page, COORDINATOR).get_by_role("log")).to_contain_text("Đã nhận tệp cv-447.docx")
    expect(phone(page, COORDINATOR).get_by_role("link", name="cv-447.docx")).to_be_visible()
    expect(phone(page, LEADER).get_by_label("Đính kèm")).to_have_count(0)


def test_words_that_look_like_markup_do_nothing(page: Page) -> None:
    """A script that somebody types is words, also when it arrives while the page is open."""
    write(page, OFFICER, "<img src=x onerror=\"document.title='đã chạy'\">")
    expect(phone(page, OFFICER).get_by_role("log")).to_contain_text("Anh/chị viết: <img src=x")
    assert page.title() == "Tiến Độ – bản dùng thử"


def test_quick_words_arrive_in_the_order_in_which_they_were_sent(page: Page, echo: tuple[Echo, str]) -> None:
    """What is sent while earlier words are still under way is heard after them."""
    held: list[Route] = []
    page.route("**/messages", lambda route: held.append(route), times=1)
    write(page, OFFICER, "xong")
    write(page, OFFICER, "à chưa")
    page.wait_for_timeout(200)
    held[0].continue_()
    expect(phone(page, OFFICER).get_by_role("log")).to_contain_text("Anh/chị viết: à chưa")
    assert [incoming.text for incoming in echo[0].received] == ["xong", "à chưa"]


def test_words_that_could_not_be_sent_come_back(context: BrowserContext, echo: tuple[Echo, str]) -> None:
    """When the answer is lost the page says so and keeps the words; sent again they are heard once."""
    page = context.new_page()
    page.goto(echo[1])
    page.route("**/messages", _lose)
    write(page, OFFICER, "xong rồi")
    expect(page.get_by_role("alert")).to_have_text("Chưa gửi được. Vui lòng thử lại.")
    expect(phone(page, OFFICER).get_by_role("textbox", name="Tin nhắn")).to_have_value("xong rồi")
    page.unroute("**/messages")
    phone(page, OFFICER).get_by_role("button", name="Gửi").click()
    expect(phone(page, OFFICER).get_by_role("log")).to_contain_text("Anh/chị viết: xong rồi")
    expect(page.get_by_role("alert")).to_have_text("")
    assert len(echo[0].received) == 1


def test_the_newest_message_is_in_view(page: Page) -> None:
    """A long conversation rests at its end."""
    for number in range(12):
        write(page, OFFICER, f"câu {number}")
    newest = phone(page, OFFICER).get_by_text("Anh/chị viết: câu 11")
    expect(newest).to_be_in_viewport()
    page.reload()
    expect(newest).to_be_in_viewport()


def test_one_phone_fills_a_narrow_screen(page: Page) -> None:
    """At 360 px nothing runs out of the page, and a tab leads to the next phone."""
    page.set_viewport_size({"width": 360, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(phone(page, OFFICER).get_by_role("button", name="Gửi")).to_be_in_viewport()
    page.get_by_role("navigation").get_by_role("link", name=LEADER).click()
    expect(phone(page, LEADER).get_by_role("button", name="Gửi")).to_be_in_viewport(ratio=1)
    write(page, LEADER, "quá hạn")
    expect(phone(page, LEADER).get_by_text("Anh/chị viết: quá hạn")).to_be_in_viewport(ratio=1)


def test_a_screen_reader_finds_its_way(page: Page) -> None:
    """The page's outline: one heading, the clock, three named phones, each with a log, a text box and a send button."""
    expect(page.locator("body")).to_match_aria_snapshot(f"""
        - banner:
          - heading "Tiến Độ" [level=1]
          - region "Đồng hồ":
            - button "+1 giờ"
            - button "+1 ngày"
            - button "Đến việc kế tiếp"
        - main:
          - region "{OFFICER}":
            - heading "{OFFICER}" [level=2]
            - group "Hiển thị điện thoại này như":
              - button "Telegram" [pressed]
              - button "Zalo"
            - log "Cuộc trò chuyện"
            - button "Đính kèm"
            - textbox "Tin nhắn"
            - button "Gửi"
          - region "{COORDINATOR}"
          - region "{LEADER}"
    """)
    assert page.locator("[role=log][aria-live=polite]").count() == 3


def test_the_chat_works_without_its_script(browser: Browser, echo: tuple[Echo, str]) -> None:
    """With JavaScript off, words, buttons, the switch and the clock work by plain forms."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(echo[1])
    write(page, OFFICER, "a")
    phone(page, OFFICER).get_by_role("button", name="Hoàn thành").click()
    expect(phone(page, OFFICER).get_by_role("log")).to_contain_text("Đã ghi nhận done 1")
    page.get_by_role("button", name="+1 ngày").click()
    expect(page.get_by_role("region", name="Đồng hồ")).to_contain_text("Thứ ba, 19/3/2024, 08:00")
    phone(page, OFFICER).get_by_role("button", name="Zalo").click()
    expect(phone(page, OFFICER).get_by_role("log")).to_contain_text("1. Hoàn thành")
    context.close()


def _lose(route: Route) -> None:
    """The server has received the message, but the answer never arrives."""
    route.fetch()
    route.abort()

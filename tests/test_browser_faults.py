"""The web chat when things go wrong: quick words, lost answers, a server that is started anew."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.web_browser import phone, serving, write
from tests.web_echo import OFFICER, Echo

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = pytest.mark.browser


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


def test_a_file_that_is_too_large_stays_where_it_is(page: Page, echo: tuple[Echo, str], tmp_path: Path) -> None:
    """The page says what it takes before anything is sent, and keeps the words."""
    large = tmp_path / "quet.pdf"
    with large.open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    phone(page, OFFICER).get_by_label("Đính kèm").set_input_files(large)
    write(page, OFFICER, "bản quét")
    expect(page.get_by_role("alert")).to_have_text("Không gửi được tệp lớn hơn 20 MB.")
    expect(phone(page, OFFICER).get_by_role("textbox", name="Tin nhắn")).to_have_value("bản quét")
    assert echo[0].received == []


def test_an_open_page_outlives_a_restart_of_the_server(context: BrowserContext, tmp_path: Path) -> None:
    """While the server is away the page says so; once it is back the page shows what stands there now."""
    page, port = context.new_page(), 0
    with serving(Echo(tmp_path)) as address:
        page.goto(address)
        port = int(address.rstrip("/").rpartition(":")[2])
    expect(page.get_by_role("alert")).to_have_text("Mất kết nối, đang thử lại…")
    fresh = Echo(tmp_path)
    fresh.web.heard("officer", "a-1", "sau khi khởi động lại")
    with serving(fresh, port):
        expect(phone(page, OFFICER).get_by_role("log")).to_contain_text("sau khi khởi động lại", timeout=10_000)
        expect(page.get_by_role("alert")).to_have_text("")


def _lose(route: Route) -> None:
    """The server has received the message, but the answer never arrives."""
    route.fetch()
    route.abort()

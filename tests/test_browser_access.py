"""The web chat for everyone: by keyboard, by screen reader, on a narrow screen, and without its script."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web_browser import phone, write
from tests.web_echo import COORDINATOR, LEADER, OFFICER, Echo

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = pytest.mark.browser


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


def test_one_phone_fills_a_narrow_screen(page: Page) -> None:
    """At 360 px nothing runs out of the page, and a tab leads to the next phone."""
    page.set_viewport_size({"width": 360, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(phone(page, OFFICER).get_by_role("button", name="Gửi")).to_be_in_viewport()
    page.get_by_role("navigation").get_by_role("link", name=LEADER).click()
    expect(phone(page, LEADER).get_by_role("button", name="Gửi")).to_be_in_viewport(ratio=1)
    write(page, LEADER, "quá hạn")
    expect(phone(page, LEADER).get_by_text("Anh/chị viết: quá hạn")).to_be_in_viewport(ratio=1)


def test_news_on_a_phone_out_of_sight_marks_its_tab(page: Page) -> None:
    """On a narrow screen the officer's tab is marked while the leader's phone is in view, until the officer's is."""
    page.set_viewport_size({"width": 360, "height": 640})
    tabs = page.get_by_role("navigation")
    tabs.get_by_role("link", name=LEADER).click()
    expect(phone(page, LEADER)).to_be_in_viewport(ratio=0.9)
    page.get_by_role("button", name="+1 ngày").click()
    expect(tabs.get_by_role("link", name=OFFICER)).to_contain_class("news")
    tabs.get_by_role("link", name=OFFICER).click()
    expect(tabs.get_by_role("link", name=OFFICER)).not_to_contain_class("news")


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

"""The web chat in a real browser: words, buttons, files, the clock and the switch, found by their roles and names."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.web_browser import phone, write
from tests.web_echo import COORDINATOR, LEADER, OFFICER, Echo

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = pytest.mark.browser


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


def test_the_newest_message_is_in_view(page: Page) -> None:
    """A long conversation rests at its end."""
    for number in range(12):
        write(page, OFFICER, f"câu {number}")
    newest = phone(page, OFFICER).get_by_text("Anh/chị viết: câu 11")
    expect(newest).to_be_in_viewport()
    page.reload()
    expect(newest).to_be_in_viewport()

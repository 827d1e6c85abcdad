"""The real demo in a real browser: the story that `tiendo demo` tells, as anybody sees it."""

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests import warm
from tests.web_browser import phone, write

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

ROOT = Path(__file__).resolve().parent.parent
OFFICER, COORDINATOR, LEADER = "Cán bộ UBND xã Cao Lâu", "Điều phối viên", "Lãnh đạo UBND huyện"
CODE = re.compile(r"#\d+")
TASK_LINE = re.compile(r"#\d+.*\d{1,2}/\d{1,2}/2024", re.DOTALL)
CLOCK_MS = 60_000


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A demo of its own, on a free port."""
    with (tmp_path / "log").open("w") as log:
        process = warm.start("demo", "--no-browser", "--port", "0", folder=tmp_path, environment=os.environ, errors=log)
    with process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://\S+", process.stdout.readline())
            assert found is not None, (tmp_path / "log").read_text("utf-8")
            yield found.group()
        finally:
            process.send_signal(signal.SIGTERM)


@pytest.fixture
def demo(browser: Browser, address: str) -> Iterator[Page]:
    """The demo's page; what its console complains about fails the test."""
    page, complaints = browser.new_page(locale="vi-VN"), []
    page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    yield page
    page.close()
    assert complaints == []


def press(page: Page, step: str) -> None:
    """Presses a button of the clock and waits until it has arrived."""
    clock = page.get_by_role("region", name="Đồng hồ")
    moment = clock.get_by_role("time").inner_text()
    clock.get_by_role("button", name=step).click()
    expect(clock.get_by_role("time")).not_to_have_text(moment, timeout=CLOCK_MS)
    expect(clock).to_have_attribute("aria-busy", "false", timeout=CLOCK_MS)


def answer(page: Page, name: str, text: str) -> None:
    """Writes on a person's phone and waits for the bot's answer."""
    before = phone(page, name).locator(".message.bot").count()
    write(page, name, text)
    expect(phone(page, name).locator(".message.bot")).not_to_have_count(before)


def newest(page: Page, name: str) -> Locator:
    """The bot's newest message on a person's phone."""
    return phone(page, name).locator(".message.bot").last


def test_the_officer_is_reminded_answers_and_is_seen_by_the_coordinator(demo: Page) -> None:
    """A reminder arrives as time passes, the officer answers in words, and the coordinator reads how the commune stands."""
    expect(demo.get_by_role("region", name="Đồng hồ")).to_contain_text("Thứ hai, 18/3/2024, 08:00")
    before = phone(demo, OFFICER).locator(".message.bot").count()
    for _ in range(3):
        press(demo, "Đến việc kế tiếp")
    assert phone(demo, OFFICER).locator(".message.bot").count() > before
    answer(demo, OFFICER, "việc của tôi")
    expect(newest(demo, OFFICER)).to_have_text(TASK_LINE)
    code = CODE.search(newest(demo, OFFICER).inner_text())
    assert code is not None
    answer(demo, OFFICER, f"{code.group()} được 70%")
    expect(newest(demo, OFFICER)).to_contain_text("Đã ghi nhận")
    answer(demo, COORDINATOR, "tiến độ Cao Lâu")
    expect(newest(demo, COORDINATOR)).to_contain_text("UBND xã Cao Lâu")


def test_the_leader_has_the_digest_on_friday(demo: Page) -> None:
    """By Friday afternoon the leader's phone holds the week's summary with its picture and its Word and Excel files."""
    for _ in range(4):
        press(demo, "+1 ngày")
    for _ in range(8):
        press(demo, "+1 giờ")
    log = phone(demo, LEADER).get_by_role("log")
    expect(log.get_by_role("img").first).to_be_visible()
    expect(log.get_by_role("link", name=re.compile(r"\.docx$")).first).to_be_visible()
    expect(log.get_by_role("link", name=re.compile(r"\.xlsx$")).first).to_be_visible()


def test_a_bare_number_answers_on_a_phone_like_zalo(demo: Page) -> None:
    """On Zalo's phone the choices are numbered lines, and a bare number picks from the last question."""
    phone(demo, OFFICER).get_by_role("button", name="Zalo").click()
    answer(demo, OFFICER, "việc của tôi")
    first = re.search(r"^1\. .*(#\d+)", newest(demo, OFFICER).inner_text(), re.MULTILINE)
    assert first is not None
    expect(phone(demo, OFFICER).locator(".choices")).to_have_count(0)
    answer(demo, OFFICER, "1")
    expect(newest(demo, OFFICER)).to_contain_text(first.group(1))

"""Ten short dialogues in a real browser over the real demo, one after the other on the same phones."""

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.test_browser_demo import CODE, COORDINATOR, OFFICER, ROOT, answer, newest
from tests.web_browser import phone

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.timeout(180), pytest.mark.xdist_group("browser-dialogues")]
PHOTO = {"name": "hien-truong.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0 a photo of a road"}


@pytest.fixture(scope="module")
def demo(browser: Browser) -> Iterator[Page]:
    """One demo for all dialogues of this file; its page must not complain."""
    command = [sys.executable, "-m", "bot", "demo", "--no-browser", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found is not None
        page, complaints = browser.new_page(locale="vi-VN"), []
        page.set_default_timeout(20_000)
        page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(found.group())
        yield page
        page.close()
        process.terminate()
        assert complaints == []


@pytest.fixture(scope="module")
def codes(demo: Page) -> list[str]:
    """The codes of the officer's open tasks, nearest deadline first."""
    answer(demo, OFFICER, "việc của tôi")
    found = re.findall(r"^(#\d+) ", newest(demo, OFFICER).inner_text(), re.MULTILINE)
    assert len(found) >= 6
    return found


def tap(page: Page, name: str, label: str) -> None:
    """Taps the newest button with a label on a person's phone."""
    phone(page, name).get_by_role("button", name=label, exact=True).last.click()


def test_done_is_recorded_and_asks_for_evidence(demo: Page, codes: list[str]) -> None:
    """One line, one receipt, and the question for a photo beneath it."""
    answer(demo, OFFICER, f"{codes[0]} xong rồi")
    expect(newest(demo, OFFICER)).to_contain_text(f"Đã ghi nhận {codes[0]}: hoàn thành")
    expect(newest(demo, OFFICER)).to_contain_text("minh chứng?")


def test_photo_from_the_phone_reaches_the_coordinator(demo: Page, codes: list[str]) -> None:
    """The attached picture is kept, and shown to the coordinator with the report."""
    phone(demo, OFFICER).get_by_label("Đính kèm").set_input_files(PHOTO)  # type: ignore[arg-type]
    answer(demo, OFFICER, f"{codes[1]} được 80%")
    expect(newest(demo, OFFICER)).to_contain_text("Đã lưu kèm 1 minh chứng.")
    answer(demo, COORDINATOR, f"xem {codes[1]}")
    expect(newest(demo, COORDINATOR)).to_contain_text("Minh chứng: 1 ảnh")
    expect(newest(demo, COORDINATOR).get_by_role("img")).to_be_visible()


def test_percent_by_button_replaces_its_question(demo: Page, codes: list[str]) -> None:
    """The receipt stands where the question stood: no message more."""
    answer(demo, OFFICER, f"xem {codes[2]}")
    before = phone(demo, OFFICER).locator(".message.bot").count()
    tap(demo, OFFICER, "Đang thực hiện")
    expect(phone(demo, OFFICER).locator(".message.bot")).to_have_count(before + 1)
    tap(demo, OFFICER, "50%")
    expect(newest(demo, OFFICER)).to_contain_text(f"Đã ghi nhận {codes[2]}: đang thực hiện, 50%")
    expect(phone(demo, OFFICER).locator(".message.bot")).to_have_count(before + 1)


def test_report_is_taken_back_with_its_button(demo: Page, codes: list[str]) -> None:
    """The receipt's own button undoes it."""
    answer(demo, OFFICER, f"{codes[3]} được 30%")
    tap(demo, OFFICER, "Hoàn tác")
    expect(newest(demo, OFFICER)).to_contain_text(f"Đã hoàn tác: {codes[3]}")


def test_difficulty_is_read_by_the_coordinator(demo: Page, codes: list[str]) -> None:
    """In the officer's own words, with the proposal."""
    answer(demo, OFFICER, f"{codes[3]} vướng mặt bằng thôn Đông, đề nghị huyện hỗ trợ")
    answer(demo, COORDINATOR, f"xem {codes[3]}")
    expect(newest(demo, COORDINATOR)).to_contain_text("mặt bằng thôn Đông")
    expect(newest(demo, COORDINATOR)).to_contain_text("huyện hỗ trợ")


def test_extension_comes_back_with_an_answer(demo: Page, codes: list[str]) -> None:
    """Asked on one phone, granted on the other, told on the first."""
    before = phone(demo, COORDINATOR).locator(".message.bot").count()
    answer(demo, OFFICER, f"xin gia hạn {codes[4]} đến 15/12 vì mưa lũ")
    expect(phone(demo, COORDINATOR).locator(".message.bot")).to_have_count(before + 1)
    tap(demo, COORDINATOR, "Đồng ý")
    expect(newest(demo, OFFICER)).to_contain_text(f"{codes[4]} được gia hạn đến 15/12/2024")


def test_doubt_is_shown_back(demo: Page, codes: list[str]) -> None:
    """Nothing is saved before the yes."""
    answer(demo, OFFICER, f"{codes[5]} chắc gần xong")
    expect(newest(demo, OFFICER)).to_contain_text("Chưa lưu.")
    tap(demo, OFFICER, "Không")
    expect(newest(demo, OFFICER)).to_contain_text("chưa lưu gì")


def test_which_task_is_asked(demo: Page, codes: list[str]) -> None:
    """Words that fit several tasks are a question, and the tap on a code answers it."""
    answer(demo, OFFICER, "được 65%")
    expect(newest(demo, OFFICER)).to_contain_text("Anh/chị nói việc nào?")
    first = CODE.search(newest(demo, OFFICER).inner_text())
    assert first is not None
    tap(demo, OFFICER, first.group())
    expect(newest(demo, OFFICER)).to_contain_text(f"Đã ghi nhận {first.group()}: đang thực hiện, 65%")


def test_officer_has_no_right_to_the_coordinators_questions(demo: Page) -> None:
    """Refused in one sentence."""
    answer(demo, OFFICER, "quá hạn")
    expect(newest(demo, OFFICER)).to_contain_text("không có quyền")


def test_language_is_tapped(demo: Page) -> None:
    """After the tap the officer's phone speaks English, the coordinator's does not."""
    answer(demo, OFFICER, "đổi ngôn ngữ")
    tap(demo, OFFICER, "English")
    expect(newest(demo, OFFICER)).to_contain_text("The language is now English.")
    answer(demo, COORDINATOR, "quá hạn")
    expect(newest(demo, COORDINATOR)).to_contain_text("Không có việc nào quá hạn")

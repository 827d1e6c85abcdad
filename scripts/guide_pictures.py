"""Takes the pictures of docs/huong-dan from the running demo and from commands: `python scripts/guide_pictures.py [FOLDER]`."""

import io
import os
import re
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

from docx import Document
from playwright.sync_api import Browser, FilePayload, Page, ViewportSize, expect

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.demo_stage import CLOCK_MS, COMMAND, COORDINATOR, LEADER, OFFICER, ROOT, chromium, demo, press, write

FOLDER = ROOT / "docs" / "huong-dan"
PHONE = ViewportSize(width=420, height=900)
LETTER = (
    "UBND HUYỆN CAO LỘC",
    "Số: 216/UBND-VP",
    "Cao Lộc, ngày 18 tháng 3 năm 2024",
    "V/v chuẩn bị Tết trồng cây",
    "1. Phòng Nội vụ: Lập danh sách thành viên Tổ công tác, xong trước ngày 5/4/2024.",
    "2. UBND xã Cao Lâu: Chuẩn bị hiện trường trồng cây tại thôn Nà Va, hoàn thành trước ngày 10/4/2024.",
    "3. UBND xã Gia Cát: Báo cáo kết quả trước 17 giờ ngày 12/4/2024.",
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ROSTER = ROOT / "samples" / "roster.csv"
COMMANDS = (
    f"tiendo units import {ROSTER.relative_to(ROOT)}",
    'tiendo invite --unit "UBND xã Cao Lâu" --role officer --name "Hoàng Thị Mai"',
    "tiendo backup sao-luu.db",
    "tiendo doctor",
)
TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; background: #16202b; color: #e7edf3; font: 13px/1.5 "DejaVu Sans Mono", monospace; width: 720px }}
pre {{ margin: 0; padding: 16px; white-space: pre-wrap }} b {{ color: #8fd3a5 }}
</style><pre>{}</pre>"""


def main() -> None:
    """Plays a week on the three phones, a picture at each point that a guide explains, then the administrator's commands."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        with demo() as address:
            page = browser.new_page(viewport=PHONE, device_scale_factor=1.5, color_scheme="light", reduced_motion="reduce", locale="vi-VN")
            page.goto(address)
            officer(page, folder)
            coordinator(page, folder)
            leader(page, folder)
        administrator(browser, folder)
    print(*sorted(str(path) for path in folder.glob("*.png")), sep="\n")


def officer(page: Page, folder: Path) -> None:
    """The list of tasks; then a report in words, one that is done and a request for more time."""
    show(page, OFFICER)
    write(page, OFFICER, "việc của tôi")
    keep(page, OFFICER, folder / "can-bo-viec.png", -2)
    first, second, third = own_codes(page)[:3]
    write(page, OFFICER, f"{first} được 70%, vướng mặt bằng, đề nghị huyện hỗ trợ")
    write(page, OFFICER, f"{second} xong")
    write(page, OFFICER, f"xin gia hạn {third} đến 15/5 vì mưa lũ")
    keep(page, OFFICER, folder / "can-bo-bao-cao.png")


def coordinator(page: Page, folder: Path) -> None:
    """A request decided, progress asked for, a letter handed in."""
    show(page, COORDINATOR)
    page.locator(COORDINATOR).get_by_role("button", name="Đồng ý").last.click()
    expect(page.locator(f"{COORDINATOR} .message.bot").last).to_contain_text("Đã")
    write(page, COORDINATOR, "tiến độ Cao Lâu")
    keep(page, COORDINATOR, folder / "dieu-phoi-vien-tien-do.png", -3)
    letter = FilePayload(name="cong-van-216.docx", mimeType=WORD, buffer=word())
    page.locator(COORDINATOR).locator("input[type=file]").set_input_files(letter)
    page.locator(COORDINATOR).get_by_role("button", name="Gửi").click()
    expect(page.locator(COORDINATOR).get_by_role("button", name="Ban hành")).to_be_visible(timeout=CLOCK_MS)
    keep(page, COORDINATOR, folder / "dieu-phoi-vien-van-ban.png")


def word() -> bytes:
    """The letter as a Word file."""
    document, buffer = Document(), io.BytesIO()
    for paragraph in LETTER:
        document.add_paragraph(paragraph)
    document.save(buffer)
    return buffer.getvalue()


def leader(page: Page, folder: Path) -> None:
    """Friday's digest from its first line, and what is overdue."""
    digest = page.locator(f"{LEADER} .message.bot").first
    while not digest.count():
        press(page, "+1 ngày")
    show(page, LEADER)
    keep(page, LEADER, folder / "lanh-dao-tong-hop.png", 0)
    press(page, "+1 ngày")
    press(page, "+1 ngày")
    press(page, "+1 ngày")
    write(page, LEADER, "quá hạn")
    keep(page, LEADER, folder / "lanh-dao-qua-han.png", -2)


def administrator(browser: Browser, folder: Path) -> None:
    """What the commands of the first day answer, in a folder of their own."""
    with tempfile.TemporaryDirectory() as office:
        lines = [f"<b>$ {escape(command)}</b>\n{escape(answer(command, Path(office)))}" for command in COMMANDS]
    page = browser.new_page(viewport=ViewportSize(width=720, height=400), device_scale_factor=1.5)
    page.set_content(TERMINAL.format("\n".join(lines)))
    page.locator("body").screenshot(path=folder / "quan-tri-lenh.png")


def answer(command: str, office: Path) -> str:
    """What a command prints, with no path of this machine in it."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("TIENDO_")}
    runnable = command.replace("tiendo", str(COMMAND), 1).replace(str(ROSTER.relative_to(ROOT)), str(ROSTER))
    done = subprocess.run(runnable, shell=True, cwd=office, env=ours, capture_output=True, text=True, timeout=60)
    if done.returncode and "doctor" not in command:  # the doctor finds that a new office has no channel yet
        sys.exit(f"{command}: {done.stderr}")
    return (done.stdout + done.stderr).replace(f"{office}/", "").replace(f"{ROOT}/", "")


def show(page: Page, phone: str) -> None:
    """Turns to a phone: a narrow page shows one at a time."""
    page.locator(f"nav a[href='{phone}']").click()


def own_codes(page: Page) -> list[str]:
    """The codes of the tasks that the officer's unit leads, nearest first."""
    said = page.locator(f"{OFFICER} .message.bot").first.inner_text()
    return re.findall(r"^(#\d+) [^\n(]*\([^)]*\): ", said, re.MULTILINE)


def keep(page: Page, phone: str, file: Path, since: int = -1) -> None:
    """Keeps a picture of one phone, from one of its messages on where the log is long enough: the last unless told otherwise."""
    page.locator(f"{phone} .message").nth(since).evaluate("message => message.scrollIntoView({block: 'start'})")
    page.locator("body").evaluate("() => document.activeElement?.blur()")
    page.locator(phone).screenshot(path=file)


if __name__ == "__main__":
    main()

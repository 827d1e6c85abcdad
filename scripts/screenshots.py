"""Takes the README's pictures from the running demo: `python scripts/screenshots.py [FOLDER]` (docs/images unless told otherwise)."""

import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
COMMAND = Path(sys.executable).with_name("tiendo")
FOLDER = ROOT / "docs" / "images"
ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]
READY_S, CLOCK_MS = 30.0, 60_000
WIDE = ViewportSize(width=1360, height=860)
NARROW = ViewportSize(width=400, height=800)
STEPS = ("Đến việc kế tiếp", "Đến việc kế tiếp", "+1 ngày")
OFFICER, COORDINATOR = "#phone-officer", "#phone-coordinator"


def main() -> None:
    """Plays a short story on the three phones and keeps two pictures of it."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with demo() as address, chromium() as browser:
        page = browser.new_page(viewport=WIDE, device_scale_factor=2, color_scheme="light", reduced_motion="reduce", locale="vi-VN")
        page.goto(address)
        tell(page)
        page.screenshot(path=folder / "demo.png")
        page.set_viewport_size(NARROW)
        page.screenshot(path=folder / "officer.png")
    print(f"{folder}/demo.png", f"{folder}/officer.png", sep="\n")


def tell(page: Page) -> None:
    """Lets the clock run until the digest has come; the officer reports on the first task, the coordinator asks."""
    for step in STEPS:
        press(page, step)
    code = re.search(r"#\d+", page.locator(f"{OFFICER} .log").inner_text())
    if code is None:
        sys.exit("The officer has no task.")
    write(page, OFFICER, f"{code.group()} được 70%, vướng mặt bằng")
    write(page, COORDINATOR, "tiến độ Cao Lâu")
    page.locator("textarea:focus").blur()


def press(page: Page, step: str) -> None:
    """Presses a button of the clock and waits until it has arrived."""
    clock = page.get_by_role("region", name="Đồng hồ")
    moment = clock.get_by_role("time").inner_text()
    clock.get_by_role("button", name=step).click()
    expect(clock.get_by_role("time")).not_to_have_text(moment, timeout=CLOCK_MS)
    expect(clock).to_have_attribute("aria-busy", "false", timeout=CLOCK_MS)


def write(page: Page, phone: str, text: str) -> None:
    """Writes on a phone and waits for the answer."""
    answers = page.locator(f"{phone} .message.bot")
    before = answers.count()
    page.locator(phone).get_by_role("textbox").fill(text)
    page.keyboard.press("Enter")
    expect(answers).not_to_have_count(before)


@contextmanager
def demo() -> Iterator[str]:
    """The demo on a free port, stopped afterwards."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}/"
    process = subprocess.Popen([COMMAND, "demo", "--no-browser", "--port", str(port)], cwd=ROOT)
    try:
        wait_for(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Returns once the demo answers; ends the script if it stops or stays silent."""
    deadline = time.monotonic() + READY_S
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except (URLError, TimeoutError):
            time.sleep(0.1)
        else:
            return
    sys.exit("The demo did not start.")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Headless Chromium of this machine."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        sys.exit("Chromium is not installed on this machine.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield browser
        browser.close()


if __name__ == "__main__":
    main()

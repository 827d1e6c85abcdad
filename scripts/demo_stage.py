"""The running demo in headless Chromium, for the scripts that take pictures of it: start, write, tap, move the clock."""

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

from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
COMMAND = Path(sys.executable).with_name("tiendo")
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
OFFICER, COORDINATOR, LEADER = "#phone-officer", "#phone-coordinator", "#phone-leader"


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

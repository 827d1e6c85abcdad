"""Takes the README's pictures from the running demo: `python scripts/screenshots.py [FOLDER]` (docs/images unless told otherwise)."""

import re
import sys
from pathlib import Path

from playwright.sync_api import Page, ViewportSize

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.demo_stage import COORDINATOR, OFFICER, ROOT, chromium, demo, press, write

FOLDER = ROOT / "docs" / "images"
WIDE = ViewportSize(width=1360, height=860)
NARROW = ViewportSize(width=400, height=800)
STEPS = ("Đến việc kế tiếp", "Đến việc kế tiếp", "+1 ngày")


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


if __name__ == "__main__":
    main()

"""How fast files are read, format beside format, and how the time of `parse` grows with length beside dateparser's.

Run as `python benchmarks/reading.py [--no-ocr]`; prints two Markdown tables. Only ratios within one run mean anything: the
machine's own speed is in every figure. dateparser comes with the optional requirements (`pip install .[bench]`).
"""

import importlib
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from directives.parse import parse
from directives.read import read
from tests.letters import BODY, photographed, picture, scanned_pdf, text_pdf, typst_source, word

PAGES = 4
LETTER = Path(__file__).resolve().parent.parent / "samples" / "directives" / "cao_lau.txt"
TIMES = (1, 10, 100)
PATIENCE_S = 120.0
"""dateparser is not asked for a length that would, at best, take longer."""


def seconds(work: Callable[[], object], least_s: float = 0.5) -> float:
    """The best of several runs, repeated for at least `least_s` seconds: disturbances only ever add time."""
    best, until = float("inf"), time.perf_counter() + least_s
    while True:
        begun = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begun)
        if time.perf_counter() > until:
            return best


def files(*, ocr: bool) -> dict[str, tuple[bytes, int]]:
    """The same four pages in each format, with the number of pages."""
    body = list(BODY) * PAGES
    pages = [picture(typst_source(BODY), 150)] * PAGES
    made = {
        "text": ("\n\n".join(body).encode(), PAGES),
        "Word": (word(lambda document: [document.add_paragraph(text) for text in body] and None), PAGES),
        "PDF with text": (text_pdf("\n#pagebreak()\n".join(typst_source(BODY) for _ in range(PAGES))), PAGES),
    }
    if ocr:
        made["PDF, scanned"] = (scanned_pdf(*pages), PAGES)
        made["PDF, photographed"] = (scanned_pdf(*map(photographed, pages)), PAGES)
    return made


def formats(*, ocr: bool) -> None:
    """Prints pages a second of each format and how much longer it takes than a PDF with text."""
    taken = {kind: seconds(lambda data=data: read("cv", data)) / pages for kind, (data, pages) in files(ocr=ocr).items()}
    usual = taken["PDF with text"]
    print("| format | pages a second | time a page, PDF with text = 1 |\n|---|---:|---:|")
    for kind, page_s in taken.items():
        print(f"| {kind} | {1 / page_s:,.1f} | {float(f'{page_s / usual:.2g}'):g} |")


def lengths() -> None:
    """Prints the time of `parse` and of dateparser's search at once, ten and a hundred times the length."""
    letter = LETTER.read_text(encoding="utf-8")
    search = _dateparser()
    print("\n| length | characters | parse | growth | dateparser.search_dates | growth |\n|---|---:|---:|---:|---:|---:|")
    ours_once = theirs_once = 0.0
    theirs: float | None = 0.0
    for times in TIMES:
        text = "\n\n".join([letter] * times)
        ours = seconds(lambda text=text: parse("cv.txt", text.encode()))
        theirs = _searched(search, text, theirs)
        ours_once, theirs_once = ours_once or ours, theirs_once or (theirs or 0.0)
        other = f"{theirs:.2f} s | {theirs / theirs_once:.1f} ×" if theirs else "– | –"
        print(f"| {times} × | {len(text):,} | {ours:.3f} s | {ours / ours_once:.1f} × | {other} |", flush=True)


def _searched(search: Callable[..., object] | None, text: str, before: float | None) -> float | None:
    """Seconds of one search; None where there is no dateparser or it would take too long."""
    if search is None or before is None or before * 10 > PATIENCE_S:
        return None
    return seconds(lambda: search(text, languages=["vi"]), least_s=0.0)


def _dateparser() -> Callable[..., object] | None:
    try:
        search: Callable[..., object] = importlib.import_module("dateparser.search").search_dates
    except ImportError:
        print("\n(dateparser is not installed: its columns stay empty.)")
        return None
    return search


if __name__ == "__main__":
    formats(ocr="--no-ocr" not in sys.argv and shutil.which("tesseract") is not None)
    lengths()

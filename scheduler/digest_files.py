"""The files of a digest: picture, Word report, tracking sheet and PDF, each written by itself, so that one that fails stops no other."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from locales import Words
from reports import kept
from reports.facts import WeekFacts
from storage.messages import OutFile

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"

log = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, and the parts that could not be: "picture", "word", "pdf", "sheet"."""

    files: tuple[OutFile, ...] = ()
    missing: tuple[str, ...] = ()


def attempt(what: str, do: Callable[[], T]) -> T | None:
    """What `do` gives; None where it fails, and then the log says why."""
    try:
        return do()
    except Exception:  # the digests' one catch-all: a part, a reader or a unit that fails must not stop the others
        log.exception("%s failed", what)
        return None


def write_files(facts: WeekFacts, folder: Path, language: str, *, with_pdf: bool = False) -> Written:
    """Writes the files below a folder, under the facts' own fingerprint; the same facts write the same bytes (but for the PDF)."""
    place = Path("digests") / facts.week / kept.fingerprint(facts)[:12] / language
    (folder / place).mkdir(parents=True, exist_ok=True)
    files, missing = [], []
    for part, name, mime, make in _parts(facts, folder / place, language, with_pdf=with_pdf):
        data = attempt(f"making the {part} of {facts.week}", make)
        if data is None:
            missing.append(part)
            continue
        put(folder / place / name, data)
        files.append(OutFile(str(place / name), name, mime, part == "picture"))
    return Written(tuple(files), tuple(missing))


_Part = tuple[str, str, str, Callable[[], bytes | None]]


def _parts(facts: WeekFacts, place: Path, language: str, *, with_pdf: bool) -> list[_Part]:
    """Name of the part, of the file, its type, and what makes it. The PDF is made of the Word report that was just written."""
    from reports.chart import picture  # the writers of office files weigh more than all that a beat needs
    from reports.pdf import pdf
    from reports.sheet import tracking_sheet
    from reports.word import weekly_report

    report = f"bao-cao-{facts.week}"
    parts: list[_Part] = [
        ("picture", f"tien-do-{facts.week}.png", "image/png", lambda: picture(facts, language)),
        ("word", f"{report}.docx", DOCX, lambda: weekly_report(facts, language)),
    ]
    if with_pdf:
        parts.append(("pdf", f"{report}.pdf", PDF, lambda: pdf((place / f"{report}.docx").read_bytes())))
    return [*parts, ("sheet", f"theo-doi-{facts.week}.xlsx", XLSX, lambda: tracking_sheet(facts, language))]


def put(path: Path, data: bytes) -> None:
    """Writes a file whole or not at all: who is sent it meanwhile gets the old one."""
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    part.replace(path)


def part_names(words: Words, parts: tuple[str, ...]) -> str:
    """The parts in the reader's words."""
    names = {
        "picture": words.text("the picture"),
        "word": words.text("the Word report"),
        "pdf": words.text("the PDF"),
        "sheet": words.text("the tracking sheet"),
    }
    return ", ".join(names[part] for part in parts)

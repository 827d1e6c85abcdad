"""Scans and photos, read by Tesseract: every sentence close, every date exact."""

import os
import re
from difflib import SequenceMatcher

import numpy as np
import pytest
from PIL import Image

from directives.formats import ocr
from directives.formats.picture import skew
from directives.model import UnreadableError
from directives.paragraphs import Cell, Reading
from directives.read import read
from tests.letters import BODY, DATES, HEAD, TABLE, image_bytes, photographed, picture, scanned_pdf, typst_source

EXIF_ORIENTATION = 274


@pytest.fixture(autouse=True)
def _tesseract(request: pytest.FixtureRequest) -> None:
    """Tests marked `ocr` fail in CI where Tesseract is missing, and are skipped visibly elsewhere."""
    if request.node.get_closest_marker("ocr") and not ocr.is_available():
        if os.environ.get("CI") == "true":
            pytest.fail("Tesseract with Vietnamese is missing in CI")
        pytest.skip("Tesseract with Vietnamese is not installed")


def letters(text: str) -> str:
    """Letters and digits only: spaces and points are Tesseract's to doubt."""
    return re.sub(r"\W+", "", text)


def errors(reading: Reading, expected: list[str] | tuple[str, ...]) -> float:
    """The share of the expected letters that were not read."""
    found, wanted = letters(reading.text), letters("".join(expected))
    matched = sum(block.size for block in SequenceMatcher(None, found, wanted, autojunk=False).get_matching_blocks())
    return 1 - matched / len(wanted)


def dates_found(reading: Reading) -> set[str]:
    """Which of the letter's dates stand in the text exactly."""
    return {date for date in DATES if date in reading.text}


@pytest.mark.ocr
def test_a_clean_scan_gives_every_paragraph_and_date() -> None:
    """A page of a scanner: paragraphs are those printed, hardly a letter is wrong, quality is not doubted."""
    reading = read("scan.png", image_bytes(picture(typst_source(), 200)))
    assert errors(reading, [*HEAD, *BODY]) < 0.01
    assert dates_found(reading) == set(DATES)
    assert len([each for each in reading.paragraphs if each.text[:2] in {"1.", "2.", "- ", "a)", "b)", "c)"}]) == 7
    assert not reading.low_quality


@pytest.mark.ocr
def test_a_photo_in_uneven_light_lying_askew_loses_no_date() -> None:
    """What a phone sends: two degrees askew, light from one corner, grain."""
    reading = read("anh.jpg", image_bytes(photographed(picture(typst_source(), 150)), "JPEG", quality=80))
    assert errors(reading, [*HEAD, *BODY]) < 0.02
    assert dates_found(reading) == set(DATES)


@pytest.mark.ocr
def test_a_scanned_pdf_is_read_page_by_page() -> None:
    """Both pages are recognised, numbered, and told of as progress."""
    told: list[str] = []
    data = scanned_pdf(
        picture(typst_source(), 150), picture(typst_source(["Trang hai ghi hạn ngày 15/7/2024 cho các xã."], head=False), 150)
    )
    reading = read("scan.pdf", data, lambda _, what: told.append(what))
    assert dates_found(reading) == set(DATES)
    assert (reading.paragraphs[-1].page, reading.paragraphs[-1].text) == (2, "Trang hai ghi hạn ngày 15/7/2024 cho các xã.")
    assert any("trang 2/2" in what for what in told)


@pytest.mark.ocr
def test_a_scanned_annex_is_read_as_cells() -> None:
    """Ruled tables of scans are cells too, single figures and merged cells included."""
    reading = read("scan.png", image_bytes(picture(typst_source(BODY[:1], head=False, table=True), 200)))
    cells = {paragraph.cell: paragraph.text for paragraph in reading.paragraphs if paragraph.cell}
    assert cells == {Cell(0, row, column): text for row, texts in enumerate(TABLE) for column, text in enumerate(texts)}


@pytest.mark.ocr
@pytest.mark.parametrize("quarter_turns", [1, 2, 3])
def test_a_picture_on_its_side_or_head_is_turned(quarter_turns: int) -> None:
    """Nobody turns a photo before sending it."""
    page = picture(typst_source(BODY[:4], head=False), 150)
    reading = read("anh.png", image_bytes(np.rot90(page[: page.shape[0] // 2], quarter_turns)))
    assert "30/4/2024" in reading.text


@pytest.mark.ocr
def test_a_phones_mark_of_how_it_was_held_is_obeyed() -> None:
    """EXIF says that the picture is to be turned; it is, before anything is tried."""
    page = picture(typst_source(BODY[:4], head=False), 150)
    exif = Image.Exif()
    exif[EXIF_ORIENTATION] = 6  # the picture was taken with the phone held upright
    reading = read("anh.jpg", image_bytes(np.rot90(page), "JPEG", exif=exif))
    assert "30/4/2024" in reading.text


@pytest.mark.ocr
def test_each_frame_of_a_fax_is_a_page() -> None:
    """Scanners save several pages into one TIFF."""
    first, second = (picture(typst_source([f"Nội dung của trang số {n}, hạn ngày {n}/6/2024."], head=False), 100) for n in (4, 5))
    data = image_bytes(first, "TIFF", save_all=True, append_images=[Image.fromarray(second)])
    assert [paragraph.page for paragraph in read("fax.tif", data).paragraphs] == [1, 2]


@pytest.mark.ocr
def test_a_blurred_picture_is_said_to_be_of_low_quality() -> None:
    """Where letters can hardly be told apart the reading itself says that dates are doubtful."""
    assert read("mo.png", image_bytes(picture(typst_source(), 55))).low_quality


@pytest.mark.ocr
def test_roman_quarters_are_told_by_their_strokes() -> None:
    """The four quarters, before a stroke and alone; Tesseract by itself takes III for II."""
    quarters = ["I", "II", "III", "IV"]
    body = [line for quarter in quarters for line in (f"Quý {quarter}/2024", f"Trong quý {quarter} năm 2025 hoàn thành.")]
    reading = read("a.png", image_bytes(picture(typst_source(body, head=False), 300)))
    assert re.findall(r"[Qq]uý (\S+?)(?:/2024| năm)", reading.text) == [quarter for quarter in quarters for _ in range(2)]


@pytest.mark.ocr
def test_a_grainy_page_with_few_words_is_read() -> None:
    """The last page of a letter holds a name and much grainy paper, which must not be taken for the ink."""
    page = photographed(picture(typst_source(["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn Mẫu"], head=False), 150), 1.0)
    assert [paragraph.text for paragraph in read("a.png", image_bytes(page)).paragraphs] == [
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Nguyễn Văn Mẫu",
    ]


@pytest.mark.ocr
def test_a_page_of_one_colour_has_nothing_to_read() -> None:
    """A black photo ends in an error, not in invented words."""
    with pytest.raises(UnreadableError, match="empty"):
        read("den.png", image_bytes(np.zeros((1000, 700), np.uint8)))


def test_without_tesseract_a_photo_is_refused_clearly(monkeypatch: pytest.MonkeyPatch) -> None:
    """One code, from which one clear sentence is made."""
    monkeypatch.setattr("directives.formats.image.is_available", lambda: False)
    with pytest.raises(UnreadableError, match="no_ocr"):
        read("anh.png", image_bytes(np.zeros((10, 10), np.uint8)))


@pytest.mark.parametrize("degrees", [-4.0, -0.5, 0.0, 1.3, 3.0])
def test_the_lean_of_a_page_is_measured(degrees: float) -> None:
    """To a tenth of a degree, in either direction."""
    page = photographed(picture(typst_source(), 100), degrees)
    lit = np.clip(page.astype(float) / np.percentile(page, 90, axis=1, keepdims=True) * 255, 0, 255).astype(np.uint8)
    assert skew(lit) == pytest.approx(-degrees, abs=0.15)

"""The picture: readable on a phone, the same on every machine, with every Vietnamese letter."""

import io
import re
import unicodedata
from dataclasses import replace
from datetime import date

import pytest
import typst
from PIL import Image

from reports.chart import FONT, UNITS_SHOWN, picture, picture_data
from reports.facts import Counts, UnitFacts, WeekFacts
from tests.report_weeks import empty_week, written_week

BASES = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VIETNAMESE = sorted(
    {unicodedata.normalize("NFC", form) for base in BASES for tone in TONES for form in (base + tone, (base + tone).upper())} | set("đĐ")
)
SIGNS = list("0123456789%/(),.:;–…○×·&-“”")


def province() -> WeekFacts:
    """A week of 3,321 communes, every fifth with overdue work."""
    units = tuple(UnitFacts(f"UBND xã số {n}", Counts(n % 9, n % 4, n % 7, int(n % 5 == 0))) for n in range(3321))
    return replace(empty_week(), units=units)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_picture_is_as_wide_as_a_phone(language: str) -> None:
    """The picture is a PNG 1,080 pixels wide in both languages."""
    image = Image.open(io.BytesIO(picture(written_week(), language)))
    assert (image.format, image.width) == ("PNG", 1080)


def test_same_facts_give_the_same_picture() -> None:
    """Two renderings are equal byte for byte."""
    assert picture(written_week()) == picture(written_week())


def test_picture_font_has_every_vietnamese_letter() -> None:
    """The 134 marked letters, the 12 plain vowels and all signs each draw a shape of their own, none the empty box of a missing one."""
    missing = "\u4dff"
    letters = [*VIETNAMESE, *SIGNS]
    assert len(VIETNAMESE) == 134 + 12
    shapes = [_shape(letter) for letter in (*letters, missing)]
    assert len(set(shapes)) == len(shapes)


def _shape(letter: str) -> str:
    source = f'#set page(width: 30pt, height: 30pt)\n#set text(font: "{FONT}", fallback: false)\n#"{letter}"'
    drawn = bytes(typst.compile(source.encode(), format="svg", ignore_system_fonts=True)).decode()
    return " ".join(re.findall(r' d="([^"]*)"', drawn))


def test_week_without_units_is_still_a_picture() -> None:
    """An empty week is drawn, with a sentence instead of a table."""
    assert picture(empty_week()).startswith(b"\x89PNG")


def test_unit_names_are_never_read_as_markup() -> None:
    """A name full of the drawing language's signs is drawn, not obeyed."""
    unit = UnitFacts('#panic("x") $ * _ ` < @ \\ ] "', Counts(1, 0, 0, 0))
    assert picture(replace(empty_week(), units=(unit,))).startswith(b"\x89PNG")


def test_province_is_summed_below_its_worst_units() -> None:
    """Of 3,321 communes the worst 40 have rows, and one row holds the sum of the others."""
    data = picture_data(province())
    assert len(data["rows"]) == UNITS_SHOWN + 1
    assert data["rows"][-1]["unit"] == "và 3.281 đơn vị khác"
    assert all(row["counts"]["overdue"] for row in data["rows"][:-1])
    assert sum(row["counts"]["open"] for row in data["rows"]) == data["counts"]["open"]


def test_heat_map_ends_with_this_week() -> None:
    """The columns are the weeks kept, oldest first, and the last one is this week with its overdue counts."""
    heat = picture_data(written_week())["heat"]
    assert heat["weeks"] == ["T.10", "T.11", "T.12", "T.13"]
    assert {row["unit"]: row["cells"][-1] for row in heat["rows"]}["UBND xã Hồng Phong"] == {"overdue": 1, "mark": "○"}


def test_unreached_unit_is_not_shown_as_blamed() -> None:
    """Only a unit that was reached and stayed silent is marked against."""
    rows = {row["unit"]: row for row in picture_data(written_week())["rows"]}
    assert (rows["UBND xã Mẫu Sơn"]["blame"], rows["UBND xã Hồng Phong"]["blame"]) == (False, True)


def test_heat_map_shows_no_tasks_as_a_dash() -> None:
    """A unit that wasn't there in an earlier week has no number for it."""
    rows = {row["unit"]: row["cells"] for row in picture_data(written_week())["heat"]["rows"]}
    assert rows["Ban Quản lý dự án đầu tư xây dựng"][0]["overdue"] is None


def test_week_of_the_last_days_of_the_year_is_named_with_its_own_year() -> None:
    """31 December 2026 lies in week 53 of 2026."""
    assert picture_data(empty_week(date(2026, 12, 31)))["title"] == "Tiến độ nhiệm vụ tuần 53/2026"

"""Some five hundred names of offices, groups and heads of offices, as headings and in the usual sentences of an order."""

from pathlib import Path

import pytest

from directives.cast import Cast
from directives.headings import addressed
from directives.roles import read_roles

LINES = (Path(__file__).parent / "golden" / "unit_names.txt").read_text(encoding="utf-8").splitlines()
NAMES = [(printed, canonical or printed) for printed, _, canonical in (line.partition(" = ") for line in LINES)]
OTHER = "Sở Ngoại vụ"
SENTENCES = (
    "Giao {} chủ trì, phối hợp với Sở Ngoại vụ rà soát hồ sơ.",
    "Yêu cầu {}, Sở Ngoại vụ khẩn trương rà soát hồ sơ.",
    "Sở Ngoại vụ, {} có trách nhiệm rà soát hồ sơ.",
    "{} tiếp tục rà soát hồ sơ vay vốn.",
    "{} chủ trì, phối hợp với Sở Ngoại vụ lập hồ sơ.",
    "Phân công {} phụ trách rà soát hồ sơ.",
    "Hồ sơ do {} thực hiện.",
    "Đề nghị {} sớm hoàn thiện thủ tục.",
)


def cast() -> Cast:
    """A letter of a province that the names say nothing of."""
    return Cast(issuer="UBND tỉnh Lâm Hà", level="tỉnh")


def test_there_are_many() -> None:
    """The list is read, and no name stands in it twice."""
    assert len(NAMES) > 450
    assert len({printed for printed, _ in NAMES}) == len(NAMES)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_name_ends_where_the_sentence_goes_on(sentence: str) -> None:
    """The lead is exactly the unit, without the words of the order."""
    read = {
        printed: [name for name in read_roles(sentence.format(printed), cast(), inside=False).lead if name != OTHER] for printed, _ in NAMES
    }
    assert {printed: names for printed, names in read.items() if names != [dict(NAMES)[printed]]} == {}


def test_a_heading_that_is_a_name_addresses_the_unit() -> None:
    """Nothing of the name is left behind."""
    read = {printed: addressed(printed, cast()) for printed, _ in NAMES}
    assert {printed: found for printed, found in read.items() if found != ((dict(NAMES)[printed],), "")} == {}

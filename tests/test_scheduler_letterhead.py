"""Units at the head and foot of their own letters."""

from pathlib import Path

import pytest

from scheduler.letterhead import letterhead
from storage.models import Unit
from tests.digest_stage import TOP, Weekly


@pytest.mark.parametrize(
    ("name", "kind", "place", "symbol", "superior", "signer"),
    [
        ("UBND xã Cao Lâu", "xã", "Cao Lâu", "BC-UBND", "", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"),
        ("Ủy ban nhân dân phường Tam Thanh", "phường", "Tam Thanh", "BC-UBND", "", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"),
        ("Phòng Nội vụ", "phòng", "", "BC", TOP, "TRƯỞNG PHÒNG"),
        ("Hội Nông dân", "đoàn thể", "", "BC", TOP, "THỦ TRƯỞNG ĐƠN VỊ"),
    ],
)
def test_a_unit_reports_to_the_office_above(
    tmp_path: Path, name: str, kind: str, place: str, symbol: str, superior: str, signer: str
) -> None:
    """A committee signs as one and sits in its place; any other unit stands below its office."""
    weekly = Weekly.open(tmp_path)
    unit = weekly.stage.unit(name, kind, weekly.top)
    with weekly.stage.store() as session:
        head = letterhead(session, session.get_one(Unit, unit))
    assert (head.place, head.symbol, head.superior, head.signer_title) == (place, symbol, superior, signer)
    assert (head.addressee, head.recipients) == (TOP, ("Như trên", "Lưu: VT"))


def test_the_top_of_the_roster_addresses_nobody(tmp_path: Path) -> None:
    """With no office above it there is no addressee, and nobody is "as above"."""
    weekly = Weekly.open(tmp_path)
    with weekly.stage.store() as session:
        head = letterhead(session, session.get_one(Unit, weekly.top))
    assert (head.place, head.addressee, head.recipients) == ("Cao Lộc", "", ("Lưu: VT",))

"""Groups that mean all units of a kind: which they are, and that everybody who looks sees the same units."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from directives.model import Directive as Reading
from directives.model import Document, DraftTask, UnitName
from scheduler.preview import of_draft
from storage import directives, naming, roster, units
from storage.db import transaction
from storage.kinds import meant
from storage.models import Assignment, Directive, Unit
from storage.steering import Actor
from storage.text import fold
from tests.house import House

COMMUNES = ["UBND xã Cao Lâu", "UBND xã Gia Cát"]
OFFICES = ["Phòng Nội vụ", "Phòng Kinh tế và Hạ tầng"]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A district of two communes and two offices."""
    built = House(tmp_path)
    yield built
    built.close()


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("UBND các xã", "xã phường thị trấn"),
        ("UBND các xã, thị trấn", "xã phường thị trấn"),
        ("UBND các xã, phường, đặc khu", "xã phường thị trấn"),
        ("UBND các xã/thị trấn trên địa bàn huyện", "xã phường thị trấn"),
        ("Tất cả các xã", "xã phường thị trấn"),
        ("UBND các phường", "phường"),
        ("UBND các thị trấn", "thị trấn"),
        ("UBND các huyện, thị xã, thành phố", "huyện"),
        ("Các phòng, ban", "phòng ban"),
        ("Các phòng, ban chuyên môn", "phòng ban"),
        ("Các phòng chuyên môn thuộc UBND huyện", "phòng"),
        ("Các phòng, ban, ngành, đoàn thể huyện", "phòng ban đoàn thể"),
        ("Các sở - ban - ngành tỉnh", "sở ban"),
        ("Các hội, đoàn thể", "đoàn thể"),
        ("Các phòng, ban liên quan", "phòng ban ?"),
        ("UBND các xã, phường có liên quan", "xã phường thị trấn ?"),
        ("UBND các xã ven biển", ""),
        ("UBND các xã còn lại", ""),
        ("UBND các xã khác", ""),
        ("UBND các xã, thị trấn được giao làm chủ đầu tư", ""),
        ("Các cơ quan, đơn vị", ""),
        ("Các thôn", ""),
        ("Các trường học", ""),
        ("Thành viên Ban Chỉ đạo", ""),
        ("UBND xã Cao Lâu", ""),
        ("Các ban quản lý rừng", ""),
    ],
)
def test_a_name_means_the_kinds_that_it_names(name: str, kinds: str) -> None:
    """Words for a place behind it change nothing; "liên quan" (?) leaves open who; what the roster cannot tell is no kind."""
    found = meant(name)
    assert " ".join([*found.kinds, *([] if found.all_of_them else ["?"])] if found else []) == kinds


def drafted(session: Session, house: House, lead: str, *, communes: tuple[str, ...] = ()) -> Directive:
    task = DraftTask("1", (lead,), "Rà soát", "Rà soát", communes=communes)
    return directives.save_draft(session, Reading(Document("a.txt"), "", (task,)), lead, house.now)[0]


def holders(session: Session) -> list[str]:
    ids = session.exec(select(Assignment.unit_id).order_by(Assignment.unit_id)).all()  # type: ignore[arg-type]
    return [session.get_one(Unit, one).name for one in ids]


@pytest.mark.parametrize("stands", ["not in the roster", "as a group without members", "as an alias of a group without members"])
@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("UBND các xã", COMMUNES),
        ("UBND các xã, thị trấn", COMMUNES),
        ("UBND các xã, phường, đặc khu", COMMUNES),
        ("Các phòng, ban", OFFICES),
        ("Các phòng, ban liên quan", OFFICES),
    ],
)
def test_a_group_of_a_kind_is_given_to_all_units_of_that_kind(house: House, stands: str, lead: str, expected: list[str]) -> None:
    """However the roster knows it: the review counts, the preview names and the activation gives to the same units, and makes none."""
    with transaction(house.engine) as session:
        if stands != "not in the roster":
            named = lead if stands.startswith("as a group") else "Nhóm chung"
            roster.import_roster(session, [UnitName(named, "group", (lead,) if named != lead else ())])
        row = drafted(session, house, lead)
        today = house.now.date()
        assert naming.stand_for(session, directives.tasks_of(session, row.id or 0)[0], today) == {lead: len(expected)}
        foreseen = of_draft(session, row.id or 0, house.now, house.rules)
        assert {one.unit for one in foreseen if one.unit} == set(expected)
        done = directives.activate(session, row, house.now, today)
        assert sorted(holders(session)) == sorted(expected)
        assert (done.made_units, done.groups) == ([], {lead: len(expected)})


def test_what_the_roster_says_of_a_group_goes_before(house: House) -> None:
    """A group with members is these; the communes that a clause names are these."""
    with transaction(house.engine) as session:
        roster.import_roster(session, [UnitName("Các phòng, ban", "group", members=("Phòng Nội vụ",))])
        assert [one.name for one in units.resolve(session, ["Các phòng, ban"], (), house.now.date()).units] == ["Phòng Nội vụ"]
        named = units.resolve(session, ["UBND các xã, thị trấn"], ["Cao Lâu"], house.now.date())
        assert [one.name for one in named.units] == ["UBND xã Cao Lâu"]


def test_a_kind_that_the_roster_lacks_is_made_a_group_so_that_nothing_is_lost(house: House) -> None:
    """The sở of a province are not a district's ban; the group stands without anybody linked, and is named."""
    with transaction(house.engine) as session:
        roster.import_roster(session, [UnitName("Ban Quản lý dự án", "ban", parent="UBND huyện Cao Lộc")])
        done = directives.activate(session, drafted(session, house, "Các sở, ban, ngành"), house.now, house.now.date())
        assert done.made_units == ["Các sở, ban, ngành"]
        assert holders(session) == ["Các sở, ban, ngành"]


def test_a_commune_that_comes_later_or_ended_before_is_none_of_them(house: House) -> None:
    """The group is who lives on the day of activation: what comes later is given the task by hand."""
    with transaction(house.engine) as session:
        ended = session.exec(select(Unit).where(Unit.name_key == fold("UBND xã Gia Cát"))).one()
        ended.ends_on = house.now.date() - timedelta(days=1)
        session.add(ended)
        directives.activate(session, drafted(session, house, "UBND các xã"), house.now, house.now.date())
        roster.import_roster(session, [UnitName("UBND xã Hòa Cư", "xã", parent="UBND huyện Cao Lộc")])
        assert holders(session) == ["UBND xã Cao Lâu"]


def test_a_group_left_open_on_purpose_stays_open(house: House) -> None:
    """The coordinator said that nobody is meant yet; nobody hears of it."""
    with transaction(house.engine) as session:
        row = drafted(session, house, "Các phòng, ban liên quan")
        naming.leave_open(session, row, "Các phòng, ban liên quan", house.now, Actor(1, None))
        assert not [one for one in of_draft(session, row.id or 0, house.now, house.rules) if one.unit]
        assert directives.activate(session, row, house.now, house.now.date()).made_units == ["Các phòng, ban liên quan"]

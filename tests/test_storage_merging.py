"""Units that merge, are renamed or end on a date: work, people and names follow, once."""

from collections.abc import Iterator
from datetime import UTC, date, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from storage import merging, people, units
from storage.db import transaction
from storage.models import Assignment, Event, Membership, Unit
from tests.house import MONDAY, House

NOW = MONDAY.astimezone(UTC)
TODAY = MONDAY.date()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """The office's store with its letter in force."""
    house = House(tmp_path)
    house.in_force()
    with transaction(house.engine) as opened:
        yield opened
    house.close()


def unit(session: Session, name: str) -> Unit:
    """The unit of exactly this name."""
    found = units.named(session, name)
    assert found is not None
    return found


def joined(session: Session, on: date = TODAY) -> Unit:
    """Two communes become a new one."""
    old = [unit(session, "UBND xã Cao Lâu"), unit(session, "UBND xã Gia Cát")]
    heir = merging.new_unit(session, "UBND xã Cao Gia", old[0])
    merging.merge(session, old, heir, on, NOW)
    return heir


def test_work_and_people_move_on_the_day(session: Session) -> None:
    """The heir holds all open duties and both officers; the trail says from whom."""
    heir = joined(session)
    moved = merging.move_due(session, TODAY, NOW)
    assert (moved.duties, moved.people) == (3, 2)
    living = session.exec(select(Assignment.unit_id).where(Assignment.part == "lead", col(Assignment.ended_at).is_(None))).all()
    assert set(living) == {heir.id}
    assert {person.name for person in people.holders(session, "officer", [heir.id or 0])} == {"Mai", "Dũng"}
    assert session.exec(select(Event).where(Event.kind == merging.MOVED)).all()


def test_moving_twice_moves_nothing_more(session: Session) -> None:
    """The second call finds nothing to do."""
    joined(session)
    merging.move_due(session, TODAY, NOW)
    assert merging.move_due(session, TODAY, NOW) == merging.Moved()


def test_nothing_moves_before_the_day(session: Session) -> None:
    """A merger of next month leaves everything where it is, names included."""
    heir = joined(session, TODAY + timedelta(days=30))
    assert merging.move_due(session, TODAY, NOW) == merging.Moved()
    assert units.find(session, "Cao Lâu").sure != heir
    assert merging.move_due(session, TODAY + timedelta(days=30), NOW).duties == 3


def test_old_letters_still_find_the_heir(session: Session) -> None:
    """A letter that names the old commune resolves to the new one, and so does what people type."""
    heir = joined(session)
    merging.move_due(session, TODAY, NOW)
    assert units.resolve(session, ["UBND xã Cao Lâu"], [], TODAY).units == [heir]
    assert units.find(session, "Cao Lâu").sure == heir
    assert units.find(session, "xã gia cát").sure == heir


def test_a_heir_that_holds_the_task_already_leads_it_once(session: Session) -> None:
    """The support of task 1 merges with its lead: one living assignment, as the lead."""
    lead, support = unit(session, "UBND xã Cao Lâu"), unit(session, "Phòng Kinh tế và Hạ tầng")
    merging.merge(session, [lead], support, TODAY, NOW)
    merging.move_due(session, TODAY, NOW)
    rows = session.exec(select(Assignment).where(Assignment.task_id == 1, col(Assignment.ended_at).is_(None))).all()
    assert [(row.unit_id, row.part) for row in rows] == [(support.id, "lead")]


def test_a_unit_that_ends_without_an_heir_keeps_its_work_for_the_coordinator(session: Session) -> None:
    """Its duties stay open under its name until somebody hands them over."""
    gone = unit(session, "UBND xã Gia Cát")
    merging.end(session, gone, TODAY, NOW)
    assert merging.move_due(session, TODAY, NOW) == merging.Moved()
    assert session.exec(select(Assignment).where(Assignment.unit_id == gone.id, col(Assignment.ended_at).is_(None))).all()


def test_a_renamed_unit_keeps_its_people(session: Session) -> None:
    """From today it is the same unit under a new name; both names find it."""
    row = unit(session, "UBND xã Cao Lâu")
    renamed = merging.rename(session, row, "UBND xã Cao Minh", TODAY, NOW, TODAY)
    assert renamed.id == row.id
    assert units.find(session, "UBND xã Cao Lâu").sure == units.find(session, "UBND xã Cao Minh").sure == row
    assert session.exec(select(Membership).where(Membership.unit_id == row.id)).all()

"""A store moves to another database whole, or not at all."""

from pathlib import Path

import pytest
from sqlmodel import select

from bot.commands.failing import CommandError
from bot.moving import move_store
from storage.db import open_engine, transaction
from storage.models import Person, Report, Unit
from storage.text import fold
from tests import stores
from tests.house import House


@pytest.fixture
def furnished(tmp_path: Path) -> str:
    """The URL of a SQLite store with a roster, people, a letter in force and a report."""
    house = House(tmp_path, url=f"sqlite:///{tmp_path / 'source.db'}")
    house.in_force()
    house.says("Mai", "#2 được 40%, vướng mặt bằng")
    house.close()
    return f"sqlite:///{tmp_path / 'source.db'}"


def check(url: str) -> None:
    """The target is a living store: what was said is there, and new rows get new ids."""
    engine = open_engine(url)
    with transaction(engine) as session:
        assert [report.percent for report in session.exec(select(Report))] == [40]
        top = session.exec(select(Unit).where(Unit.name_key == fold("UBND huyện Cao Lộc"))).one()
        assert session.exec(select(Unit).where(Unit.name_key == fold("Phòng Nội vụ"))).one().parent_id == top.id
        person = Person(name="Mới", created_at=session.get_one(Person, 1).created_at)
        session.add(person)
        session.flush()
        assert (person.id or 0) > 5
    engine.dispose()


def test_into_another_sqlite_file(furnished: str, tmp_path: Path) -> None:
    """Every row arrives, references within a table too."""
    target = f"sqlite:///{tmp_path / 'target.db'}"
    assert sum(move_store(furnished, target).values()) > 20
    check(target)


def test_a_store_that_holds_something_is_not_overwritten(furnished: str, tmp_path: Path) -> None:
    """A second move into the same target is refused."""
    target = f"sqlite:///{tmp_path / 'target.db'}"
    move_store(furnished, target)
    with pytest.raises(CommandError, match="not empty"):
        move_store(furnished, target)


@pytest.mark.postgres
def test_into_postgresql(furnished: str, tmp_path: Path, server: None) -> None:
    """The way past one machine: dates, times, JSON and texts are the same there, and sequences go on."""
    target = stores.copy_of(lambda _engine: None, "bare", tmp_path)
    move_store(furnished, target)
    check(target)

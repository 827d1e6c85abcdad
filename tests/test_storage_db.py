"""The store: migrations, constraints, one transaction per event."""

import gc
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from storage.db import StoreTooNewError, is_current, may_hold_store, migrate, open_engine, reading, take_stock, transaction
from storage.duties import open_duties
from storage.models import Unit, UnitAlias


def test_migrations_make_exactly_what_the_models_say(tmp_path: Path) -> None:
    """Alembic finds no difference between a migrated store and the tables in code."""
    engine = open_engine(f"sqlite:///{tmp_path / 'store.db'}")
    migrate(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []
    engine.dispose()


def test_migrating_twice_is_harmless(tmp_path: Path) -> None:
    """The second run finds nothing to do and keeps the rows."""
    engine = open_engine(f"sqlite:///{tmp_path / 'store.db'}")
    migrate(engine)
    with transaction(engine) as session:
        session.add(Unit(name="A", name_key="a", kind="xã"))
    migrate(engine)
    assert is_current(engine)
    with transaction(engine) as session:
        assert session.get_one(Unit, 1).name == "A"
    engine.dispose()


def test_a_newer_store_is_refused_untouched(tmp_path: Path) -> None:
    """A revision that we do not know raises and changes nothing."""
    engine = open_engine(f"sqlite:///{tmp_path / 'store.db'}")
    migrate(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'ffffffffffff'")
    with pytest.raises(StoreTooNewError):
        migrate(engine)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == "ffffffffffff"
    engine.dispose()


def test_an_error_rolls_the_whole_event_back(tmp_path: Path) -> None:
    """What was written before the error is not there after it."""
    engine = open_engine(f"sqlite:///{tmp_path / 'store.db'}")
    migrate(engine)

    def broken() -> None:
        with transaction(engine) as session:
            session.add(Unit(name="A", name_key="a", kind="xã"))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    with transaction(engine) as session:
        assert session.get(Unit, 1) is None
    engine.dispose()


def test_foreign_keys_hold(tmp_path: Path) -> None:
    """An alias of no unit is refused by the store itself."""
    engine = open_engine(f"sqlite:///{tmp_path / 'store.db'}")
    migrate(engine)
    with pytest.raises(IntegrityError), transaction(engine) as session:
        session.add(UnitAlias(unit_id=99, alias="x", alias_key="x"))
    engine.dispose()


def test_looking_for_a_store_makes_none(tmp_path: Path) -> None:
    """Asking whether there is one creates no file."""
    assert not may_hold_store(f"sqlite:///{tmp_path / 'none.db'}")
    assert list(tmp_path.iterdir()) == []


def test_taking_stock_lets_sqlite_choose_by_the_unit_and_not_by_the_state(tmp_path: Path) -> None:
    """With thousands of open duties a unit's own are found through its assignments, not by walking through all that are open."""
    engine = open_engine(f"sqlite:///{tmp_path / 'store.db'}")
    migrate(engine)
    with engine.begin() as connection:
        for table, rows in (
            ("unit (id, name, name_key, kind)", "SELECT n, n, n, 'xã' FROM n WHERE n <= 300"),
            (
                "task (id, ref, position, text, quote, paragraph, ongoing, lead_names, support_names, communes, criteria, warnings, state, "
                "starred, created_at)",
                "SELECT n, n, n, '', '', 0, 0, '[]', '[]', '[]', '[]', '[]', 'active', 0, '2024-03-18' FROM n",
            ),
            (
                "assignment (id, task_id, unit_id, part, given_at)",
                "SELECT n, n, n % 300 + 1, 'lead', '2024-03-18 01:00:00' FROM n",
            ),
            (
                "occurrence (id, assignment_id, period, deadline_version, state, status, given_at, since_at, due_on)",
                "SELECT n, n, '', 1, 'open', '', '2024-03-18', '2024-03-18', '2024-04-09' FROM n",
            ),
        ):
            numbers = "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 6000)"
            connection.exec_driver_sql(f"INSERT INTO {table} {numbers} {rows}")
    query = (
        "EXPLAIN QUERY PLAN SELECT o.id FROM occurrence o JOIN assignment a ON o.assignment_id = a.id "
        "WHERE o.state = 'open' AND a.unit_id = 7 AND a.ended_at IS NULL"
    )
    take_stock(engine)
    with engine.connect() as connection:
        plan = " ".join(str(row) for row in connection.exec_driver_sql(query))
    engine.dispose()
    assert "open_occurrences_by_day" not in plan
    assert "ix_assignment_unit_id" in plan


def test_a_long_look_suspends_the_search_for_cycles_and_no_longer(tmp_path: Path) -> None:
    """While a look is open, one within another and one that fails included, Python searches for no cycles; afterwards it does again."""
    engine = open_engine(f"sqlite:///{tmp_path / 'store.db'}")
    migrate(engine)
    with reading(engine):
        with pytest.raises(KeyError), reading(engine):
            raise KeyError
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(KeyError), reading(engine):
        raise KeyError
    assert gc.isenabled()
    engine.dispose()


def test_a_units_open_duties_are_asked_for_by_the_unit_before_any_stock_was_taken(tmp_path: Path) -> None:
    """A store filled today: SQLite goes to what the unit holds, not through all that is open anywhere."""
    engine = open_engine(f"sqlite:///{tmp_path / 'store.db'}")
    migrate(engine)
    sent: list[tuple[str, Any]] = []
    event.listen(engine, "before_cursor_execute", lambda _connection, _cursor, statement, values, *_: sent.append((statement, values)))
    with transaction(engine) as session:
        open_duties(session, unit_ids={7})
    with engine.connect() as connection:
        plan = " ".join(str(row) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sent[-1][0]}", sent[-1][1]))
    engine.dispose()
    assert "ix_assignment_unit_id" in plan
    assert "open_occurrences_by_day" not in plan

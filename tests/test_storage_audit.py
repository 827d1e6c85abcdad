"""The audit trail: rows are added, never changed or taken away, whoever tries."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from storage import events
from storage.db import open_engine, transaction
from tests.house import MONDAY
from tests.scheduler_stage import empty_store


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """A store with one row in the trail."""
    file = tmp_path / "store.db"
    file.write_bytes(empty_store())
    made = open_engine(f"sqlite:///{file}")
    with transaction(made) as session:
        events.record(session, "nudged", MONDAY, note="once")
    return made


@pytest.mark.parametrize("sql", ["UPDATE event SET note = 'never'", "DELETE FROM event"])
def test_the_store_itself_refuses_to_change_the_trail(engine: Engine, sql: str) -> None:
    """Not even bare SQL gets through, and the row is as it was."""
    with pytest.raises(DBAPIError, match="only added to"), engine.begin() as connection:
        connection.exec_driver_sql(sql)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT note FROM event").scalar() == "once"
    engine.dispose()

"""The audit trail: rows are added, never changed or taken away, whoever tries."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from storage import events
from storage.db import migrate, open_engine, transaction
from tests.house import MONDAY
from tests.stores import copy_of, hurried


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """A store with one row in the trail."""
    made = hurried(open_engine(copy_of(migrate, "empty", tmp_path)))
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

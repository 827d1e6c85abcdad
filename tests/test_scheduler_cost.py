"""What a beat costs the store: what is due, not what waits."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from benchmarks.office import NOW, fill, store
from scheduler.rules import Rules
from scheduler.tick import tick
from storage.db import transaction
from storage.models import Occurrence
from storage.office import Office

DUE = 5
STEP = 100
"""SQLite's steps are counted in hundreds."""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Any office: nothing here depends on it."""
    return Office(Rules().zone, tmp_path)


def steps_of_a_beat(engine: Engine, office: Office) -> int:
    """How many hundreds of its steps SQLite takes for a beat: the same on every machine."""
    taken = 0
    with transaction(engine) as session:
        assert tick(session, NOW, Rules(), office).queued == DUE  # the day's first beat also says good morning
        for row in session.exec(select(Occurrence).where(col(Occurrence.id) > DUE).order_by(col(Occurrence.id)).limit(DUE)):
            row.next_reminder_at = NOW

    def stepped() -> int:
        nonlocal taken
        taken += 1
        return 0

    with transaction(engine) as session:
        wire = session.connection().connection.driver_connection
        assert wire is not None
        wire.set_progress_handler(stepped, STEP)
        assert tick(session, NOW, Rules(), office).queued == DUE
        wire.set_progress_handler(None, STEP)
    return taken


def test_a_beat_costs_what_is_due_and_not_what_waits(tmp_path: Path, office: Office) -> None:
    """A beat with five due among 3,000 waiting takes the store hardly a step more than one among 100."""
    steps = []
    for waiting in (100, 3_000):
        engine = store(tmp_path / f"{waiting}.db")
        fill(engine, units=DUE, waiting=waiting)
        steps.append(steps_of_a_beat(engine, office))
        engine.dispose()
    assert 0 < steps[1] <= steps[0] * 1.5, steps

"""A simulated year: random work, answers, failures, outages, kills and clock jumps; the promises hold for every seed."""

import os
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from scheduler.rules import Rules
from scheduler.statement import statement
from storage import roster
from storage.models import Event, Outbox, Reminder, ReminderMessage, Unit
from tests.real_office import Letter, put_in_force, read_letters, roster_of
from tests.year_stage import Year

# One seed each keeps the gate short; TEST_SEEDS=20 plays twenty years.
SEEDS = range(int(os.environ.get("TEST_SEEDS", "1")))
COMMUNES, DEPARTMENTS = 20, 15


def invented(year: Year) -> None:
    """Communes, departments, and work of any kind."""
    communes = [year.unit(f"UBND xã Số {n}") for n in range(COMMUNES)]
    departments = [year.unit(f"Phòng Số {n}", "phòng") for n in range(DEPARTMENTS)]
    year.units = communes + departments
    year.staff(year.units)
    for _ in range(60):
        year.new_task()


def arrives(year: Year, letter: Letter, session: Session) -> None:
    """The coordinator puts a letter in force."""
    done = put_in_force(session, letter, year.now, year.rules.day(year.now), year.coordinator)
    assert done.tasks == len(letter.reading.tasks)


def real(year: Year, shared: Path) -> None:
    """The district's roster with its 20 communes and 15 departments staffed; each letter is put in force as it comes, or at once."""
    with year.store() as session:
        roster.import_roster(session, roster_of(shared))
        letters = read_letters(session, shared)
        xa = session.exec(select(Unit.id).where(Unit.kind == "xã").order_by(col(Unit.id))).all()
        others = session.exec(select(Unit.id).where(col(Unit.kind).in_(("phòng", "ban"))).order_by(col(Unit.id))).all()
    year.units = [one or 0 for one in (*xa[:COMMUNES], *others[:DEPARTMENTS])]
    year.staff(year.units)
    assert len(letters) == 5
    for letter in letters:
        comes_at = max(year.now, year.rules.instant(letter.issued_on, year.rules.works_from))
        year.arriving.append((comes_at, partial(arrives, year, letter)))
    year.arriving.sort(key=lambda one: one[0])


def check(year: Year, start: date, at_least: int) -> None:
    """The promises, from the store and from what arrived."""
    assert year.at_rest == []
    assert not year.arriving
    assert {"not_sent", "unknown", "killed"} <= year.happened.keys()
    assert max(year.started.values()) <= year.rules.daily_ceiling
    with year.store() as session:
        listed = Counter(event.after["outbox"] for event in session.exec(select(Event).where(Event.kind == "send_unknown")))
        twice = {row: count for row, count in year.arrived.items() if count > 1 + (row in listed)}
        assert not twice, "arrived more often than its unknowns allow"
        assert not _said_twice(session)
        told = statement(session, start, year.now, year.rules, days=(year.rules.day(year.now) - start).days)
        assert told.closes, f"missing {told.missing}, surplus {told.surplus}"
        assert told.planned > at_least
        waiting = session.exec(select(Reminder.state).where(Reminder.state == "queued")).all()
        assert not waiting


def _said_twice(session: Session) -> list[tuple[int, int]]:
    """Reminders that two messages to one address carried, both sent."""
    query = (
        select(ReminderMessage.reminder_id, Outbox.address_id)
        .join(Outbox, col(Outbox.id) == ReminderMessage.outbox_id)
        .where(Outbox.state == "sent")
    )
    return [pair for pair, count in Counter(session.exec(query).all()).items() if count > 1]


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_year_of_the_five_directives_keeps_its_word(on_sqlite: None, tmp_path: Path, shared_path: Path, seed: int) -> None:
    """Every stage accounted for, none twice, none outside working time, none above the ceiling, whatever happens."""
    year = Year(tmp_path, seed, "2024-03-18 07:00", Rules())
    real(year, shared_path)
    year.live(365, beats=2, acts=4)
    check(year, date(2024, 3, 18), at_least=1_000)


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("start", ["2024-12-20", "2024-04-15"])
def test_six_weeks_over_holidays(on_sqlite: None, tmp_path: Path, seed: int, start: str) -> None:
    """The same over New Year and Tết, and over 30/4 and 1/5, with a ceiling of two."""
    year = Year(tmp_path, seed, f"{start} 07:00", replace(Rules(), daily_ceiling=2))
    invented(year)
    year.live(42, beats=5)
    check(year, date.fromisoformat(start), at_least=200)

"""One beat with 100 duties due among many waiting, beside APScheduler with a job per reminder; a province's Monday morning.

Run: python benchmarks/reminders.py [--largest 1000000] [--communes 3321]
Ratios within one run are what counts: the times of two machines, or of two runs, cannot be compared.
"""

import argparse
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import Engine
from sqlmodel import col, func, select

from benchmarks.office import CHUNK, NOW, fill, store, timed
from scheduler.rules import Rules
from scheduler.tick import tick
from storage.db import transaction
from storage.models import Occurrence, Outbox, Reminder
from storage.office import Office

DUE = 100
BEATS = 3
"""The best of so many counts: other work on the machine only adds."""


def main() -> None:
    """Measures and prints a table for each question."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--largest", type=int, default=1_000_000)
    parser.add_argument("--communes", type=int, default=3_321)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(f"{'waiting':>10} {'our beat':>12} {'job store wakes':>16} {'a row written':>14} {'a job written':>14}")
        for waiting in (1_000, 100_000, 1_000_000):
            if waiting <= options.largest:
                print(_row(Path(folder), waiting), flush=True)
        print()
        print(_monday(Path(folder), options.communes))


def _row(folder: Path, waiting: int) -> str:
    engine = store(folder / f"beat{waiting}.db")
    written_ms = timed(lambda: fill(engine, units=DUE, waiting=waiting)) * 1000 / waiting
    _beat(engine)  # warm: the statements are compiled
    beats_s = []
    for number in range(1, BEATS + 1):
        _make_due(engine, number)
        beats_s.append(timed(lambda: _beat(engine)))
    with transaction(engine) as session:
        queued = session.exec(select(func.count(col(Outbox.id)))).one()
    assert queued == (BEATS + 1) * DUE, queued
    jobs = [_job_store(folder / f"jobs{waiting}.{number}.db", waiting) for number in range(BEATS)]
    job_ms, wake_s = min(written for written, _ in jobs), min(wake for _, wake in jobs)
    return f"{waiting:>10,} {min(beats_s) * 1000:>9.1f} ms {wake_s * 1000:>13.1f} ms {written_ms:>11.2f} ms {job_ms:>11.2f} ms"


def _make_due(engine: Engine, number: int) -> None:
    """As many other duties fall due as the beat before has said."""
    with transaction(engine) as session:
        for row in session.exec(select(Occurrence).where(col(Occurrence.id) > number * DUE).order_by(col(Occurrence.id)).limit(DUE)):
            row.next_reminder_at = NOW
            session.add(row)


def _beat(engine: Engine) -> None:
    rules = Rules(daily_ceiling=10_000)
    more = True
    while more:
        with transaction(engine) as session:
            more = tick(session, NOW, rules, Office(rules.zone, Path())).more


def _job_store(file: Path, jobs: int) -> tuple[float, float]:
    """Milliseconds to write one job, and seconds to wake up with 100 due among so many: read, run and delete them.

    The jobs that wait are copied into the store's table: written one by one, as the library does it, a million take hours.
    """
    scheduler = BackgroundScheduler(jobstores={"default": SQLAlchemyJobStore(url=f"sqlite:///{file}")}, timezone="UTC")
    scheduler.start(paused=True)
    store = scheduler._jobstores["default"]
    present = datetime.now(UTC)  # noqa: TID251 - APScheduler compares with the machine's clock
    began = time.perf_counter()
    for number in range(DUE):
        scheduler.add_job(_nothing, "date", run_date=present - timedelta(seconds=5), id=str(number), misfire_grace_time=None)
    written_ms = (time.perf_counter() - began) * 1000 / DUE
    with store.engine.begin() as connection:
        state = connection.execute(store.jobs_t.select().limit(1)).one().job_state
        far = (present + timedelta(days=30)).timestamp()
        for first in range(DUE, jobs, CHUNK):
            rows = [{"id": str(n), "next_run_time": far, "job_state": state} for n in range(first, min(first + CHUNK, jobs))]
            connection.execute(store.jobs_t.insert(), rows)
    began = time.perf_counter()
    for job in store.get_due_jobs(datetime.now(UTC)):  # noqa: TID251
        job.func()
        store.remove_job(job.id)
    wake_s = time.perf_counter() - began
    scheduler.shutdown(wait=False)
    return written_ms, wake_s


def _nothing() -> None:
    """What a job does here: nothing, so that only the store is measured."""


def _monday(folder: Path, communes: int) -> str:
    engine = store(folder / "monday.db")
    fill(engine, units=communes, waiting=0, tasks_each=3)
    longest_s, began, more, rules = 0.0, time.perf_counter(), True, Rules()
    while more:
        one = time.perf_counter()
        with transaction(engine) as session:
            more = tick(session, NOW, rules, Office(rules.zone, Path())).more
        longest_s = max(longest_s, time.perf_counter() - one)
    whole_s = time.perf_counter() - began
    with transaction(engine) as session:
        messages = session.exec(select(func.count(col(Outbox.id)))).one()
        reminders = session.exec(select(func.count(col(Reminder.id))).where(Reminder.state == "queued")).one()
    return (
        f"Monday: {reminders:,} reminders of {communes:,} communes bundled into {messages:,} messages and queued in {whole_s:.1f} s; "
        f"longest transaction {longest_s * 1000:.0f} ms"
    )


if __name__ == "__main__":
    main()

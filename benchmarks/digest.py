"""Seconds and peak memory of a week's digest, gathered and rendered: 20 communes, and 3,321 communes with 100,000 assignments.

Run as `python benchmarks/digest.py [communes assignments]`. Each size and step has a process of its own: memory once taken stays taken.
"""

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import Engine, insert

from benchmarks.office import CHUNK, NOW, fill, staff, store
from reports.calendar import calendar
from reports.chart import picture
from reports.facts import STATES, Office, PastWeek, Ratio, TaskLine, UnitFacts, Voice, WeekFacts
from reports.kept import from_json, to_json
from reports.numbers import counts_of
from reports.sheet import tracking_sheet
from reports.weekly import message
from reports.weeks import iso_week, week_of
from reports.word import weekly_report
from scheduler.gather import gather
from scheduler.rules import Rules
from storage.db import reading, transaction
from storage.models import Event, Report

SIZES = ((20, 600), (3321, 100_000))
HANOI = timezone(timedelta(hours=7))
FRIDAY = date(2026, 9, 18)
AS_OF = datetime(2026, 9, 18, 14, tzinfo=HANOI)


def week(communes: int, assignments: int) -> WeekFacts:
    """A made-up week, the same every time: each tenth task overdue, each eighth with a difficulty."""
    chance = random.Random(communes)
    names = [f"UBND xã số {number}" for number in range(communes)]
    tasks = tuple(_task(number, names[number % communes], chance) for number in range(assignments))
    own: dict[str, list[TaskLine]] = {name: [] for name in names}
    for task in tasks:
        own[task.unit].append(task)
    units = tuple(_unit(name, own[name], chance) for name in names)
    voices = tuple(Voice(task.code, task.unit, "Bình", AS_OF, task.difficulty) for task in tasks if task.difficulty)
    first, last = week_of(FRIDAY)
    history = tuple(_past(first - timedelta(days=7 * back), units) for back in range(7, 0, -1))
    office = Office("UBND tỉnh", "Thành phố")
    return WeekFacts(iso_week(FRIDAY), first, last, AS_OF, office, units=units, tasks=tasks, history=history, difficulties=voices)


def _task(number: int, unit: str, chance: random.Random) -> TaskLine:
    state = chance.choices(STATES, (40, 10, 40, 10))[0]
    due_on = FRIDAY + timedelta(days=chance.randint(-60, -1) if state == "overdue" else chance.randint(0, 60))
    return TaskLine(
        f"a{number}",
        f"#{number}",
        unit,
        "Rà soát, hoàn thiện hồ sơ minh chứng các tiêu chí và báo cáo kết quả về Văn phòng Điều phối",
        state,
        due_on,
        deadline_text="trước ngày 30 tháng 9 năm 2026",
        percent=chance.randint(0, 100),
        report="Đã làm xong phần việc của thôn, còn chờ xác nhận",
        difficulty="Thiếu kinh phí" if number % 8 == 0 else "",
        directive="Công văn 215/UBND-VP",
        ref="1.2",
        quote="- Rà soát, hoàn thiện hồ sơ minh chứng các tiêu chí, xong trước ngày 30 tháng 9 năm 2026.",
    )


def _unit(name: str, own: list[TaskLine], chance: random.Random) -> UnitFacts:
    counts = counts_of(own)
    return UnitFacts(name, counts, "silent" if chance.random() < 0.1 else "answered", Ratio(counts.open // 2, counts.open))


def _past(monday: date, units: tuple[UnitFacts, ...]) -> PastWeek:
    at = AS_OF - (FRIDAY - timedelta(days=4) - monday)
    return PastWeek(iso_week(monday), monday, monday + timedelta(days=6), at, units)


def main(communes: int, assignments: int) -> None:
    """Renders each part once."""
    facts = week(communes, assignments)
    print(f"{communes:,} communes, {assignments:,} assignments; facts alone: peak {_peak_mb()} MB")
    kept = ""

    def keep() -> str:
        nonlocal kept
        kept = to_json(facts)
        return kept

    parts: dict[str, Callable[[], object]] = {
        "message": lambda: message(facts),
        "picture": lambda: picture(facts),
        "Word": lambda: weekly_report(facts),
        "calendar of one commune": lambda: calendar(facts.tasks[:30], facts.as_of, "xã"),
        "facts to JSON": keep,
        "facts from JSON": lambda: from_json(kept),
        "sheet": lambda: tracking_sheet(facts),
    }
    _measured(parts)


def gathering(communes: int, assignments: int) -> None:
    """Gathers the week from a store in which every third duty was reported on; prints what it took."""
    with tempfile.TemporaryDirectory() as folder:
        engine = store(Path(folder) / "store.db")
        fill(engine, units=communes, waiting=0, tasks_each=assignments // communes)
        staff(engine)
        _reported(engine, assignments // communes * communes)
        print(f"{communes:,} communes, {assignments:,} assignments; the store alone: peak {_peak_mb()} MB")
        with reading(engine) as session:
            _measured({"gathering": lambda: gather(session, NOW.date(), NOW + timedelta(days=4), Rules(), Office("UBND tỉnh"))})
        engine.dispose()


def _reported(engine: Engine, duties: int) -> None:
    """A report of every third duty, with its entry in the trail."""
    at = NOW + timedelta(days=1)
    said = {"at": at, "status": "doing", "percent": 40, "difficulty": "Thiếu kinh phí", "proposal": "", "note": "", "words": "được 40%"}
    empty = {"state": "open", "status": "", "percent": None, "done_on": None}
    with transaction(engine) as session:
        for first in range(1, duties + 1, CHUNK):
            numbers = range(first, min(first + CHUNK, duties + 1), 3)
            rows = [{**said, "occurrence_id": n, "person_id": 1, "repeats": False, "before": empty} for n in numbers]
            session.execute(insert(Report), rows)
            trail = {"at": at, "kind": "reported", "note": "", "before": empty, "after": {"percent": 40}}
            session.execute(insert(Event), [{**trail, "task_id": n, "occurrence_id": n} for n in numbers])


def _measured(parts: dict[str, Callable[[], object]]) -> None:
    """Does each part once and prints what it took; the peak is the process's so far."""
    for name, render in parts.items():
        started, busy = time.perf_counter(), time.process_time()
        result = render()
        took, worked = time.perf_counter() - started, time.process_time() - busy
        size = f"{len(result) / 1e6:.2f} MB" if isinstance(result, bytes | str) else ""
        print(f"  {name:<24} {took:7.2f} s ({worked:6.2f} s of CPU)   peak {_peak_mb():>5} MB   {size}")


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    sizes = [(int(sys.argv[1]), int(sys.argv[2]))] if len(sys.argv) >= 3 else SIZES
    if len(sys.argv) == 4:
        {"gather": gathering, "render": main}[sys.argv[3]](*sizes[0])
    else:
        for size in sizes:
            for step in ("gather", "render"):
                subprocess.run([sys.executable, __file__, *map(str, size), step], check=True)

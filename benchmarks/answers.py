"""Milliseconds of every question over 100,000 assignments, in the process, beside the bare SQL that the answer needs.

Run as `python benchmarks/answers.py [assignments]`. "SQL" is the time that the store itself takes for the statements which the answer
sends, run again one after the other without rows made of them; "answer" is understanding, asking, composing, all together.
"""

import random
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import Engine, event, insert
from sqlmodel import Session

from bot.doors import doors
from handlers.conversation import answer
from scheduler.rules import Rules
from storage import people
from storage.db import migrate, open_engine, transaction
from storage.messages import Address, Incoming
from storage.models import Assignment, Directive, Inbox, Membership, Occurrence, Person, Report, Task, Unit
from storage.office import Office
from storage.text import fold

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 9, 18, 3, 0, tzinfo=UTC)
TODAY = date(2026, 9, 18)
COMMUNES, UNITS_A_TASK = 3321, 5
ROUNDS = 5
QUESTIONS = (
    "tiến độ",
    "tiến độ xã số 77",
    "tiến độ xã sô 77",
    "tiến độ tiêu chí 5",
    "tiến độ văn bản 44",
    "quá hạn",
    "tuần này",
    "tháng này",
    "chưa báo cáo",
    "ai phụ trách #27",
    "lịch sử #27",
    "xem #27",
    "vì sao xã số 77 không nhận",
    "đơn vị nào chưa liên kết",
    "danh sách văn bản",
)


_DEFAULTS: dict[type[Any], dict[str, Any]] = {
    Directive: {"communes": [], "basis": [], "warnings": [], "criteria": [], "unread": []},
    Task: {"lead_names": [], "support_names": [], "communes": [], "criteria": [], "warnings": []},
    Report: {"before": {}},
}


def fill(engine: Engine, assignments: int) -> None:
    """A province: every commune, tasks of five communes each, half of them done, each eighth with a difficulty; the same every time."""
    chance = random.Random(7)
    rows: dict[type[Any], list[dict[str, Any]]] = {Unit: [{"id": 1, "name": "UBND tỉnh", "name_key": "ubnd tinh", "kind": "tỉnh"}]}
    names = [f"UBND xã số {number}" for number in range(COMMUNES)]
    rows[Unit] += [{"id": n + 2, "name": name, "name_key": fold(name), "kind": "xã", "parent_id": 1} for n, name in enumerate(names)]
    letters = max(1, assignments // 500)
    rows[Directive] = [_letter(number) for number in range(1, letters + 1)]
    tasks = assignments // UNITS_A_TASK
    rows[Task] = [_task(number, letters, chance) for number in range(1, tasks + 1)]
    rows[Assignment], rows[Occurrence], rows[Report] = [], [], []
    for number in range(1, assignments + 1):
        unit_id = (number * 13) % COMMUNES + 2
        given = {"id": number, "task_id": (number - 1) // UNITS_A_TASK + 1, "unit_id": unit_id, "part": "lead", "given_at": NOW}
        rows[Assignment].append(given)
        rows[Occurrence].append(_occurrence(number, chance))
        if number % 8 == 0:
            rows[Report].append(_report(number, chance))
    with engine.begin() as connection:
        for table, values in rows.items():
            for start in range(0, len(values), 5000):
                whole = [{**_DEFAULTS.get(table, {}), **one} for one in values[start : start + 5000]]
                connection.execute(insert(table), whole)


def _letter(number: int) -> dict[str, Any]:
    status = {"commune": f"xã số {number}", "set": "ntm", "met": ["1", "2", "3"], "claimed": 3, "total": 19, "kind": "self"}
    return {
        "id": number,
        "sha256": f"{number}",
        "file_name": "thu.docx",
        "state": "in_force",
        "number": f"{number}/UBND-VP",
        "criteria": [status],
        "imported_at": NOW,
    }


def _task(number: int, letters: int, chance: random.Random) -> dict[str, Any]:
    return {
        "id": number,
        "directive_id": number % letters + 1,
        "ref": str(number),
        "text": "Rà soát, hoàn thiện hồ sơ minh chứng các tiêu chí và báo cáo kết quả về Văn phòng Điều phối",
        "deadline_text": "trước ngày 30 tháng 9 năm 2026",
        "communes": [f"xã số {chance.randint(0, COMMUNES)}"],
        "criteria": [str(chance.randint(1, 19))],
        "state": "active",
        "created_at": NOW,
    }


def _occurrence(number: int, chance: random.Random) -> dict[str, Any]:
    due_on = TODAY + timedelta(days=chance.randint(-60, 120))
    done = chance.random() < 0.5
    times = {"given_at": NOW - timedelta(days=90), "since_at": NOW - timedelta(days=90)}
    done_on = due_on + timedelta(days=chance.randint(-9, 3)) if done else None
    state = "done" if done else "open"
    return {"id": number, "assignment_id": number, "original_due_on": due_on, "due_on": due_on, "state": state, "done_on": done_on, **times}


def _report(number: int, chance: random.Random) -> dict[str, Any]:
    words = "vướng mặt bằng" if number % 64 == 0 else ""
    at = NOW - timedelta(days=chance.randint(0, 60))
    return {"id": number // 8, "occurrence_id": number, "at": at, "status": "doing", "percent": 40, "difficulty": words}


def ask(session: Session, office: Office, text: str, number: int) -> str:
    """One question as a coordinator of everything asks it."""
    inbox = Inbox(channel="bench", external_id=f"q{number}", received_at=NOW, text=text)
    session.add(inbox)
    session.flush()
    replies = answer(session, Incoming(Address("bench", "one"), f"q{number}", "one", text), inbox, NOW, office)
    return replies[0].text


@contextmanager
def noted(engine: Engine) -> Any:
    """The SELECT statements, with their values, that are sent inside the block."""
    statements: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            statements.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


def bare(engine: Engine, statements: list[tuple[str, Any]]) -> float:
    """Milliseconds of those statements on the driver alone."""
    connection = engine.raw_connection()
    begin = time.perf_counter()
    for statement, parameters in statements:
        connection.cursor().execute(statement, parameters).fetchall()
    took = time.perf_counter() - begin
    connection.close()
    return took * 1000


def main(assignments: int) -> None:
    """Prints one line a question: best of five."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/store.db")
        migrate(engine)
        fill(engine, assignments)
        with transaction(engine) as session:
            person = Person(name="Bình", created_at=NOW)
            session.add(person)
            session.flush()
            session.add(Membership(person_id=person.id or 0, unit_id=None, role="coordinator", since_at=NOW))
            people.own_address(session, Address("bench", "one")).person_id = person.id
        with engine.begin() as connection:
            connection.exec_driver_sql("ANALYZE")
        office = Office(ZONE, Path(folder), **doors(Rules(zone=ZONE), Path(folder)))
        print(f"{assignments:,} assignments, {COMMUNES:,} communes; milliseconds, best of {ROUNDS}")
        print(f"{'question':32} {'answer':>8} {'SQL':>8}  {'statements':>10}")
        slowest = 0.0
        for number, text in enumerate(QUESTIONS):
            answers, statements_ms, count = [], [], 0
            for turn in range(ROUNDS):
                with noted(engine) as statements, Session(engine) as session:
                    begin = time.perf_counter()
                    ask(session, office, text, number * 100 + turn)
                    answers.append((time.perf_counter() - begin) * 1000)
                    session.rollback()
                statements_ms.append(bare(engine, statements))
                count = len(statements)
            slowest = max(slowest, min(answers))
            print(f"{text:32} {min(answers):8.1f} {min(statements_ms):8.1f}  {count:10}")
        print(f"slowest: {slowest:.1f} ms")
        engine.dispose()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)

"""An office of any size written straight into a store: what the benchmarks of beats, answers and a province start from."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, insert
from sqlmodel import Session

from storage.db import migrate, open_engine, transaction
from storage.models import Assignment, ChatAddress, Membership, Occurrence, Person, Reminder, Task, Unit

NOW = datetime(2024, 3, 18, 1, 0, tzinfo=UTC)  # Monday 08:00 in Vietnam
FAR = NOW + timedelta(days=30)
CHUNK = 10_000
STAFF = ("coordinator", "leader")
"""Who looks at the whole office; each writes from the chat of that name."""


def store(file: Path) -> Engine:
    """An empty, migrated SQLite store."""
    engine = open_engine(f"sqlite:///{file}")
    migrate(engine)
    return engine


def _chat(number: int) -> str:
    return f"c{number}"


def fill(
    engine: Engine, units: int, waiting: int, tasks_each: int = 1, *, channel: str = "memory", chat: Callable[[int], str] = _chat
) -> None:
    """Units with an officer and a chat each, duties due in each, and the waiting ones planned for later; a sent history as long.

    `chat` names the chat of the unit with that number, from 1.
    """
    with transaction(engine) as session:
        _people(session, units, channel, chat)
        numbers = units * tasks_each + waiting
        for first in range(0, numbers, CHUNK):
            _duties(session, range(first, min(first + CHUNK, numbers)), units, units * tasks_each)


def staff(engine: Engine, channel: str = "memory") -> None:
    """A coordinator and a leader of the whole office."""
    with transaction(engine) as session:
        for role in STAFF:
            person = Person(name=role, language="vi", created_at=NOW)
            session.add(person)
            session.flush()
            session.add(Membership(person_id=person.id or 0, unit_id=None, role=role, since_at=NOW))
            session.add(ChatAddress(channel=channel, bot="", thread="", chat=role, state="ok", person_id=person.id))


def timed(what: Callable[[], object]) -> float:
    """Seconds that a call took."""
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def _people(session: Session, units: int, channel: str, chat: Callable[[int], str]) -> None:
    ids = range(1, units + 1)
    session.execute(insert(Unit), [{"id": n, "name": f"UBND xã Số {n}", "name_key": f"ubnd xa so {n}", "kind": "xã"} for n in ids])
    session.execute(insert(Person), [{"id": n, "name": f"Cán bộ {n}", "language": "vi", "created_at": NOW} for n in ids])
    session.execute(insert(Membership), [{"person_id": n, "unit_id": n, "role": "officer", "since_at": NOW} for n in ids])
    address = {"channel": channel, "bot": "", "thread": "", "state": "ok"}
    session.execute(insert(ChatAddress), [{**address, "id": n, "chat": chat(n), "person_id": n} for n in ids])


def _duties(session: Session, numbers: range, units: int, due: int) -> None:
    task = {"text": "Báo cáo kết quả rà soát hộ nghèo, hộ cận nghèo trên địa bàn", "state": "active", "created_at": NOW, "ref": ""}
    given_at = NOW - timedelta(days=4)
    nothing: dict[str, object] = {"lead_names": [], "support_names": [], "communes": [], "criteria": [], "warnings": []}
    session.execute(insert(Task), [{**task, **nothing, "id": n + 1, "due_on": _due_on(n, due)} for n in numbers])
    held = [
        {"id": n + 1, "task_id": n + 1, "unit_id": n % units + 1, "part": "lead", "given_at": given_at, "received_at": NOW} for n in numbers
    ]
    session.execute(insert(Assignment), held)
    row = {"period": "", "deadline_version": 1, "state": "open", "given_at": given_at}
    rows = [
        {
            **row,
            "id": n + 1,
            "assignment_id": n + 1,
            "due_on": _due_on(n, due),
            "since_at": given_at,
            "next_reminder_at": NOW if n < due else FAR,
        }
        for n in numbers
    ]
    session.execute(insert(Occurrence), rows)
    said = {"deadline_version": 1, "stage": "first", "serial": 0, "planned_at": given_at, "decided_at": given_at, "state": "sent"}
    session.execute(insert(Reminder), [{**said, "occurrence_id": n + 1} for n in numbers])


def _due_on(number: int, due: int) -> date:
    """A week ahead for what is due to be reminded and the next thousand; the others spread over half a year, a thousand a day."""
    return (NOW + timedelta(days=7 + max(number - due, 0) // 1000 % 180)).date()

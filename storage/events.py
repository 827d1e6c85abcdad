"""The audit trail's one door."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from storage.models import Event


def record(
    session: Session,
    kind: str,
    now: datetime,
    *,
    person_id: int | None = None,
    inbox_id: int | None = None,
    unit_id: int | None = None,
    directive_id: int | None = None,
    task_id: int | None = None,
    occurrence_id: int | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    note: str = "",
) -> Event:
    """Adds a row to the trail, in the transaction of the change that it tells of."""
    event = Event(
        at=now,
        kind=kind,
        person_id=person_id,
        inbox_id=inbox_id,
        unit_id=unit_id,
        directive_id=directive_id,
        task_id=task_id,
        occurrence_id=occurrence_id,
        before=before or {},
        after=after or {},
        note=note,
    )
    session.add(event)
    session.flush()
    return event


def of_task(session: Session, task_id: int, limit: int = 50) -> list[Event]:
    """A task's trail, the newest first."""
    return list(session.exec(select(Event).where(Event.task_id == task_id).order_by(col(Event.id).desc()).limit(limit)))

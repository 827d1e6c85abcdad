"""Marks: small facts of the service by name. One of them is the turn to beat, which only one process at a time may have."""

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, select

from storage.models import Mark


def turn(session: Session, name: str, now: datetime) -> Mark | None:
    """A mark, made at `now` if new, held until the transaction ends; None where another process holds it at this moment.

    On SQLite the transaction itself is the turn: only one may write.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    # Two processes may meet at the very first beat: whoever comes second finds the row instead of an error.
    session.exec(insert(Mark).values(name=name, value={}, at=now).on_conflict_do_nothing())
    return session.exec(select(Mark).where(Mark.name == name).with_for_update(skip_locked=True)).first()

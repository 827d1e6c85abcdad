"""Marks: small facts of the service by name. One of them is the turn to beat, which only one process at a time may have."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from storage.models import Mark

_HELD = select(Mark).where(Mark.name == bindparam("name")).with_for_update(skip_locked=True)
_NAMED = select(Mark).where(col(Mark.name).in_(bindparam("names", expanding=True)))


def turn(session: Session, name: str, now: datetime) -> Mark | None:
    """A mark, made at `now` if new, held until the transaction ends; None where another process holds it at this moment.

    On SQLite the transaction itself is the turn: only one may write.
    """
    mark = session.exec(_HELD, params={"name": name}).first()
    if mark is not None:
        return mark
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    # Two processes may meet at the very first beat: whoever comes second finds the row instead of an error.
    session.exec(insert(Mark).values(name=name, value={}, at=now).on_conflict_do_nothing())
    return session.exec(_HELD, params={"name": name}).first()


def known(session: Session, names: Sequence[str]) -> dict[str, Mark]:
    """Those of some marks that stand, by name."""
    return {mark.name: mark for mark in session.exec(_NAMED, params={"names": names})}

"""Everything in the store as one JSON document, for other programs and for people who leave."""

import json
from typing import Any

from sqlmodel import Session, SQLModel, select

from storage import models

LEFT_OUT = frozenset({"Invite", "LinkAttempt", "Mark"})
"""Secrets and counters of the service itself."""


def everything(session: Session) -> str:
    """Every table but the service's own secrets, row by row, as JSON text."""
    return json.dumps({name: _rows(session, getattr(models, name)) for name in models.__all__ if name not in LEFT_OUT}, ensure_ascii=False)


def _rows(session: Session, table: type[SQLModel]) -> list[dict[str, Any]]:
    return [row.model_dump(mode="json") for row in session.exec(select(table))]

"""The question that is open in a chat. A restart loses nothing, and a scheduled message does not touch it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import Session

from storage.messages import Choice, flat
from storage.models import Conversation


def open_question(session: Session, address_id: int) -> Conversation | None:
    """The open question of a chat, None where none is open."""
    row = session.get(Conversation, address_id)
    return row if row is not None and row.question else None


def ask(
    session: Session, address_id: int, question: str, data: dict[str, Any], choices: Iterable[Iterable[Choice]], now: datetime
) -> Conversation:
    """Opens a question in a chat in the place of any other; `choices` are remembered so that a bare number can answer it."""
    row = session.get(Conversation, address_id) or Conversation(address_id=address_id, asked_at=now)
    row.question, row.data, row.asked_at = question, dict(data), now
    row.choices = [choice.value for choice in flat(choices)]
    session.add(row)
    session.flush()
    return row


def close(session: Session, address_id: int) -> None:
    """Closes the open question of a chat; harmless where none is open."""
    row = session.get(Conversation, address_id)
    if row is not None:
        session.delete(row)
        session.flush()

"""What becomes of a message that did not arrive: again later, never, or to somebody else."""

import random
from datetime import datetime, timedelta

from sqlmodel import Session

from scheduler.passing_on import pass_on
from storage import sending
from storage.messages import ChannelError
from storage.models import Outbox

FIRST_PAUSE_S, LONGEST_PAUSE_S = 5.0, 900.0
GIVE_UP_AFTER = timedelta(hours=24)
GONE = frozenset(
    {"blocked", "deactivated", "never_started", "removed", "chat_not_found", "no_rights", "topic_gone", "unreachable", "window_closed"}
)
"""Reasons that speak of the chat, not of the message: nobody is reached there any more. A refusal nobody foresaw condemns no chat."""


def pause_s(attempts: int) -> float:
    """How long to wait after so many failed attempts: growing, bounded, with a fifth of jitter either way."""
    return min(FIRST_PAUSE_S * 2.0 ** (attempts - 1), LONGEST_PAUSE_S) * random.uniform(0.8, 1.2)


def later(session: Session, row: Outbox, wait_s: float, why: str, now: datetime) -> None:
    """Not an attempt that failed: the message waits exactly so long."""
    row.attempts -= 1
    sending.settle_not_sent(session, row, now + timedelta(seconds=wait_s), why, now)


def not_sent(session: Session, row: Outbox, error: ChannelError, now: datetime) -> None:
    """Told how long to wait, it waits exactly that; else ever longer, for a day, after which it has failed.

    What only waits for a new month of the plan is never given up: a receipt that was promised arrives.
    """
    if now - row.created_at >= GIVE_UP_AFTER and error.reason != "quota":
        sending.settle_refused(session, row, "gave_up", now)
    elif error.retry_after_s is not None:
        later(session, row, error.retry_after_s, error.reason, now)
    else:
        sending.settle_not_sent(session, row, now + timedelta(seconds=pause_s(row.attempts)), error.reason, now)


def refused(session: Session, row: Outbox, error: ChannelError, now: datetime) -> None:
    """A chat that moved gets the message once more at its new id; a chat that is gone is remembered as such and the message passed on."""
    if error.moved_to is not None and row.why != "moved":
        sending.move_chat(session, row, error.moved_to)
        sending.settle_not_sent(session, row, now, "moved", now)
        return
    sending.settle_refused(session, row, error.reason, now)
    if error.reason in GONE and row.address_id is not None:
        sending.refuse_address(session, row.address_id, error.reason)
        pass_on(session, row, now)

"""One beat: look at what is due, decide it, move on. The database is the schedule; calling it too often is harmless."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from scheduler.continuing import continue_duties
from scheduler.decide import decide, hold
from scheduler.morning import good_morning
from scheduler.received import ask_receipt
from scheduler.rules import Rules
from scheduler.slots import is_working_moment
from scheduler.weekly import Beat, DigestHook, run_cycle
from storage import reminders
from storage.duties import Duty
from storage.models import Mark
from storage.office import Office

log = logging.getLogger(__name__)
UNITS_A_BEAT = 50
"""Units decided in one transaction: small enough that answers never wait long behind it."""
SET_ASIDE = timedelta(hours=1)
BEAT = "beat"


def tick(session: Session, now: datetime, rules: Rules, office: Office, digest: DigestHook | None = None) -> Beat:
    """Decides everything due at `now` (aware), in the caller's transaction; sends nothing.

    1. A clock that went back is noticed and repaired. 2. Recurring duties get their next occurrence. 3. Due duties are decided,
    or looked at again when working time begins. 4. The weekly cycle, the morning's word and new duties nobody has received have their turn.
    """
    _note_beat(session, now, rules)
    more = continue_duties(session, now, rules)
    unit_ids = reminders.units_to_plan(session, now, UNITS_A_BEAT)
    duties = reminders.duties_to_plan(session, now, unit_ids) if unit_ids else []
    if not is_working_moment(now, rules):
        hold(session, duties, now, rules, office)
        return Beat(0, more or len(unit_ids) == UNITS_A_BEAT)
    queued = _decide_each(session, duties, now, rules, office)
    weekly = run_cycle(session, now, rules, office, digest)
    queued += weekly.queued + good_morning(session, now, rules, office) + ask_receipt(session, now, rules, office)
    return Beat(queued, more or weekly.more or len(unit_ids) == UNITS_A_BEAT)


def _note_beat(session: Session, now: datetime, rules: Rules) -> None:
    """Keeps the time of this beat; where the last one lies ahead, the clock has been set back since."""
    mark = session.get(Mark, BEAT) or Mark(name=BEAT, at=now)
    if mark.at > now + timedelta(seconds=1):
        log.warning("the clock went back from %s to %s", mark.at.isoformat(), now.isoformat())
        reminders.clock_went_back(session, mark.at, now, rules.day(now))
    mark.at = now
    session.add(mark)
    session.flush()


def _decide_each(session: Session, duties: Sequence[Duty], now: datetime, rules: Rules, office: Office) -> int:
    """Decides all duties at once; where that fails, unit by unit, setting a faulty unit aside for an hour."""
    whole = _attempt(session, duties, now, rules, office)
    if whole is not None:
        return whole
    queued = 0
    for unit_id in {duty.assignment.unit_id for duty in duties}:
        one = _attempt(session, reminders.duties_to_plan(session, now, [unit_id]), now, rules, office)
        queued += one or 0
        if one is None:
            log.error("unit %d is set aside for an hour", unit_id)
            reminders.look_later(session, now, unit_id, now + SET_ASIDE)
    return queued


def _attempt(session: Session, duties: Sequence[Duty], now: datetime, rules: Rules, office: Office) -> int | None:
    """How many messages were queued; None where deciding failed and left nothing behind."""
    try:
        with session.begin_nested():
            return decide(session, duties, now, rules, office) if duties else 0
    except OperationalError:  # the store's own trouble is nobody's row
        raise
    except Exception:  # the planner's one catch-all: a single faulty row must not silence every other unit
        log.exception("deciding %d duties failed", len(duties))
        return None

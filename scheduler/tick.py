"""One beat: look at what is due, decide it, move on. The database is the schedule; calling it too often is harmless."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from scheduler.continuing import continue_duties
from scheduler.decide import decide, hold
from scheduler.morning import good_morning, said_on
from scheduler.received import ask_receipt, asked_on
from scheduler.rules import Rules
from scheduler.slots import is_working_moment
from scheduler.weekly import Beat, DigestHook, run_cycle
from storage import merging, reminders
from storage.duties import Duty
from storage.marks import known, turn
from storage.models import Mark
from storage.office import Office

log = logging.getLogger(__name__)
Done = TypeVar("Done")
UNITS_A_BEAT = 50
"""Units decided in one transaction: small enough that answers never wait long behind it."""
SET_ASIDE = timedelta(hours=1)
BEAT = "beat"


def tick(session: Session, now: datetime, rules: Rules, office: Office, digest: DigestHook | None = None) -> Beat:
    """Decides everything due at `now` (aware), in the caller's transaction; sends nothing.

    1. A clock that went back is noticed and repaired. 2. Units that ended today hand their work to their heirs, and recurring duties get
    their next occurrence. 3. Due duties are decided, or looked at again when working time begins. 4. The weekly cycle, the morning's word
    and new duties nobody has received have their turn.
    """
    if not _note_beat(session, now, rules):
        return Beat()
    merging.move_daily(session, rules.day(now), now)
    more = continue_duties(session, now, rules)
    unit_ids = reminders.units_to_plan(session, now, UNITS_A_BEAT)
    duties = reminders.duties_to_plan(session, now, unit_ids) if unit_ids else []
    more = more or len(unit_ids) == UNITS_A_BEAT
    if not is_working_moment(now, rules):
        return Beat(_each(session, duties, now, partial(hold, now=now, rules=rules)), more)
    queued = _each(session, duties, now, partial(decide, now=now, rules=rules, office=office))
    today = rules.day(now)
    daily = {said_on(today): ("morning", good_morning), asked_on(today): ("received", ask_receipt)}
    standing = known(session, (*daily, *(aside(name) for name in ("weekly", "morning", "received"))))
    weekly = _in_turn(session, "weekly", now, standing, partial(run_cycle, session, now, rules, office, digest)) or Beat()
    for mark, (name, action) in daily.items():
        if mark not in standing:
            queued += _in_turn(session, name, now, standing, partial(action, session, now, rules, office)) or 0
    return Beat(queued + weekly.queued, more or weekly.more)


def waits(session: Session, now: datetime, rules: Rules) -> bool:
    """Whether a duty waits for the planner, or for its next occurrence to be made: then a beat at once is worth its while."""
    look_at = reminders.next_look_at(session)
    return (look_at is not None and look_at <= now) or bool(reminders.to_continue(session, rules.day(now), limit=1))


def _note_beat(session: Session, now: datetime, rules: Rules) -> bool:
    """Keeps the time of this beat; where the last one lies ahead, the clock has been set back since. False: another process beats now."""
    mark = turn(session, BEAT, now)
    if mark is None:
        return False
    if mark.at > now + timedelta(seconds=1):
        log.warning("the clock went back from %s to %s", mark.at.isoformat(), now.isoformat())
        reminders.clock_went_back(session, mark.at, now, rules.day(now))
    mark.at = now
    session.add(mark)
    session.flush()
    return True


def _each(session: Session, duties: Sequence[Duty], now: datetime, decide_all: Callable[[Session, Sequence[Duty]], int]) -> int:
    """Decides all duties at once; where that fails, unit by unit, setting a faulty unit aside for an hour."""
    if not duties:
        return 0
    whole = _attempt(session, f"deciding {len(duties)} duties", partial(decide_all, session, duties))
    if whole is not None:
        return whole
    queued = 0
    for unit_id in {duty.assignment.unit_id for duty in duties}:
        own = reminders.duties_to_plan(session, now, [unit_id])
        one = _attempt(session, f"deciding for unit {unit_id}", partial(decide_all, session, own))
        queued += one or 0
        if one is None:
            log.error("unit %d is set aside for an hour", unit_id)
            reminders.look_later(session, now, unit_id, now + SET_ASIDE)
    return queued


def aside(name: str) -> str:
    """The name of the mark that something is set aside."""
    return f"aside:{name}"


def _in_turn(session: Session, name: str, now: datetime, standing: Mapping[str, Mark], action: Callable[[], Done]) -> Done | None:
    """What the action gives; one that failed is set aside for an hour."""
    failed = standing.get(aside(name))
    if failed is not None and now - SET_ASIDE < failed.at <= now:
        return None
    done = _attempt(session, name, action)
    if done is None:
        session.merge(Mark(name=aside(name), at=now))
    return done


def _attempt(session: Session, name: str, action: Callable[[], Done]) -> Done | None:
    """What the action gives; None where it failed, and then it has left nothing behind."""
    try:
        with session.begin_nested():
            return action()
    except OperationalError:  # the store's own trouble is nobody's row
        raise
    except Exception:  # the planner's one catch-all: one faulty row must not silence everything else
        log.exception("%s failed", name)
        return None

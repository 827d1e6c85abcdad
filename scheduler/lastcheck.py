"""The last look at a message before the wire: is it still true, still allowed, still wanted? Decided anew from the store."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from sqlmodel import Session

from scheduler import plan
from scheduler.compose import composed, directives_of, duties_of, units_of
from scheduler.owed import owed
from scheduler.recipients import Recipient, of_address
from scheduler.rules import Rules
from scheduler.slots import is_working_moment, next_days_opening, next_working_moment
from scheduler.week import cycle
from scheduler.weekly import weekly_message
from storage import reminders, sending
from storage.duties import Duty
from storage.messages import Outgoing
from storage.models import ChatAddress, Directive, Outbox, Reminder
from storage.office import Office
from storage.outbox import decode, encode


def last_check(session: Session, row: Outbox, now: datetime, rules: Rules, office: Office) -> Outgoing | None:
    """The message as it must be sent at `now`; None where it must not be, and then the row has been settled or put off, with its reason.

    Answers and notices go as they are. What the bot starts by itself is held to working time and the daily ceiling; reminders are
    composed anew without what was answered, closed or moved meanwhile.
    """
    if row.kind not in sending.STARTED:
        return decode(row)
    address = _address(session, row)
    if address is None:
        sending.settle_refused(session, row, "no_address", now)
        return None
    to = of_address(session, address)
    held = _held(session, row, to, now, rules, office)
    if held is not None:
        _hold(session, row, *held, now, rules)
        return None
    if row.kind in sending.CARRIES_REMINDERS:
        return _reminders(session, row, to, now, rules, office)
    if row.kind == "prompt":
        return _prompt(session, row, to, address.unit_id, now, rules, office)
    return decode(row)


def _address(session: Session, row: Outbox) -> ChatAddress | None:
    """The row's address; None where it is gone, or belongs to somebody else than when the message was written."""
    address = session.get(ChatAddress, row.address_id) if row.address_id is not None else None
    return address if address is not None and address.state == "ok" and address.person_id == row.person_id else None


def _held(session: Session, row: Outbox, to: Recipient, now: datetime, rules: Rules, office: Office) -> tuple[str, datetime] | None:
    """Why the message must wait and until when. The digest is not held by the ceiling: its reader gets one a week.

    On a plan that is almost used up, what is not urgent waits for the next day, when it goes with that day's in one message.
    """
    if not is_working_moment(now, rules):
        return "quiet", next_working_moment(now, rules)
    if row.kind == "digest":
        return None
    today = rules.day(now)
    if sending.sent_since(session, to.address_ids, rules.instant(today, time.min)) >= rules.daily_ceiling:
        return "ceiling", next_days_opening(now, rules)
    if office.is_tight(session, row.channel, row.bot, now) and not _is_urgent(session, row, now, rules):
        return "quota", next_days_opening(now, rules)
    return None


def _is_urgent(session: Session, row: Outbox, now: datetime, rules: Rules) -> bool:
    """Whether it goes out on the last of a plan: alarms, escalations, a new duty, and what falls due today or tomorrow."""
    if row.kind != "reminder":
        return row.kind not in ("prompt", "summary")
    carried = reminders.of_message(session, row.id or 0)
    duties = duties_of(session, {reminder.occurrence_id for reminder in carried})
    tomorrow = rules.day(now) + timedelta(days=1)
    due = [duty.occurrence.due_on for duty in duties.values()]
    return any(one.stage == plan.FIRST for one in carried) or any(rules.day(now) <= day <= tomorrow for day in due if day is not None)


def _hold(session: Session, row: Outbox, why: str, until: datetime, now: datetime, rules: Rules) -> None:
    """A bundle is dropped and its reminders decided anew, so that tomorrow still brings one message; anything else waits as it is."""
    if row.kind in sending.CARRIES_REMINDERS:
        sending.drop(session, row, why, now)
        for reminder in reminders.of_message(session, row.id or 0):
            if not reminders.carried_otherwise(session, reminder, row.id or 0):
                reminders.put_off(session, reminder, why, until, now)
    elif row.kind == "prompt" and _cutoff(row, until, rules):
        sending.drop(session, row, "stale", now)
    else:
        sending.settle_not_sent(session, row, until, why, now)


def _reminders(session: Session, row: Outbox, to: Recipient, now: datetime, rules: Rules, office: Office) -> Outgoing | None:
    carried = reminders.of_message(session, row.id or 0)
    duties = duties_of(session, {reminder.occurrence_id for reminder in carried})
    directives = directives_of(session, duties.values())
    alive = [one for one in carried if _is_alive(session, one, duties[one.occurrence_id], directives, now, rules)]
    if not alive:
        sending.drop(session, row, carried[0].why or "stale" if carried else "stale", now)
        return None
    if len(alive) < len(carried):
        reminders.unlink(session, [reminder for reminder in carried if reminder not in alive], row.id or 0)
    said = [(duties[reminder.occurrence_id], reminder.stage) for reminder in alive]
    units = units_of(session, {duty.assignment.unit_id for duty, _ in said})
    message = composed(said, units, to, rules.day(now), office)
    row.body = encode(message)
    session.add(row)
    return message


def _is_alive(session: Session, reminder: Reminder, duty: Duty, directives: Mapping[int, Directive], now: datetime, rules: Rules) -> bool:
    """Whether it may still be said; if not it is kept as obsolete with its reason, unless another message said it."""
    why = _why_not(reminder, duty, directives.get(duty.task.directive_id or 0), now, rules)
    if why is not None and reminder.state != "sent":
        reminders.make_obsolete(session, reminder, why, now)
    return why is None


def _why_not(reminder: Reminder, duty: Duty, directive: Directive | None, now: datetime, rules: Rules) -> str | None:
    if reminder.deadline_version != duty.occurrence.deadline_version:
        return "moved"
    audience: plan.Audience = "coordinator" if reminder.stage == plan.ESCALATION else "unit"
    planned = plan.Planned(reminder.planned_at, reminder.stage, reminder.serial, audience)
    return plan.why_not(owed(duty, rules, directive), planned, now, rules)


def _prompt(
    session: Session, row: Outbox, to: Recipient, unit_id: int | None, now: datetime, rules: Rules, office: Office
) -> Outgoing | None:
    """The prompt with the work that is open now; pointless after the cut-off, or when nothing is open."""
    week = cycle(rules.day(row.created_at), rules)
    if week is None or _cutoff(row, now, rules):
        sending.drop(session, row, "stale", now)
        return None
    message = weekly_message(session, row.key.startswith("nudge:"), to, unit_id, week, now, rules, office)
    if message is None:
        sending.drop(session, row, "closed", now)
    return message


def _cutoff(row: Outbox, at: datetime, rules: Rules) -> bool:
    """Whether that instant lies behind the cut-off of the week in which the prompt was written."""
    week = cycle(rules.day(row.created_at), rules)
    return week is not None and at >= week.cutoff_at

"""Steering by the coordinator or leader: remind, praise, extend, approve, return, star. Each is in the trail, and the unit is told."""

from datetime import date, timedelta

from handlers.buttons import in_rows
from handlers.desk import Desk
from handlers.intents import requests
from handlers.intents.acts import actor, codes, held, open_held, receipt, tell_unit, trail
from handlers.intents.unit_asking import unit_named
from handlers.understand import value
from handlers.understanding import intents as i
from locales import Words
from reports.lines import code
from storage import duties, scope, steering, units
from storage.duties import Duty
from storage.messages import Choice, Reply
from storage.models import Event
from storage.scope import Scope

EXTRA_DAYS = (3, 7, 14)
REMINDED_AT_ONCE = 5


def nudge(desk: Desk, intent: i.Nudge) -> list[Reply]:
    """Reminds a unit of its late and nearest tasks, or a task's holders of it, at once."""
    about, reply = _about(desk, intent.task, intent.unit, intent.unit_id, i.Nudge)
    if reply is not None:
        return [reply]
    if not about:
        return [Reply(desk.words.text("There is no open task to remind of."))]
    reached = 0
    for duty in about:
        reached += tell_unit(desk, duty, "nudge")
        trail(desk, duty, "nudged")
    if not reached:
        return [Reply(desk.words.text("Nobody of this unit can be reached here yet. Use “mời” to make an invite."))]
    people = desk.words.plural("Reminded {n} person.", "Reminded {n} people.", reached)
    return [Reply(f"{people} {codes(about)}")]


def praise(desk: Desk, intent: i.Praise) -> list[Reply]:
    """A good word to a task's holders, or to a unit for what it finished last."""
    about, reply = _praised(desk, intent)
    if reply is not None or not about:
        return [reply or Reply(desk.words.text("This unit holds no task to be praised for."))]
    reached = 0
    for duty in about:
        reached += tell_unit(desk, duty, "praised")
        trail(desk, duty, "praised")
    said = desk.words
    thanked = said.text("Recorded {codes}: the praise was sent.", codes=codes(about))
    return [Reply(thanked if reached else said.text("Nobody of this unit can be reached here yet. Use “mời” to make an invite."))]


def _praised(desk: Desk, intent: i.Praise) -> tuple[list[Duty], Reply | None]:
    if intent.task is not None:
        found, reply = held(desk, intent.task)
        return found[-1:], reply
    named = unit_named(desk, intent.unit, intent.unit_id, lambda one: i.Praise(unit_id=one))
    if named.unit is None:
        return [], named.reply
    done = duties.last_done(desk.session, units.unit_id(named.unit))
    return ([done], None) if done is not None else _about(desk, None, "", named.unit.id, i.Praise)


def _about(desk: Desk, task: int | None, unit: str, unit_id: int | None, kind: type[i.Nudge | i.Praise]) -> tuple[list[Duty], Reply | None]:
    """A task's open duties, or of a unit what is late, else the nearest."""
    if task is not None:
        return open_held(desk, task)
    named = unit_named(desk, unit, unit_id, lambda one: kind(unit_id=one))
    if named.unit is None:
        return [], named.reply
    limits = Scope(frozenset({units.unit_id(named.unit)}))
    late = scope.late(desk.session, limits, desk.today, REMINDED_AT_ONCE)
    return [line.duty for line in late] or duties.open_duties(desk.session, unit_ids=set(limits.unit_ids or ()), part="lead")[:1], None


def extend(desk: Desk, intent: i.Extend) -> list[Reply]:
    """Moves a deadline; from an officer it is meant as a request. Without a day the usual ones are offered."""
    if not desk.has("coordinator", "leader", "admin"):
        asked = i.Extension(intent.task, intent.until, intent.days, intent.reason, intent.was, intent.sure)
        return requests.extension(desk, asked)
    found, reply = open_held(desk, intent.task)
    if reply is not None:
        return [reply]
    if not found:
        return [Reply(desk.words.text("There is nothing open to extend."))]
    if intent.until is None and intent.days is None:
        return [_ask_until(desk, found[0])]
    return _extended(desk, found, intent)


def _ask_until(desk: Desk, duty: Duty) -> Reply:
    said, current = desk.words, duty.occurrence.due_on
    number = duty.task.id
    steps = [
        Choice(said.date(current + timedelta(days=days)), value(i.Extend(number, days=days, was=current))) for days in EXTRA_DAYS if current
    ]
    text = said.text("{code} is due {day}. To which day do you move it? Tap, or type a day.", code=code(duty.task), day=_day(said, current))
    return desk.ask("extend_to", text, in_rows(steps, 3), task=number)


def _extended(desk: Desk, found: list[Duty], intent: i.Extend) -> list[Reply]:
    said = desk.words
    done: list[Event] = []
    lines: list[str] = []
    for duty in found:
        current = duty.occurrence.due_on
        if intent.was is not None and intent.was != current:
            return [Reply(said.text("The deadline of {code} has changed meanwhile; please look at it again.", code=code(duty.task)))]
        until = intent.until or (current + timedelta(days=intent.days) if current and intent.days else None)
        if until is None:
            return [_ask_until(desk, duty)]
        if until < desk.today:
            return [Reply(said.text("{day} lies in the past. Please name a later day.", day=said.date(until)))]
        done.append(_moved(desk, duty, until, intent.reason))
        lines.append(
            said.text(
                "Recorded {code}: the deadline moves from {before} to {after}.",
                code=code(duty.task),
                before=_day(said, current),
                after=said.date(until),
            )
        )
    desk.answered()
    return [receipt(desk, "\n".join(dict.fromkeys(lines)), done)]


def _moved(desk: Desk, duty: Duty, until: date, why: str) -> Event:
    by = actor(desk)
    event = duties.move_deadline(desk.session, duty, until, desk.now, person_id=by.person_id, inbox_id=by.inbox_id, why=why)
    tell_unit(desk, duty, "extended")
    return event


def _day(said: Words, day: date | None) -> str:
    return said.date(day) if day is not None else said.text("no deadline")


def approve(desk: Desk, intent: i.Approve) -> list[Reply]:
    """ "Done" is verified."""
    found, reply = held(desk, intent.task)
    done = [duty for duty in found if duty.occurrence.state == "done" and duty.occurrence.verified_at is None]
    if reply is not None or not done:
        return [reply or Reply(desk.words.text("Nothing of this task is reported as done and waiting for approval."))]
    rows = []
    for duty in done:
        duty.occurrence.verified_at = desk.now
        desk.session.add(duty.occurrence)
        rows.append(trail(desk, duty, "approved"))
        tell_unit(desk, duty, "approved")
    return [receipt(desk, desk.words.text("Recorded {code}: verified as done.", code=code(done[0].task)), rows)]


def return_(desk: Desk, intent: i.Return) -> list[Reply]:
    """ "Done" is refused: the task is open again and its ladder goes on."""
    found, reply = held(desk, intent.task)
    done = [duty for duty in found if duty.occurrence.state == "done"]
    if reply is not None or not done:
        return [reply or Reply(desk.words.text("Nothing of this task is reported as done."))]
    if not intent.reason:
        return [Reply(desk.words.text("Please say why, for example: “return #{number} the minutes are missing”.", number=intent.task))]
    rows = []
    for duty in done:
        row = duty.occurrence
        row.state, row.status, row.verified_at, row.next_reminder_at = "open", "doing", None, desk.now
        desk.session.add(row)
        before, after = {"state": "done", "status": "done"}, {"state": "open", "status": "doing"}
        rows.append(steering.note(desk.session, "returned", duty, desk.now, actor(desk), intent.reason, before=before, after=after))
        tell_unit(desk, duty, "returned", reason=intent.reason)
    return [receipt(desk, desk.words.text("Recorded {code}: returned to the unit.", code=code(done[0].task)), rows)]


def star(desk: Desk, intent: i.Star) -> list[Reply]:
    """A task has priority, or no longer; the units are told of the first."""
    found, reply = held(desk, intent.task)
    if reply is not None:
        return [reply]
    said, task = desk.words, found[0].task
    text = said.text("Recorded {code}: priority.", code=code(task))
    if not intent.on:
        text = said.text("Recorded {code}: no longer a priority.", code=code(task))
    if task.starred == intent.on:
        return [Reply(text)]
    task.starred = intent.on
    desk.session.add(task)
    event = trail(desk, found[0], "starred" if intent.on else "unstarred")
    for duty in found if intent.on else []:
        tell_unit(desk, duty, "starred")
    return [receipt(desk, text, [event])]

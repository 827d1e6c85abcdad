"""An officer asks: for more time, or to be rid of a task that is another unit's. The coordinator decides with one tap."""

from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, select

from handlers.desk import Desk
from handlers.intents.precedents import precedents
from handlers.tasks import meant_by_officer
from handlers.understand import value
from handlers.understanding import intents as i
from handlers.understanding.intents import Intent
from locales import words
from reports.lines import code, deadline, marked_quote, short
from storage import duties, events, people
from storage.duties import Duty
from storage.messages import Choice, Reply
from storage.models import Person, Request, Unit

EXTRA_DAYS = (3, 7, 14)


def extension(desk: Desk, intent: i.Extension) -> list[Reply]:
    """Asks for what is missing (the new day, the reason), then passes the request on."""
    meant = meant_by_officer(desk, intent.task)
    if meant.duty is None:
        return [meant.reply] if meant.reply else []
    duty = meant.duty
    current = duty.occurrence.due_on
    if current is None:
        return [Reply(desk.words.text("{code} has no deadline, so there is nothing to extend.", code=code(duty.task)))]
    if intent.was is not None and intent.was != current:
        return [Reply(desk.words.text("The deadline of {code} has changed meanwhile; please look at it again.", code=code(duty.task)))]
    until = intent.until or (current + timedelta(days=intent.days) if intent.days else None)
    if until is None:
        return [_ask_until(desk, duty, current, intent.reason)]
    if until <= current:
        return [_too_early(desk, duty, until, current)]
    if not intent.reason:
        return [_ask_reason(desk, duty, until)]
    return [_request(desk, duty, until, intent.reason)]


def _ask_until(desk: Desk, duty: Duty, current: date, reason: str) -> Reply:
    said = desk.words
    steps = tuple(
        Choice(said.date(current + timedelta(days=days)), value(i.Extension(duty.task.id, days=days, was=current))) for days in EXTRA_DAYS
    )
    text = said.text("{code} is due {day}. Until which day do you ask for more time?", code=code(duty.task), day=said.date(current))
    return desk.ask("until", text, (steps,), task=duty.task.id, reason=reason)


def _ask_reason(desk: Desk, duty: Duty, until: date) -> Reply:
    text = desk.words.text("{code}: an extension to {day}. For what reason?", code=code(duty.task), day=desk.words.date(until))
    return desk.ask("reason", text, task=duty.task.id, until=until.isoformat())


def _too_early(desk: Desk, duty: Duty, until: date, current: date) -> Reply:
    said = desk.words
    text = said.text(
        "{until} is not later than the deadline of {code}, {day}. Please name a later day.",
        until=said.date(until),
        code=code(duty.task),
        day=said.date(current),
    )
    return desk.ask("until", text, task=duty.task.id, reason="")


def until_given(desk: Desk, data: dict[str, Any], intent: Intent) -> list[Reply] | None:
    """The new day was asked for."""
    if isinstance(intent, i.Extension) and intent.task in (None, data["task"]) and (intent.until or intent.days):
        reason = intent.reason or str(data.get("reason", ""))
        return extension(desk, i.Extension(data["task"], intent.until, intent.days, reason, intent.was))
    if isinstance(intent, i.Answer | i.Unclear):
        return [Reply(desk.words.text("Please type a day, for example 15/5, or /huy to stop."))]
    return None


def reason_given(desk: Desk, data: dict[str, Any], intent: Intent) -> list[Reply] | None:
    """The reason was asked for: any words are one, but a button is not."""
    if desk.message.choice is not None or not desk.message.text.strip() or desk.message.text.startswith("/"):
        return None
    reason = intent.reason if isinstance(intent, i.Extension) and intent.reason else desk.message.text.strip()
    return extension(desk, i.Extension(data["task"], date.fromisoformat(data["until"]), reason=reason))


def not_mine(desk: Desk, intent: i.NotMine) -> list[Reply]:
    """Asks why, then passes it on."""
    meant = meant_by_officer(desk, intent.task)
    if meant.duty is None:
        return [meant.reply] if meant.reply else []
    if not intent.reason:
        text = desk.words.text("{code}: why is it not your unit's task, and whose is it?", code=code(meant.duty.task))
        return [desk.ask("not_mine", text, task=meant.duty.task.id)]
    return [_request(desk, meant.duty, None, intent.reason)]


def not_mine_reason(desk: Desk, data: dict[str, Any], _intent: Intent) -> list[Reply] | None:
    """The reason was asked for."""
    if desk.message.choice is not None or not desk.message.text.strip() or desk.message.text.startswith("/"):
        return None
    return not_mine(desk, i.NotMine(data["task"], desk.message.text.strip()))


def _request(desk: Desk, duty: Duty, until: date | None, reason: str) -> Reply:
    """Keeps the request, in the place of an earlier one still open, and puts it before the coordinators."""
    kind = "extension" if until is not None else "not_mine"
    for earlier in _open_requests(desk.session, duty, kind):
        earlier.state = "stale"
        desk.session.add(earlier)
    row = Request(
        kind=kind,
        occurrence_id=duty.occurrence.id or 0,
        person_id=desk.asker_id,
        at=desk.now,
        deadline_version=duty.occurrence.deadline_version,
        from_due_on=duty.occurrence.due_on,
        to_due_on=until,
        reason=reason,
    )
    desk.session.add(row)
    desk.session.flush()
    _trail(desk, duty, f"{kind}_asked", row)
    desk.answered()
    asked = sum(put_before(desk, duty, row, person) for person in people.coordinators(desk.session, duty.assignment.unit_id))
    return Reply(_asked_text(desk, duty, until, asked))


def _asked_text(desk: Desk, duty: Duty, until: date | None, asked: int) -> str:
    said = desk.words
    if until is not None:
        text = said.text("Recorded {code}: an extension to {day} is asked for.", code=code(duty.task), day=said.date(until))
    else:
        text = said.text("Recorded {code}: not your unit's task, as you say.", code=code(duty.task))
    if asked:
        return f"{text} {said.text('The coordinator will decide; until then the deadline stands.')}"
    return f"{text} {said.text('No coordinator can be reached here yet; the request is kept for them.')}"


def _open_requests(session: Session, duty: Duty, kind: str) -> list[Request]:
    return list(
        session.exec(select(Request).where(Request.occurrence_id == duty.occurrence.id, Request.kind == kind, Request.state == "asked"))
    )


def put_before(desk: Desk, duty: Duty, row: Request, person: Person, *, may_pass_up: bool = True) -> bool:
    """Writes a request to somebody who can decide it; a coordinator can also put it before the leader."""
    said = words(person.language)
    unit = desk.session.get_one(Unit, duty.assignment.unit_id)
    if row.to_due_on is not None:
        head = said.text(
            "{unit} asks for an extension of {code} to {day}.", unit=unit.name, code=code(duty.task), day=said.date(row.to_due_on)
        )
    else:
        head = said.text("{unit} says that {code} is not its task.", unit=unit.name, code=code(duty.task))
    lines = [
        head,
        said.text("Reason: {words}", words=row.reason),
        said.text("Deadline: {deadline}", deadline=deadline(said, duty.task, duty.occurrence)),
        said.text("Clause {ref}: {quote}", ref=duty.task.ref, quote=short(marked_quote(duty.task), 300)),
        *precedents(desk.session, said, duty, row, desk.office),
    ]
    choices = [Choice(said.text("Agree"), value(i.Yes(row.id))), Choice(said.text("Refuse"), value(i.No(row.id)))]
    above = [Choice(said.text("Put before the leader"), value(i.PassUp(row.id or 0)))] if may_pass_up else []
    return desk.tell(person, "\n".join(lines), ((*choices,), (*above,)) if above else ((*choices,),))


def decided(desk: Desk, intent: i.Yes | i.No) -> list[Reply]:
    """A coordinator taps "Đồng ý" or "Từ chối". A request whose deadline has moved meanwhile is refused with a sentence."""
    said = desk.words
    row = desk.session.get(Request, intent.about) if intent.about is not None else None
    duty = duties.duty(desk.session, row.occurrence_id) if row is not None else None
    if row is None or duty is None:
        return [Reply(said.text("There is no open question to answer."))]
    if not (desk.has("coordinator", "leader", "admin") and desk.may_see(duty.assignment.unit_id)):
        return [Reply(said.text("You have no right to do this."))]
    if row.state != "asked" or row.deadline_version != duty.occurrence.deadline_version:
        return [Reply(said.text("This request about {code} is no longer open.", code=code(duty.task)))]
    granted = isinstance(intent, i.Yes)
    row.state, row.decided_by_id, row.decided_at = ("granted" if granted else "refused"), desk.asker_id, desk.now
    desk.session.add(row)
    _trail(desk, duty, f"{row.kind}_{row.state}", row)
    if granted and row.to_due_on is not None:
        duties.move_deadline(desk.session, duty, row.to_due_on, desk.now, person_id=desk.asker_id, inbox_id=desk.inbox.id, why=row.reason)
    if granted and row.kind == "not_mine":
        duties.end_assignment(desk.session, duty.assignment, desk.now)
    return [Reply(_told_back(desk, duty, row, granted))]


def _told_back(desk: Desk, duty: Duty, row: Request, granted: bool) -> str:
    """Tells the officer who asked, and gives the coordinator's own receipt."""
    officer = desk.session.get(Person, row.person_id) if row.person_id is not None else None
    if officer is not None:
        desk.tell(officer, _decision(officer.language, duty, row, granted))
    return desk.words.text("Recorded. {decision}", decision=_decision(desk.asker.language, duty, row, granted))


def _decision(language: str, duty: Duty, row: Request, granted: bool) -> str:
    said = words(language)
    if row.to_due_on is None:
        if granted:
            return said.text("{code} is taken from the unit; the coordinator will hand it to another.", code=code(duty.task))
        return said.text("{code} stays with the unit.", code=code(duty.task))
    if granted:
        return said.text("{code} is extended to {day}.", code=code(duty.task), day=said.date(row.to_due_on))
    day = said.date(row.from_due_on) if row.from_due_on else "–"
    return said.text("{code} is not extended; the deadline stays {day}.", code=code(duty.task), day=day)


def _trail(desk: Desk, duty: Duty, kind: str, row: Request) -> None:
    events.record(
        desk.session,
        kind,
        desk.now,
        person_id=desk.asker_id,
        inbox_id=desk.inbox.id,
        unit_id=duty.assignment.unit_id,
        directive_id=duty.task.directive_id,
        task_id=duty.task.id,
        occurrence_id=duty.occurrence.id,
        before={"due_on": row.from_due_on.isoformat() if row.from_due_on else None},
        after={"due_on": row.to_due_on.isoformat() if row.to_due_on else None, "request": row.id},
        note=row.reason,
    )

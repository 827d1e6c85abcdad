"""Steering by the coordinator: remind, extend, hand over, approve, return, cancel, star. Each is in the trail, and the unit is told."""

from datetime import date, timedelta

from handlers.buttons import report_choices
from handlers.desk import Desk
from handlers.intents import requests
from handlers.intents.unit_asking import unit_question
from handlers.tasks import no_such_task
from handlers.understanding import intents as i
from locales import Words, words
from reports.lines import code, task_line
from storage import duties, events, people, units
from storage.directives import cancel_task
from storage.duties import Duty
from storage.messages import Reply
from storage.models import Task, Unit


def _held(desk: Desk, number: int | None) -> tuple[list[Duty], Reply | None]:
    """The open lead duties of a task in the asker's scope, or the reply that says why there are none."""
    if number is None:
        return [], Reply(desk.words.text("Please name the task by its code, for example #27."))
    held = [d for d in duties.of_task(desk.session, number) if d.assignment.part == "lead" and desk.may_see(d.assignment.unit_id)]
    return (held, None) if held else ([], no_such_task(desk, number))


def _tell_unit(desk: Desk, duty: Duty, write: str, **places: str) -> int:
    """Tells the officers of a duty's unit, each in their language; returns how many were reached."""
    reached = 0
    for person in people.holders(desk.session, "officer", [duty.assignment.unit_id]):
        said = words(person.language)
        line = task_line(said, duty, desk.today)
        reached += desk.tell(person, f"{_sentence(said, write, **places)}\n{line}", report_choices(said, duty.task))
    return reached


def _sentence(said: Words, write: str, **places: str) -> str:
    sentences = {
        "nudge": said.text("The coordinator asks how this task stands:"),
        "extended": said.text("The coordinator has moved this deadline:"),
        "given": said.text("This task is now your unit's:"),
        "taken": said.text("This task is no longer your unit's:"),
        "returned": said.text("The coordinator returns this task. Reason: {reason}", reason=places.get("reason", "–")),
        "approved": said.text("The coordinator has verified this task as done:"),
        "cancelled": said.text("This task is cancelled:"),
        "praised": said.text("The leaders thank your unit for this work:"),
    }
    return sentences[write]


def _trail(desk: Desk, duty: Duty, kind: str, note: str = "", **after: str) -> None:
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
        after=after,
        note=note,
    )


def nudge(desk: Desk, intent: i.Nudge) -> list[Reply]:
    """Reminds a unit of its nearest open tasks, or a task's holders of it, at once."""
    said = desk.words
    if intent.task is not None:
        held, reply = _held(desk, intent.task)
        about = [duty for duty in held if duty.occurrence.state == "open"]
    else:
        found = units.Found(desk.session.get(Unit, intent.unit_id)) if intent.unit_id else units.find(desk.session, intent.unit)
        if found.sure is None:
            return [unit_question(desk, intent.unit, found)]
        unit_id = units.unit_id(found.sure)
        if not desk.may_see(unit_id):
            return [Reply(said.text("You have no right to do this."))]
        about, reply = duties.open_duties(desk.session, unit_ids={unit_id}, part="lead")[:1], None
    if reply is not None:
        return [reply]
    if not about:
        return [Reply(said.text("There is no open task to remind of."))]
    reached = 0
    for duty in about:
        reached += _tell_unit(desk, duty, "nudge")
        _trail(desk, duty, "nudged")
    if not reached:
        return [Reply(said.text("Nobody of this unit can be reached here yet. Use “mời” to make an invite."))]
    return [Reply(said.plural("Reminded {n} person.", "Reminded {n} people.", reached))]


def extend(desk: Desk, intent: i.Extend) -> list[Reply]:
    """Moves a deadline; from an officer it is meant as a request."""
    if not desk.has("coordinator", "leader", "admin"):
        asked = i.Extension(intent.task, intent.until, intent.days, intent.reason, intent.was, intent.sure)
        return requests.extension(desk, asked)
    held, reply = _held(desk, intent.task)
    if reply is not None:
        return [reply]
    return [_extended(desk, duty, intent) for duty in held if duty.occurrence.state == "open"] or [
        Reply(desk.words.text("There is nothing open to extend."))
    ]


def _extended(desk: Desk, duty: Duty, intent: i.Extend) -> Reply:
    said = desk.words
    current = duty.occurrence.due_on
    if intent.was is not None and intent.was != current:
        return Reply(said.text("The deadline of {code} has changed meanwhile; please look at it again.", code=code(duty.task)))
    until = intent.until or (current + timedelta(days=intent.days) if current and intent.days else None)
    if until is None:
        return Reply(said.text("Until which day? For example: “extend #{number} to 15/5”.", number=duty.task.id))
    if until < desk.today:
        return Reply(said.text("{day} lies in the past. Please name a later day.", day=said.date(until)))
    before = _day(said, current)
    duties.move_deadline(desk.session, duty, until, desk.now, person_id=desk.asker_id, inbox_id=desk.inbox.id, why=intent.reason)
    _tell_unit(desk, duty, "extended")
    return Reply(
        said.text(
            "Recorded {code}: the deadline moves from {before} to {after}.", code=code(duty.task), before=before, after=said.date(until)
        )
    )


def _day(said: Words, day: date | None) -> str:
    return said.date(day) if day is not None else said.text("no deadline")


def assign(desk: Desk, intent: i.Assign) -> list[Reply]:
    """Hands a task from the units that lead it to another; both are told."""
    said = desk.words
    task = desk.session.get(Task, intent.task) if intent.task is not None else None
    if task is None or intent.task is None:
        return [Reply(said.text("Please name the task by its code, for example #27."))]
    found = units.Found(desk.session.get(Unit, intent.unit_id)) if intent.unit_id else units.find(desk.session, intent.unit)
    if found.sure is None:
        return [unit_question(desk, intent.unit, found)]
    unit_id = units.unit_id(found.sure)
    if not desk.may_see(unit_id):
        return [Reply(said.text("You have no right to do this."))]
    held, _ = _held(desk, intent.task)
    for duty in held:
        if duty.assignment.unit_id != unit_id and duty.assignment.ended_at is None:
            _tell_unit(desk, duty, "taken")
            duties.end_assignment(desk.session, duty.assignment, desk.now)
    duties.assign(desk.session, task, unit_id, "lead", desk.now, desk.today)
    given = [duty for duty in duties.of_task(desk.session, intent.task, {unit_id}) if duty.occurrence.state == "open"][:1]
    for duty in given:
        _trail(desk, duty, "assigned", unit=found.sure.name)
    return [Reply(said.text("Recorded {code}: the task is now {unit}'s.", code=code(task), unit=found.sure.name))]


def approve(desk: Desk, intent: i.Approve) -> list[Reply]:
    """ "Done" is verified."""
    held, reply = _held(desk, intent.task)
    done = [duty for duty in held if duty.occurrence.state == "done" and duty.occurrence.verified_at is None]
    if reply is not None or not done:
        return [reply or Reply(desk.words.text("Nothing of this task is reported as done and waiting for approval."))]
    for duty in done:
        duty.occurrence.verified_at = desk.now
        desk.session.add(duty.occurrence)
        _trail(desk, duty, "approved")
        _tell_unit(desk, duty, "approved")
    return [Reply(desk.words.text("Recorded {code}: verified as done.", code=code(done[0].task)))]


def return_(desk: Desk, intent: i.Return) -> list[Reply]:
    """ "Done" is refused: the task is open again and its ladder goes on."""
    held, reply = _held(desk, intent.task)
    done = [duty for duty in held if duty.occurrence.state == "done"]
    if reply is not None or not done:
        return [reply or Reply(desk.words.text("Nothing of this task is reported as done."))]
    if not intent.reason:
        return [Reply(desk.words.text("Please say why, for example: “return #{number} the minutes are missing”.", number=intent.task))]
    for duty in done:
        row = duty.occurrence
        row.state, row.status, row.verified_at, row.next_reminder_at = "open", "doing", None, desk.now
        desk.session.add(row)
        _trail(desk, duty, "returned", intent.reason)
        _tell_unit(desk, duty, "returned", reason=intent.reason)
    return [Reply(desk.words.text("Recorded {code}: returned to the unit.", code=code(done[0].task)))]


def cancel(desk: Desk, intent: i.Cancel) -> list[Reply]:
    """A task is no longer to be done: nobody is reminded of it any more."""
    held, reply = _held(desk, intent.task)
    if reply is not None:
        return [reply]
    for duty in held:
        if duty.occurrence.state == "open":
            _tell_unit(desk, duty, "cancelled")
        _trail(desk, duty, "cancelled", intent.reason)
    cancel_task(desk.session, held[0].task, desk.now)
    return [Reply(desk.words.text("Recorded {code}: cancelled.", code=code(held[0].task)))]


def star(desk: Desk, intent: i.Star) -> list[Reply]:
    """A task has priority, or no longer."""
    held, reply = _held(desk, intent.task)
    if reply is not None:
        return [reply]
    task = held[0].task
    task.starred = intent.on
    desk.session.add(task)
    _trail(desk, held[0], "starred" if intent.on else "unstarred")
    said = desk.words
    return [
        Reply(
            said.text("Recorded {code}: priority.", code=code(task))
            if intent.on
            else said.text("Recorded {code}: no longer a priority.", code=code(task))
        )
    ]

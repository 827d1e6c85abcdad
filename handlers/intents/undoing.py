"""Taking back: an officer's report, or an act of steering while it may be corrected and nothing newer stands on it."""

from datetime import timedelta

from sqlmodel import select

from handlers.desk import Desk
from handlers.intents import reporting, withdrawing
from handlers.intents.acts import actor, tell_unit
from handlers.intents.trail import event_name
from handlers.understanding import intents as i
from storage import duties, progress, reminding, taking_back
from storage.directives import IN_FORCE, label
from storage.messages import Reply
from storage.models import Assignment, Directive, Event


def undo(desk: Desk, intent: i.Undo) -> list[Reply]:
    """Takes back the asker's last change, or the one that a button names; the units concerned are told."""
    return _undone(desk, intent, sure=False)


def confirmed(desk: Desk, intent: i.Undo) -> list[Reply]:
    """The same after a yes: what many have been told of is asked about first."""
    return _undone(desk, intent, sure=True)


def _undone(desk: Desk, intent: i.Undo, *, sure: bool) -> list[Reply]:
    event = _meant(desk, intent.event)
    if event is None or event.kind not in taking_back.UNDOABLE:
        return reporting.undo(desk, intent)
    said = desk.words
    if event.person_id != desk.asker_id or not desk.has("coordinator", "leader", "admin") or not _in_scope(desk, event):
        return [Reply(said.text("There is nothing to undo."))]
    if desk.now - event.at > timedelta(hours=desk.office.correction_hours):
        return [Reply(said.text("It is too late to undo this; please give a new order instead."))]
    if event.kind == IN_FORCE:
        return [withdrawing.take_back(desk, event, sure=sure)]
    if not taking_back.take_back(desk.session, event, desk.now, desk.today, actor(desk)):
        return [Reply(said.text("This was already undone, or something newer stands on it."))]
    if event.kind == reminding.SET:
        return [Reply(_days_are_back(desk, event))]
    told = {duty.assignment.unit_id: duty for duty in duties.of_task(desk.session, event.task_id or 0)}
    for duty in told.values():
        tell_unit(desk, duty, "undone")
    return [Reply(said.text("Undone: #{number}, “{act}”. It stands as before.", number=event.task_id, act=event_name(said, event.kind)))]


def _days_are_back(desk: Desk, event: Event) -> str:
    """Only who changed them was told."""
    letter = desk.session.get(Directive, event.directive_id) if event.task_id is None else None
    name = f"#{event.task_id}" if letter is None else label(letter)
    return desk.words.text("Undone: {name}, the reminders stand as before.", name=name)


def _meant(desk: Desk, number: int | None) -> Event | None:
    if number is not None:
        return desk.session.get(Event, number)
    reported, steered = progress.last_change(desk.session, desk.asker_id), taking_back.last_act(desk.session, desk.asker_id)
    return max((event for event in (reported, steered) if event is not None), key=lambda event: event.id or 0, default=None)


def _in_scope(desk: Desk, event: Event) -> bool:
    if event.task_id is None:
        letter = desk.session.get(Directive, event.directive_id)
        return letter is not None and all(desk.may_see(unit_id) for unit_id in reminding.holders(desk.session, letter))
    holders = desk.session.exec(select(Assignment.unit_id).where(Assignment.task_id == event.task_id).distinct()).all()
    return any(desk.may_see(unit_id) for unit_id in holders)

"""Handing tasks over and ending them: both units are told, a task is ended only after a yes."""

from typing import Any

from handlers.buttons import in_rows
from handlers.desk import Desk
from handlers.intents.acts import actor, held, receipt, tell_unit
from handlers.intents.unit_asking import may_see_unit, unit_named
from handlers.tasks import no_such_task
from handlers.understand import value
from handlers.understanding import intents as i
from handlers.understanding.intents import Intent
from reports.lines import code, task_line
from storage import duties, people, steering, units
from storage.messages import Choice, Reply
from storage.models import Task

OFFERED = 6


def assign(desk: Desk, intent: i.Assign) -> list[Reply]:
    """Hands a task from the units that lead it to another; both are told. Without a unit it is asked for."""
    said = desk.words
    found, reply = held(desk, intent.task)
    task = desk.session.get(Task, intent.task) if intent.task is not None else None
    if task is None or (not found and not _is_free(desk, task)):
        return [reply or no_such_task(desk, intent.task or 0)]
    if not intent.unit and intent.unit_id is None:
        return [_ask_unit(desk, task)]
    named = unit_named(desk, intent.unit, intent.unit_id, lambda one: i.Assign(intent.task, unit_id=one))
    if named.unit is None:
        return [named.reply or Reply("")]
    unit = named.unit
    if [duty.assignment.unit_id for duty in found] == [unit.id]:
        return [Reply(said.text("{code} is {unit}'s already.", code=code(task), unit=unit.name))]
    for duty in {duty.assignment.unit_id: duty for duty in found if duty.assignment.unit_id != unit.id}.values():
        tell_unit(desk, duty, "taken")
    leave = {duty.assignment.id: duty.assignment for duty in found}.values()
    event = steering.hand_over(desk.session, task, leave, unit, desk.now, desk.today, actor(desk))
    desk.answered()
    text = said.text("Recorded {code}: the task is now {unit}'s.", code=code(task), unit=unit.name)
    if not people.holders(desk.session, "officer", [units.unit_id(unit)]):
        text += "\n" + said.text("Nobody of {unit} is linked yet. Use “mời {unit}” to make an invite.", unit=unit.name)
    return [receipt(desk, text, [event])]


def _is_free(desk: Desk, task: Task) -> bool:
    """Whether nobody leads a task in force, so that anybody who oversees the whole may give it away."""
    return task.state == "active" and desk.watched_units is None and not duties.of_task(desk.session, task.id or 0)


def _ask_unit(desk: Desk, task: Task) -> Reply:
    resolved = units.resolve(desk.session, task.support_names, task.communes, desk.today).units
    offered = [unit for unit in resolved if may_see_unit(desk, unit)][:OFFERED]
    choices = in_rows([Choice(unit.name, value(i.Assign(task.id, unit_id=unit.id))) for unit in offered], 1)
    text = desk.words.text("{code}: to which unit? Tap, or type its name.", code=code(task))
    return desk.ask("assign_to", text, choices, task=task.id)


def unit_given(desk: Desk, data: dict[str, Any], intent: Intent) -> list[Reply] | None:
    """The unit was asked for."""
    if isinstance(intent, i.Answer | i.Unclear) and desk.message.text.strip():
        return assign(desk, i.Assign(data["task"], desk.message.text.strip()))
    return None


def cancel(desk: Desk, intent: i.Cancel) -> list[Reply]:
    """Asks before a task is ended for all units that hold it."""
    found, reply = held(desk, intent.task)
    if reply is not None:
        return [reply]
    said = desk.words
    if not _sees_all(desk, intent.task or 0):
        return [
            Reply(
                said.text(
                    "{code} is also held by units outside your part; only who oversees them all can end it.", code=code(found[0].task)
                )
            )
        ]
    lines = [said.text("End this task for all units that hold it? Nobody will be reminded of it any more.")]
    lines += dict.fromkeys(task_line(said, duty, desk.today) for duty in found)
    choices = ((Choice(said.text("Yes, end it"), value(i.Yes())), Choice(said.text("No"), value(i.No()))),)
    return [desk.ask("order", "\n".join(lines), choices, value=value(i.Cancel(intent.task)), reason=intent.reason)]


def _sees_all(desk: Desk, number: int) -> bool:
    return all(desk.may_see(duty.assignment.unit_id) for duty in duties.of_task(desk.session, number))


def cancelled(desk: Desk, intent: i.Cancel) -> list[Reply]:
    """Ends a task after a yes: nobody is reminded of it any more."""
    found, reply = held(desk, intent.task)
    if reply is not None or not _sees_all(desk, intent.task or 0):
        return [reply or no_such_task(desk, intent.task or 0)]
    for duty in {duty.assignment.unit_id: duty for duty in found if duty.occurrence.state == "open"}.values():
        tell_unit(desk, duty, "cancelled")
    event = steering.cancel_task(desk.session, found[0].task, desk.now, actor(desk), intent.reason)
    return [receipt(desk, desk.words.text("Recorded {code}: cancelled.", code=code(found[0].task)), [event])]

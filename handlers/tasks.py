"""Which task is meant: by its code, by the message that is answered, or because only one fits."""

from dataclasses import dataclass
from datetime import timedelta

from handlers.buttons import in_rows, pick_choices
from handlers.desk import Desk
from handlers.understand import pressed, value
from handlers.understanding import intents as i
from reports.lines import task_line
from storage import duties, progress
from storage.duties import Duty
from storage.messages import Choice, Reply
from storage.models import Task, Unit
from storage.outbox import decode, sent_message

MOST_TO_PICK = 8
"""More candidates than this are not listed; the code is asked for instead."""


@dataclass(frozen=True, slots=True)
class Meant:
    """The duty that is meant, or the reply that says why there is none."""

    duty: Duty | None = None
    reply: Reply | None = None


def meant_by_officer(desk: Desk, number: int | None, *, correction: bool = False) -> Meant:
    """The asker's own duty behind a code, or without one the only duty that fits; otherwise a question or a refusal.

    Of a recurring duty the earliest open occurrence is meant; of one that is all done the last, so that it can be corrected. A
    `correction` without a code is about what the asker last reported on, done or not.
    """
    if number is None and correction:
        number = _last_reported(desk)
    if number is not None:
        return _by_code(desk, number)
    candidates = _first_of_each_task(in_answered_message(desk) or desk.own_duties())
    if not candidates:
        return Meant(reply=Reply(desk.words.text("Your unit has no open tasks.")))
    if len(candidates) == 1:
        return _by_code(desk, candidates[0].task.id or 0)
    return Meant(reply=_which(desk, candidates))


def _last_reported(desk: Desk) -> int | None:
    last = progress.last_change(desk.session, desk.asker_id)
    fresh = last is not None and desk.now - last.at <= timedelta(hours=desk.office.correction_hours)
    return last.task_id if last is not None and fresh and last.unit_id in desk.own_units else None


def _by_code(desk: Desk, number: int) -> Meant:
    mine = duties.of_task(desk.session, number, desk.own_units)
    holders = sorted({duty.assignment.unit_id for duty in mine})
    if len(holders) > 1:
        return Meant(reply=_which_unit(desk, number, holders))
    still_open = [duty for duty in mine if duty.occurrence.state == "open"]
    if mine:
        return Meant(still_open[0] if still_open else mine[-1])
    return Meant(reply=no_such_task(desk, number))


def _which_unit(desk: Desk, number: int, holders: list[int]) -> Reply:
    """Somebody in two units that both hold a task says for which of them they speak."""
    text = desk.words.text("#{number} is held by several of your units. For which one do you speak?", number=number)
    choices = [Choice(desk.session.get_one(Unit, unit_id).name, value(i.OfUnit(unit_id))) for unit_id in holders]
    return desk.ask("unit", text, in_rows(choices, 1), words=desk.message.text, choice=desk.message.choice, number=number)


def no_such_task(desk: Desk, number: int) -> Reply:
    """There is no such task, it is over, it has left the unit, or it is none of the asker's business: then that is all they learn."""
    task = desk.session.get(Task, number)
    if task is None:
        return Reply(desk.words.text("There is no task #{number}.", number=number))
    if progress.ever_held(desk.session, number, desk.own_units):
        if task.state == "cancelled":
            return Reply(desk.words.text("#{number} was cancelled; nothing needs to be reported on it any more.", number=number))
        return Reply(desk.words.text("#{number} is no longer your unit's task.", number=number))
    return Reply(desk.words.text("You have no right to task #{number}: it is not your unit's.", number=number))


def in_answered_message(desk: Desk) -> list[Duty]:
    """The asker's own open duties that the message which is replied to speaks of."""
    about = desk.message.reply_to or desk.message.pressed_on
    row = sent_message(desk.session, desk.chat.id or 0, about) if about else None
    if row is None:
        return []
    intents = [pressed(choice.value) for line in decode(row).choices for choice in line]
    numbers = {intent.task for intent in intents if isinstance(intent, i.Report | i.Show | i.Pick)}
    return [duty for duty in desk.own_duties() if duty.task.id in numbers]


def _first_of_each_task(candidates: list[Duty]) -> list[Duty]:
    first: dict[int | None, Duty] = {}
    for duty in candidates:
        first.setdefault(duty.task.id, duty)
    return list(first.values())


def _which(desk: Desk, candidates: list[Duty]) -> Reply:
    shown = candidates[:MOST_TO_PICK]
    lines = "\n".join(task_line(desk.words, duty, desk.today, unit_shown(desk, duty)) for duty in shown)
    text = desk.words.text(
        "Which task do you mean? Tap one, or type its code first, for example “#{number} done”.", number=shown[0].task.id
    )
    return desk.ask("task", f"{text}\n{lines}", pick_choices([duty.task for duty in shown]), words=desk.message.text)


def unit_shown(desk: Desk, duty: Duty) -> str:
    """The unit's name for the lines of somebody who has several, else ""."""
    return desk.session.get_one(Unit, duty.assignment.unit_id).name if len(desk.own_units) > 1 else ""

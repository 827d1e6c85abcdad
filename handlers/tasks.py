"""Which task is meant: by its code, by the message that is answered, or because only one fits."""

from dataclasses import dataclass

from handlers.buttons import pick_choices
from handlers.desk import Desk
from handlers.understand import pressed
from handlers.understanding import intents as i
from reports.lines import task_line
from storage import duties
from storage.duties import Duty
from storage.messages import Reply
from storage.models import Task
from storage.outbox import decode, sent_message

MOST_TO_PICK = 8
"""More candidates than this are not listed; the code is asked for instead."""


@dataclass(frozen=True, slots=True)
class Meant:
    """The duty that is meant, or the reply that says why there is none."""

    duty: Duty | None = None
    reply: Reply | None = None


def meant_by_officer(desk: Desk, number: int | None) -> Meant:
    """The asker's own duty behind a code, or without one the only duty that fits; otherwise a question or a refusal.

    Of a recurring duty the earliest open occurrence is meant; of one that is all done the last, so that it can be corrected.
    """
    if number is not None:
        return _by_code(desk, number)
    candidates = _first_of_each_task(_in_answered_message(desk) or desk.own_duties())
    if not candidates:
        return Meant(reply=Reply(desk.words.text("Your unit has no open tasks.")))
    if len(candidates) == 1:
        return Meant(candidates[0])
    return Meant(reply=_which(desk, candidates))


def _by_code(desk: Desk, number: int) -> Meant:
    mine = duties.of_task(desk.session, number, desk.own_units)
    still_open = [duty for duty in mine if duty.occurrence.state == "open"]
    if mine:
        return Meant(still_open[0] if still_open else mine[-1])
    return Meant(reply=no_such_task(desk, number))


def no_such_task(desk: Desk, number: int) -> Reply:
    """There is no such task, or it is none of the asker's business: then that is all they learn."""
    if desk.session.get(Task, number) is None:
        return Reply(desk.words.text("There is no task #{number}.", number=number))
    return Reply(desk.words.text("You have no right to task #{number}: it is not your unit's.", number=number))


def _in_answered_message(desk: Desk) -> list[Duty]:
    """The own open duties that the message which is replied to speaks of."""
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
    lines = "\n".join(task_line(desk.words, duty, desk.today) for duty in shown)
    text = desk.words.text(
        "Which task do you mean? Tap one, or type its code first, for example “#{number} done”.", number=shown[0].task.id
    )
    return desk.ask("task", f"{text}\n{lines}", pick_choices([duty.task for duty in shown]), words=desk.message.text)

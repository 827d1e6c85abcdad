"""What every act of steering shares: which duties are meant, who is told, the trail, and a receipt that can be undone."""

from collections.abc import Iterable

from handlers.buttons import report_choices
from handlers.desk import Desk
from handlers.tasks import no_such_task
from handlers.understand import value
from handlers.understanding import intents as i
from locales import Words, words
from reports.lines import code, task_line
from storage import duties, people, steering, taking_back
from storage.duties import Duty
from storage.messages import Choice, Reply
from storage.models import Event
from storage.steering import Actor


def actor(desk: Desk) -> Actor:
    """The asker and the message, for the trail."""
    return Actor(desk.asker_id, desk.inbox.id)


def held(desk: Desk, number: int | None) -> tuple[list[Duty], Reply | None]:
    """The lead duties of a task in the asker's scope, or the reply that says why there are none."""
    if number is None:
        return [], Reply(desk.words.text("Please name the task by its code, for example #27."))
    found = [one for one in duties.of_task(desk.session, number) if one.assignment.part == "lead" and desk.may_see(one.assignment.unit_id)]
    return (found, None) if found else ([], no_such_task(desk, number))


def open_held(desk: Desk, number: int | None) -> tuple[list[Duty], Reply | None]:
    """Those of them that are open; of a recurring duty the occurrence that falls due first, for every unit."""
    found, reply = held(desk, number)
    first: dict[int, Duty] = {}
    for duty in found:
        if duty.occurrence.state == "open":
            first.setdefault(duty.assignment.unit_id, duty)
    return list(first.values()), reply


def tell_unit(desk: Desk, duty: Duty, write: str, **places: str) -> int:
    """Tells the officers of a duty's unit, each in their language; returns how many were reached."""
    reached = 0
    for person in people.holders(desk.session, "officer", [duty.assignment.unit_id]):
        said = words(person.language)
        choices = () if write in ("taken", "cancelled", "praised", "approved") else report_choices(said, duty.task)
        reached += desk.tell(person, f"{sentence(said, write, **places)}\n{task_line(said, duty, desk.today)}", choices)
    return reached


def sentence(said: Words, write: str, **places: str) -> str:
    """The line above the task in a message to its unit."""
    sentences = {
        "nudge": said.text("The coordinator asks how this task stands:"),
        "extended": said.text("The coordinator has moved this deadline:"),
        "given": said.text("This task is now your unit's:"),
        "taken": said.text("This task is no longer your unit's:"),
        "returned": said.text("The coordinator returns this task. Reason: {reason}", reason=places.get("reason", "–")),
        "approved": said.text("The coordinator has verified this task as done:"),
        "cancelled": said.text("This task is cancelled:"),
        "praised": said.text("The leaders thank your unit for this work:"),
        "starred": said.text("This task now has priority:"),
        "undone": said.text("The coordinator has taken back the last change to this task. It stands as before:"),
    }
    return sentences[write]


def trail(desk: Desk, duty: Duty, kind: str, why: str = "") -> Event:
    """One row of the trail about a duty."""
    return steering.note(desk.session, kind, duty, desk.now, actor(desk), why)


def receipt(desk: Desk, text: str, done: Iterable[Event]) -> Reply:
    """What was done, with a button that takes it back where a single act can be."""
    undoable = [event for event in done if event.kind in taking_back.UNDOABLE]
    if len(undoable) != 1:
        return Reply(text)
    return Reply(text, ((Choice(desk.words.text("Undo"), value(i.Undo(undoable[0].id))),),))


def codes(found: Iterable[Duty]) -> str:
    """ "#2, #3"."""
    return ", ".join(dict.fromkeys(code(duty.task) for duty in found))

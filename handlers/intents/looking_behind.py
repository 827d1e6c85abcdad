"""What the bot itself did: the morning statement, why a unit got nothing, the week's tables as files."""

from handlers.desk import Desk
from handlers.intents.acts import held
from handlers.intents.answers import as_of
from handlers.intents.questions import visible
from handlers.intents.unit_asking import unit_named
from handlers.understanding import intents as i
from storage import units
from storage.messages import Reply


def statement(desk: Desk, _intent: i.Statement) -> list[Reply]:
    """The morning statement: it speaks of every unit, so it is for those who oversee them all."""
    if not desk.oversees_all:
        return [Reply(desk.words.text("You have no right to do this."))]
    text = desk.office.statement(desk.session, desk.now, desk.words)
    return [Reply(f"{text}\n\n{as_of(desk)}")]


def why_not(desk: Desk, intent: i.WhyNot) -> list[Reply]:
    """Why a unit, or the holders of a task, got no message."""
    if intent.task is not None:
        found, reply = held(desk, intent.task)
        if reply is not None:
            return [reply]
        ids = list(dict.fromkeys(duty.assignment.unit_id for duty in found))
    else:
        named = unit_named(desk, intent.unit, None)
        if named.unit is None:
            return [named.reply or Reply("")]
        ids = [units.unit_id(named.unit)]
    return [Reply("\n\n".join(desk.office.why_not(desk.session, unit_id, desk.now, desk.words) for unit_id in ids[:3]))]


def export(desk: Desk, intent: i.Export) -> list[Reply]:
    """The tracking table or the calendar of all that the asker may see, as a file."""
    file = desk.office.export(desk.session, intent.kind, visible(desk).unit_ids, desk.now, desk.words)
    text = desk.words.text("The tracking table.") if intent.kind == "xlsx" else desk.words.text("The calendar of deadlines.")
    return [Reply(f"{text} {as_of(desk)}", files=(file,) if file is not None else ())]

"""Units merge, are renamed or end from a day on: shown and confirmed first; old letters still find them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from handlers.desk import Desk
from handlers.intents.unit_asking import unit_named
from handlers.understand import value
from handlers.understanding import intents as i
from handlers.understanding.intents import Intent
from storage import duties, merging, units
from storage.messages import Choice, Reply
from storage.models import Unit

SHOWN = 8


def merge_units(desk: Desk, intent: i.MergeUnits) -> list[Reply]:
    """ "sáp nhập Cao Lâu, Gia Cát thành UBND xã Cao Gia từ 1/7/2025"."""
    found, reply = _units(desk, intent.units)
    return [reply or _asked(desk, "merge", [units.unit_id(unit) for unit in found], intent.into, intent.on)]


def rename_unit(desk: Desk, intent: i.RenameUnit) -> list[Reply]:
    """ "đổi tên Phòng Lao động thành Phòng Nội vụ từ 1/3/2025"."""
    found, reply = _units(desk, [intent.unit])
    return [reply or _asked(desk, "rename", [units.unit_id(unit) for unit in found], intent.name, intent.on)]


def end_unit(desk: Desk, intent: i.EndUnit) -> list[Reply]:
    """ "giải thể Phòng Y tế từ 1/3/2025"."""
    found, reply = _units(desk, [intent.unit])
    return [reply or _asked(desk, "end", [units.unit_id(unit) for unit in found], "", intent.on)]


def _units(desk: Desk, names: Sequence[str]) -> tuple[list[Unit], Reply | None]:
    found = []
    for name in names:
        named = unit_named(desk, name, None)
        if named.unit is None:
            return [], named.reply
        found.append(named.unit)
    return found, None


def _asked(desk: Desk, verb: str, unit_ids: list[int], to: str, on: date | None) -> Reply:
    """Asks for the day where none was said, else shows what would happen."""
    said = desk.words
    if on is None:
        text = said.text("From which day? For example 1/7/2025.")
        return desk.ask("units_on", text, verb=verb, units=unit_ids, to=to)
    names = "; ".join(desk.session.get_one(Unit, one).name for one in unit_ids)
    sentences = {
        "merge": said.text("From {day} on {units} become {heir}?", day=said.date(on), units=names, heir=to),
        "rename": said.text("From {day} on {units} is called {heir}?", day=said.date(on), units=names, heir=to),
        "end": said.text("{units} ends on {day}?", day=said.date(on), units=names),
    }
    open_work = duties.open_duties(desk.session, unit_ids=set(unit_ids))
    lines = [sentences[verb], said.plural("{n} open duty.", "{n} open duties.", len(open_work))]
    if verb == "end" and open_work:
        lines.append(said.text("Their tasks are not handed over by themselves; use “giao #27 cho <unit>”."))
    elif verb != "end":
        lines.append(said.text("Open work, people and chats move on that day; letters with the old name still find their way."))
    choices = ((Choice(said.text("Yes, do it"), value(i.Yes())), Choice(said.text("No"), value(i.No()))),)
    return desk.ask("units_change", "\n".join(lines), choices, verb=verb, units=unit_ids, to=to, on=on.isoformat())


def day_given(desk: Desk, data: dict[str, Any], intent: Intent) -> list[Reply] | None:
    """The day was asked for."""
    if isinstance(intent, i.Extension) and intent.until is not None:
        return [_asked(desk, str(data["verb"]), list(data["units"]), str(data["to"]), intent.until)]
    if isinstance(intent, i.Answer | i.Unclear):
        return [Reply(desk.words.text("Please type a day, for example 15/5, or /huy to stop."))]
    return None


def confirmed(desk: Desk, data: dict[str, Any], intent: Intent) -> list[Reply] | None:
    """The change is made after a yes; what is due today moves at once."""
    if isinstance(intent, i.No):
        desk.answered()
        return [Reply(desk.words.text("All right, nothing was changed and nothing was sent."))]
    if not isinstance(intent, i.Yes):
        return None
    desk.answered()
    old = [desk.session.get_one(Unit, one) for one in data["units"]]
    if not all(desk.may_see(units.unit_id(unit)) for unit in old):
        return [Reply(desk.words.text("You have no right to do this."))]
    names = "; ".join(unit.name for unit in old)
    on = date.fromisoformat(str(data["on"]))
    return [Reply(_done(desk, str(data["verb"]), old, str(data["to"]), on, names))]


def _done(desk: Desk, verb: str, old: list[Unit], to: str, on: date, names: str) -> str:
    said, session = desk.words, desk.session
    if verb == "end":
        merging.end(session, old[0], on, desk.now, desk.asker_id)
        left = duties.open_duties(session, unit_ids={units.unit_id(old[0])})
        text = said.text("Recorded: {units} ends on {day}.", units=names, day=said.date(on))
        codes = ", ".join(dict.fromkeys(f"#{duty.task.id}" for duty in left[:SHOWN]))
        return f"{text}\n{said.text('Still open, to be handed over: {codes}.', codes=codes)}" if left else text
    if verb == "rename":
        heir = merging.rename(session, old[0], to, on, desk.now, desk.today, desk.asker_id)
    else:
        heir = merging.new_unit(session, to, old[0])
        merging.merge(session, old, heir, on, desk.now, desk.asker_id)
    moved = merging.move_due(session, desk.today, desk.now)
    text = said.text("Recorded: from {day} on {units} → {heir}.", day=said.date(on), units=names, heir=heir.name)
    if moved.duties or moved.people:
        text += " " + said.text("Moved: {duties} duties, {people} people.", duties=moved.duties, people=moved.people)
    return text

"""Which units a letter's group is: asked once, remembered for every later letter."""

import re

from handlers.buttons import in_rows
from handlers.desk import Desk
from handlers.intents.acts import actor
from handlers.understand import value
from handlers.understanding import intents as i
from handlers.understanding.intents import Intent
from storage import naming, units
from storage.kinds import COMMUNE_KINDS
from storage.messages import Choice, Reply
from storage.models import Directive, Unit
from storage.text import fold

OFFERED = 5
_BETWEEN = re.compile(r"\s*[,;\n]\s*|\s+và\s+(?=UBND|[Pp]hòng|[Bb]an|[Ss]ở|[Xx]ã|[Pp]hường|[Tt]rung tâm|[Vv]ăn phòng)")
_ALL_COMMUNES = re.compile(r"(?:tat ca |toan bo )?(?:ubnd )?cac xa(?: (?:phuong|thi tran))*")
_ALL_OFFICES = re.compile(r"(?:tat ca |toan bo )?cac (?:phong|phong ban|co quan|phong ban chuyen mon)")


def ask_group(desk: Desk, row: Directive, name: str) -> Reply:
    """Asks for the units of a group, offering the groups that the roster knows."""
    known = [Choice(unit.name, value(i.OfUnit(units.unit_id(unit)))) for unit in naming.groups(desk.session)[:OFFERED]]
    everybody = _everybody(desk, name)
    if everybody:
        all_of_them = desk.words.plural("All of them ({n} unit)", "All of them ({n} units)", len(everybody))
        known = [Choice(all_of_them, value(i.Yes())), *known]
    leave = Choice(desk.words.text("Leave it open"), value(i.Skip()))
    text = desk.words.text(
        "Which units are “{name}”? Type their names with commas (or “các xã”, “các phòng”), or choose. It is remembered for later letters.",
        name=name,
    )
    return desk.ask("group_named", text, in_rows([*known, leave], 1), directive=row.id, group=name)


def taken(desk: Desk, row: Directive, name: str, intent: Intent) -> list[Reply] | None:
    """The units of a group, named, chosen or left open; [] where they were taken, a question where they were not understood.

    None where the message is something else.
    """
    if isinstance(intent, i.Skip):
        naming.leave_open(desk.session, row, name, desk.now, actor(desk))
        return []
    if isinstance(intent, i.Yes) and (everybody := _everybody(desk, name)):
        naming.name_group(desk.session, name, everybody, desk.now, actor(desk))
        return []
    if isinstance(intent, i.OfUnit):
        chosen = desk.session.get(Unit, intent.unit_id)
        if chosen is None or chosen.kind != "group":
            return None
        naming.name_group(desk.session, name, units.members(desk.session, chosen), desk.now, actor(desk))
        return []
    if not isinstance(intent, i.Answer | i.Unclear) or not desk.message.text.strip():
        return None
    members, unknown = _named(desk, desk.message.text.strip())
    if unknown or not members:
        names = "; ".join(unknown)
        return [Reply(desk.words.text("These are not in the roster: {names}. Please type the names once more.", names=names))]
    naming.name_group(desk.session, name, members, desk.now, actor(desk))
    return []


def _everybody(desk: Desk, name: str) -> list[Unit]:
    """All units of a group's kinds that the asker answers for."""
    found = units.all_of_kind(desk.session, name, desk.today, concerned=True)
    return [unit for unit in found if desk.may_see(units.unit_id(unit))]


def _named(desk: Desk, typed: str) -> tuple[list[Unit], list[str]]:
    """The units behind the words, and the words that no single unit of the asker's part fits."""
    alive = [unit for unit in units.living(desk.session, desk.today) if desk.may_see(units.unit_id(unit))]
    if _ALL_COMMUNES.fullmatch(fold(typed)):
        return [unit for unit in alive if unit.kind in COMMUNE_KINDS], []
    if _ALL_OFFICES.fullmatch(fold(typed)):
        return [unit for unit in alive if unit.kind in ("phòng", "ban", "sở")], []
    found: list[Unit] = []
    unknown: list[str] = []
    for part in filter(None, _BETWEEN.split(typed)):
        unit = units.find(desk.session, part).sure
        if unit is None or not desk.may_see(units.unit_id(unit)):
            unknown.append(part)
        else:
            found += units.members(desk.session, unit) or [unit]
    return found, unknown

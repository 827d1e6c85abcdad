"""Groups that a letter names and the roster does not resolve: which they are, and what the coordinator says they are."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import Session, col, select

from storage import events, units
from storage.directives import LEFT_OPEN, leading, left_open, tasks_of
from storage.models import Directive, GroupMember, Task, Unit
from storage.steering import Actor
from storage.text import fold

NAMED = "group_named"


def open_groups(session: Session, row: Directive, today: date) -> list[str]:
    """Groups of a draft that stand for nobody yet and were not left open on purpose, in the order of the letter."""
    vague: list[str] = []
    for task in tasks_of(session, row.id or 0):
        vague += units.resolve(session, [*task.lead_names, *task.support_names], task.communes, today).vague
    left = left_open(session, row.id)
    return [name for name in dict.fromkeys(vague) if fold(name) not in left]


def stand_for(session: Session, task: Task, today: date) -> dict[str, int]:
    """How many units each group of a drafted task stands for as it would be given out today."""
    support = units.resolve(session, task.support_names, task.communes, today)
    return {**support.groups, **leading(session, task, today).groups}


def leave_open(session: Session, row: Directive, name: str, now: datetime, actor: Actor) -> None:
    """Remembers that a group of this letter is left as it is."""
    events.record(session, LEFT_OPEN, now, person_id=actor.person_id, inbox_id=actor.inbox_id, directive_id=row.id, note=name)


def name_group(session: Session, name: str, members: Iterable[Unit], now: datetime, actor: Actor) -> Unit:
    """Remembers for this letter and all later ones which units a group's name stands for."""
    unit = units.named(session, name)
    if unit is None or unit.kind != "group":
        unit = Unit(name=name, name_key=fold(name), kind="group")
        session.add(unit)
        session.flush()
    known = set(session.exec(select(GroupMember.unit_id).where(GroupMember.group_id == unit.id)))
    ids = list(dict.fromkeys(units.unit_id(member) for member in members))
    session.add_all(GroupMember(group_id=units.unit_id(unit), unit_id=one) for one in ids if one not in known)
    after = {"members": ids}
    events.record(session, NAMED, now, person_id=actor.person_id, inbox_id=actor.inbox_id, unit_id=unit.id, after=after, note=name)
    return unit


def groups(session: Session) -> list[Unit]:
    """The roster's groups that have members."""
    query = select(Unit).join(GroupMember, col(GroupMember.group_id) == Unit.id).where(Unit.kind == "group").distinct()
    return list(session.exec(query.order_by(col(Unit.id))))

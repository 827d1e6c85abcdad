"""What one round of deciding has at hand, read in a handful of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from scheduler import plan
from scheduler.compose import directives_of, units_of
from scheduler.recipients import Recipient, coordinators_of, of_units
from scheduler.rules import Rules
from storage import reminders
from storage.directives import IN_FORCE
from storage.duties import Duty
from storage.models import Directive, Event, Reminder, Unit

OWN_ACT = "own_act"


@dataclass(slots=True)
class Saying:
    """A reminder to say and to whom."""

    row: Reminder
    duty: Duty
    owed: plan.Duty
    planned: plan.Planned
    to: list[Recipient]
    messages: int = 0


@dataclass(slots=True)
class Table:
    """Everything that one round of deciding has at hand, read in a handful of queries."""

    session: Session
    now: datetime
    rules: Rules
    units: dict[int, Unit]
    officers: dict[int, list[Recipient]]
    directives: dict[int, Directive]
    rows: dict[int, list[Reminder]]
    coordinators: dict[int, list[Recipient]] = field(default_factory=dict)
    givers: dict[int, int | None] = field(default_factory=dict)

    def watchers(self, unit_id: int) -> list[Recipient]:
        """The coordinators of a unit, read for all units at once."""
        if unit_id not in self.coordinators:
            found = coordinators_of(self.session, self.units)
            self.coordinators = {one: found.get(one, []) for one in self.units}
        return self.coordinators[unit_id]

    def told(self, duty: Duty, planned: plan.Planned) -> tuple[list[Recipient], str | None]:
        """Who is told of a reminder; where that is nobody, why: "own_act" or "no_address"."""
        unit_id = duty.assignment.unit_id
        everybody = self.watchers(unit_id) if planned.audience == "coordinator" else self.officers.get(unit_id, [])
        if not everybody:
            return [], "no_address"
        if planned.stage != plan.FIRST:
            return list(everybody), None
        giver = self._giver(duty.task.directive_id)
        told = [recipient for recipient in everybody if recipient.person_id is None or recipient.person_id != giver]
        return told, None if told else OWN_ACT

    def _giver(self, directive_id: int | None) -> int | None:
        """Who put the directive in force, the last time: nobody is told of their own act."""
        if directive_id is not None and directive_id not in self.givers:
            query = select(Event.person_id).where(Event.kind == IN_FORCE, Event.directive_id == directive_id)
            self.givers[directive_id] = self.session.exec(query.order_by(col(Event.id).desc())).first()
        return self.givers.get(directive_id or 0)


def lay_table(session: Session, duties: Sequence[Duty], now: datetime, rules: Rules) -> Table:
    """Reads what deciding about these duties needs."""
    unit_ids = {duty.assignment.unit_id for duty in duties}
    return Table(
        session=session,
        now=now,
        rules=rules,
        units=units_of(session, unit_ids),
        officers=of_units(session, unit_ids),
        directives=directives_of(session, duties),
        rows=reminders.of_occurrences(session, [duty.occurrence.id or 0 for duty in duties]),
    )

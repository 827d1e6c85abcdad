"""What one round of deciding has at hand, read in a handful of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from scheduler import plan
from scheduler.compose import directives_of, units_of
from scheduler.recipients import Recipient, coordinators_of, of_units
from scheduler.rules import Rules
from storage import reminders
from storage.duties import Duty
from storage.models import Directive, Reminder, Unit
from storage.office import Office


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
    office: Office
    units: dict[int, Unit]
    officers: dict[int, list[Recipient]]
    directives: dict[int, Directive]
    rows: dict[int, list[Reminder]]
    coordinators: dict[int, list[Recipient]] = field(default_factory=dict)
    givers: dict[int, int | None] = field(default_factory=dict)

    def watchers(self, unit_id: int) -> list[Recipient]:
        """The coordinators of a unit."""
        if unit_id not in self.coordinators:
            self.coordinators[unit_id] = coordinators_of(self.session, unit_id)
        return self.coordinators[unit_id]


def lay_table(session: Session, duties: Sequence[Duty], now: datetime, rules: Rules, office: Office) -> Table:
    """Reads what deciding about these duties needs."""
    unit_ids = {duty.assignment.unit_id for duty in duties}
    return Table(
        session=session,
        now=now,
        rules=rules,
        office=office,
        units=units_of(session, unit_ids),
        officers=of_units(session, unit_ids),
        directives=directives_of(session, duties),
        rows=reminders.of_occurrences(session, [duty.occurrence.id or 0 for duty in duties]),
    )

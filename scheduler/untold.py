"""Why a unit got no message: nobody linked, or what became of each reminder of the last days."""

from datetime import datetime, timedelta

from sqlmodel import Session

from locales import Words
from scheduler.recipients import of_units
from scheduler.rules import Rules
from scheduler.statement_wording import why_text
from storage import duties, untold
from storage.models import Unit
from storage.untold import Told

LOOK_BACK = timedelta(days=14)
SHOWN = 8


def why_not(session: Session, unit_id: int, now: datetime, rules: Rules, said: Words) -> str:
    """The answer in words, the plainest reason first."""
    name = session.get_one(Unit, unit_id).name
    lines = []
    if unit_id not in of_units(session, [unit_id]):
        lines.append(said.text("Nobody of {unit} can be reached: no one is linked, or the chat refuses messages.", unit=name))
    if not duties.open_duties(session, unit_ids={unit_id}):
        lines.append(said.text("{unit} has no open task, so there is nothing to remind of.", unit=name))
    rows = untold.lately(session, unit_id, now - LOOK_BACK, SHOWN)
    if rows:
        lines += [said.text("The last reminders of {unit}:", unit=name), *(_line(said, row, rules) for row in rows)]
    elif not lines:
        lines.append(said.text("No reminder fell due for {unit} in the last 14 days.", unit=name))
    return "\n".join(lines)


def _line(said: Words, row: Told, rules: Rules) -> str:
    local = rules.local(row.at)
    when = f"{said.time(local)} {said.date(local.date())}"
    became = said.text("sent") if row.state == "sent" else why_text(said, row.why or row.state)
    return f"• #{row.task} {when}: {became}"

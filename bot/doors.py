"""What those who answer get from rooms that they may not enter: previews, statements, files."""

from collections.abc import Collection
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from locales import Words
from reports.facts import Office as ReportOffice
from scheduler import untold
from scheduler.letterhead import letterhead
from scheduler.preview import of_draft
from scheduler.rules import Rules
from scheduler.statement import statement
from scheduler.statement_wording import statement_text
from storage.messages import OutFile
from storage.models import Unit
from storage.office import Preview

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def doors(rules: Rules, data_dir: Path) -> dict[str, Any]:
    """The fields of `storage.office.Office` that lead into the scheduler and the reports."""
    return {
        "preview": partial(_preview, rules),
        "statement": partial(_statement, rules),
        "why_not": partial(_why_not, rules),
        "export": partial(_export, rules, data_dir),
    }


def report_office(session: Session) -> ReportOffice:
    """The head of the office's reports: the roster's first unit that has no other above it."""
    top = session.exec(select(Unit).where(col(Unit.parent_id).is_(None), Unit.kind != "group").order_by(col(Unit.id)).limit(1)).first()
    return letterhead(session, top) if top is not None else ReportOffice("")


def _preview(rules: Rules, session: Session, directive_id: int, now: datetime) -> list[Preview]:
    return of_draft(session, directive_id, now, rules)


def _statement(rules: Rules, session: Session, now: datetime, said: Words) -> str:
    return statement_text(said, statement(session, rules.day(now), now, rules))


def _why_not(rules: Rules, session: Session, unit_id: int, now: datetime, said: Words) -> str:
    return untold.why_not(session, unit_id, now, rules, said)


def _export(
    rules: Rules, data_dir: Path, session: Session, kind: str, unit_ids: Collection[int] | None, now: datetime, said: Words
) -> OutFile:
    """Writes the tracking table or the calendar below the data folder; the same minute writes the same file."""
    from reports.calendar import calendar
    from reports.sheet import tracking_sheet
    from scheduler.gather import calendar_tasks, gather

    only = set(unit_ids) if unit_ids is not None else None
    who = "all" if unit_ids is None else "-".join(str(one) for one in sorted(unit_ids)[:8])
    place = Path("exports") / f"{rules.local(now):%Y%m%d-%H%M}-{who}"
    name = "theo-doi.xlsx" if kind == "xlsx" else "lich-thoi-han.ics"
    mime = XLSX if kind == "xlsx" else "text/calendar"
    if kind == "ics":
        tasks = calendar_tasks(session, now, rules, only)
        data = calendar(tasks, now, report_office(session).name, language=said.language, zone=str(rules.zone))
    else:
        data = tracking_sheet(gather(session, rules.day(now), now, rules, report_office(session), only), said.language)
    (data_dir / place).mkdir(parents=True, exist_ok=True)
    (data_dir / place / name).write_bytes(data)
    return OutFile(str(place / name), name, mime)

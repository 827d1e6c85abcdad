"""`tiendo export` and `import-sheet`: what of the store goes into other programs, and what comes back from a spreadsheet."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sqlmodel import Session


def register(app: typer.Typer) -> None:
    """Adds the commands of this file."""
    app.command()(export)
    app.command("import-sheet")(import_sheet)


def export(
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="The tracking table.")] = None,
    ics: Annotated[Path | None, typer.Option("--ics", help="The calendar of deadlines.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Everything.")] = None,
    unit: Annotated[str, typer.Option("--unit", help="Table and calendar of this unit and those below it only.")] = "",
) -> None:
    """Writes the tracking table, the calendar or everything into files."""
    from bot.clock import SystemClock
    from bot.commands.common import open_store, say
    from bot.doors import report_office
    from bot.exports import everything
    from bot.wiring import rules_of
    from reports.calendar import calendar
    from reports.sheet import tracking_sheet
    from scheduler.gather import calendar_tasks, gather
    from storage.db import reading

    if xlsx is None and ics is None and json_file is None:
        raise typer.BadParameter("name at least one of --xlsx, --ics, --json")
    with open_store() as (settings, engine), reading(engine) as session:
        now, rules = SystemClock().now(), rules_of(settings)
        office = report_office(session)
        name, unit_ids = _below(session, unit) if unit else (office.name, None)
        if xlsx is not None:
            facts = gather(session, rules.day(now), now, rules, office, unit_ids)
            xlsx.write_bytes(tracking_sheet(facts, settings.locale))
        if ics is not None:
            tasks = calendar_tasks(session, now, rules, unit_ids)
            ics.write_bytes(calendar(tasks, now, name, language=settings.locale, zone=str(settings.zone)))
        if json_file is not None:
            json_file.write_text(everything(session), encoding="utf-8")
    for path in (xlsx, ics, json_file):
        if path is not None:
            say(str(path))


def _below(session: "Session", name: str) -> tuple[str, set[int]]:
    """A unit by name or alias, with all below it. Raises CommandError where no single one is meant."""
    from bot.commands.failing import CommandError
    from storage import people, units

    found = units.find(session, name).sure
    if found is None:
        raise CommandError(f"There is no single unit “{name}”.")
    return found.name, people.subtree(session, units.unit_id(found))


def import_sheet(
    file: Annotated[Path, typer.Argument(help="A tracking table that `tiendo export --xlsx` or a digest made.")],
    apply: Annotated[bool, typer.Option("--apply", help="Make the changes; without it they are only shown.")] = False,
    as_whom: Annotated[str, typer.Option("--as", help="The person who made them; else the first administrator or coordinator.")] = "",
) -> None:
    """Shows what a person edited in a tracking table and, with --apply, changes just that. Exit 1 where an edit can't be made."""
    from bot.clock import SystemClock
    from bot.commands.common import open_store, say
    from bot.commands.failing import CommandError
    from bot.sheet_edits import edited

    with open_store() as (settings, engine):
        done = edited(engine, settings, file, SystemClock().now(), by=as_whom if apply else None)
    for line in done.lines:
        say(line)
    if done.refused:
        raise CommandError(f"{done.refused} of {len(done.lines)} edits can't be made.")

"""`tiendo backup`, `restore` and `export`: the store as a whole, and what of it goes into other programs."""

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Adds the commands of this file."""
    app.command()(backup)
    app.command()(restore)
    app.command()(export)
    app.command("migrate-store")(migrate_store)


def backup(file: Annotated[Path, typer.Argument(help="Where the copy goes.")]) -> None:
    """A consistent copy of the store, also while the service runs. Overwrites nothing."""
    from bot.backups import make_backup
    from bot.commands.common import say
    from bot.settings import load

    summary = make_backup(load(), file)
    say(f"{file}: {summary}")


def restore(
    file: Annotated[Path, typer.Argument(help="A copy that `tiendo backup` made.")],
    force: Annotated[bool, typer.Option("--force", help="Overwrite the store that stands there.")] = False,
) -> None:
    """Puts a copy in the place of the store, after checking it. Refuses to overwrite without --force."""
    from bot.backups import restore_backup
    from bot.commands.common import say
    from bot.settings import load

    summary = restore_backup(load(), file, force=force)
    say(f"Restored from {file}: {summary}")


def export(
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="The tracking table.")] = None,
    ics: Annotated[Path | None, typer.Option("--ics", help="The calendar of deadlines.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Everything.")] = None,
) -> None:
    """Writes the tracking table, the calendar or everything into files."""
    from bot.clock import SystemClock
    from bot.commands.common import open_store, say
    from bot.exports import everything
    from bot.wiring import report_office, rules_of
    from reports.calendar import calendar
    from reports.sheet import tracking_sheet
    from scheduler.gather import gather
    from storage.db import transaction

    if xlsx is None and ics is None and json_file is None:
        raise typer.BadParameter("name at least one of --xlsx, --ics, --json")
    with open_store() as (settings, engine), transaction(engine) as session:
        now = SystemClock().now()
        facts = gather(session, now.astimezone(settings.zone).date(), now, rules_of(settings), report_office(session))
        if xlsx is not None:
            xlsx.write_bytes(tracking_sheet(facts, settings.locale))
        if ics is not None:
            ics.write_bytes(calendar(facts.tasks, facts.as_of, facts.office.name, language=settings.locale))
        if json_file is not None:
            json_file.write_text(everything(session), encoding="utf-8")
    for path in (xlsx, ics, json_file):
        if path is not None:
            say(str(path))


def migrate_store(
    target: Annotated[str, typer.Argument(help="The empty store to fill, for example postgresql://tiendo@localhost/tiendo")],
) -> None:
    """Copies the store into another, empty one and compares every row. Stop the service first; then set TIENDO_DATABASE_URL."""
    from bot.commands.common import say
    from bot.moving import move_store
    from bot.settings import load

    counts = move_store(load().database_url.get_secret_value(), target)
    say(f"{sum(counts.values())} rows in {len(counts)} tables, every one the same.")

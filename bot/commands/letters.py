"""`tiendo import` and `tiendo directives`: letters in, drafts looked through, put in force, cancelled."""

import typing
from pathlib import Path
from typing import Annotated

import typer

if typing.TYPE_CHECKING:
    from sqlmodel import Session

    from bot.settings import Settings
    from directives.model import Directive as Reading
    from directives.model import Roster

Files = Annotated[list[Path], typer.Argument(help="Letters: .txt .md .docx .pdf .png .jpg")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only read; write nothing.")]
Json = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]
Activate = Annotated[bool, typer.Option("--activate", help="Put the tasks in force at once.")]
Number = Annotated[int, typer.Argument(help="The directive's number in `tiendo directives list`.")]

directives_app = typer.Typer(help="Drafts and directives in force.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Adds the commands of this file."""
    app.command("import")(import_)
    app.add_typer(directives_app, name="directives")


def import_(files: Files, dry_run: DryRun = False, as_json: Json = False, activate: Activate = False) -> None:
    """Reads directives into drafts. Exit 0: all read; 1: a file could not be read, the others were; 2: wrong usage."""
    from bot.commands.common import say, say_json
    from bot.settings import load

    if dry_run and activate:
        raise typer.BadParameter("--dry-run writes nothing, so it cannot go with --activate")
    settings = load()
    known = _roster(settings, create=not dry_run)
    readings = [(path, reading) for path in files if (reading := _read(path, known, settings.locale)) is not None]
    notes = [] if dry_run else _keep(settings, readings, activate)
    if as_json:
        values = [reading.to_json() for _, reading in readings]
        say_json(values[0] if len(files) == 1 and values else values)
    else:
        for path, reading in readings:
            say(_summary(path, reading))
        for note in notes:
            say(note)
    if len(readings) < len(files):
        raise typer.Exit(1)


def _roster(settings: "Settings", *, create: bool) -> "Roster":
    """The store's roster; without a store an empty one, so that a dry run needs and makes nothing."""
    from bot.commands.common import open_store
    from directives.model import Roster
    from storage.db import is_current, may_hold_store, open_engine, transaction
    from storage.roster import roster

    if not create:
        url = settings.database_url.get_secret_value()
        if not may_hold_store(url):
            return Roster()
        engine = open_engine(url)
        try:
            if not is_current(engine):
                return Roster()
            with transaction(engine) as session:
                return roster(session)
        finally:
            engine.dispose()
    with open_store(settings) as (_, engine), transaction(engine) as session:
        return roster(session)


def _read(path: Path, known: "Roster", language: str) -> "Reading | None":
    """One file read, with its progress on a terminal; None with a sentence on stderr where it cannot be."""
    from bot.commands.common import complain
    from bot.commands.progress import reading_progress
    from directives.model import UnreadableError
    from directives.parse import parse
    from handlers.intents.letters import unreadable
    from locales import words

    try:
        data = path.read_bytes()
    except OSError as error:
        complain(f"{path}: {error.strerror or error}.")
        return None
    try:
        with reading_progress(path.name) as progress:
            return parse(path.name, data, known, progress)
    except UnreadableError as error:
        complain(unreadable(words(language), path.name, error.code))
        return None


def _keep(settings: "Settings", readings: "list[tuple[Path, Reading]]", activate: bool) -> list[str]:
    from hashlib import sha256

    from bot.clock import SystemClock
    from bot.commands.common import open_store
    from storage import directives
    from storage.db import transaction

    notes = []
    now = SystemClock().now()
    with open_store(settings) as (_, engine):
        for path, reading in readings:
            with transaction(engine) as session:
                row, new = directives.save_draft(session, reading, sha256(path.read_bytes()).hexdigest(), now)
                notes.append(f"{path.name}: " + (f"draft {row.id}" if new else f"already here as {row.id} ({row.state}), nothing changed"))
                if activate:
                    notes += _put_in_force(session, row.id or 0)
    return notes


def _put_in_force(session: "Session", number: int) -> list[str]:
    from bot.clock import SystemClock
    from bot.settings import load
    from bot.wiring import rules_of
    from handlers.intents.letters import in_force_text
    from locales import words
    from scheduler.continuing import continue_duties
    from storage import directives
    from storage.models import Directive

    settings, now = load(), SystemClock().now()
    row = session.get(Directive, number)
    if row is None:
        return []
    done = directives.activate(session, row, now, now.astimezone(settings.zone).date())
    continue_duties(session, now, rules_of(settings))
    return [in_force_text(words(settings.locale), row, done)]


def _summary(path: Path, reading: "Reading") -> str:
    head = reading.document
    dated = sum(1 for task in reading.tasks if task.due_on or task.rrule)
    lines = [f"{path.name}: {head.issuer or '?'} – {head.subject or '?'}", f"  {len(reading.tasks)} tasks, {dated} with a deadline"]
    lines += [f"  ! {doubt.text}" for doubt in reading.warnings]
    lines += [f"  ! {sentence}" for sentence in reading.unread]
    return "\n".join(lines)


@directives_app.command("list")
def list_(as_json: Json = False) -> None:
    """All directives, the newest first."""
    from bot.commands.common import open_store, say, say_json
    from storage import directives
    from storage.db import transaction

    with open_store() as (_, engine), transaction(engine) as session:
        rows = [
            {
                "id": row.directive.id,
                "state": row.directive.state,
                "number": row.directive.number,
                "symbol": row.directive.symbol,
                "issuer": row.directive.issuer,
                "issued": row.directive.issued,
                "subject": row.directive.subject,
                "file": row.directive.file_name,
                "tasks": row.tasks,
            }
            for row in directives.listed(session)
        ]
    if as_json:
        say_json(rows)
        return
    for listed in rows:
        say(f"{listed['id']}\t{listed['state']}\t{listed['number'] or listed['symbol'] or '–'}\t{listed['tasks']}\t{listed['subject']}")


@directives_app.command()
def show(number: Number, as_json: Json = False) -> None:
    """A directive's head, check-up and tasks."""
    from bot.commands.common import open_store, say, say_json
    from bot.commands.failing import CommandError
    from storage import directives
    from storage.db import transaction
    from storage.models import Directive

    with open_store() as (_, engine), transaction(engine) as session:
        row = session.get(Directive, number)
        if row is None:
            raise CommandError(f"There is no directive {number}.")
        tasks = [task.model_dump(mode="json") for task in directives.tasks_of(session, number)]
        head = row.model_dump(mode="json", exclude={"body"})
    if as_json:
        say_json({**head, "tasks": tasks})
        return
    say(f"{head['id']} {head['state']} {head['number'] or head['symbol'] or '–'} – {head['issuer']} – {head['subject']}")
    for warning in head["warnings"]:
        say(f"  ! {warning['text']}")
    for task in tasks:
        say(f"  #{task['id']} {task['ref']} [{'; '.join(task['lead_names'])}] {task['due_on'] or task['rrule'] or '–'}: {task['text']}")


@directives_app.command("activate")
def activate_(number: Number) -> None:
    """Puts a draft in force."""
    from bot.commands.common import open_store, say
    from bot.commands.failing import CommandError
    from storage.db import transaction
    from storage.models import Directive

    with open_store() as (_, engine), transaction(engine) as session:
        row = session.get(Directive, number)
        if row is None:
            raise CommandError(f"There is no directive {number}.")
        if row.state != "draft":
            raise CommandError(f"Directive {number} is not a draft: it is {row.state}.")
        for line in _put_in_force(session, number):
            say(line)


@directives_app.command()
def cancel(number: Number) -> None:
    """Ends a directive: nobody is reminded of its tasks any more."""
    from bot.clock import SystemClock
    from bot.commands.common import open_store, say
    from bot.commands.failing import CommandError
    from storage import directives
    from storage.db import transaction
    from storage.models import Directive

    with open_store() as (_, engine), transaction(engine) as session:
        row = session.get(Directive, number)
        if row is None:
            raise CommandError(f"There is no directive {number}.")
        ended = directives.cancel(session, row, SystemClock().now())
    say(f"Directive {number} is cancelled, {ended} tasks with it.")

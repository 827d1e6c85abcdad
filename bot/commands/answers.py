"""`tiendo ask`, `digest`, `schedule`, `statement`, `export`: answers for the operator and for scripts. None sends anything."""

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from storage.office import Preview

Json = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]


def register(app: typer.Typer) -> None:
    """Adds the commands of this file."""
    app.command()(ask)
    app.command()(digest)
    app.command()(schedule)
    app.command()(statement)


def ask(text: Annotated[str, typer.Argument(help="For example: tiến độ Cao Lâu")]) -> None:
    """Answers as the chat would answer a coordinator, in plain text. Only questions: nothing is changed."""
    from bot.asking import ask_as_coordinator
    from bot.clock import SystemClock
    from bot.commands.common import open_store, say
    from bot.wiring import office_of

    with open_store() as (settings, engine):
        for line in ask_as_coordinator(engine, office_of(settings, {}), text, SystemClock().now()):
            say(line)


def digest(
    date: Day = None,
    out: Annotated[Path | None, typer.Option("--out", help="Where the files go.")] = None,
    as_json: Json = False,
) -> None:
    """The weekly summary of the week that holds the date: text on stdout, files in a folder. Sends nothing."""
    from bot.clock import SystemClock
    from bot.commands.common import complain, open_store, say, say_json
    from bot.doors import report_office
    from bot.wiring import rules_of
    from locales import words
    from reports.kept import digest_json
    from reports.weekly import plain_text
    from scheduler.digest import kept_facts
    from scheduler.digest_files import part_names, write_files
    from scheduler.gather import gather
    from storage.db import reading

    with open_store() as (settings, engine):
        now = SystemClock().now()
        day = date.date() if date else now.astimezone(settings.zone).date()
        with reading(engine) as session:
            facts = kept_facts(session, day) or gather(session, day, now, rules_of(settings), report_office(session))
        folder = out or settings.data_dir
        written = write_files(facts, folder, settings.locale)
        files = [str(folder / file.path) for file in written.files]
    if written.missing:
        complain(f"Could not be made: {part_names(words('en'), written.missing)}.")
    if as_json:
        say_json(digest_json(facts, files))
        return
    say(plain_text(facts, settings.locale))
    for file in files:
        say(file)


def schedule(
    first: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"])] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"])] = None,
    unit: Annotated[str, typer.Option("--unit", help="Only this unit.")] = "",
    as_json: Json = False,
) -> None:
    """All that would go out by itself, in order: reminders, questions, prompts, digests. Sends nothing."""
    from bot.clock import SystemClock
    from bot.commands.common import open_store, say, say_json
    from bot.commands.failing import CommandError
    from bot.wiring import rules_of
    from scheduler.preview import upcoming
    from storage import units
    from storage.db import transaction

    with open_store() as (settings, engine), transaction(engine) as session:
        rules, now = rules_of(settings), SystemClock().now()
        start = rules.instant(first.date(), time.min) if first else now
        end = rules.instant(last.date() + timedelta(days=1), time.min) if last else start + timedelta(days=14)
        unit_ids = None
        if unit:
            found = units.find(session, unit)
            if found.sure is None:
                raise CommandError(f"There is no single unit “{unit}”.")
            unit_ids = {units.unit_id(found.sure)}
        rows = upcoming(session, start, end, rules, unit_ids, now)
    if not as_json:
        for row in rows:
            say("\t".join(_columns(row, settings.zone)))
        return
    values = [
        {"at": row.at.astimezone(settings.zone).isoformat(), "unit": row.unit, "to": row.to, "tasks": list(row.tasks), "stage": row.stage}
        for row in rows
    ]
    say_json(values)


def _columns(row: "Preview", zone: "ZoneInfo") -> list[str]:
    """When, what, which unit or else who, which tasks, and what must still be so by then."""
    condition = {"unanswered": "if not answered by then", "unlinked": "if nobody is linked by then"}.get(row.only_if)
    columns = [row.at.astimezone(zone).isoformat(), row.stage, row.unit or row.to, " ".join(row.tasks)]
    return [*columns, condition] if condition else columns


def statement(date: Day = None, as_json: Json = False) -> None:
    """The morning statement of a day: planned = sent + put off + obsolete + failed + unknown."""
    from bot.clock import SystemClock
    from bot.commands.common import open_store, say, say_json
    from bot.wiring import rules_of
    from locales import words
    from scheduler import statement as statements
    from scheduler.statement_wording import statement_text
    from storage.db import transaction

    with open_store() as (settings, engine), transaction(engine) as session:
        now = SystemClock().now()
        day = date.date() if date else now.astimezone(settings.zone).date()
        found = statements.statement(session, day, now, rules_of(settings))
    if as_json:
        say_json(found.to_json())
    else:
        say(statement_text(words(settings.locale), found))

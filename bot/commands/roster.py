"""`tiendo units` and `tiendo invite`: who there is, and how they get in."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import roster_changes

Json = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]

units_app = typer.Typer(help="The roster of units.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Adds the commands of this file."""
    roster_changes.register(units_app)
    app.add_typer(units_app, name="units")
    app.command()(invite)


@units_app.command("import")
def import_(file: Annotated[Path, typer.Argument(help=".csv or .xlsx: name, kind, parent, aliases, members")]) -> None:
    """Adds and changes units so that the store says what the file says. Importing it again changes nothing."""
    from bot.commands.common import open_store, say
    from bot.commands.failing import CommandError
    from bot.commands.roster_file import problem, read_roster
    from storage.db import transaction
    from storage.roster import RosterError, import_roster

    rows = read_roster(file)
    with open_store() as (_, engine):
        try:
            with transaction(engine) as session:
                done = import_roster(session, rows)
        except RosterError as error:
            raise CommandError(problem(file.name, error)) from error
    say(f"{len(rows)} units read: {done.added} added, {done.changed} changed.")


@units_app.command("list")
def list_(as_json: Json = False) -> None:
    """All units."""
    from bot.commands.common import open_store, say, say_json
    from storage import standing
    from storage.db import transaction
    from storage.roster import roster
    from storage.units import living

    with open_store() as (_, engine), transaction(engine) as session:
        reached = standing.reachable_units(session)
        ends = {unit.name: unit for unit in living(session)}
        rows = [
            {
                "name": unit.name,
                "kind": unit.kind,
                "parent": unit.parent or None,
                "aliases": ";".join(unit.aliases),
                "members": ";".join(unit.members),
                "ends_on": _iso(ends[unit.name]),
                "linked": ends[unit.name].id in reached,
            }
            for unit in roster(session).units
        ]
    if as_json:
        say_json(rows)
        return
    for row in rows:
        say(f"{row['kind']}\t{row['name']}\t{'linked' if row['linked'] else 'nobody linked'}")


def _iso(unit: object) -> str | None:
    ends_on = getattr(unit, "ends_on", None)
    return ends_on.isoformat() if ends_on is not None else None


def invite(
    unit: Annotated[str, typer.Option("--unit", help="The unit's name or alias.")],
    role: Annotated[str, typer.Option("--role", help="officer, coordinator, leader or admin")],
    name: Annotated[str, typer.Option("--name", help="Who it is for.")] = "",
    as_json: Json = False,
) -> None:
    """A one-time code for a unit and role, with links for every channel."""
    from bot.clock import SystemClock
    from bot.commands.common import open_store, say, say_json
    from bot.commands.failing import CommandError
    from bot.wiring import invite_links
    from storage import invites, people, units
    from storage.db import transaction

    if role not in people.ROLES:
        raise typer.BadParameter(f"the role must be one of {', '.join(people.ROLES)}", param_hint="--role")
    with open_store() as (settings, engine), transaction(engine) as session:
        found = units.find(session, unit)
        if found.sure is None:
            near = ", ".join(one.name for one in found.candidates or found.nearest)
            raise CommandError(f"There is no single unit “{unit}”." + (f" Did you mean: {near}?" if near else " Import the roster first."))
        code, row = invites.invite(session, unit_id=found.sure.id, role=role, name=name, now=SystemClock().now())
        expires_at: datetime = row.expires_at
        links = dict(invite_links(session, code))
    if as_json:
        say_json({"code": code, "links": links, "expires_at": expires_at.astimezone(settings.zone).isoformat()})
        return
    say(f"{found.sure.name}, {role}: {code}")
    for channel, link in links.items():
        say(f"  {channel}: {link}")
    say(f"It works once, until {expires_at.astimezone(settings.zone):%d/%m/%Y %H:%M}.")

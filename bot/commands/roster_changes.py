"""`tiendo units merge`, `rename`, `end`: units change on a date, old letters still resolve."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sqlmodel import Session

    from storage.models import Unit

On = Annotated[datetime, typer.Option("--on", formats=["%Y-%m-%d"], help="The first day on which it holds.")]


def register(units_app: typer.Typer) -> None:
    """Adds the commands of this file."""
    units_app.command()(merge)
    units_app.command()(rename)
    units_app.command()(end)


def merge(
    old: Annotated[list[str], typer.Argument(help="The units that become one, by name or alias.")],
    into: Annotated[str, typer.Option("--into", help="What they become: a unit of the roster, or a new name.")],
    on: On,
) -> None:
    """Makes one unit of several from a day on; their open work, people and chats move on that day."""
    from bot.clock import SystemClock
    from bot.commands.common import open_store, say
    from storage import merging
    from storage.db import transaction

    with open_store() as (settings, engine), transaction(engine) as session:
        now = SystemClock().now()
        gone = [_unit(session, name) for name in old]
        heir = merging.new_unit(session, into, gone[0])
        merging.merge(session, gone, heir, on.date(), now)
        moved = merging.move_due(session, now.astimezone(settings.zone).date(), now)
        say(
            f"{'; '.join(unit.name for unit in gone)} → {heir.name} from {on:%d/%m/%Y}: {moved.duties} duties, {moved.people} people moved."
        )


def rename(
    unit: Annotated[str, typer.Argument(help="The unit, by name or alias.")],
    name: Annotated[str, typer.Option("--to", help="The new name.")],
    on: On,
) -> None:
    """Gives a unit another name from a day on; the old one still finds it."""
    from bot.clock import SystemClock
    from bot.commands.common import open_store, say
    from storage import merging
    from storage.db import transaction

    with open_store() as (settings, engine), transaction(engine) as session:
        now = SystemClock().now()
        today = now.astimezone(settings.zone).date()
        found = _unit(session, unit)
        old = found.name
        heir = merging.rename(session, found, name, on.date(), now, today)
        merging.move_due(session, today, now)
        say(f"{old} → {heir.name} from {on:%d/%m/%Y}.")


def end(unit: Annotated[str, typer.Argument(help="The unit, by name or alias.")], on: On) -> None:
    """Ends a unit on a day; its open work waits to be handed over."""
    from bot.clock import SystemClock
    from bot.commands.common import open_store, say
    from storage import duties, merging
    from storage.db import transaction

    with open_store() as (_, engine), transaction(engine) as session:
        found = _unit(session, unit)
        merging.end(session, found, on.date(), SystemClock().now())
        left = duties.open_duties(session, unit_ids={found.id or 0})
        say(f"{found.name} ends on {on:%d/%m/%Y}; {len(left)} open duties wait to be handed over.")


def _unit(session: "Session", name: str) -> "Unit":
    """The one unit of a name. Raises CommandError, naming what is near, where there is none."""
    from bot.commands.failing import CommandError
    from storage import units

    found = units.find(session, name)
    if found.sure is None:
        near = ", ".join(one.name for one in found.candidates or found.nearest)
        raise CommandError(f"There is no single unit “{name}”." + (f" Did you mean: {near}?" if near else ""))
    return found.sure

"""`tiendo backup`, `restore` and `migrate-store`: the store as a whole."""

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Adds the commands of this file."""
    app.command()(backup)
    app.command()(restore)
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


def migrate_store(
    target: Annotated[str, typer.Argument(help="The empty store to fill, for example postgresql://tiendo@localhost/tiendo")],
) -> None:
    """Copies the store into another, empty one and compares every row. Stop the service first; then set TIENDO_DATABASE_URL."""
    from bot.commands.common import say
    from bot.moving import move_store
    from bot.settings import load

    counts = move_store(load().database_url.get_secret_value(), target)
    say(f"{sum(counts.values())} rows in {len(counts)} tables, every one the same.")

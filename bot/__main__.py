"""The `tiendo` command. Nothing heavy is imported before a command needs it."""

import os
import sys
from importlib.metadata import version
from typing import Annotated

import typer

from bot.commands import answers, letters, roster, service, sheets, store

READABLE_BY_US_ONLY = 0o077  # stores, copies, sheets: whatever a command writes

app = typer.Typer(
    help="Tiến Độ: turns official directives into kept promises.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
service.register(app)
letters.register(app)
roster.register(app)
answers.register(app)
store.register(app)
sheets.register(app)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"tiendo {version('tien-do')}")
        raise typer.Exit


@app.callback()
def root(
    show_version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and stop.")] = False,
) -> None:
    """Reads directives, reminds units, collects progress, sends the Friday digest."""


def main() -> None:
    """Runs the command. What goes wrong is one plain sentence on stderr and an exit that is not 0."""
    from bot.commands.failing import sentence

    os.umask(READABLE_BY_US_ONLY)
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # the command line's one catch-all: people never see a traceback
        if sys.flags.dev_mode:
            raise
        sys.stderr.write(f"{sentence(error)}\n")
        sys.exit(1)


if __name__ == "__main__":
    main()

"""`tiendo run`, `demo` and `doctor`: the service, the same with three phones, and a look at its health."""

from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]


def register(app: typer.Typer) -> None:
    """Adds the commands of this file."""
    app.command()(demo)
    app.command()(run)
    app.command()(doctor)


def demo(
    port: Annotated[int, typer.Option("--port", help="Where the page is served.", min=0, max=65535)] = 8080,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
) -> None:
    """The service on a fresh store with samples, three phones and a clock. Nothing leaves this machine."""
    import asyncio
    import logging

    from bot.commands.common import log_to_stderr
    from bot.running import run_demo
    from bot.serving import listen
    from bot.settings import load

    log_to_stderr(logging.WARNING)
    settings = load()
    asyncio.run(run_demo(settings, listen("127.0.0.1", port), browser=not no_browser))


def run() -> None:
    """The service: every channel whose token is set, the web server, the scheduler. Stops cleanly on SIGTERM and SIGINT."""
    import asyncio

    from bot.commands.common import log_to_stderr, open_store
    from bot.error_reports import report_errors
    from bot.running import run_service
    from bot.serving import listen
    from bot.settings import load

    settings = load()
    log_to_stderr(as_json=settings.log_json)
    report_errors(settings)
    listening = listen(settings.web_host, settings.web_port)
    with open_store(settings, checked=True) as (_, engine):
        asyncio.run(run_service(settings, engine, listening))


def doctor(as_json: Json = False) -> None:
    """Checks settings, store, clock, tokens, roster and unlinked units; one line each. Exit 1 if anything is wrong."""
    import asyncio

    from bot.commands.common import say, say_json
    from bot.examining import examine

    findings = asyncio.run(examine())
    if as_json:
        say_json([{"check": one.check, "ok": one.ok, "text": one.text} for one in findings])
    else:
        for one in findings:
            say(f"{'ok   ' if one.ok else 'WRONG'} {one.check}: {one.text}")
    if not all(one.ok for one in findings):
        raise typer.Exit(1)

"""What the commands share: settings, the store, the office, and the two ways to print."""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine

from bot.redact import JsonLines, RedactTokens, silence_libraries
from bot.settings import Settings, load
from storage.db import check_whole, migrate, open_engine, take_stock


@contextmanager
def open_store(settings: Settings | None = None, *, checked: bool = False) -> Iterator[tuple[Settings, Engine]]:
    """The settings with a migrated store; closed at the end. `checked`: read from end to end first, and left alone where it is damaged."""
    chosen = settings or load()
    engine = open_engine(chosen.database_url.get_secret_value())
    try:
        if checked:
            check_whole(engine)
        migrate(engine)
        if checked:
            take_stock(engine)
        yield chosen, engine
    finally:
        engine.dispose()


def say(text: str) -> None:
    """A line for a person on stdout."""
    sys.stdout.write(f"{text}\n")


def say_json(value: Any) -> None:
    """JSON in UTF-8 on stdout and nothing else."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a test may have put a plain stream there
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def complain(text: str) -> None:
    """A line for a person on stderr."""
    sys.stderr.write(f"{text}\n")


def log_to_stderr(level: int = logging.INFO, *, as_json: bool = False) -> None:
    """Logs go to stderr, without secrets, as lines for people or for programs."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(RedactTokens())
    handler.setFormatter(JsonLines() if as_json else logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler])
    silence_libraries()

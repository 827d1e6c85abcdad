"""Keeps secrets out of logs and error texts: bot tokens, which stand in the services' addresses, passwords, and links that are keys."""

import json
import logging
import re
from collections.abc import Iterable
from datetime import UTC, datetime

_IN_ADDRESS = re.compile(r"/bot[^/\s\"'?#]{8,}")
_PASSWORD = re.compile(r"(://[^\s/:@]*):[^\s/@]+@")
_LINK = re.compile(r"/([ud])/[\w.~-]{20,}")
_ALONE = re.compile(r"\b\d{4,}(?::|%3[Aa])[\w-]{20,}")

# Of python-telegram-bot nothing is wanted: it logs what it could not read in full, and raises it as well.
LIBRARIES = {"httpx": logging.WARNING, "httpcore": logging.WARNING, "apscheduler": logging.WARNING, "telegram": logging.CRITICAL}

SHORTEST_SECRET = 8
_FORMATTER = logging.Formatter()
_known: set[str] = set()


def keep_secret(values: Iterable[str]) -> None:
    """From now on these very values are redacted wherever they stand. Values that could be a common word are left alone."""
    _known.update(value for value in values if len(value) >= SHORTEST_SECRET)


def redact(text: str) -> str:
    """The text with every secret replaced; whatever follows "/bot" in an address counts as one."""
    for value in sorted(_known, key=len, reverse=True):
        text = text.replace(value, "<secret>")
    text = _LINK.sub(r"/\1/<key>", _PASSWORD.sub(r"\1:<secret>@", text))
    return _ALONE.sub("<token>", _IN_ADDRESS.sub("/bot<token>", text))


class RedactTokens(logging.Filter):
    """A filter for log handlers (not loggers: records of other loggers pass those by). It changes records, and drops none."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Redacts the message with its arguments filled in, and the traceback."""
        record.msg, record.args = redact(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = _FORMATTER.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redact(record.exc_text)
        return True


class JsonLines(logging.Formatter):
    """A record as one line of JSON, for programs that collect logs. To be used behind `RedactTokens`."""

    def format(self, record: logging.LogRecord) -> str:
        """When, how grave, where from, what; the traceback where there is one."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "level": record.levelname, "logger": record.name, "message": record.getMessage()}
        if record.exc_text:
            line["trace"] = record.exc_text
        return json.dumps(line, ensure_ascii=False)


def silence_libraries() -> None:
    """Keeps libraries from logging whole addresses, whole messages and every beat. Calling it twice is harmless."""
    for name, level in LIBRARIES.items():
        logging.getLogger(name).setLevel(level)

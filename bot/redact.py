"""Keeps bot tokens, which stand in the services' addresses, out of logs and error texts."""

import logging
import re

_IN_ADDRESS = re.compile(r"/bot[^/\s\"'?#]{8,}")
_ALONE = re.compile(r"\b\d{4,}(?::|%3[Aa])[\w-]{20,}")

# Of python-telegram-bot nothing is wanted: it logs what it could not read in full, and raises it as well.
LIBRARIES = {"httpx": logging.WARNING, "httpcore": logging.WARNING, "apscheduler": logging.WARNING, "telegram": logging.CRITICAL}

_FORMATTER = logging.Formatter()


def redact(text: str) -> str:
    """The text with every token replaced; whatever follows "/bot" in an address counts as one."""
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


def silence_libraries() -> None:
    """Keeps libraries from logging whole addresses, whole messages and every beat. Calling it twice is harmless."""
    for name, level in LIBRARIES.items():
        logging.getLogger(name).setLevel(level)

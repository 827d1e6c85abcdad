"""Tokens stay out of logs and errors."""

import io
import logging

import pytest

from bot.redact import RedactTokens, redact

TOKEN = "123456789:AAH-abcdefghijklmnopqrstuvwxyz_012345"


@pytest.mark.parametrize(
    "text",
    [
        f"POST https://api.telegram.org/bot{TOKEN}/sendMessage",
        f"GET https://api.telegram.org/file/bot{TOKEN.replace(':', '%3A')}/photos/file_1",
        f"the token `{TOKEN}` was rejected",
        f'{{"url": "https://bot-api.zaloplatforms.com/bot{TOKEN}"}}',
        "https://bot-api.zaloplatforms.com/botABCDEFGHIJKLMNOP/getMe",
    ],
)
def test_token_is_redacted(text: str) -> None:
    """No part of a token longer than its number is left."""
    assert "<token>" in redact(text)
    for secret in ("AAH-abcdef", "ABCDEFGH"):
        assert secret not in redact(text)


@pytest.mark.parametrize(
    "text", ["#27 xong lúc 17:30", "cổng 127.0.0.1:8080", "/bot", "from bot/channels/telegram.py", "2024-03-18T08:00:00"]
)
def test_other_text_is_kept(text: str) -> None:
    """Times, ports, codes and paths are no tokens."""
    assert redact(text) == text


def test_log_lines_and_tracebacks() -> None:
    """A handler with the filter writes neither message, arguments nor traceback with a token, and drops no line."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(RedactTokens())
    logger = logging.getLogger("test_redact")
    logger.addHandler(handler)
    try:
        raise ValueError(f"bad address https://x/bot{TOKEN}/getMe")
    except ValueError:
        logger.exception("calling %s failed", f"https://x/bot{TOKEN}/getMe")
    assert written.getvalue().count("/bot<token>/getMe") == 2
    assert "AAH" not in written.getvalue()

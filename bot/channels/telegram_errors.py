"""Telegram's failures as a ChannelError: refused, not sent, or unknown."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import httpx
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.redact import redact
from storage.messages import ChannelError

_REASONS = {
    "bot was blocked": "blocked",
    "user is deactivated": "deactivated",
    "can't initiate conversation": "never_started",
    "bot was kicked": "removed",
    "bot is not a member": "removed",
    "chat not found": "chat_not_found",
    "not enough rights": "no_rights",
    "have no rights": "no_rights",
    "message thread not found": "topic_gone",
    "topic_closed": "topic_gone",
    "topic_deleted": "topic_gone",
    "file is too big": "too_large",
    "request entity too large": "too_large",
    "message is too long": "too_long",
    "can't use getupdates method while webhook": "webhook_set",
    "terminated by other getupdates": "other_poller",
}
"""Words of Telegram's sentences, lower case, and the reasons that the rest of the program knows."""

# Raised before a single byte of the request left this machine.
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)


def channel_error(error: TelegramError) -> ChannelError:
    """What the failure means for sending again.

    `reason` is one of the words above, "token", "migrated", "busy" or "network: …"; of a refusal that nobody foresaw, Telegram's sentence.
    """
    if isinstance(error, ChatMigrated):
        return ChannelError("refused", "migrated", moved_to=str(error.new_chat_id))
    if isinstance(error, InvalidToken):
        return ChannelError("refused", "token")
    if isinstance(error, RetryAfter):
        return ChannelError("not_sent", "busy", retry_after_s=_seconds(error.retry_after))
    if isinstance(error, Forbidden | BadRequest):  # before NetworkError, of which BadRequest is one
        return ChannelError("refused", reason_of(error))
    if isinstance(error, Conflict):
        return ChannelError("not_sent", reason_of(error))
    return ChannelError(_certainty(error), "too_large" if "too large" in error.message.lower() else f"network: {_sentence(error)}")


@contextmanager
def mapped() -> Iterator[None]:
    """Within it, Telegram's failures are raised as ChannelError, and so is an answer that is JSON but no Bot API's."""
    try:
        yield
    except TelegramError as error:
        raise channel_error(error) from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ChannelError("unknown", f"network: the answer is not the Bot API's: {error!r}") from error


def reason_of(error: TelegramError) -> str:
    """The word for Telegram's sentence, or the sentence where there is none."""
    said = error.message.lower()
    return next((reason for words, reason in _REASONS.items() if words in said), _sentence(error))


def _certainty(error: TelegramError) -> str:
    """Whether the request surely had no effect: it never left, or the service itself answered with an error."""
    if "too large" in error.message.lower():
        return "refused"
    if not isinstance(error, NetworkError) or "gateway time" in error.message.lower():
        return "unknown"  # success in words that nobody can read, or a gateway that did not wait for the answer
    failed = error.__cause__ is None or isinstance(error.__cause__, TelegramError)  # an error status, with a readable body or without
    return "not_sent" if failed or isinstance(error.__cause__, _NEVER_LEFT) else "unknown"


def _seconds(wait: int | timedelta) -> float:
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _sentence(error: TelegramError) -> str:
    return redact(error.message)[:200]

"""Failures of the Zalo Bot platform as a ChannelError: refused, not sent, or unknown."""

import json
from typing import Any

import httpx

from bot.redact import redact
from storage.messages import ChannelError

IDLE = 408
"""An empty poll: nothing has happened, and nothing is wrong."""
QUOTA_PAUSE_S = 3600.0
"""429 comes without a word on how long to wait; the plan's month may be used up."""
TOKEN_PAUSE_S = 600.0
"""Messages wait for the operator to set a token that works."""

_REASONS = {
    "block": "blocked",
    "chặn": "blocked",
    "not interacted": "never_started",
    "chat not found": "chat_not_found",
    "user not found": "chat_not_found",
    "chat_id": "chat_not_found",
    "webhook": "webhook_set",
}
"""Words of the platform's sentences, lower case, and the reasons that the rest of the program knows. None of them is documented."""

# Raised before a single byte of the request left this machine.
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)


def from_transport(error: httpx.RequestError) -> ChannelError:
    """What a broken connection means: not sent where nothing left, else unknown."""
    kind = "not_sent" if isinstance(error, _NEVER_LEFT) else "unknown"
    return ChannelError(kind, f"network: {type(error).__name__}")


def result_of(response: httpx.Response) -> Any:
    """The answer's result; None where it has none. `ok` in the body decides, the HTTP status only where there is no such body.

    Raises ChannelError; of an empty poll with the reason "idle".
    """
    body = _json(response.content)
    if isinstance(body, dict) and isinstance(body.get("ok"), bool):
        if body["ok"]:
            return body.get("result")
        raise refusal(_code(body.get("error_code"), response.status_code), str(body.get("description") or ""), _wait_s(response, body))
    raise _without_body(response)


def refusal(code: int, description: str, wait_s: float | None = None) -> ChannelError:
    """What an error of the platform means for sending again. `reason` is a word of ours, or the platform's sentence without tokens."""
    if code == IDLE:
        return ChannelError("unknown", "idle")
    if code == 429:
        return ChannelError("not_sent", "quota", retry_after_s=wait_s or QUOTA_PAUSE_S)
    if code == 401:
        return ChannelError("not_sent", "token", retry_after_s=TOKEN_PAUSE_S)
    reason = _reason(description) or f"{code}"
    known = next((ours for words, ours in _REASONS.items() if words in description.lower()), None)
    if code == 403 and known is None:  # documented as an internal error, whatever the number says
        return ChannelError("not_sent", reason)
    if code in (400, 403, 404):
        return ChannelError("refused", known or reason)
    return ChannelError("not_sent", reason)


def _without_body(response: httpx.Response) -> ChannelError:
    """No answer of the platform: a gateway's page, a redirect, or a success in words that nobody can read."""
    status = response.status_code
    if response.is_redirect:
        return ChannelError("not_sent", "redirected")  # never followed: the token stands in the address
    if response.is_success or status == 504:
        return ChannelError("unknown", f"unreadable answer {status}")
    return refusal(status, "") if status in (IDLE, 400, 401, 404, 429) else ChannelError("not_sent", f"http {status}")


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None


def _code(value: Any, status: int) -> int:
    """The error's number; a string has been seen."""
    return int(value) if str(value).lstrip("-").isdigit() else status


def _wait_s(response: httpx.Response, body: dict[str, Any]) -> float | None:
    parameters = body.get("parameters")
    told = parameters.get("retry_after") if isinstance(parameters, dict) else None
    told = told or response.headers.get("retry-after")
    return float(told) if str(told).isdigit() else None


def _reason(description: str) -> str:
    return redact(description)[:200]

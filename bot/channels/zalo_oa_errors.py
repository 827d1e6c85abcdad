"""Failures of the Official Account API as a ChannelError. An error comes with HTTP 200; `error` in the body decides."""

import json
from typing import Any

import httpx

from bot.channels.zalo_errors import QUOTA_PAUSE_S, TOKEN_PAUSE_S, from_transport
from bot.redact import redact
from storage.messages import ChannelError

RATE_PAUSE_S = 60.0
TOKEN = "token"  # noqa: S105 - a reason, no secret

_TOKEN_CODES = frozenset({-216, -220, -124})
_NOT_SENT = {
    -32: ("busy", RATE_PAUSE_S),
    -211: ("quota", QUOTA_PAUSE_S),
    -218: ("quota", QUOTA_PAUSE_S),
    -234: ("night", QUOTA_PAUSE_S),
    -320: ("money", QUOTA_PAUSE_S),
    -321: ("money", QUOTA_PAUSE_S),
}
_REFUSED = {
    -201: "bad_request",
    -210: "bad_request",
    -213: "unreachable",
    -217: "unreachable",
    -227: "unreachable",
    -244: "unreachable",
    -230: "window_closed",
    -232: "window_closed",
    -237: "removed",
    -240: "old_api",
}


def data_of(response: httpx.Response) -> dict[str, Any]:
    """What the API answered, {} where it only says yes. Raises ChannelError; of a token that is not accepted with the reason "token"."""
    try:
        body = json.loads(response.content)
    except ValueError:
        body = None
    if not isinstance(body, dict) or "error" not in body:
        raise _without_body(response)
    code = _number(body["error"])
    if code != 0:
        raise refusal(code, str(body.get("message") or ""))
    data = body.get("data")
    return data if isinstance(data, dict) else {}


def refusal(code: int, description: str) -> ChannelError:
    """What an error number means for sending again. Numbers on which sources disagree are told apart by their words."""
    said = description.lower()
    if code in _TOKEN_CODES or (code == -217 and "token" in said):
        return ChannelError("not_sent", TOKEN, retry_after_s=TOKEN_PAUSE_S)
    if code == -133:  # out of hours in some papers, a parameter that does not fit in others
        late = any(word in said for word in ("night", "time", "22h", "hour"))
        return ChannelError("not_sent", "night", retry_after_s=QUOTA_PAUSE_S) if late else ChannelError("refused", "bad_request")
    if code in _NOT_SENT:
        reason, wait_s = _NOT_SENT[code]
        return ChannelError("not_sent", reason, retry_after_s=wait_s)
    if code in _REFUSED:
        return ChannelError("refused", _REFUSED[code])
    return ChannelError("not_sent", f"{code} {redact(description)[:150]}".strip())  # surely nothing was sent


def _without_body(response: httpx.Response) -> ChannelError:
    status = response.status_code
    if response.is_success or status == 504:
        return ChannelError("unknown", f"unreadable answer {status}")
    return ChannelError("not_sent", "redirected" if response.is_redirect else f"http {status}")


def _number(code: Any) -> int:
    return int(code) if str(code).lstrip("-").isdigit() else 1


__all__ = ["TOKEN", "data_of", "from_transport", "refusal"]

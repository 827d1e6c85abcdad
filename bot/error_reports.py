"""Errors reported to a Sentry of the operator's own, where a DSN is set: kinds and places of errors, never words, values or tokens."""

import logging
from typing import TYPE_CHECKING, Any

from bot.redact import redact
from bot.settings import Settings, SettingsError

if TYPE_CHECKING:
    from sentry_sdk.transport import Transport
    from sentry_sdk.types import Event

LEFT_OUT = ("request", "user", "extra", "breadcrumbs", "modules", "server_name")


def report_errors(settings: Settings, transport: "type[Transport] | None" = None) -> bool:
    """Reports what is logged as an error from now on; False where no DSN is set. Raises SettingsError where sentry-sdk is missing."""
    if settings.sentry_dsn is None:
        return False
    try:
        import sentry_sdk
        from sentry_sdk.integrations.logging import LoggingIntegration
    except ImportError as error:
        raise SettingsError("TIENDO_SENTRY_DSN needs the package sentry-sdk: pip install sentry-sdk") from error
    sentry_sdk.init(
        settings.sentry_dsn.get_secret_value(),
        transport=transport,
        before_send=scrubbed,
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[LoggingIntegration(level=None, event_level=logging.ERROR)],
        include_local_variables=False,
        max_breadcrumbs=0,
        max_request_body_size="never",
        send_client_reports=False,
    )
    return True


def scrubbed(event: "Event", _hint: dict[str, Any]) -> "Event":
    """The event without whatever might hold words: the message of an exception may quote a text, so only its kind and place remain."""
    kept: dict[str, Any] = {name: value for name, value in event.items() if name not in LEFT_OUT}
    for error in (kept.get("exception") or {}).get("values", []):
        error["value"] = ""
        for frame in (error.get("stacktrace") or {}).get("frames", []):
            frame.pop("vars", None)
    if "logentry" in kept:
        kept["logentry"] = {"message": redact(str(kept["logentry"].get("message", "")))}
    return kept  # type: ignore[return-value]  # the same keys, some left out

"""Which keyboards Telegram refuses, in its own words."""

from urllib.parse import urlsplit

from tests.botapi_world import Json, RefusedError

ACTIONS = ("url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat", "copy_text", "pay")


def check_markup(markup: Json | None) -> None:
    """Raises RefusedError where a reply markup would be."""
    buttons = [button for row in (markup or {}).get("inline_keyboard", []) for button in row]
    if len(buttons) > 100:
        raise RefusedError(400, "Bad Request: reply markup is too long")
    for button in buttons:
        _check_button(button)
    for button in (button for row in (markup or {}).get("keyboard", []) for button in row):
        if not button["text"].strip():
            raise RefusedError(400, "Bad Request: can't parse keyboard button: Text buttons must be non-empty")


def _check_button(button: Json) -> None:
    given = [name for name in ACTIONS if name in button]
    if not button["text"].strip():
        raise RefusedError(400, "Bad Request: can't parse inline keyboard button: Text must be non-empty")
    if not given:
        raise RefusedError(400, "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
        raise RefusedError(400, "Bad Request: BUTTON_DATA_INVALID")
    if "url" in button:
        parts = urlsplit(button["url"])
        if parts.scheme not in ("http", "https", "tg", "tonsite") or "." not in (parts.hostname or "") + (
            "." if parts.scheme == "tg" else ""
        ):
            raise RefusedError(400, f"Bad Request: inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")

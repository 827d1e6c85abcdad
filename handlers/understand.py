"""From what somebody typed or tapped to what they want. Pure: no store, no clock, no translations."""

from datetime import date

from handlers.understanding.intents import Expecting, Intent, Unclear
from handlers.understanding.values import pressed, value

__all__ = ["Expecting", "pressed", "understand", "value"]


def understand(text: str, today: date, expecting: Expecting | None = None) -> tuple[Intent, ...]:
    """The intents of a message, in the order said, never none. Never raises; what is not understood is `Unclear`.

    `today` is the day in the office's zone, from which "hôm qua" and days without a year are reckoned.
    """
    del today, expecting
    return (Unclear(text),)

"""From what somebody typed or tapped to what they want. Pure: no store, no clock, no translations."""

from datetime import date

from handlers.understanding.answers import answered
from handlers.understanding.intents import Answer, Expecting, Intent, Unclear
from handlers.understanding.reading import LONGEST, read
from handlers.understanding.speech import spoken
from handlers.understanding.values import pressed, value

__all__ = ["Expecting", "pressed", "understand", "value"]

_FREE_KINDS = ("difficulty", "proposal", "reason", "text")


def understand(text: str, today: date, expecting: Expecting | None = None) -> tuple[Intent, ...]:
    """The intents of a message, in the order said, never none. Never raises; what is not understood is `Unclear`.

    `today` is the day in the office's zone, from which "hôm qua" and days without a year are reckoned. With a question open, an answer to
    it carries the question's task; commands and words about another task mean what they mean without it. A text beyond 4,096 characters
    is not searched: it is the answer to a question for free words, else unclear.
    """
    if len(text) > LONGEST:
        return (Answer(text) if expecting and expecting.kind in _FREE_KINDS else Unclear(text),)
    meant = spoken(text, today)
    return answered(expecting, read(text), today, meant) if expecting else meant

"""What a deadline phrase says, and what the letter's head lends to it."""

from dataclasses import dataclass
from datetime import date, time

IMPOSSIBLE = "impossible_date"
AMBIGUOUS = "ambiguous_deadline"
LOW_QUALITY = "low_quality_text"


@dataclass(frozen=True, slots=True)
class Frame:
    """When the letter was issued, as far as its head says; None = not said.

    `plan_year` is the year that phrases without a year mean where it isn't the issue year (a plan for 2025 issued in December 2024).
    """

    year: int | None
    month: int | None = None
    day: int | None = None
    plan_year: int | None = None

    @property
    def issued_on(self) -> date | None:
        """The issue date where the head says it to the day and it exists, else None."""
        try:
            return date(self.year or 0, self.month or 0, self.day or 0)
        except ValueError:
            return None

    @property
    def issued_from(self) -> date | None:
        """The first day on which the letter can have been issued; None where not even the year is known."""
        if self.issued_on or self.year is None:
            return self.issued_on
        try:
            return date(self.year, self.month or 1, 1)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Start:
    """From when a duty runs ("Từ ngày 16/9/2024"). `start` and `end` are places in the folded text."""

    start: int
    end: int
    on: date


@dataclass(frozen=True, slots=True)
class Passed:
    """Words of time that were read and set no deadline: reading goes on behind `end`."""

    end: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline phrase. `start` and `end` cut it out of the text given, `text` is it without markup.

    `due_on` is the last day still on time (office's zone). It is None for a recurring duty (`rrule`), for one that is only
    `ongoing`, and for words that name no day (`ambiguous_deadline` in `warnings`).
    """

    start: int
    end: int
    text: str
    due_on: date | None = None
    due_time: time | None = None
    rrule: str | None = None
    starts_on: date | None = None
    ongoing: bool = False
    warnings: tuple[str, ...] = ()

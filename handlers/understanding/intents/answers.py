"""What an officer answers about a task. `task` is the number behind `#`; None means that the words named no task."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from handlers.understanding.intents.base import Intent

Status = Literal["done", "doing", "stuck", "not_started"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A numbered document that proves completion. `number` as written, capitals; `on` None where no day was given."""

    number: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Report(Intent):
    """The state of a task. `sure` False: show it back and save on confirmation. `status` None: only a part was understood.

    `percent` is 0 to 100. `correction` is whether the words take back an earlier answer. `note` is the whole text as typed where it says
    more than the other fields hold, else "".
    """

    task: int | None = None
    status: Status | None = None
    percent: int | None = None
    done_on: date | None = None
    difficulty: str = ""
    proposal: str = ""
    evidence: Evidence | None = None
    correction: bool = False
    note: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Extension(Intent):
    """A request for more time. `until` is the last day on time, or `days` more than now granted; both None: ask.

    `was` is the due day that a button was made for: refuse the press if the day has moved since.
    """

    task: int | None = None
    until: date | None = None
    days: int | None = None
    reason: str = ""
    was: date | None = None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class NotMine(Intent):
    """The task belongs to another unit; `reason` as typed."""

    task: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Received(Intent):
    """The duty was seen: "đã nhận"."""

    task: int | None = None


@dataclass(frozen=True, slots=True)
class NoChange(Intent):
    """The last report holds for this week too. `task` None: for every task that was asked about."""

    task: int | None = None

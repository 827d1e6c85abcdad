"""What somebody asks to see."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from handlers.understanding.intents.base import Intent

When = Literal["now", "last_friday", "day"]


@dataclass(frozen=True, slots=True)
class MyTasks(Intent):
    """The asker's open tasks."""


@dataclass(frozen=True, slots=True)
class Show(Intent):
    """One task with its clause. `task` None: the one last spoken of."""

    task: int | None = None


@dataclass(frozen=True, slots=True)
class History(Intent):
    """Who changed what on a task."""

    task: int | None = None


@dataclass(frozen=True, slots=True)
class WhoHas(Intent):
    """Which unit and people hold a task."""

    task: int | None = None


@dataclass(frozen=True, slots=True)
class WhyMe(Intent):
    """Why did I get this message?"""

    task: int | None = None


@dataclass(frozen=True, slots=True)
class WhyDayBefore(Intent):
    """Why is "trước ngày 30/4" due on 29/4?"""

    task: int | None = None


@dataclass(frozen=True, slots=True)
class WhyNot(Intent):
    """Why did a unit get no message? `unit` as typed."""

    unit: str = ""
    task: int | None = None


@dataclass(frozen=True, slots=True)
class Progress(Intent):
    """Where things stand. `about` as typed ("Cao Lâu", "5", "447-TB/HU"), "" with kind "all"; `about_id` where a button knows the row.

    `when` "last_friday" is answered from the kept digest; "day" from `on`; `on` is set for both.
    """

    about: str = ""
    kind: Literal["all", "unit", "criterion", "directive"] = "all"
    when: When = "now"
    on: date | None = None
    about_id: int | None = None


@dataclass(frozen=True, slots=True)
class Overdue(Intent):
    """The overdue tasks, of all or of the unit as typed."""

    unit: str = ""


@dataclass(frozen=True, slots=True)
class DueSoon(Intent):
    """What falls due in a span, of all or of the unit as typed."""

    span: Literal["today", "week", "next_week", "month", "next_month"] = "week"
    unit: str = ""


@dataclass(frozen=True, slots=True)
class NotReported(Intent):
    """Who has not answered this week."""


@dataclass(frozen=True, slots=True)
class Statement(Intent):
    """The morning statement: planned, sent, put off, failed."""


@dataclass(frozen=True, slots=True)
class Digest(Intent):
    """This week's digest as it would leave now."""


@dataclass(frozen=True, slots=True)
class Directives(Intent):
    """The directives: drafts and those in force."""


@dataclass(frozen=True, slots=True)
class Units(Intent):
    """The roster; `unlinked` only those with nobody linked."""

    unlinked: bool = False


@dataclass(frozen=True, slots=True)
class Export(Intent):
    """The tracking table or the calendar as a file."""

    kind: Literal["xlsx", "ics"] = "xlsx"

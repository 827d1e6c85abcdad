"""The facts of one week, as gathered from the store and kept with the digest: plain values that every rendering takes its numbers from."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

State = Literal["done_on_time", "done_late", "open", "overdue"]
STATES: tuple[State, ...] = ("done_on_time", "done_late", "open", "overdue")
Silence = Literal["answered", "silent", "unreached"]
SetName = Literal["ntm", "ntm_nang_cao"]
ChangeKind = Literal["new", "done", "progress", "moved", "cancelled", "reassigned", "corrected"]
SteeringKind = Literal["chased", "extended", "reassigned", "approved", "returned", "instructed"]
Effect = Literal["done", "reported", "waiting", "silent"]


@dataclass(frozen=True, slots=True)
class Counts:
    """Assignments by state. On time and late are against the ORIGINAL deadline; overdue is against the deadline in force."""

    done_on_time: int = 0
    done_late: int = 0
    open: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class Ratio:
    """`n` out of `of`; with `of` 0 there is no rate and a dash is shown."""

    n: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """One unit's week.

    `kept` counts open tasks past their original deadline that only an extension keeps from being overdue (a part of `counts.open`).
    `updated` is open tasks reported with content this week, of those that a report was due for.
    """

    unit: str
    counts: Counts = Counts()
    silence: Silence = "answered"
    updated: Ratio = Ratio()
    kept: int = 0


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One lead assignment as it stands at `as_of`.

    `key` is the assignment's identity for ever (calendar, sheet read back); `code` what people type ("#27"). `due_on` is the last day on
    time, `deadline_text` as printed; `original_due_on` and `original_text` are None and "" where the deadline never moved.
    `deadline_version` counts from 1. `nobody_to_tell`: a reminder was due and the unit has no reachable person.
    `reported_at` is aware; `percent` None where nobody ever said.
    """

    key: str
    code: str
    unit: str
    text: str
    state: State = "open"
    due_on: date | None = None
    due_time: time | None = None
    deadline_text: str = ""
    original_due_on: date | None = None
    original_text: str = ""
    deadline_version: int = 1
    rrule: str | None = None
    starts_on: date | None = None
    ongoing: bool = False
    done_on: date | None = None
    percent: int | None = None
    report: str = ""
    reporter: str = ""
    reported_at: datetime | None = None
    difficulty: str = ""
    proposal: str = ""
    evidence: tuple[str, ...] = ()
    directive: str = ""
    ref: str = ""
    quote: str = ""
    support: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    nobody_to_tell: bool = False


@dataclass(frozen=True, slots=True)
class Voice:
    """A difficulty or proposal in an officer's own words, said at an aware instant; either may be empty."""

    code: str
    unit: str
    who: str
    at: datetime
    difficulty: str = ""
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What became different since last Friday.

    `before` and `after` are ready to print: a percent's digits, a day "29/4/2024", a unit's name. "corrected" is a report about an earlier
    week that was set right after that week's digest had gone out.
    """

    kind: ChangeKind
    code: str
    unit: str
    text: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Steering:
    """Something a leader or coordinator did since last Friday, and what came of it. `after` is a percent reported since."""

    kind: SteeringKind
    code: str
    unit: str
    by: str
    on: date
    effect: Effect
    after: int | None = None


@dataclass(frozen=True, slots=True)
class CommuneCriteria:
    """How many criteria of a set a commune has met; `missing` are their numbers, `before` last week's count where known."""

    commune: str
    set_name: SetName
    met: int
    total: int
    missing: tuple[str, ...] = ()
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """How the bot is used: reports given in chat of all reports, median hours from asking to answer, people silent for 14 days."""

    in_chat: Ratio = Ratio()
    median_hours: float | None = None
    silent_14_days: int = 0


@dataclass(frozen=True, slots=True)
class Office:
    """The office that reports, as the head and foot of its letters have it. `superior` "" where its form has none."""

    name: str
    place: str = ""
    superior: str = ""
    symbol: str = "BC"
    addressee: str = ""
    recipients: tuple[str, ...] = ()
    signer_title: str = ""
    signer: str = ""


@dataclass(frozen=True, slots=True)
class PastWeek:
    """What is kept of an earlier week's digest: enough to set it beside this one."""

    week: str
    from_on: date
    to_on: date
    as_of: datetime
    units: tuple[UnitFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """Everything a digest says. `week` is ISO ("2024-W13"), Monday to Sunday with both ends; `as_of` is aware, in the office's zone.

    `tasks` holds every lead assignment counted in `units`, which is why overdue work, work due next week, work kept by extension and
    tasks with nobody to tell are not listed again (see `reports.numbers`). `history` is oldest first and ends before this week.
    `scope` names the part of the tree that the reader sees ("" = all); `foreword` is the coordinator's own first words.
    """

    week: str
    from_on: date
    to_on: date
    as_of: datetime
    office: Office
    title: str = ""
    scope: str = ""
    foreword: str = ""
    units: tuple[UnitFacts, ...] = ()
    tasks: tuple[TaskLine, ...] = ()
    history: tuple[PastWeek, ...] = ()
    difficulties: tuple[Voice, ...] = ()
    changes: tuple[Change, ...] = ()
    steering: tuple[Steering, ...] = ()
    criteria: tuple[CommuneCriteria, ...] = ()
    usage: Usage | None = None
    zone: str = "Asia/Ho_Chi_Minh"

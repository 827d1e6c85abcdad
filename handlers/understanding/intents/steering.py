"""What a coordinator or leader has done."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from handlers.understanding.intents.base import Intent


@dataclass(frozen=True, slots=True)
class Nudge(Intent):
    """Remind a unit (as typed, or by its row) or the holders of a task now."""

    unit: str = ""
    task: int | None = None
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Extend(Intent):
    """Move a task's due day. From somebody without that right it is meant as an `Extension` request."""

    task: int | None = None
    until: date | None = None
    days: int | None = None
    reason: str = ""
    was: date | None = None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Assign(Intent):
    """Hand a task to another unit (as typed, or by its row)."""

    task: int | None = None
    unit: str = ""
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewTask(Intent):
    """A task by hand. `sure` False: where the unit ends and the work begins is a guess, `unit` is then "" and `text` holds both."""

    unit: str = ""
    text: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Approve(Intent):
    """ "Done" is verified."""

    task: int | None = None


@dataclass(frozen=True, slots=True)
class Return(Intent):
    """ "Done" is refused, with the reason as typed."""

    task: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Decide(Intent):
    """An open extension request of a task is granted or refused in words; buttons answer `Yes` and `No` with the request's number."""

    task: int | None = None
    granted: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PassUp(Intent):
    """A request is put before the leader to decide."""

    request: int


@dataclass(frozen=True, slots=True)
class Cancel(Intent):
    """A task is no longer to be done."""

    task: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Star(Intent):
    """A task has priority, or (`on` False) no longer."""

    task: int | None = None
    on: bool = True


@dataclass(frozen=True, slots=True)
class Praise(Intent):
    """A good word to a unit (as typed, or by its row) or to the holders of a task."""

    unit: str = ""
    task: int | None = None
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Activate(Intent):
    """Put a directive in force: by its row from a button, by its number as typed, or (both empty) the one under review."""

    directive: int | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class Draft(Intent):
    """A correction of a drafted task. `item` is its row (button) or its number in the list (typed, `listed` True).

    "remind" can also be said of a task in force, by its code, and of a letter, by its `number` as typed.
    """

    part: Literal["show", "unit", "support", "deadline", "remind", "text", "split", "drop", "add"]
    item: int | None = None
    text: str = ""
    listed: bool = False
    number: str = ""


@dataclass(frozen=True, slots=True)
class Invite(Intent):
    """A one-time code for a unit as typed (or by its row) and a role."""

    unit: str = ""
    role: Literal["officer", "coordinator", "leader", "admin"] = "officer"
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class MergeUnits(Intent):
    """Units (as typed) become one from a day on; `on` None: ask."""

    units: tuple[str, ...] = ()
    into: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class RenameUnit(Intent):
    """A unit has another name from a day on; `on` None: ask."""

    unit: str = ""
    name: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class EndUnit(Intent):
    """A unit ends on a day; `on` None: ask."""

    unit: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class SteerDigest(Intent):
    """What becomes of a week's digest before it leaves. `week` is its ISO year and week, 202413 for "2024-W13"."""

    act: Literal["send", "foreword", "put_off"]
    week: int

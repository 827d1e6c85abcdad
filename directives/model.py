"""The values that reading a directive gives: document, draft tasks, criteria, warnings, and the roster it reads with."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, time
from typing import Any


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a careful reader points out. `code` is one of the interface's warning codes.

    `text` is one Vietnamese sentence for the coordinator; `place` is a ref ("14.5.1") or a paragraph ("đoạn 12"), "" = whole letter.
    """

    code: str
    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class UnitName:
    """One unit as the roster spells it. `kind` is a roster kind ("phòng", "xã", "group", …); `members` only for groups."""

    name: str
    kind: str = ""
    aliases: tuple[str, ...] = ()
    parent: str = ""
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Roster:
    """The units that the reader prefers over its own knowledge of the usual forms. Empty is fine."""

    units: tuple[UnitName, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """The letter's head. `issued` is as exact as printed: "2024-03-28", "2024-03", "2024" or ""; blanks are None."""

    file: str
    kind: str = "khac"
    number: str | None = None
    symbol: str | None = None
    issuer: str = ""
    issued: str = ""
    subject: str = ""
    communes: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    urgency: str | None = None


@dataclass(frozen=True, slots=True)
class DraftTask:
    """One duty with at most one deadline. `quote` occurs verbatim in the text that was read.

    `due_on` is the last day on which the work is still on time (office's zone); None with `rrule` set for recurring duties.
    `paragraph` counts from 1 in the text read, `page` from 1 where the file has pages.
    """

    ref: str
    lead: tuple[str, ...]
    text: str
    quote: str
    support: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    deadline_text: str | None = None
    due_on: date | None = None
    due_time: time | None = None
    rrule: str | None = None
    starts_on: date | None = None
    ongoing: bool = False
    criteria: tuple[str, ...] = ()
    report_to: str | None = None
    warnings: tuple[str, ...] = ()
    paragraph: int = 0
    page: int | None = None


@dataclass(frozen=True, slots=True)
class CriteriaStatus:
    """What a letter says a commune has reached. `set_name` is "ntm" or "ntm_nang_cao"; `kind` "self" or "appraised"."""

    commune: str
    set_name: str
    met: tuple[str, ...] = ()
    claimed: int | None = None
    total: int | None = None
    kind: str = "self"
    on: date | None = None
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Directive:
    """A whole reading. `text` is what was read (NFC), `unread` says in Vietnamese what was not."""

    document: Document
    text: str = ""
    tasks: tuple[DraftTask, ...] = ()
    criteria: tuple[CriteriaStatus, ...] = ()
    warnings: tuple[Doubt, ...] = ()
    unread: tuple[str, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """The object of `tiendo import --json`, ready for `json.dumps`."""
        return {
            "document": _plain(asdict(self.document)),
            "tasks": [_plain(asdict(task)) for task in self.tasks],
            "criteria": [_criteria_json(status) for status in self.criteria],
            "warnings": [_plain(asdict(doubt)) for doubt in self.warnings],
            "unread": list(self.unread),
        }


def _criteria_json(status: CriteriaStatus) -> dict[str, Any]:
    values = _plain(asdict(status))
    return {"commune": values.pop("commune"), "set": values.pop("set_name"), **values}


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _plain_value(value) for key, value in values.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_plain_value(item) for item in value]
    return value


class UnreadableError(Exception):
    """A file that cannot be read at all.

    `code` is one of: empty, too_large, encrypted, damaged, unknown_type, no_ocr, no_libreoffice, too_slow.
    The sentence for the person is made from it where the language is known; `detail` is for the log.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail

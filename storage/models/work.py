"""What is to be done: directives, their tasks, who holds them, each due occurrence, reports, requests and the audit trail."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel


def _json() -> Any:
    return Field(default_factory=list, sa_column=Column(JSON, nullable=False))


def _none_yet() -> Any:
    return Field(default_factory=list, sa_column=Column(JSON, nullable=False, server_default="[]"))


class Directive(SQLModel, table=True):
    """A letter that was read. `state`: "draft" until a coordinator puts it "in_force", then "cancelled" or "replaced".

    `remind_days` are days of reminding of its own ("10,5,1"), `remind_days_before` those that held before while it was in force, each
    with `until` when.
    """

    id: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(unique=True)
    file_name: str
    state: str = "draft"
    kind: str = "khac"
    number: str | None = Field(default=None, index=True)
    symbol: str | None = None
    issuer: str = ""
    issued: str = ""
    subject: str = ""
    urgency: str | None = None
    body: str = ""
    communes: list[str] = _json()
    basis: list[str] = _json()
    warnings: list[dict[str, str]] = _json()
    criteria: list[dict[str, Any]] = _json()
    unread: list[str] = _json()
    imported_at: datetime
    imported_by_id: int | None = Field(default=None, foreign_key="person.id")
    activated_at: datetime | None = None
    ended_at: datetime | None = None
    remind_days: str | None = None
    remind_days_before: list[dict[str, str | None]] = _none_yet()
    replaces_id: int | None = Field(default=None, foreign_key="directive.id")


class Task(SQLModel, table=True):
    """One duty with at most one deadline, as read; its id is the code people see (`#27`).

    `due_on`, `due_time` and `rrule` stay as the letter gave them; what moves lives in `Occurrence`.
    `lead_names` and `support_names` are the units as read, before the roster resolves them.
    `state`: "draft", "active", "dropped" (left out by the coordinator before it was in force), "cancelled".
    `remind_days` and `remind_days_before` win over the letter's.
    """

    __table_args__ = (UniqueConstraint("directive_id", "ref"),)
    id: int | None = Field(default=None, primary_key=True)
    directive_id: int | None = Field(default=None, foreign_key="directive.id", index=True)
    ref: str
    position: int = 0
    text: str
    quote: str = ""
    paragraph: int = 0
    page: int | None = None
    deadline_text: str | None = None
    due_on: date | None = None
    due_time: time | None = None
    rrule: str | None = None
    starts_on: date | None = None
    ongoing: bool = False
    report_to: str | None = None
    lead_names: list[str] = _json()
    support_names: list[str] = _json()
    communes: list[str] = _json()
    criteria: list[str] = _json()
    warnings: list[str] = _json()
    state: str = "draft"
    starred: bool = False
    remind_days: str | None = None
    remind_days_before: list[dict[str, str | None]] = _none_yet()
    created_at: datetime


class Assignment(SQLModel, table=True):
    """A unit that holds a task, as "lead" or "support", from `given_at` until `ended_at` (None = still).

    `next_occurrence_on` is the day on which the beat must make occurrences of a recurring duty again; None for plain tasks.
    """

    __table_args__ = (
        Index(
            "one_living_assignment",
            "task_id",
            "unit_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "assignments_to_continue",
            "next_occurrence_on",
            sqlite_where=text("next_occurrence_on IS NOT NULL"),
            postgresql_where=text("next_occurrence_on IS NOT NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    part: str
    given_at: datetime
    ended_at: datetime | None = None
    next_occurrence_on: date | None = None
    received_at: datetime | None = None
    received_by_id: int | None = Field(default=None, foreign_key="person.id")


class Occurrence(SQLModel, table=True):
    """One time that an assignment falls due. `period` is "" for the only one of a plain task, its first due day for a recurring duty.

    `due_on` is the last day still on time in the office's zone (None = no deadline), `original_due_on` what it first was, kept for ever.
    Moving `due_on` raises `deadline_version`, which kills what the old version had planned.
    `state`: "open", "done", "cancelled". `status`: what was last reported: "", "doing", "stuck", "not_started", "done".
    `given_at` is when it became the unit's, `since_at` when its ladder of reminders began: the same, or when the deadline was moved.
    `next_reminder_at` is when the planner must look again; whoever changes a fact sets it to now. None = nothing to come.
    """

    __table_args__ = (
        UniqueConstraint("assignment_id", "period"),
        Index(
            "occurrences_to_plan",
            "next_reminder_at",
            sqlite_where=text("next_reminder_at IS NOT NULL"),
            postgresql_where=text("next_reminder_at IS NOT NULL"),
        ),
        Index("open_occurrences_by_day", "state", "due_on", "assignment_id"),
        Index("occurrences_to_count", "assignment_id", "state", "due_on", "original_due_on", "done_on"),
    )
    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id", index=True)
    period: str = ""
    original_due_on: date | None = None
    due_on: date | None = None
    due_time: time | None = None
    deadline_version: int = 1
    state: str = "open"
    status: str = ""
    percent: int | None = None
    done_on: date | None = None
    verified_at: datetime | None = None
    last_report_at: datetime | None = None
    next_reminder_at: datetime | None = None
    given_at: datetime
    since_at: datetime


class Report(SQLModel, table=True):
    """What a person said of an occurrence. A later report corrects an earlier one; both are kept. `undone_at`: taken back."""

    __table_args__ = (
        Index("reports_with_difficulty", "id", sqlite_where=text("difficulty != ''"), postgresql_where=text("difficulty != ''")),
    )
    id: int | None = Field(default=None, primary_key=True)
    occurrence_id: int = Field(foreign_key="occurrence.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    inbox_id: int | None = Field(default=None, foreign_key="inbox.id")
    at: datetime = Field(index=True)
    status: str
    percent: int | None = None
    done_on: date | None = None
    difficulty: str = ""
    proposal: str = ""
    note: str = ""
    words: str = ""
    evidence_number: str | None = None
    evidence_on: date | None = None
    repeats: bool = False
    before: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    undone_at: datetime | None = None


class Evidence(SQLModel, table=True):
    """A photo, document or place that goes with a report; the bytes lie in the data folder under their hash."""

    id: int | None = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="report.id", index=True)
    kind: str
    sha256: str | None = None
    name: str = ""
    mime: str = ""
    size: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    at: datetime


class Request(SQLModel, table=True):
    """An officer's "extension" or "not_mine", waiting for the coordinator.

    `state`: "asked", "granted", "refused", "stale" (the deadline had changed meanwhile).
    """

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    occurrence_id: int = Field(foreign_key="occurrence.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime
    deadline_version: int
    from_due_on: date | None = None
    to_due_on: date | None = None
    reason: str = ""
    state: str = Field(default="asked", index=True)
    decided_by_id: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None


class Event(SQLModel, table=True):
    """The audit trail: who did what, when, by which message, from which value to which. The store refuses to change or delete rows."""

    __table_args__ = (Index("events_of_task", "task_id", "at"),)
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    kind: str
    person_id: int | None = Field(default=None, foreign_key="person.id")
    inbox_id: int | None = Field(default=None, foreign_key="inbox.id")
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    directive_id: int | None = Field(default=None, foreign_key="directive.id")
    task_id: int | None = Field(default=None, foreign_key="task.id")
    occurrence_id: int | None = Field(default=None, foreign_key="occurrence.id")
    before: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    after: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    note: str = ""

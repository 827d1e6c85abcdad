"""What was said: messages in and out, reminders and why, the open question of each chat, kept digests, small marks."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class Inbox(SQLModel, table=True):
    """A message received. Unique by channel and external id: the second delivery of an update changes nothing.

    `work` is what is still to be done for it outside the transaction (a letter to read), None when all is done.
    """

    __table_args__ = (
        UniqueConstraint("channel", "bot", "external_id"),
        Index("inbox_with_work", "id", sqlite_where=text("has_work"), postgresql_where=text("has_work")),
    )
    id: int | None = Field(default=None, primary_key=True)
    channel: str
    bot: str = ""
    external_id: str
    address_id: int | None = Field(default=None, foreign_key="chataddress.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    received_at: datetime = Field(index=True)
    text: str = ""
    choice: str | None = None
    has_work: bool = False
    work: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Outbox(SQLModel, table=True):
    """A message to send, written in the transaction of its cause.

    `key` is made of facts and unique. `kind`: "reply", "notice", "reminder", "prompt", "escalation", "digest", "summary", "alarm".
    `state`: "pending", "claimed" (until `claimed_until`), "sent", "refused", "unknown", "dropped" (with `why`).
    `wired_at` is when the last attempt was handed to its channel: a claim that ran out without it was surely not sent.
    `body` is an Outgoing without its address, as `storage.outbox` writes it.
    """

    __table_args__ = (
        Index("outbox_to_send", "not_before", sqlite_where=text("state = 'pending'"), postgresql_where=text("state = 'pending'")),
        Index("outbox_claimed", "claimed_until", sqlite_where=text("state = 'claimed'"), postgresql_where=text("state = 'claimed'")),
        Index("outbox_of_address", "address_id", "settled_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    kind: str
    address_id: int | None = Field(default=None, foreign_key="chataddress.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    channel: str
    bot: str = ""
    chat: str
    thread: str = ""
    body: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    state: str = "pending"
    why: str | None = None
    created_at: datetime
    not_before: datetime
    attempts: int = 0
    claimed_by: str | None = None
    claimed_until: datetime | None = None
    wired_at: datetime | None = None
    external_id: str | None = Field(default=None, index=True)
    settled_at: datetime | None = None
    inbox_id: int | None = Field(default=None, foreign_key="inbox.id")


class Reminder(SQLModel, table=True):
    """A stage of a duty's ladder that was decided. Unique: it can't be decided twice.

    `state`: "queued" (its messages are in the outbox), "sent", "put_off", "obsolete", "failed", "unknown", "nobody".
    `why` is a code: quiet, ceiling, answered, superseded, days_changed, no_address, refused, quota, stale, moved, closed.
    """

    __table_args__ = (
        UniqueConstraint("occurrence_id", "deadline_version", "stage", "serial"),
        Index("reminders_by_day", "planned_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    occurrence_id: int = Field(foreign_key="occurrence.id", index=True)
    deadline_version: int
    stage: str
    serial: int = 0
    planned_at: datetime
    decided_at: datetime
    state: str
    why: str | None = None


class ReminderMessage(SQLModel, table=True):
    """Which outbox message carries which reminder; a bundle carries several, a unit with two officers has two."""

    reminder_id: int = Field(foreign_key="reminder.id", primary_key=True)
    outbox_id: int = Field(foreign_key="outbox.id", primary_key=True, index=True)


class Conversation(SQLModel, table=True):
    """The question that is open in a chat: its name, what is known so far, and the values behind the numbers shown."""

    address_id: int = Field(foreign_key="chataddress.id", primary_key=True)
    question: str = ""
    data: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    choices: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    asked_at: datetime


class KeptDigest(SQLModel, table=True):
    """The facts of a week as they were sent, so that last Friday can be shown again. `state`: "preview", "put_off", "due", "sent"."""

    id: int | None = Field(default=None, primary_key=True)
    week: str = Field(unique=True)
    from_on: date
    to_on: date
    as_of: datetime
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    facts_sha256: str
    files: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    introduction: str = ""
    state: str = "preview"
    sent_at: datetime | None = None


class Mark(SQLModel, table=True):
    """A small fact of the service itself by name ("beat", "weekly:2024-W13:prompt", a channel's tokens)."""

    name: str = Field(primary_key=True)
    value: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    at: datetime


class Quota(SQLModel, table=True):
    """Messages of a bot in a month ("2026-11"), counted each way."""

    bot_key: str = Field(primary_key=True)
    month: str = Field(primary_key=True)
    sent: int = 0
    received: int = 0

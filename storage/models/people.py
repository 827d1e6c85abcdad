"""Who: units as a tree that changes on dates, people with roles in them, the chats that reach them, invites."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class Unit(SQLModel, table=True):
    """A phòng, ban, sở, xã or a group of them. It ends on a date and may have been merged into another; old letters still find it."""

    id: int | None = Field(default=None, primary_key=True)
    name: str
    name_key: str = Field(index=True)
    kind: str
    parent_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    ends_on: date | None = None
    merged_into_id: int | None = Field(default=None, foreign_key="unit.id")
    message_detail: str | None = None


class UnitAlias(SQLModel, table=True):
    """Another spelling of a unit's name; `alias_key` is folded (no case, diacritics, signs)."""

    __table_args__ = (UniqueConstraint("unit_id", "alias_key"),)
    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id")
    alias: str
    alias_key: str = Field(index=True)


class GroupMember(SQLModel, table=True):
    """A unit of a group ("Các cơ quan thành viên Ban Chỉ đạo")."""

    group_id: int = Field(foreign_key="unit.id", primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", primary_key=True)


class Person(SQLModel, table=True):
    """Somebody who uses the bot. `erased_at` is set when their data was erased on request; their acts stay with the office's record."""

    id: int | None = Field(default=None, primary_key=True)
    name: str
    language: str = "vi"
    phone: str | None = None
    created_at: datetime
    erased_at: datetime | None = None


class Membership(SQLModel, table=True):
    """A person's role in a unit (None = the whole programme), from `since_at` until `until_at` (None = still)."""

    __table_args__ = (
        Index(
            "one_living_membership",
            "person_id",
            "unit_id",
            "role",
            unique=True,
            sqlite_where=text("until_at IS NULL"),
            postgresql_where=text("until_at IS NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    role: str
    since_at: datetime
    until_at: datetime | None = None


class ChatAddress(SQLModel, table=True):
    """A chat that reaches a person, or a unit's group chat. `state` is "ok", "refused" (the service says never again) or "left"."""

    __table_args__ = (UniqueConstraint("channel", "bot", "chat", "thread"),)
    id: int | None = Field(default=None, primary_key=True)
    channel: str
    bot: str = ""
    chat: str
    thread: str = ""
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    state: str = "ok"
    refused_why: str | None = None
    last_in_at: datetime | None = None
    last_out_at: datetime | None = None


class Invite(SQLModel, table=True):
    """A one-time code, stored as a hash only; `unit_id` None is the whole programme."""

    id: int | None = Field(default=None, primary_key=True)
    code_hash: str = Field(unique=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    role: str
    name: str = ""
    phone: str | None = None
    created_at: datetime
    created_by_id: int | None = Field(default=None, foreign_key="person.id")
    expires_at: datetime
    used_at: datetime | None = None
    used_by_id: int | None = Field(default=None, foreign_key="person.id")


class LinkAttempt(SQLModel, table=True):
    """A wrong code typed in a chat: five an hour and no more are listened to."""

    __table_args__ = (Index("attempts_of_chat", "channel", "chat", "at"),)
    id: int | None = Field(default=None, primary_key=True)
    channel: str
    chat: str
    at: datetime

"""What everyone who answers has on the desk: who asks, from where, when, in which language, and the store."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlmodel import Session

from locales import Words, words
from storage import conversations, people
from storage.duties import Duty, holding_units, open_duties
from storage.messages import Choice, Incoming, Outgoing, Reply
from storage.models import ChatAddress, Conversation, Inbox, Membership, Person
from storage.office import Office
from storage.outbox import address_of, queue


@dataclass
class Desk:
    """One message being answered. `asker` is linked; strangers never get this far.

    `only_unit` is the one unit that is spoken of: a group chat's, or that which somebody of two units chose. `pending` is evidence that
    came before the report it belongs to.
    """

    session: Session
    office: Office
    now: datetime
    message: Incoming
    inbox: Inbox
    chat: ChatAddress
    asker: Person
    roles: list[Membership] = field(default_factory=list)
    told: int = 0
    only_unit: int | None = None
    pending: list[dict[str, Any]] = field(default_factory=list)

    @property
    def words(self) -> Words:
        """The asker's own language; the office's in a group."""
        return words(self.office.language if self.message.group else self.asker.language)

    @property
    def today(self) -> date:
        """The date in the office's zone."""
        return self.office.today(self.now)

    @property
    def asker_id(self) -> int:
        """The asker's id."""
        return self.asker.id or 0

    def has(self, *roles: str) -> bool:
        """Whether the asker has one of these roles anywhere."""
        return any(membership.role in roles for membership in self.roles)

    @property
    def all_units(self) -> set[int]:
        """Every unit that the asker answers for as an officer."""
        return {m.unit_id for m in self.roles if m.role == "officer" and m.unit_id is not None}

    @property
    def own_units(self) -> set[int]:
        """Those of them that are spoken of here."""
        return self.all_units if self.only_unit is None else self.all_units & {self.only_unit}

    @cached_property
    def watched_units(self) -> set[int] | None:
        """The units that the asker may see as coordinator, leader or admin; None = all of them, empty = none."""
        watched: set[int] = set()
        for membership in self.roles:
            if membership.role != "officer":
                units = people.scope(self.session, membership)
                if units is None:
                    return None
                watched |= units
        return watched

    def may_see(self, unit_id: int) -> bool:
        """Whether a unit's tasks are the asker's business."""
        return unit_id in self.own_units or self.watched_units is None or unit_id in self.watched_units

    @cached_property
    def oversees_all(self) -> bool:
        """Whether every unit that holds a task is the asker's business."""
        watched = self.watched_units
        return self.has("coordinator", "leader", "admin") and (watched is None or holding_units(self.session) <= watched)

    def own_duties(self) -> list[Duty]:
        """Open duties of the asker's own units: overdue ones first, then the nearest."""
        return open_duties(self.session, unit_ids=self.own_units) if self.own_units else []

    @cached_property
    def question(self) -> Conversation | None:
        """The question that is open in this chat; nobody but this desk opens or closes one while it answers."""
        return conversations.open_question(self.session, self.chat.id or 0)

    def ask(self, question: str, text: str, choices: Iterable[Iterable[Choice]] = (), **data: Any) -> Reply:
        """A reply that opens a question in this chat."""
        rows = tuple(tuple(row) for row in choices)
        if self.only_unit is not None:
            data.setdefault("unit", self.only_unit)
        if self.pending:
            data.setdefault("evidence", self.pending)
        self.question = conversations.ask(self.session, self.chat.id or 0, question, data, rows, self.now)
        return Reply(text, rows)

    def answered(self) -> None:
        """Closes this chat's open question."""
        if self.question is not None:
            conversations.close(self.session, self.chat.id or 0)
            self.question = None

    def tell(self, person: Person, text: str, choices: Iterable[Iterable[Choice]] = (), kind: str = "notice") -> bool:
        """Writes to somebody else about what happens here, at the address they last used; False where they cannot be reached.

        Nobody is told of their own act.
        """
        reached = people.addresses(self.session, person.id or 0)
        if person.id == self.asker_id or not reached:
            return False
        self.told += 1
        chat = reached[0]
        message = Outgoing(address_of(chat), text, tuple(tuple(row) for row in choices))
        key = f"{kind}:{self.inbox.id}:{self.told}"
        queue(self.session, message, key=key, kind=kind, now=self.now, address_id=chat.id, person_id=person.id, inbox_id=self.inbox.id)
        return True

    def later(self, kind: str, files: Iterable[list[Any]] = ()) -> None:
        """Leaves work that takes long or needs the network to be done after this transaction, surely and once.

        Files of the same kind of work are added to those already left.
        """
        before = self.inbox.work.get("files", []) if self.inbox.work.get("kind") == kind else []
        self.inbox.has_work, self.inbox.work = True, {"kind": kind, "files": [*before, *files]}
        self.session.add(self.inbox)

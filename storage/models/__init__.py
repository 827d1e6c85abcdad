"""The tables, in three files: who (people), what is to be done (work), what was said (traffic)."""

from storage.models.people import ChatAddress, GroupMember, Invite, LinkAttempt, Membership, Person, Unit, UnitAlias
from storage.models.traffic import Conversation, Inbox, KeptDigest, Mark, Outbox, Quota, Reminder, ReminderMessage
from storage.models.work import Assignment, Directive, Event, Evidence, Occurrence, Report, Request, Task

__all__ = [
    "Assignment",
    "ChatAddress",
    "Conversation",
    "Directive",
    "Event",
    "Evidence",
    "GroupMember",
    "Inbox",
    "Invite",
    "KeptDigest",
    "LinkAttempt",
    "Mark",
    "Membership",
    "Occurrence",
    "Outbox",
    "Person",
    "Quota",
    "Reminder",
    "ReminderMessage",
    "Report",
    "Request",
    "Task",
    "Unit",
    "UnitAlias",
]

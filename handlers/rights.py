"""Who may do what: one row an intent. Which units it may be done to is the desk's question, asked by the handler."""

from handlers.understanding import intents as i
from handlers.understanding.intents import Intent

OFFICER, COORDINATOR, LEADER, ADMIN = "officer", "coordinator", "leader", "admin"
EVERYONE = frozenset({OFFICER, COORDINATOR, LEADER, ADMIN})
WATCHERS = frozenset({COORDINATOR, LEADER, ADMIN})
STEERERS = frozenset({COORDINATOR, ADMIN})
HEADS = frozenset({COORDINATOR, LEADER, ADMIN})

RIGHTS: dict[type[Intent], frozenset[str]] = {
    i.Report: frozenset({OFFICER}),
    i.Extension: frozenset({OFFICER}),
    i.NotMine: frozenset({OFFICER}),
    i.Received: frozenset({OFFICER}),
    i.NoChange: frozenset({OFFICER}),
    i.MyTasks: EVERYONE,
    i.Show: EVERYONE,
    i.History: EVERYONE,
    i.HandOver: frozenset({OFFICER}),
    i.WhoHas: WATCHERS,
    i.WhyMe: EVERYONE,
    i.WhyDayBefore: EVERYONE,
    i.WhyNot: WATCHERS,
    i.Progress: WATCHERS,
    i.Overdue: WATCHERS,
    i.DueSoon: EVERYONE,
    i.NotReported: WATCHERS,
    i.Statement: STEERERS,
    i.Digest: WATCHERS,
    i.SteerDigest: STEERERS,
    i.Directives: WATCHERS,
    i.Units: WATCHERS,
    i.Export: WATCHERS,
    i.Nudge: HEADS,
    i.Extend: EVERYONE,
    i.Assign: HEADS,
    i.NewTask: STEERERS,
    i.Approve: STEERERS,
    i.Return: STEERERS,
    i.Decide: HEADS,
    i.PassUp: STEERERS,
    i.Cancel: STEERERS,
    i.Star: HEADS,
    i.Praise: HEADS,
    i.Activate: STEERERS,
    i.Draft: STEERERS,
    i.Invite: STEERERS,
    i.MergeUnits: STEERERS,
    i.RenameUnit: STEERERS,
    i.EndUnit: STEERERS,
    i.Start: EVERYONE,
    i.Code: EVERYONE,
    i.Help: EVERYONE,
    i.Thanks: EVERYONE,
    i.CancelDialogue: EVERYONE,
    i.Language: EVERYONE,
    i.Unlink: EVERYONE,
    i.MyData: EVERYONE,
    i.AnotherChat: EVERYONE,
    i.Number: EVERYONE,
    i.Pick: EVERYONE,
    i.OfUnit: EVERYONE,
    i.Yes: EVERYONE,
    i.No: EVERYONE,
    i.Undo: EVERYONE,
    i.Skip: EVERYONE,
    i.Page: EVERYONE,
    i.Answer: EVERYONE,
    i.Unclear: EVERYONE,
}
"""Every intent has its row; a test holds it. From an officer, moving a deadline is asking for it. What belongs to everyone (help,
answers to an open question, pages, taking back) is limited by its handler to what the asker may see and has done."""


def may(roles: set[str], intent: Intent) -> bool:
    """Whether somebody with these roles may ask for this at all."""
    return bool(roles & RIGHTS.get(type(intent), frozenset()))

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
    i.Extend: HEADS,
    i.Assign: HEADS,
    i.NewTask: STEERERS,
    i.Approve: STEERERS,
    i.Return: STEERERS,
    i.Decide: HEADS,
    i.Cancel: STEERERS,
    i.Star: HEADS,
    i.Praise: HEADS,
    i.Activate: STEERERS,
    i.Draft: STEERERS,
    i.Invite: STEERERS,
    i.MergeUnits: STEERERS,
    i.RenameUnit: STEERERS,
    i.EndUnit: STEERERS,
}
"""An intent that is not listed is everyone's: help, language, the answers to an open question."""


def may(roles: set[str], intent: Intent) -> bool:
    """Whether somebody with these roles may ask for this at all."""
    return bool(roles & RIGHTS.get(type(intent), EVERYONE))

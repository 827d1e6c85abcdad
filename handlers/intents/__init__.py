"""One file an intent family, and the table that finds the handler of an intent."""

from collections.abc import Callable
from typing import Any

from handlers.desk import Desk
from handlers.intents import (
    deciding,
    digests,
    drafts,
    everyone,
    evidence,
    handing,
    handover,
    inviting,
    letters,
    linking,
    lists,
    looking_behind,
    merging,
    new_task,
    own_chat,
    personal,
    questions,
    reporting,
    requests,
    shortcuts,
    steering,
    tasks,
    trail,
    undoing,
)
from handlers.understanding import intents as i
from handlers.understanding.intents import Intent
from storage.messages import Reply

Handler = Callable[[Desk, Any], list[Reply]]


def answer_without_question(desk: Desk, intent: i.Answer) -> list[Reply]:
    """Free words or files with no question open: evidence of a report, a coordinator's letter, or not understood."""
    if evidence.carries(desk.message) and (taken := evidence.sent(desk)) is not None:
        return taken
    if desk.message.files and desk.has("coordinator", "admin"):
        return letters.arrived(desk, desk.message.files)
    return everyone.unclear(desk, intent)


HANDLERS: dict[type[Intent], Handler] = {
    i.Start: linking.start,
    i.Code: linking.start,
    i.Help: everyone.help_,
    i.Thanks: everyone.thanks,
    i.CancelDialogue: everyone.cancel_dialogue,
    i.Skip: everyone.cancel_dialogue,
    i.Language: everyone.language,
    i.Unlink: linking.unlink,
    i.HandOver: handover.hand_over,
    i.MyData: personal.my_data,
    i.AnotherChat: own_chat.another_chat,
    i.Unclear: everyone.unclear,
    i.Answer: answer_without_question,
    i.Page: lists.page,
    i.Report: reporting.report,
    i.Received: reporting.received,
    i.NoChange: reporting.no_change,
    i.Undo: undoing.undo,
    i.Extension: requests.extension,
    i.NotMine: requests.not_mine,
    i.Yes: requests.decided,
    i.No: requests.decided,
    i.MyTasks: tasks.my_tasks,
    i.Show: tasks.show,
    i.Pick: tasks.show,
    i.WhyMe: tasks.why_me,
    i.WhyDayBefore: tasks.why_day_before,
    i.History: trail.history,
    i.WhoHas: trail.who_has,
    i.Progress: questions.progress,
    i.Overdue: lists.overdue,
    i.DueSoon: lists.due_soon,
    i.NotReported: lists.not_reported,
    i.Nudge: shortcuts.nudge,
    i.Praise: shortcuts.praise,
    i.Extend: steering.extend,
    i.Assign: handing.assign,
    i.NewTask: new_task.new_task,
    i.Approve: steering.approve,
    i.Return: steering.return_,
    i.Cancel: handing.cancel,
    i.Decide: deciding.decide,
    i.PassUp: deciding.pass_up,
    i.Star: steering.star,
    i.Digest: digests.digest,
    i.SteerDigest: digests.steer,
    i.Directives: letters.listing,
    i.Statement: looking_behind.statement,
    i.WhyNot: looking_behind.why_not,
    i.Export: looking_behind.export,
    i.Activate: letters.activate,
    i.Draft: drafts.draft,
    i.MergeUnits: merging.merge_units,
    i.RenameUnit: merging.rename_unit,
    i.EndUnit: merging.end_unit,
    i.Invite: inviting.invite,
    i.Units: inviting.listing,
}

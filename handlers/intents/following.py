"""Going on with an open question: what the next message means for it, and what then."""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from handlers.desk import Desk
from handlers.intents import (
    digests,
    drafts,
    evidence,
    groups,
    handing,
    handover,
    letters,
    linking,
    merging,
    new_task,
    personal,
    reporting,
    requests,
    shortcuts,
)
from handlers.tasks import meant_by_officer
from handlers.understand import pressed, understand
from handlers.understanding import intents as i
from handlers.understanding.intents import Expecting, Intent
from reports.answers import task_answers
from storage.messages import Reply
from storage.models import Conversation
from storage.progress import Said

Continued = list[Reply] | None


def expecting(question: Conversation) -> Expecting:
    """The open question as `understand` wants to know it."""
    kind = _EXPECTED.get(question.question, "text")
    # Asked for evidence, one may speak of another task without its code: only a document's number is an answer to that.
    task = question.data.get("task") if kind != "evidence" else None
    return Expecting(kind, task=task, choices=len(question.choices))  # type: ignore[arg-type]


def nth_answer(desk: Desk, task: int, number: int) -> Intent:
    """ "#27 1": the n-th answer that a reminder of the task offers."""
    values = [one for row in task_answers(desk.words, task) for _, one in row]
    return pressed(values[number - 1]) if 1 <= number <= len(values) else i.Unclear(desk.message.text)


def go_on(desk: Desk, intent: Intent) -> Continued:
    """The replies where an intent answers the open question, None where it is something of its own.

    Something of its own is answered without closing the question: a reminder or a look at a list throws nobody out.
    """
    question = desk.question
    if question is None:
        return None
    if evidence.carries(desk.message) and not desk.message.text.strip():
        return evidence.during(desk, question)
    step = _STEPS.get(question.question)
    if step is None:
        return None
    unit = desk.only_unit
    desk.pending = list(question.data.get("evidence", []))
    desk.only_unit = question.data.get("unit", unit)
    replies = step(desk, question.data, intent)
    if replies is None:
        desk.pending, desk.only_unit = [], unit
    return replies


def _percent(desk: Desk, data: dict[str, Any], intent: Intent) -> Continued:
    if isinstance(intent, i.Report) and intent.task in (None, data["task"]) and intent.status is not None:
        return reporting.report(desk, reporting.corrected(intent, data["task"]))
    if isinstance(intent, i.Skip):
        return _save(desk, data["task"], Said("doing", words=desk.message.text))
    if isinstance(intent, i.Answer | i.Unclear):
        return [Reply(desk.words.text("Please type a number from 0 to 100, or /huy to stop."))]
    return None


def _difficulty(desk: Desk, data: dict[str, Any], intent: Intent) -> Continued:
    if isinstance(intent, i.Report) and intent.task in (None, data["task"]) and intent.difficulty:
        return _save(desk, data["task"], replace(reporting.said(desk, intent), status="stuck"))
    if isinstance(intent, i.Report) and intent.task in (None, data["task"]) and intent.sure and intent.status in ("done", "not_started"):
        return reporting.report(desk, reporting.corrected(intent, data["task"]))
    if isinstance(intent, i.Answer | i.Unclear | i.Report) and desk.message.text.strip():
        return _save(desk, data["task"], Said("stuck", difficulty=desk.message.text.strip(), words=desk.message.text))
    return None


def _save(desk: Desk, task: int, what: Said) -> list[Reply]:
    meant = meant_by_officer(desk, task)
    if meant.duty is None:
        return [meant.reply] if meant.reply else []
    return [reporting.save(desk, meant.duty, what)]


def _which_task(desk: Desk, data: dict[str, Any], intent: Intent) -> Continued:
    """The task was asked for: the words said before now get it."""
    if desk.pending and isinstance(intent, i.Report) and intent.task is not None and intent.status is not None:
        return reporting.report(desk, intent)
    task = intent.task if isinstance(intent, i.Pick) else None
    if isinstance(intent, i.Report) and intent.status is None:
        task = intent.task
    if task is None:
        return None
    desk.answered()
    said = str(data.get("words", ""))
    if desk.pending and not said:
        meant = meant_by_officer(desk, task)
        done = evidence.for_task(desk, meant.duty) if meant.duty is not None else None
        if done is not None:
            return [done]
    desk.message = replace(desk.message, text=said, choice=None)  # the tap only names the task: what was typed before counts
    return [reply for earlier in understand(said, desk.today) for reply in _again(desk, earlier, task)] or None


def _which_unit(desk: Desk, data: dict[str, Any], intent: Intent) -> Continued:
    """The unit was asked for: what was said or tapped before is now about that one."""
    if not isinstance(intent, i.OfUnit) or intent.unit_id not in desk.all_units:
        return None
    desk.answered()
    desk.only_unit = intent.unit_id
    desk.message = replace(desk.message, text=str(data["words"]), choice=data["choice"])
    earlier = (pressed(data["choice"]),) if data["choice"] else understand(str(data["words"]), desk.today)
    return [reply for one in earlier for reply in _again(desk, one, int(data["number"]))] or None


def _status(desk: Desk, data: dict[str, Any], intent: Intent) -> Continued:
    """How it stands was asked for."""
    if not isinstance(intent, i.Report) or intent.task != data.get("task") or (intent.status is None and intent.percent is None):
        return None
    return reporting.report(desk, intent)


def _evidence(desk: Desk, data: dict[str, Any], intent: Intent) -> Continued:
    """Evidence was asked for: it may be a document's number, or be left out; photos and files never come here."""
    if isinstance(intent, i.Report) and intent.evidence is not None and intent.task in (None, data["task"]) and not intent.difficulty:
        return _save(desk, data["task"], replace(reporting.said(desk, intent), status="done"))
    if not isinstance(intent, i.Skip | i.No):
        return None
    desk.answered()
    return [reporting.without_evidence(desk)]


def _again(desk: Desk, earlier: Intent, task: int) -> list[Reply]:
    if "task" in {one.name for one in fields(earlier)}:
        earlier = replace(earlier, task=task)  # type: ignore[call-arg]
    if isinstance(earlier, i.Report):
        return reporting.report(desk, earlier)
    if isinstance(earlier, i.Extension):
        return requests.extension(desk, earlier)
    if isinstance(earlier, i.NotMine):
        return requests.not_mine(desk, earlier)
    if isinstance(earlier, i.Received):
        return reporting.received(desk, earlier)
    return reporting.report(desk, i.Report(task))


def _confirm(desk: Desk, data: dict[str, Any], intent: Intent) -> Continued:
    if isinstance(intent, i.No):
        desk.answered()
        return [Reply(desk.words.text("All right, nothing was saved. Please say it in other words, or tap a button."))]
    if not isinstance(intent, i.Yes):
        return None
    desk.answered()
    for earlier in understand(str(data["words"]), desk.today):
        if isinstance(earlier, i.Report):
            meant = meant_by_officer(desk, data["task"])
            what = replace(reporting.said(desk, earlier), words=str(data["words"]))
            return [reporting.save(desk, meant.duty, what)] if meant.duty else [meant.reply] if meant.reply else []
    return None


def _unlink(desk: Desk, _data: dict[str, Any], intent: Intent) -> Continued:
    if isinstance(intent, i.Yes):
        return linking.unlinked(desk)
    if isinstance(intent, i.No):
        desk.answered()
        return [Reply(desk.words.text("All right, this chat stays linked."))]
    return None


_STEPS: dict[str, Callable[[Desk, dict[str, Any], Intent], Continued]] = {
    "percent": _percent,
    "difficulty": _difficulty,
    "task": _which_task,
    "unit": _which_unit,
    "choice": _status,
    "evidence": _evidence,
    "as_report": reporting.taken_as_report,
    "handover": handover.confirmed,
    "handover_unit": handover.unit_given,
    "group_unit": groups.unit_given,
    "confirm": _confirm,
    "unlink": _unlink,
    "erase": personal.confirmed,
    "order": shortcuts.ordered,
    "extend_to": shortcuts.day_given,
    "assign_to": handing.unit_given,
    "new_task": new_task.confirmed,
    "compare": letters.compared,
    "units_on": merging.day_given,
    "units_change": merging.confirmed,
    "group_named": letters.group_given,
    "draft": drafts.words_given,
    "until": requests.until_given,
    "reason": requests.reason_given,
    "not_mine": requests.not_mine_reason,
    "foreword": digests.foreword_given,
}

_EXPECTED = {
    "percent": "percent",
    "difficulty": "difficulty",
    "task": "task",
    "as_report": "task",
    "unit": "choice",
    "handover_unit": "choice",
    "group_unit": "choice",
    "evidence": "evidence",
    "confirm": "confirm",
    "unlink": "confirm",
    "erase": "confirm",
    "handover": "confirm",
    "choice": "choice",
    "order": "confirm",
    "new_task": "confirm",
    "compare": "confirm",
    "units_on": "until",
    "units_change": "confirm",
    "extend_to": "until",
    "until": "until",
    "reason": "reason",
    "not_mine": "reason",
}

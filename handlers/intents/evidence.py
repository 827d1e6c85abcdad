"""Evidence in chat: photos, files, albums and places that come with a report, right after it, or before it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from handlers.buttons import pick_choices
from handlers.desk import Desk
from handlers.intents.unsupported import unsupported
from handlers.tasks import MOST_TO_PICK, in_answered_message
from reports.lines import code, task_line
from storage import duties, events, evidence, progress
from storage.duties import Duty
from storage.messages import Incoming, InFile, Reply
from storage.models import Conversation, Report
from storage.outbox import sent_message

RIGHT_AFTER = timedelta(minutes=30)
"""So long after a report a photo without words belongs to it."""
STILL_RECENT = timedelta(days=14)
SPOKEN = ("voice", "audio", "video_note")
MEGABYTE = 1024 * 1024
WAITING = ("percent", "difficulty", "task", "confirm", "choice")
"""Questions whose answer is a report: what comes before the answer waits for it."""


@dataclass(frozen=True, slots=True)
class Taken:
    """How much evidence a report has got from a message, and why some was refused ("" = none was)."""

    count: int = 0
    refused: str = ""


def carries(message: Incoming) -> bool:
    """Whether a message brings files or a place."""
    return bool(message.files) or message.location is not None


def take(desk: Desk, duty: Duty, report: Report) -> Taken:
    """Gives a report what came with the message and what was waiting for it; bytes are fetched after this transaction."""
    items, refused = _items(desk)
    waiting = desk.pending or _of_same_album(desk)
    desk.pending = []
    fetch = []
    for item in [*waiting, *items]:
        if "at" in item:
            latitude, longitude = item["at"]
            evidence.place(desk.session, report.id or 0, latitude, longitude, desk.now)
        else:
            row = evidence.expect(desk.session, report.id or 0, InFile(*item["file"]), desk.now)
            fetch.append([row.id, *item["file"]])
    if fetch:
        desk.later("evidence", fetch)
    count = len(waiting) + len(items)
    if count:
        _trail(desk, duty, count)
    return Taken(count, refused)


def _items(desk: Desk) -> tuple[list[dict[str, Any]], str]:
    """What the message brings in the form in which it can wait, and why something of it is refused."""
    message = desk.message
    items: list[dict[str, Any]] = [{"at": list(message.location)}] if message.location is not None else []
    refused = ""
    for file in message.files:
        if file.size is not None and file.size > evidence.LIMIT_BYTES:
            refused = too_large(desk, file.name)
        elif file.kind not in SPOKEN:
            items.append({"file": [file.handle, file.name, file.mime, file.size, file.kind]})
    return items, refused


def too_large(desk: Desk, name: str) -> str:
    """Refuses a file for its size, with a way out."""
    return desk.words.text(
        "“{name}” is larger than {most} MB and cannot be taken. Please send photos of its pages, a smaller file, "
        "or name the document, for example “#27 done, report 324-BC/DU of 15/6”.",
        name=name,
        most=evidence.LIMIT_BYTES // MEGABYTE,
    )


def _of_same_album(desk: Desk) -> list[dict[str, Any]]:
    """Earlier photos of the album whose caption has come only now."""
    question = desk.question
    if question is None or not continues_album(desk):
        return []
    waiting: list[dict[str, Any]] = question.data.get("evidence", [])
    return waiting


def sent(desk: Desk) -> list[Reply] | None:
    """Evidence without words: goes to the report that is meant, or is asked about. None where it is no evidence but a letter to read."""
    if any(file.kind in SPOKEN for file in desk.message.files):
        return unsupported(desk, "voice")
    question = desk.question
    if question is not None and continues_album(desk):
        _join_album(desk, question)
        return []
    report = _report_meant(desk, question)
    if report is not None:
        return [_added(desk, report)]
    if not desk.own_units or (desk.has("coordinator", "admin") and desk.message.files):
        return None
    if desk.message.group:
        return []
    return [_which(desk)]


def _join_album(desk: Desk, question: Conversation) -> None:
    """The next photo of an album joins the first without a word: to people an album is one message."""
    report = desk.session.get(Report, question.data["report"]) if "report" in question.data else None
    duty = duties.duty(desk.session, report.occurrence_id) if report is not None else None
    if report is not None and duty is not None:
        take(desk, duty, report)
    else:
        _wait(desk, question)


def continues_album(desk: Desk) -> bool:
    """Whether the message is the next photo of the album that the open question is about."""
    question = desk.question
    return question is not None and desk.message.album is not None and question.data.get("album") == desk.message.album


def _report_meant(desk: Desk, question: Conversation | None) -> Report | None:
    """The open question's report, that of the message which is answered, or the asker's own of the last half hour."""
    report: Report | None = None
    if question is not None and question.question == "evidence":
        report = desk.session.get(Report, question.data["report"])
    elif desk.message.reply_to:
        row = sent_message(desk.session, desk.chat.id or 0, desk.message.reply_to)
        report = progress.of_message(desk.session, row.inbox_id) if row is not None and row.inbox_id is not None else None
        about = in_answered_message(desk)
        if report is None and len(about) == 1:
            report = progress.latest(desk.session, about[0].occurrence.id or 0)
    elif not desk.message.group and not desk.has("coordinator", "admin"):
        report = progress.newest_of(desk.session, desk.asker_id, desk.now - RIGHT_AFTER)
    duty = duties.duty(desk.session, report.occurrence_id) if report is not None and report.undone_at is None else None
    return report if duty is not None and duty.assignment.unit_id in desk.own_units else None


def _added(desk: Desk, report: Report) -> Reply:
    said = desk.words
    duty = duties.duty(desk.session, report.occurrence_id)
    if duty is None:
        return Reply(said.text("There is no open question to answer."))
    taken = take(desk, duty, report)
    desk.ask("evidence", "", task=duty.task.id, report=report.id, album=desk.message.album)
    if not taken.count:
        return Reply(taken.refused)
    if desk.message.album is not None:
        text = said.text("Recorded {code}: this album is kept as evidence.", code=code(duty.task))
    else:
        text = said.plural(
            "Recorded {code}: {n} piece of evidence.", "Recorded {code}: {n} pieces of evidence.", taken.count, code=code(duty.task)
        )
    return Reply(f"{text} {taken.refused}".strip())


def _which(desk: Desk) -> Reply:
    """Evidence that could belong to several tasks: those reported lately stand first, done ones too."""
    items, refused = _items(desk)
    if not items:
        return Reply(refused)
    reported = progress.reported_since(desk.session, desk.own_units, desk.now - STILL_RECENT)
    candidates = list({duty.task.id: duty for duty in [*reported, *desk.own_duties()]}.values())[:MOST_TO_PICK]
    if not candidates:
        return Reply(desk.words.text("Your unit has no open tasks."))
    lines = "\n".join(task_line(desk.words, duty, desk.today) for duty in candidates)
    text = desk.words.text("Which task does this belong to? Tap one, or type its code.")
    desk.pending = items
    asked = desk.ask("task", f"{text}\n{lines}", pick_choices([duty.task for duty in candidates]), words="", album=desk.message.album)
    desk.pending = []
    return asked


def for_task(desk: Desk, duty: Duty) -> Reply | None:
    """Evidence whose task is known now: it goes to the task's newest report. None where there is none yet: then the status is asked."""
    report = progress.latest(desk.session, duty.occurrence.id or 0)
    return _added(desk, report) if report is not None else None


def during(desk: Desk, question: Conversation) -> list[Reply] | None:
    """Evidence in the middle of a dialogue that ends with a report waits for it. None in any other dialogue."""
    if question.question not in WAITING:
        return None
    same_album = continues_album(desk)
    refused = _wait(desk, question)
    if refused or same_album:
        return [Reply(refused)] if refused else []
    return [Reply(desk.words.text("Received. It will be kept with your report as soon as you have answered the question above."))]


def _wait(desk: Desk, question: Conversation) -> str:
    items, refused = _items(desk)
    question.data = {**question.data, "evidence": [*question.data.get("evidence", []), *items], "album": desk.message.album}
    desk.session.add(question)
    return refused


def _trail(desk: Desk, duty: Duty, count: int) -> None:
    events.record(
        desk.session,
        "evidence_added",
        desk.now,
        person_id=desk.asker_id,
        inbox_id=desk.inbox.id,
        unit_id=duty.assignment.unit_id,
        directive_id=duty.task.directive_id,
        task_id=duty.task.id,
        occurrence_id=duty.occurrence.id,
        after={"count": count},
    )

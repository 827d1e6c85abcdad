"""An officer reports: status, percent, difficulty and proposal, evidence; with a receipt that can be taken back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from handlers.buttons import in_rows, pick_choices
from handlers.desk import Desk
from handlers.intents import evidence
from handlers.intents.evidence import Taken
from handlers.intents.receipts import describe, receipt, tell_colleagues, tell_colleagues_undone
from handlers.tasks import MOST_TO_PICK, meant_by_officer
from handlers.understand import value
from handlers.understanding import intents as i
from handlers.understanding.intents import Intent
from reports.lines import code, task_line
from storage import events, progress
from storage.duties import Duty
from storage.messages import Choice, Reply
from storage.models import Event, Occurrence
from storage.outbox import choices_of, decode, sent_message
from storage.progress import Said

PERCENT_STEPS = (25, 50, 75, 90)


def report(desk: Desk, intent: i.Report) -> list[Reply]:
    """Saves what is clear, asks for what is missing, shows back what is doubtful."""
    meant = meant_by_officer(desk, intent.task, correction=intent.correction)
    if meant.duty is None:
        return [meant.reply] if meant.reply else []
    duty = meant.duty
    if intent.status is None and intent.percent is None:
        return [_ask_status(desk, duty)]
    if not intent.sure:
        return [_show_back(desk, duty, intent)]
    if desk.message.choice is not None or not desk.message.text.strip():
        return _pressed(desk, duty, intent)
    return [save(desk, duty, said(desk, intent))]


def said(desk: Desk, intent: i.Report) -> Said:
    """What an intent says, as it is kept."""
    status = intent.status or "doing"
    return Said(
        status=status,
        percent=intent.percent,
        done_on=intent.done_on,
        difficulty=intent.difficulty,
        proposal=intent.proposal,
        note=intent.note,
        words=desk.message.text,
        evidence_number=intent.evidence.number if intent.evidence else None,
        evidence_on=intent.evidence.on if intent.evidence else None,
    )


def _pressed(desk: Desk, duty: Duty, intent: i.Report) -> list[Reply]:
    """A button says the status only: what belongs to it is asked next, and "done" and "not started" are saved at once."""
    if intent.status == "doing" and intent.percent is None:
        return [ask_percent(desk, duty)]
    if intent.status == "stuck":
        return [ask_difficulty(desk, duty)]
    return [save(desk, duty, said(desk, intent))]


def ask_percent(desk: Desk, duty: Duty) -> Reply:
    """How far is it? The steps are buttons, any number can be typed."""
    steps = [Choice(f"{step}%", value(i.Report(duty.task.id, "doing", step))) for step in PERCENT_STEPS]
    text = desk.words.text("{code}: about how many percent are done? Tap, or type a number.", code=code(duty.task))
    return desk.ask("percent", text, in_rows(steps, 4), task=duty.task.id)


def ask_difficulty(desk: Desk, duty: Duty) -> Reply:
    """What is the difficulty, and what is proposed?"""
    text = desk.words.text("{code}: what is the difficulty, and what do you propose? One sentence is enough.", code=code(duty.task))
    return desk.ask("difficulty", text, task=duty.task.id)


def _ask_status(desk: Desk, duty: Duty) -> Reply:
    said_ = desk.words
    rows = in_rows(
        [
            Choice(said_.text("Done"), value(i.Report(duty.task.id, "done"))),
            Choice(said_.text("In progress"), value(i.Report(duty.task.id, "doing"))),
            Choice(said_.text("Difficulty"), value(i.Report(duty.task.id, "stuck"))),
            Choice(said_.text("Not started"), value(i.Report(duty.task.id, "not_started"))),
        ],
        2,
    )
    return desk.ask("choice", f"{task_line(said_, duty, desk.today)}\n\n{said_.text('How does it stand?')}", rows, task=duty.task.id)


def _show_back(desk: Desk, duty: Duty, intent: i.Report) -> Reply:
    said_ = desk.words
    understood = describe(said_, said(desk, intent), desk.today)
    text = said_.text(
        "{code}: did I understand you rightly – {understood}? Nothing is saved yet.", code=code(duty.task), understood=understood
    )
    rows = ((Choice(said_.text("Yes, save"), value(i.Yes())), Choice(said_.text("No"), value(i.No()))),)
    return desk.ask("confirm", text, rows, task=duty.task.id, words=desk.message.text)


def save(desk: Desk, duty: Duty, what: Said) -> Reply:
    """Keeps a report with what came beside it, and writes its receipt; "done" without any evidence is asked for some."""
    report, event = progress.save_report(desk.session, duty, what, desk.now, desk.today, person_id=desk.asker_id, inbox_id=desk.inbox.id)
    taken = evidence.take(desk, duty, report)
    desk.answered()
    tell_colleagues(desk, duty, what)
    answer = receipt(desk, duty, describe(desk.words, what, desk.today), event)
    return _with_evidence(desk, duty, what, answer, report.id or 0, taken)


def _with_evidence(desk: Desk, duty: Duty, what: Said, answer: Reply, report_id: int, taken: Taken) -> Reply:
    said = desk.words
    lines = [answer.text]
    if desk.message.album is not None:
        lines.append(said.text("This album is kept as evidence."))
    elif taken.count:
        lines.append(said.plural("{n} piece of evidence is kept with it.", "{n} pieces of evidence are kept with it.", taken.count))
    wanted = what.status == "done" and not what.evidence_number and not taken.count and _takes_files(desk)
    if wanted and not taken.refused:
        lines.append(said.text("Do you have a photo or file as evidence? Send it here, or skip."))
    choices = ((*answer.choices[0], Choice(said.text("Skip"), value(i.Skip()))),) if wanted else answer.choices
    if wanted or desk.message.album is not None:
        desk.ask("evidence", "", choices, task=duty.task.id, report=report_id, album=desk.message.album)
    return Reply("\n".join([*lines, *([taken.refused] if taken.refused else [])]), choices)


def without_evidence(desk: Desk) -> Reply:
    """Evidence was left out. Where that was tapped the receipt stays as it was, only its question goes."""
    said = desk.words
    row = sent_message(desk.session, desk.chat.id or 0, desk.message.pressed_on) if desk.message.pressed_on else None
    if row is None:
        return Reply(said.text("All right, the report stands without evidence."))
    receipt_text, _, _ = decode(row).text.rpartition("\n")
    undo_only = tuple(choice for choice in choices_of(row) if choice.value != value(i.Skip()))
    return Reply(f"{receipt_text}\n{said.text('Without evidence.')}", (undo_only,))


def _takes_files(desk: Desk) -> bool:
    """Whether this chat's channel can carry files to us."""
    abilities = desk.office.abilities.get(desk.message.sender.channel)
    return abilities is None or abilities.files_in


def received(desk: Desk, intent: i.Received) -> list[Reply]:
    """The unit has seen its new duty; saying it twice changes nothing."""
    meant = meant_by_officer(desk, intent.task)
    if meant.duty is None:
        return [meant.reply] if meant.reply else []
    held = meant.duty.assignment
    if held.received_at is None:
        held.received_at, held.received_by_id = desk.now, desk.asker_id
        desk.session.add(held)
        events.record(
            desk.session,
            "received",
            desk.now,
            person_id=desk.asker_id,
            inbox_id=desk.inbox.id,
            unit_id=held.unit_id,
            directive_id=meant.duty.task.directive_id,
            task_id=meant.duty.task.id,
        )
    return [Reply(desk.words.text("Recorded {code}: your unit has received the task.", code=code(meant.duty.task)))]


def no_change(desk: Desk, intent: i.NoChange) -> list[Reply]:
    """Repeats each open task's last report for this week, dated today; tasks never reported on are named instead."""
    mine = [duty for duty in desk.own_duties() if intent.task in (None, duty.task.id) and duty.assignment.part == "lead"]
    repeated, never = [], []
    for duty in mine:
        last = progress.latest(desk.session, duty.occurrence.id or 0)
        if last is None or last.status == "done":
            never.append(duty)
            continue
        same = Said(last.status, last.percent, None, last.difficulty, last.proposal, last.note, desk.message.text, repeats=True)
        progress.save_report(desk.session, duty, same, desk.now, desk.today, person_id=desk.asker_id, inbox_id=desk.inbox.id)
        repeated.append(duty)
    desk.answered()
    return [Reply("\n".join(_no_change_lines(desk, repeated, never)))]


def _no_change_lines(desk: Desk, repeated: list[Duty], never: list[Duty]) -> list[str]:
    said_ = desk.words
    lines = []
    if repeated:
        codes = ", ".join(code(duty.task) for duty in repeated)
        lines.append(
            said_.plural(
                "Recorded: no change in {n} task ({codes}).", "Recorded: no change in {n} tasks ({codes}).", len(repeated), codes=codes
            )
        )
    if never:
        lines.append(said_.text("These have no report yet that could be repeated; please report on them:"))
        lines += [task_line(said_, duty, desk.today) for duty in never]
    return lines or [said_.text("Your unit has no open tasks.")]


def undo(desk: Desk, intent: i.Undo) -> list[Reply]:
    """Takes back the asker's last report, or the one that a button names, while it may be corrected."""
    event = desk.session.get(Event, intent.event) if intent.event is not None else progress.last_change(desk.session, desk.asker_id)
    if event is None or event.kind != "reported" or event.unit_id not in desk.own_units:
        return [Reply(desk.words.text("There is nothing to undo."))]
    if desk.now - event.at > timedelta(hours=desk.office.correction_hours):
        return [Reply(desk.words.text("It is too late to undo this; please send a new report instead."))]
    if not progress.take_back(desk.session, event, desk.now, person_id=desk.asker_id, inbox_id=desk.inbox.id):
        return [Reply(desk.words.text("This was already undone, or a newer report stands on it."))]
    row = desk.session.get_one(Occurrence, event.occurrence_id)
    desk.answered()
    tell_colleagues_undone(desk, event.unit_id or 0, event.task_id or 0)
    back = describe(desk.words, Said(row.status, row.percent)) if row.status else desk.words.text("no report")
    return [Reply(desk.words.text("Undone: #{number} is again as before ({state}).", number=event.task_id, state=back))]


def corrected(intent: i.Report, task: int | None) -> i.Report:
    """An intent about a task that was asked for afterwards, now sure."""
    return replace(intent, task=task, sure=True)


def offered(desk: Desk, intent: i.Nudge) -> Reply | None:
    """An officer who writes "đôn đốc các thôn…" has no right to chase units, but may mean what their own unit is doing.

    None where they have no open task that it could be about.
    """
    mine = [duty for duty in desk.own_duties() if intent.task in (None, duty.task.id)]
    tasks = list({duty.task.id: duty.task for duty in mine}.values())[:MOST_TO_PICK]
    if not tasks or not desk.message.text.strip():
        return None
    text = desk.words.text(
        "You have no right to remind units. If this tells what your own unit is doing, tap the task and it is recorded as a report."
    )
    return desk.ask("as_report", text, pick_choices(tasks), words=desk.message.text)


def taken_as_report(desk: Desk, data: dict[str, Any], intent: Intent) -> list[Reply] | None:
    """The offer is taken up: the words said before become the report's note."""
    task = intent.task if isinstance(intent, i.Pick | i.Show) else None
    if task is None:
        return None
    meant = meant_by_officer(desk, task)
    if meant.duty is None:
        return [meant.reply] if meant.reply else []
    return [save(desk, meant.duty, Said("doing", note=str(data["words"]), words=str(data["words"])))]

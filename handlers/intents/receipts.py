"""What a report says in a few words, its receipt, and how the unit's other officers hear of it."""

from datetime import timedelta

from handlers.desk import Desk
from handlers.understand import value
from handlers.understanding import intents as i
from locales import Words, words
from reports.lines import code
from storage import people
from storage.duties import Duty
from storage.messages import Choice, Reply
from storage.models import Event, Report
from storage.progress import Said


def describe(said: Words, what: Said | Report, today_on: object = None) -> str:
    """A report in a few words; the day on which something was done is left out where it is `today_on`."""
    parts = [] if what.status == "stuck" and what.difficulty else [status_name(said, what.status)]
    if what.percent is not None and what.status != "done":
        parts.append(f"{what.percent}%")
    if what.done_on is not None and what.done_on != today_on:
        parts.append(said.text("on {day}", day=said.date(what.done_on)))
    if what.evidence_number and what.evidence_on:
        parts.append(said.text("document {number} of {day}", number=what.evidence_number, day=said.date(what.evidence_on)))
    elif what.evidence_number:
        parts.append(said.text("document {number}", number=what.evidence_number))
    if what.difficulty:
        parts.append(said.text("difficulty: {words}", words=what.difficulty))
    if what.proposal:
        parts.append(said.text("proposal: {words}", words=what.proposal))
    return ", ".join(parts)


def status_name(said: Words, status: str) -> str:
    """A reported status in words."""
    names = {
        "done": said.text("done"),
        "doing": said.text("in progress"),
        "stuck": said.text("stuck"),
        "not_started": said.text("not started"),
    }
    return names.get(status, status)


def receipt(desk: Desk, duty: Duty, understood: str, event: Event) -> Reply:
    """ "Recorded" with the code, the hour, what was understood, until when it can be corrected, and a button to take it back."""
    said = desk.words
    local = desk.now.astimezone(desk.office.zone)
    until = (desk.now + timedelta(hours=desk.office.correction_hours)).astimezone(desk.office.zone)
    text = said.text(
        "Recorded {code}: {understood}, at {hour} on {day}. It can be corrected until {until_hour} on {until_day}.",
        code=code(duty.task),
        understood=understood,
        hour=said.time(local),
        day=said.date(local.date()),
        until_hour=said.time(until),
        until_day=said.date(until.date()),
    )
    return Reply(text, ((Choice(said.text("Undo"), value(i.Undo(event.id))),),))


def tell_colleagues(desk: Desk, duty: Duty, what: Said) -> None:
    """The unit's other officers read in a line what one of them has answered; in a group chat they read it there."""
    if desk.message.group:
        return
    for person in people.holders(desk.session, "officer", [duty.assignment.unit_id]):
        said = words(person.language)
        understood = describe(said, what, desk.today)
        line = said.text(
            "{name} has reported {code}: {understood}.", name=desk.asker.name or "–", code=code(duty.task), understood=understood
        )
        desk.tell(person, line)


def tell_colleagues_undone(desk: Desk, unit_id: int, number: int) -> None:
    """The others hear that a report was taken back, too."""
    for person in people.holders(desk.session, "officer", [unit_id]) if not desk.message.group else ():
        desk.tell(
            person,
            words(person.language).text("{name} has taken back the report on #{number}.", name=desk.asker.name or "–", number=number),
        )


def not_kept(said: Words, names: list[str]) -> str:
    """Which files were not kept as evidence, and what to send instead."""
    return said.text(
        "Not kept as evidence: {names}. Photos, PDF, Word, Excel and text files up to 20 MB can be kept. "
        "The report itself stands; you can also name the document, for example “#27 done, report 324-BC/DU of 15/6”.",
        names=", ".join(name or "–" for name in names),
    )

"""The audit trail in chat: a task's history, and who holds it."""

from datetime import date

from handlers.desk import Desk
from handlers.intents.draft_reminding import listed
from handlers.tasks import no_such_task
from handlers.understanding import intents as i
from locales import Words
from storage import duties, events, people, reminding
from storage.messages import Reply
from storage.models import Event, Person, Unit

SHOWN = 15


def history(desk: Desk, intent: i.History) -> list[Reply]:
    """Who did what to a task, when, by which words and from which value to which; the newest first."""
    if intent.task is None:
        return [Reply(desk.words.text("Please name the task by its code, for example #27."))]
    if not any(desk.may_see(unit_id) for unit_id in duties.ever_held(desk.session, intent.task)):
        return [no_such_task(desk, intent.task)]
    rows = [row for row in events.of_task(desk.session, intent.task, 200) if row.unit_id is None or desk.may_see(row.unit_id)]
    if not rows:
        return [Reply(desk.words.text("Nothing has happened to #{number} yet.", number=intent.task))]
    head = desk.words.text("History of #{number}:", number=intent.task)
    more = len(rows) - SHOWN
    tail = [desk.words.plural("… and {n} more", "… and {n} more", more)] if more > 0 else []
    return [Reply("\n".join([head, *(_line(desk, row) for row in rows[:SHOWN]), *tail]))]


def _line(desk: Desk, row: Event) -> str:
    local = row.at.astimezone(desk.office.zone)
    who = desk.session.get(Person, row.person_id) if row.person_id is not None else None
    unit = desk.session.get(Unit, row.unit_id) if row.unit_id is not None else None
    said = desk.words
    place = " – ".join(part for part in (who.name if who else said.text("the system"), unit.name if unit else "") if part)
    change = _change(said, row)
    note = f" “{row.note}”" if row.note else ""
    return f"• {said.time(local)} {said.date(local.date())} {event_name(said, row.kind)} ({place}){change}{note}"


def _change(said: Words, row: Event) -> str:
    before = dict(row.before)
    pairs = [(name, before.get(name), row.after.get(name)) for name in ("unit", "due_on", "status", "percent") if name in row.after]
    changed = [f"{_value(said, name, old)} → {_value(said, name, new)}" for name, old, new in pairs if old != new and new not in (None, "")]
    if row.kind == reminding.SET:
        days = [listed(one["remind_days"]) if one["remind_days"] else said.text("as usual") for one in (before, row.after)]
        changed.append(" → ".join(days))
    if row.kind == "undone":
        changed.append(event_name(said, str(before.get("kind", ""))))
    return f": {', '.join(changed)}" if changed else ""


def _value(said: Words, name: str, value: object) -> str:
    """A kept value as people write it."""
    if value in (None, ""):
        return "–"
    if name == "due_on":
        return said.date(date.fromisoformat(str(value)))
    if name == "percent":
        return f"{value}%"
    names = {
        "done": said.text("done"),
        "doing": said.text("in progress"),
        "stuck": said.text("stuck"),
        "not_started": said.text("not started"),
    }
    return names.get(str(value), str(value))


def event_name(said: Words, kind: str) -> str:
    """What happened, in words."""
    names = {
        "reported": said.text("reported"),
        "report_undone": said.text("report taken back"),
        "received": said.text("received"),
        "evidence_added": said.text("evidence added"),
        "deadline_moved": said.text("deadline moved"),
        "extension_asked": said.text("extension asked for"),
        "extension_granted": said.text("extension granted"),
        "extension_refused": said.text("extension refused"),
        "not_mine_asked": said.text("said not to be the unit's"),
        "not_mine_granted": said.text("taken from the unit"),
        "not_mine_refused": said.text("left with the unit"),
        "assigned": said.text("handed over"),
        "nudged": said.text("chased"),
        "approved": said.text("verified"),
        "returned": said.text("returned"),
        "cancelled": said.text("cancelled"),
        "starred": said.text("made a priority"),
        "unstarred": said.text("no longer a priority"),
        "passed_up": said.text("put before the leader"),
        "praised": said.text("praised"),
        "undone": said.text("taken back"),
        "task_given": said.text("given by hand"),
        reminding.SET: said.text("reminder days changed"),
        "corrected": said.text("clause corrected by another letter"),
        "moved_to_heir": said.text("moved with its unit"),
    }
    return names.get(kind, kind)


def who_has(desk: Desk, intent: i.WhoHas) -> list[Reply]:
    """Which units hold a task, and which of their people can be reached."""
    if intent.task is None:
        return [Reply(desk.words.text("Please name the task by its code, for example #27."))]
    held = {d.assignment.unit_id: d for d in duties.of_task(desk.session, intent.task) if desk.may_see(d.assignment.unit_id)}
    if not held:
        return [no_such_task(desk, intent.task)]
    lines = []
    for unit_id, duty in held.items():
        officers = [person.name or "–" for person in people.holders(desk.session, "officer", [unit_id])]
        part = desk.words.text("lead") if duty.assignment.part == "lead" else desk.words.text("support")
        names = ", ".join(officers) or desk.words.text("nobody linked")
        lines.append(f"• {desk.session.get_one(Unit, unit_id).name} ({part}): {names}")
    return [Reply("\n".join(lines))]

"""The morning statement in words."""

from collections import Counter
from collections.abc import Iterable

from locales import Words
from scheduler.statement import Item, Statement

SHOWN = 10


def statement_text(said: Words, found: Statement) -> str:
    """The equation of a day and, beneath it, whatever did not arrive; a statement that does not close says so first."""
    lines = [] if found.closes else [said.text("WARNING: the statement does not close. Please tell the administrator.")]
    lines.append(said.text("Reminders of {day}: {planned} planned.", day=said.date(found.date), planned=found.planned))
    lines.append(
        said.text(
            "{sent} sent, {put_off} put off, {obsolete} no longer needed, {failed} failed, {unknown} unknown.",
            sent=found.sent,
            put_off=len(found.put_off),
            obsolete=found.obsolete,
            failed=len(found.failed),
            unknown=len(found.unknown),
        )
    )
    for head, items in (
        (said.text("Nobody to tell:"), found.nobody_to_tell),
        (said.text("Put off:"), found.put_off),
        (said.text("Failed:"), [one for one in found.failed if one not in found.nobody_to_tell]),
        (said.text("Unknown whether they arrived:"), found.unknown),
        (said.text("Planned, but nothing is known of them:"), found.missing),
        (said.text("Decided without a plan:"), found.surplus),
    ):
        lines += _listed(said, head, items)
    return "\n".join(lines)


def _listed(said: Words, head: str, items: Iterable[Item]) -> list[str]:
    rows = Counter((one.unit, one.why) for one in items)
    if not rows:
        return []
    codes = {row: ", ".join(sorted({one.task for one in items if (one.unit, one.why) == row})) for row in rows}
    shown = [f"• {unit}: {codes[unit, why]} – {why_text(said, why)}" for unit, why in list(rows)[:SHOWN]]
    more = len(rows) - SHOWN
    return ["", head, *shown, *([said.plural("… and {n} more", "… and {n} more", more)] if more > 0 else [])]


def why_text(said: Words, why: str) -> str:
    """Why a reminder was not sent, in words; an unknown code as it is."""
    reasons = {
        "quiet": said.text("outside working time"),
        "ceiling": said.text("the day's limit of messages was reached"),
        "answered": said.text("the unit had answered"),
        "superseded": said.text("a newer reminder took its place"),
        "days_changed": said.text("the reminder days were changed"),
        "stale": said.text("its time had passed"),
        "moved": said.text("the deadline was moved"),
        "closed": said.text("the task was closed"),
        "no_address": said.text("nobody is linked"),
        "refused": said.text("the chat refuses messages"),
        "quota": said.text("the month's quota is used up"),
        "unknown": said.text("it is not known whether it arrived"),
        "queued": said.text("waiting to be sent"),
        "own_act": said.text("the reader did it themselves"),
        "not_decided": said.text("the planner has not looked at it"),
    }
    return reasons.get(why, why)

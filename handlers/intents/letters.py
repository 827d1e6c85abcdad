"""Letters come in: a file becomes work to read, a reading becomes a draft to look through, a draft is put in force."""

from collections.abc import Sequence
from typing import Any

from handlers.desk import Desk
from handlers.intents.acts import actor, receipt, tell_unit
from handlers.intents.draft_pages import draft_page, match_lines
from handlers.intents.groups_asked import ask_group, taken
from handlers.understand import value
from handlers.understanding import intents as i
from handlers.understanding.intents import Intent
from locales import Words
from reports.lines import short
from storage import albums, comparing, directives, drafts, naming, units
from storage.directives import Activation
from storage.messages import Choice, InFile, Reply
from storage.models import Directive
from storage.text import fold

SHOWN = 12


def arrived(desk: Desk, files: Sequence[InFile]) -> list[Reply]:
    """A coordinator sent files: they are read after this transaction, and what was read comes as a message of its own.

    The photos of one album are one letter: the first of them says so, the others are added to it in silence.
    """
    kept = [[file.handle, file.name, file.mime, file.size, file.kind] for file in files]
    desk.later("letter", kept)
    if desk.message.album is not None:
        desk.inbox.work = {**desk.inbox.work, "album": desk.message.album}
        if albums.begun(desk.session, desk.inbox):
            return []
    return [Reply(desk.words.text("Received. Reading the letter now; this can take a minute for a scan."))]


def listing(desk: Desk, _intent: i.Directives) -> list[Reply]:
    """The directives, the newest first, drafts with a button to look at them."""
    rows = directives.listed(desk.session)
    if not rows:
        return [Reply(desk.words.text("There are no directives yet. Send one here as a .docx, .pdf or photo."))]
    lines = [
        f"{row.directive.id}. {directives.label(row.directive)} – {short(row.directive.subject, 70)} – "
        f"{desk.words.plural('{n} task', '{n} tasks', row.tasks)} – {state_name(desk.words, row.directive.state)}"
        for row in rows[:SHOWN]
    ]
    said = desk.words
    choices = []
    for row in (one.directive for one in rows[:SHOWN]):
        name = short(directives.label(row), 30)
        if row.state == "draft" and may_steer(desk, row):
            choices.append((Choice(said.text("Look through: {name}", name=name), value(i.Page(f"draft{row.id}", 1))),))
        elif row.state == "in_force":
            choices.append((Choice(said.text("Progress: {name}", name=name), value(i.Progress(kind="directive", about_id=row.id))),))
    return [Reply("\n".join(lines), tuple(choices))]


def state_name(said: Words, state: str) -> str:
    """A directive's state in words."""
    names = {
        "draft": said.text("draft"),
        "in_force": said.text("in force"),
        "cancelled": said.text("cancelled"),
        "replaced": said.text("replaced"),
    }
    return names.get(state, state)


def page_of_draft(desk: Desk, number: int, page: int) -> Reply:
    """One page of a draft that a button names."""
    row = desk.session.get(Directive, number)
    if row is None or not desk.has("coordinator", "admin") or not may_steer(desk, row):
        return Reply(desk.words.text("You have no right to do this."))
    return draft_page(desk.session, desk.office, desk.words, row, desk.now, page)


def may_steer(desk: Desk, row: Directive) -> bool:
    """Whether a letter is the asker's to put in force: all of its units are in their part of the tree."""
    if desk.watched_units is None:
        return True
    tasks = directives.tasks_of(desk.session, row.id or 0)
    found = [unit for task in tasks for unit in directives.leading(desk.session, task, desk.today).units]
    return row.imported_by_id == desk.asker_id and all(desk.may_see(units.unit_id(unit)) for unit in found)


def activate(desk: Desk, intent: i.Activate) -> list[Reply]:
    """Puts a draft in force; saying it twice changes nothing. Twins in force and unknown groups are asked about first."""
    said = desk.words
    row = _meant(desk, intent)
    if row is None:
        return [Reply(said.text("Which directive? See /vanban for the list."))]
    if not may_steer(desk, row):
        return [Reply(said.text("You have no right to do this."))]
    if row.state != "draft":
        return [Reply(said.text("{name} is not a draft: {state}.", name=directives.label(row), state=state_name(said, row.state)))]
    asked = _ask_first(desk, row)
    return [asked] if asked is not None else [_put_in_force(desk, row)]


def _ask_first(desk: Desk, row: Directive) -> Reply | None:
    """The question that stands before a draft can be in force; None where nothing is open."""
    if comparing.decision(desk.session, row) is None:
        found = comparing.matches(desk.session, row, desk.today)
        older = comparing.corrects(desk.session, row)
        if found or older is not None:
            return _ask_comparison(desk, row, found, older)
    groups = naming.open_groups(desk.session, row, desk.today)
    return ask_group(desk, row, groups[0]) if groups else None


def _ask_comparison(desk: Desk, row: Directive, found: Sequence[comparing.Match], older: Directive | None) -> Reply:
    said = desk.words
    lines = []
    if older is not None:
        lines.append(said.text("{name} of the same office is in force already; this may be its correction.", name=directives.label(older)))
    if found:
        lines += [said.text("In force already:"), *match_lines(said, found)]
    lines.append(said.text("Shall what is in force follow the new letter? Only units whose duty changes are told."))
    choices = (
        (Choice(said.text("Follow the new letter"), value(i.Yes())),),
        (Choice(said.text("Keep both"), value(i.No())),),
        (Choice(said.text("Keep what is in force"), value(i.Skip())),),
    )
    return desk.ask("compare", "\n".join(lines), choices, directive=row.id)


def compared(desk: Desk, data: dict[str, Any], intent: Intent) -> list[Reply] | None:
    """The coordinator decides about twins; the next question, or the draft with its new preview, follows."""
    choices: dict[type[Intent], str] = {i.Yes: "update", i.No: "both", i.Skip: "drop"}
    choice = choices.get(type(intent))
    row = desk.session.get(Directive, data["directive"])
    if choice is None or row is None or row.state != "draft":
        return None
    desk.answered()
    comparing.decide(desk.session, row, choice, desk.now, desk.today, actor(desk))
    return [next_step(desk, row)]


def group_given(desk: Desk, data: dict[str, Any], intent: Intent) -> list[Reply] | None:
    """The units of a group were asked for; the next question, or the draft with its new preview, follows."""
    row = desk.session.get(Directive, data["directive"])
    if row is None or row.state != "draft":
        return None
    asked_again = taken(desk, row, str(data["group"]), intent)
    if asked_again is not None and not asked_again:
        desk.answered()
        return [next_step(desk, row)]
    return asked_again


def next_step(desk: Desk, row: Directive) -> Reply:
    """What comes after an answer: the next question, else the draft with what would go out now."""
    return _ask_first(desk, row) or draft_page(desk.session, desk.office, desk.words, row, desk.now)


def _put_in_force(desk: Desk, row: Directive) -> Reply:
    carried = comparing.carry_over(desk.session, row, desk.now, desk.today, actor(desk))
    done = directives.activate(desk.session, row, desk.now, desk.today, person_id=desk.asker_id)
    for duty in carried.moved:
        tell_unit(desk, duty, "extended")
    for duty in carried.ended:
        tell_unit(desk, duty, "cancelled")
    text = in_force_text(desk.words, row, done)
    if carried.moved:
        codes = ", ".join(dict.fromkeys(f"#{duty.task.id}" for duty in carried.moved))
        text += "\n" + desk.words.text("Follows the new letter: {codes}.", codes=codes)
    if carried.ended:
        codes = ", ".join(dict.fromkeys(f"#{duty.task.id}" for duty in carried.ended))
        text += "\n" + desk.words.text("No longer to be done: {codes}.", codes=codes)
    undoable = [done.event] if done.event is not None and not carried.moved and not carried.ended else []
    return receipt(desk, text, undoable)


def in_force_text(said: Words, row: Directive, done: Activation) -> str:
    """What putting a directive in force did, with what the roster lacked."""
    text = said.text(
        "In force: {name}, {tasks} tasks for {assignments} assignments. The units are told in working hours.",
        name=directives.label(row),
        tasks=done.tasks,
        assignments=done.assignments,
    )
    if done.groups:
        counts = [said.plural("{name}: {n} unit", "{name}: {n} units", count, name=name) for name, count in done.groups.items()]
        text += "\n" + said.text("Groups stand for the units of today's roster: {groups}.", groups="; ".join(counts))
    if done.made_units:
        text += "\n" + said.text("Not in the roster, added without anybody linked: {names}.", names="; ".join(done.made_units))
    if done.vague:
        text += "\n" + said.text("Support groups that the roster does not resolve: {names}.", names="; ".join(done.vague))
    return text


def _meant(desk: Desk, intent: i.Activate) -> Directive | None:
    if intent.directive is not None:
        return desk.session.get(Directive, intent.directive)
    if intent.number:
        key = fold(intent.number)
        rows = [row.directive for row in directives.listed(desk.session) if row.directive.state == "draft"]
        return next((row for row in rows if key in fold(f"{row.number or ''} {row.symbol or ''} {row.file_name}")), None)
    return drafts.newest_draft(desk.session, desk.asker_id)


def unreadable(said: Words, name: str, code: str) -> str:
    """Why a file could not be read, in one sentence; `code` is an UnreadableError's."""
    sentences = {
        "empty": said.text("“{name}” is empty.", name=name),
        "too_large": said.text("“{name}” is too large to be read. Please send it in parts, or ask the administrator.", name=name),
        "encrypted": said.text("“{name}” is locked with a password. Please send it without one.", name=name),
        "damaged": said.text("“{name}” is damaged or incomplete. Please send it again.", name=name),
        "unknown_type": said.text(
            "“{name}” is not a kind of file that can be read. Please send .docx, .pdf, .txt, .png or .jpg.", name=name
        ),
        "no_ocr": said.text(
            "“{name}” is a scan, and text recognition (Tesseract with Vietnamese) is not installed on the server.", name=name
        ),
        "no_libreoffice": said.text(
            "“{name}” is an old Word file, and LibreOffice is not installed on the server. Please send .docx or .pdf.", name=name
        ),
        "too_slow": said.text("“{name}” took too long to read. Please send fewer pages at a time.", name=name),
    }
    return sentences.get(code, said.text("“{name}” could not be read.", name=name))

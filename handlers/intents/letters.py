"""Letters come in: a file becomes work to read, a reading becomes a draft to look through, a draft is put in force."""

from collections.abc import Sequence

from handlers.desk import Desk
from handlers.understand import value
from handlers.understanding import intents as i
from locales import Words
from reports.lines import short
from storage import directives
from storage.directives import Activation
from storage.messages import Choice, InFile, Reply, bold
from storage.models import Directive, Task
from storage.text import fold

SHOWN = 12
STATES = ("draft", "in_force", "cancelled", "replaced")


def arrived(desk: Desk, files: Sequence[InFile]) -> list[Reply]:
    """A coordinator sent files: they are read after this transaction, and what was read comes as a message of its own."""
    desk.later(kind="letter", files=[[file.handle, file.name, file.mime, file.size, file.kind] for file in files])
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
    drafts = [row.directive for row in rows[:SHOWN] if row.directive.state == "draft"]
    choices = tuple(
        (Choice(desk.words.text("Put in force: {name}", name=short(directives.label(row), 30)), value(i.Activate(row.id))),)
        for row in drafts
    )
    return [Reply("\n".join(lines), choices)]


def state_name(said: Words, state: str) -> str:
    """A directive's state in words."""
    names = {
        "draft": said.text("draft"),
        "in_force": said.text("in force"),
        "cancelled": said.text("cancelled"),
        "replaced": said.text("replaced"),
    }
    return names.get(state, state)


def drafted(said: Words, row: Directive, tasks: Sequence[Task], *, new: bool) -> Reply:
    """The letter's head and check-up with its first tasks, and the button that puts it in force."""
    head = said.text("Letter: {name}", name=bold(directives.label(row)))
    lines = [head, f"{row.issuer} – {short(row.subject, 160)}"]
    if not new:
        lines.append(said.text("This file was read before; nothing was changed."))
    lines.append(said.plural("{n} task was read:", "{n} tasks were read:", len(tasks)))
    lines += [_draft_line(said, task) for task in tasks[:SHOWN]]
    if len(tasks) > SHOWN:
        lines.append(said.plural("… and {n} more", "… and {n} more", len(tasks) - SHOWN))
    if row.warnings:
        lines += ["", said.text("Please check:"), *(f"• {warning['text']}" for warning in row.warnings[:6])]
    lines += [f"• {sentence}" for sentence in row.unread]
    choices = ((Choice(said.text("Put in force"), value(i.Activate(row.id))),),) if row.state == "draft" else ()
    return Reply("\n".join(lines), choices)


def _draft_line(said: Words, task: Task) -> str:
    when = said.date(task.due_on) if task.due_on else task.deadline_text or said.text("no deadline")
    return f"#{task.id} {when} [{short('; '.join(task.lead_names), 40)}]: {short(task.text, 70)}"


def activate(desk: Desk, intent: i.Activate) -> list[Reply]:
    """Puts a draft in force; saying it twice changes nothing."""
    said = desk.words
    row = _meant(desk, intent)
    if row is None:
        return [Reply(said.text("Which directive? See /vanban for the list."))]
    if row.state != "draft":
        return [Reply(said.text("{name} is not a draft: {state}.", name=directives.label(row), state=state_name(said, row.state)))]
    done = directives.activate(desk.session, row, desk.now, desk.today, person_id=desk.asker_id)
    return [Reply(in_force_text(said, row, done))]


def in_force_text(said: Words, row: Directive, done: Activation) -> str:
    """What putting a directive in force did, with what the roster lacked."""
    text = said.text(
        "In force: {name}, {tasks} tasks for {assignments} assignments. The units are told in working hours.",
        name=directives.label(row),
        tasks=done.tasks,
        assignments=done.assignments,
    )
    if done.made_units:
        text += "\n" + said.text("Not in the roster, added without anybody linked: {names}.", names="; ".join(done.made_units))
    if done.vague:
        text += "\n" + said.text("Support groups that the roster does not resolve: {names}.", names="; ".join(done.vague))
    return text


def _meant(desk: Desk, intent: i.Activate) -> Directive | None:
    if intent.directive is not None:
        return desk.session.get(Directive, intent.directive)
    drafts = [row.directive for row in directives.listed(desk.session) if row.directive.state == "draft"]
    if intent.number:
        key = fold(intent.number)
        return next((row for row in drafts if key in fold(f"{row.number or ''} {row.symbol or ''} {row.file_name}")), None)
    return drafts[0] if len(drafts) == 1 else None


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

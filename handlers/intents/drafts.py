"""Corrections of a drafted letter in words or buttons: unit, support, deadline, text, split, drop, add."""

import re
from collections.abc import Callable
from typing import Any, Literal

from directives.deadlines import Deadline, Frame, deadlines, field_deadlines
from handlers.buttons import in_rows
from handlers.desk import Desk
from handlers.intents import draft_reminding, reminding
from handlers.intents.acts import actor
from handlers.intents.draft_pages import named
from handlers.intents.letters import page_of_draft
from handlers.intents.unit_asking import unit_named
from handlers.understand import value
from handlers.understanding import intents as i
from handlers.understanding.intents import Intent
from reports.lines import code, deadline, marked_quote
from storage import directives, drafts, naming, units
from storage.kinds import COMMUNE_KINDS, meant
from storage.messages import Choice, Reply
from storage.models import Directive, Task
from storage.text import fold

_NAMES = re.compile(r"\s*[;,\n]\s*")
_NOTHING = frozenset({"khong", "khong co", "khong ai", "none", "no", "bo"})
Part = Literal["show", "unit", "support", "deadline", "remind", "text", "split", "drop", "add"]


def draft(desk: Desk, intent: i.Draft) -> list[Reply]:
    """One correction: made at once where it is said in full, else asked for."""
    if intent.part == "add":
        return _add(desk, intent)
    if intent.number:
        return reminding.of_letter(desk, intent.number, intent.text)
    task = _meant(desk, intent)
    in_force = reminding.of_task(desk, intent.item, intent.text) if task is None and intent.part == "remind" else None
    if in_force is not None:
        return in_force
    if task is None:
        return [Reply(desk.words.text("There is no such task in a draft. Corrections are made before the letter is in force."))]
    row = desk.session.get(Directive, task.directive_id)
    if row is None or page_of_draft(desk, row.id or 0, 1).choices == ():
        return [Reply(desk.words.text("You have no right to do this."))]
    if intent.part in _ASKED and not intent.text:
        return [_ask(desk, intent.part, task)]
    desk.answered()
    return [_PARTS[intent.part](desk, task, intent.text)]


def _meant(desk: Desk, intent: i.Draft) -> Task | None:
    """The task of a button's row, of a typed code, or of a typed place in the list under review."""
    if intent.item is None:
        return None
    task = drafts.drafted_task(desk.session, intent.item)
    if task is not None or not intent.listed:
        return task
    row = drafts.newest_draft(desk.session, desk.asker_id)
    rows = directives.tasks_of(desk.session, row.id or 0) if row is not None else []
    return rows[intent.item - 1] if 1 <= intent.item <= len(rows) else None


def _ask(desk: Desk, part: Part, task: Task) -> Reply:
    said = desk.words
    questions = {
        "unit": said.text("{code}: which unit leads? Type its name; several with commas.", code=code(task)),
        "support": said.text("{code}: who supports? Type the names with commas, or “không”.", code=code(task)),
        "deadline": said.text("{code}: until when? For example “trước ngày 30/4/2024”, “hàng tháng”, or “không”.", code=code(task)),
        "remind": draft_reminding.question(desk, task),
        "text": said.text("{code}: what is to be done? Type the whole text.", code=code(task)),
    }
    return desk.ask("draft", questions[part], part=part, item=task.id)


def words_given(desk: Desk, data: dict[str, Any], intent: Intent) -> list[Reply] | None:
    """What was asked for was typed."""
    text = desk.message.text.strip()
    if desk.message.choice is not None or not text or text.startswith("/") or isinstance(intent, i.CancelDialogue):
        return None
    return draft(desk, i.Draft(data["part"], data["item"], text, number=data.get("number", "")))


def _show(desk: Desk, task: Task, _text: str = "") -> Reply:
    """A drafted task with its exact clause, and what can be corrected."""
    said = desk.words
    lines = [f"{code(task)} {deadline(said, task)}", task.text]
    groups = naming.stand_for(desk.session, task, desk.today)
    lines.append(said.text("Lead: {units}", units=named(said, task.lead_names, groups) or "–"))
    if task.support_names:
        lines.append(said.text("Support: {units}", units=named(said, task.support_names, groups)))
    lines += draft_reminding.days_line(desk, task)
    lines += ["", f"“{marked_quote(task)}”"]
    parts: list[tuple[str, Part]] = [
        (said.text("Unit"), "unit"),
        (said.text("Support"), "support"),
        (said.text("Deadline"), "deadline"),
        (said.text("Reminders"), "remind"),
        (said.text("Text"), "text"),
        (said.text("Split"), "split"),
        (said.text("Leave out"), "drop"),
    ]
    choices = [Choice(label, value(i.Draft(part, task.id))) for label, part in parts]
    back = Choice(said.text("Back to the list"), value(i.Page(f"draft{task.directive_id}", 1)))
    return Reply("\n".join(lines), (*in_rows(choices, 3), (back,)))


def _unit(desk: Desk, task: Task, text: str) -> Reply:
    names, reply = _units(desk, text)
    if reply is not None:
        return reply
    group = meant(text)
    is_all = group is not None and bool(set(group.kinds) & set(COMMUNE_KINDS))  # typed, it is not the clause's communes but all
    every: dict[str, Any] = {"communes": []} if is_all else {}
    drafts.correct(desk.session, task, desk.now, actor(desk), lead_names=names, **every)
    return _show(desk, task)


def _support(desk: Desk, task: Task, text: str) -> Reply:
    names, reply = ([], None) if fold(text) in _NOTHING else _units(desk, text)
    if reply is not None:
        return reply
    drafts.correct(desk.session, task, desk.now, actor(desk), support_names=names)
    return _show(desk, task)


def _units(desk: Desk, text: str) -> tuple[list[str], Reply | None]:
    """The roster's names for what was typed; a group's name stands as it is."""
    if meant(text) is not None:
        return [text.strip()], None
    names = []
    for part in filter(None, _NAMES.split(text)):
        if units.is_group(part):
            names.append(part)
            continue
        named = unit_named(desk, part, None)
        if named.unit is None:
            return [], named.reply
        names.append(named.unit.name)
    return names, None


def read_deadline(desk: Desk, text: str) -> Deadline | None:
    """The deadline that typed words say, "15/5" included; None where they say none."""
    today = desk.today
    frame = Frame(today.year, today.month, today.day)
    return next(iter([*field_deadlines(text, frame), *deadlines(f"trong ngày {text}", frame)]), None)


def _deadline(desk: Desk, task: Task, text: str) -> Reply:
    due = None if fold(text) in _NOTHING else read_deadline(desk, text)
    if due is None and fold(text) not in _NOTHING:
        return desk.ask(
            "draft",
            desk.words.text("“{words}” is no deadline that I can read. Please type a day, for example 15/5.", words=text),
            part="deadline",
            item=task.id,
        )
    drafts.set_deadline(desk.session, task, due, desk.now, actor(desk))
    return _show(desk, task)


def _text(desk: Desk, task: Task, text: str) -> Reply:
    drafts.correct(desk.session, task, desk.now, actor(desk), text=text)
    return _show(desk, task)


def _split(desk: Desk, task: Task, _text: str) -> Reply:
    made = drafts.split(desk.session, task, desk.now, actor(desk))
    if len(made) == 1:
        return Reply(desk.words.text("{code} reads as a single order. Correct its text, then add a task for the rest.", code=code(task)))
    head = desk.words.text("{code} was split into {codes}.", code=code(task), codes=", ".join(code(one) for one in made))
    return _list(desk, task.directive_id, head)


def _drop(desk: Desk, task: Task, _text: str) -> Reply:
    drafts.drop(desk.session, task, desk.now, actor(desk))
    return _list(desk, task.directive_id, desk.words.text("{code} was left out.", code=code(task)))


def _add(desk: Desk, intent: i.Draft) -> list[Reply]:
    """A task that the reader did not see: "Phòng Nội vụ: rà soát … trước 30/4"."""
    said = desk.words
    row = desk.session.get(Directive, intent.item) if intent.item is not None else drafts.newest_draft(desk.session, desk.asker_id)
    if row is None or row.state != "draft" or page_of_draft(desk, row.id or 0, 1).choices == ():
        return [Reply(said.text("There is no draft to add a task to."))]
    unit, colon, work = intent.text.partition(":")
    if not colon or not work.strip():
        example = said.text("Type the unit, a colon, and the work: “Phòng Nội vụ: rà soát hồ sơ trước ngày 30/4”.")
        return [desk.ask("draft", example, part="add", item=row.id)]
    names, reply = _units(desk, unit.strip())
    if reply is not None:
        return [reply]
    today = desk.today
    due = next(iter(deadlines(work, Frame(today.year, today.month, today.day))), None)
    task = drafts.add(desk.session, row, names, work.strip(), due, desk.now, actor(desk))
    desk.answered()
    return [_show(desk, task)]


def _list(desk: Desk, directive_id: int | None, head: str) -> Reply:
    page = page_of_draft(desk, directive_id or 0, 1)
    return Reply(f"{head}\n\n{page.text}", page.choices)


_ASKED = ("unit", "support", "deadline", "remind", "text")
_PARTS: dict[str, Callable[[Desk, Task, str], Reply]] = {
    "show": _show,
    "unit": _unit,
    "support": _support,
    "deadline": _deadline,
    "remind": lambda desk, task, text: draft_reminding.set_days(desk, task, text) or _show(desk, task),
    "text": _text,
    "split": _split,
    "drop": _drop,
}

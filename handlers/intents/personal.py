"""A person's own data: shown, handed out as a file, erased after a yes."""

import json
from typing import Any

from handlers.desk import Desk
from handlers.intents.everyone import role_name
from handlers.understand import value
from handlers.understanding import intents as i
from handlers.understanding.intents import Intent
from storage import files, people, personal
from storage.messages import Choice, OutFile, Reply
from storage.models import Membership, Unit

FOLDER = "personal"
"""Below the data folder; what lies in it is thrown away after some days."""


def my_data(desk: Desk, intent: i.MyData) -> list[Reply]:
    """What is kept about the asker, in plain words; or as a file; or the question whether to erase it."""
    if intent.what == "export":
        return [_export(desk)]
    if intent.what == "erase":
        return [_ask(desk)]
    return [_shown(desk)]


def _shown(desk: Desk) -> Reply:
    said = desk.words
    chats = people.addresses(desk.session, desk.asker_id)
    messages, reports = personal.counts(desk.session, desk.asker_id)
    lines = [
        said.text("Name: {name}", name=desk.asker.name or "–"),
        said.text("Language: {language}", language=desk.asker.language),
        said.text("Linked since: {day}", day=said.date(desk.office.today(desk.asker.created_at))),
        said.text("Roles: {roles}", roles="; ".join(_role(desk, membership) for membership in desk.roles) or "–"),
        *([said.text("Phone: {phone}", phone=desk.asker.phone)] if desk.asker.phone else []),
        said.text("Chats: {chats}", chats=", ".join(chat.channel for chat in chats) or "–"),
        said.text("Kept: {messages} of your messages, {reports} of your reports.", messages=messages, reports=reports),
        said.text("Your progress reports belong to the office's record of the work."),
    ]
    choices = (
        (Choice(said.text("Download my data"), value(i.MyData("export"))), Choice(said.text("Erase my data"), value(i.MyData("erase")))),
        (Choice(said.text("Use another chat"), value(i.AnotherChat())),),
    )
    return Reply("\n".join(lines), choices)


def _role(desk: Desk, membership: Membership) -> str:
    unit = desk.session.get(Unit, membership.unit_id) if membership.unit_id is not None else None
    return f"{role_name(desk.words, membership.role)} – {unit.name if unit is not None else desk.words.text('the whole programme')}"


def _export(desk: Desk) -> Reply:
    content = json.dumps(personal.everything_of(desk.session, desk.asker), ensure_ascii=False, indent=1).encode()
    path = files.keep(desk.office.data_dir, FOLDER, content, ".json")
    file = OutFile(path, desk.words.text("my-data.json"), "application/json")
    return Reply(desk.words.text("All that is kept about you, as a file that other programs can read."), files=(file,))


def _ask(desk: Desk) -> Reply:
    said = desk.words
    choices = ((Choice(said.text("Yes, erase"), value(i.Yes())), Choice(said.text("No"), value(i.No()))),)
    text = said.text(
        "Erase your data? Your name, phone number, chats and roles, and the words of your messages, are taken away for good. "
        "What you reported stays in the office's record, without your name. To come back you need a new invite code."
    )
    return desk.ask("erase", text, choices)


def confirmed(desk: Desk, _data: dict[str, Any], intent: Intent) -> list[Reply] | None:
    """Erases after a yes: from then on the chat is a stranger's."""
    if isinstance(intent, i.No):
        desk.answered()
        return [Reply(desk.words.text("All right, nothing was erased."))]
    if not isinstance(intent, i.Yes):
        return None
    said = desk.words
    desk.later("menu")
    personal.erase(desk.session, desk.asker, desk.inbox.id or 0, desk.now)
    return [Reply(said.text("Your data was erased. This chat is no longer linked."))]

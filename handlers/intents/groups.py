"""A unit's group chat: linking it, what is said to the bot and what is not, and what is better asked in private."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from handlers.desk import Desk
from handlers.intents import evidence, linking
from handlers.understand import understand, value
from handlers.understanding import intents as i
from handlers.understanding.intents import Intent
from locales import Words, words
from storage import events, groups, invites, units
from storage.messages import Choice, Incoming, Reply, bold
from storage.models import Unit
from storage.office import Office
from storage.outbox import sent_message

_CODE = re.compile(r"#\s?\d")
_ASKED_ALOUD = (i.MyTasks, i.Show, i.NoChange)
"""Clear enough to be meant for the bot even where nobody calls it."""
_FOR_ALL = (
    i.Answer,
    i.CancelDialogue,
    i.Extend,
    i.Extension,
    i.Help,
    i.MyTasks,
    i.No,
    i.NoChange,
    i.NotMine,
    i.Number,
    i.OfUnit,
    i.Page,
    i.Pick,
    i.Received,
    i.Report,
    i.Show,
    i.Skip,
    i.Thanks,
    i.Unclear,
    i.Undo,
    i.WhyDayBefore,
    i.Yes,
)
"""What may be answered before everybody in the group; the rest names people or other units."""


def stranger(session: Session, message: Incoming, now: datetime, office: Office) -> list[Reply]:
    """In a group somebody unknown can link it by a unit's code; a command is refused in a sentence, all else is the group's own talk."""
    said = words(office.language)
    code = linking.code_in(message, office, now) if groups.unit_of(session, message.sender) is None else None
    invite = invites.redeem_for_group(session, code, message.sender, now) if code is not None else None
    unit = session.get(Unit, invite.unit_id) if invite is not None else None
    if unit is not None:
        return [_linked(session, said, message, unit, now)]
    if message.text.startswith("/"):
        return [Reply(said.text("You are not linked yet. Please write to the bot in private and type your invite code there."))]
    return []


def entered(desk: Desk) -> list[Reply] | None:
    """The replies where a group is being linked or unlinked, or belongs to nobody; None where the message can be answered for its unit."""
    here = groups.unit_of(desk.session, desk.message.sender)
    first = understand(desk.message.text, desk.today)[0] if desk.message.choice is None else None
    if here is not None:
        desk.only_unit = here.id
        return _known(desk, here, first)
    if isinstance(first, i.Start | i.Code):
        return _link(desk, first.code)
    question = desk.question
    if question is not None and question.question == "group_unit":
        return None
    return [Reply(_how(desk.words))] if desk.message.text.startswith("/") else []


def _known(desk: Desk, here: Unit, first: Intent | None) -> list[Reply] | None:
    if isinstance(first, i.Unlink) and desk.message.text.startswith("/"):
        if not (here.id in desk.all_units or (desk.has("coordinator", "admin") and desk.may_see(here.id or 0))):
            return [Reply(desk.words.text("You have no right to do this."))]
        groups.unlink(desk.session, desk.message.sender)
        events.record(desk.session, "group_unlinked", desk.now, person_id=desk.asker_id, unit_id=here.id)
        return [Reply(desk.words.text("This group is no longer linked; reminders go to the unit's officers again."))]
    if isinstance(first, i.Start | i.Code):
        return [Reply(_welcome(desk.words, here))]
    return None


def _how(said: Words) -> str:
    return said.text("To link this group to a unit, one of its linked officers types /start here, or an invite code.")


def _link(desk: Desk, code: str) -> list[Reply]:
    """By a unit's code, by a unit's name from somebody who coordinates it, or for the asker's own unit."""
    if code:
        invite = invites.redeem_for_group(desk.session, code, desk.message.sender, desk.now)
        unit = desk.session.get(Unit, invite.unit_id) if invite is not None else _coordinated(desk, code)
        if unit is None:
            return [Reply(desk.words.text("The code is not valid. Please ask your office for a new invite code."))]
        return [_linked(desk.session, desk.words, desk.message, unit, desk.now, desk.asker_id)]
    own = sorted(desk.all_units)
    if not own:
        return [Reply(_how(desk.words))]
    if len(own) > 1:
        choices = [(Choice(desk.session.get_one(Unit, unit_id).name, value(i.OfUnit(unit_id))),) for unit_id in own]
        return [desk.ask("group_unit", desk.words.text("Which unit's group is this?"), choices)]
    return [_linked(desk.session, desk.words, desk.message, desk.session.get_one(Unit, own[0]), desk.now, desk.asker_id)]


def _coordinated(desk: Desk, name: str) -> Unit | None:
    found = units.find(desk.session, name).sure if desk.has("coordinator", "admin") else None
    return found if found is not None and desk.may_see(units.unit_id(found)) else None


def unit_given(desk: Desk, _data: dict[str, Any], intent: Intent) -> list[Reply] | None:
    """Somebody with several units says whose group this is."""
    if not isinstance(intent, i.OfUnit) or intent.unit_id not in desk.all_units:
        return None
    desk.answered()
    return [_linked(desk.session, desk.words, desk.message, desk.session.get_one(Unit, intent.unit_id), desk.now, desk.asker_id)]


def _linked(session: Session, said: Words, message: Incoming, unit: Unit, now: datetime, by_id: int | None = None) -> Reply:
    groups.link(session, message.sender, units.unit_id(unit))
    events.record(session, "group_linked", now, person_id=by_id, unit_id=unit.id)
    return Reply(_welcome(said, unit))


def _welcome(said: Words, unit: Unit) -> str:
    return said.text(
        "This group now gets the reminders of {unit}. Its officers answer by replying to a message or with the code, "
        "for example “#27 done”. Please write nothing personal here; to unlink the group: /dung.",
        unit=bold(unit.name),
    )


def is_addressed(desk: Desk, intents: Sequence[Intent]) -> bool:
    """Whether a message in a group is meant for the bot: a button, a command, an answer to it, a task's code, or the list asked for."""
    message = desk.message
    if message.choice is not None or message.text.startswith("/") or _CODE.search(message.text) or evidence.continues_album(desk):
        return True
    if message.reply_to is not None and sent_message(desk.session, desk.chat.id or 0, message.reply_to) is not None:
        return True
    return isinstance(intents[0], _ASKED_ALOUD)


def may_be_said(intent: Intent) -> bool:
    """Whether the answer is for everybody in the group."""
    return isinstance(intent, _FOR_ALL)


def in_private(desk: Desk) -> Reply:
    """What names people or other units is not answered before everybody."""
    return Reply(desk.words.text("Please ask me that in a private message, not in the group."))

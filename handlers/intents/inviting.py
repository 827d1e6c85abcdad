"""People and units: invites with their links, and the units with nobody linked."""

from handlers.desk import Desk
from handlers.intents.everyone import role_name
from handlers.intents.qr import qr_picture
from handlers.intents.unit_asking import unit_question
from handlers.understanding import intents as i
from storage import events, invites, standing, units
from storage.messages import Reply, bold
from storage.models import Unit

SHOWN = 40


def invite(desk: Desk, intent: i.Invite) -> list[Reply]:
    """A one-time code for a unit and role, with a link for every channel. Only an admin may invite coordinators, leaders and admins."""
    said = desk.words
    if intent.role != "officer" and not desk.has("admin"):
        return [Reply(said.text("You have no right to invite somebody in this role."))]
    name, phone = invites.split_phone(intent.unit)
    found = units.Found(desk.session.get(Unit, intent.unit_id)) if intent.unit_id else units.find(desk.session, name)
    if found.sure is None:
        return [unit_question(desk, name, found)]
    if not desk.may_see(units.unit_id(found.sure)):
        return [Reply(said.text("You have no right to do this."))]
    code, row = invites.invite(desk.session, unit_id=found.sure.id, role=intent.role, now=desk.now, by_id=desk.asker_id, phone=phone)
    events.record(desk.session, "invited", desk.now, person_id=desk.asker_id, unit_id=found.sure.id, after={"role": intent.role})
    links = desk.office.invite_links(desk.session, code)
    lines = [
        said.text("Invite for {unit}, {role}: {code}", unit=found.sure.name, role=role_name(said, intent.role), code=bold(code)),
        *(f"{channel}: {link}" for channel, link in links.items()),
        said.text(
            "It works once, until {day}. Please pass it on in person or by a private message.",
            day=said.date(desk.office.today(row.expires_at)),
        ),
    ]
    if phone:
        lines.append(said.text("Whoever shares the phone number {phone} with the bot is linked without the code.", phone=phone))
    return [Reply("\n".join(lines), files=qr_picture(desk, links.get("telegram", "")))]


def listing(desk: Desk, intent: i.Units) -> list[Reply]:
    """The roster, or only the units that nobody can be reached at."""
    said = desk.words
    reached = standing.reachable_units(desk.session)
    alive = [unit for unit in units.living(desk.session, desk.today) if unit.kind != "group" and desk.may_see(units.unit_id(unit))]
    rows = [unit for unit in alive if not intent.unlinked or unit.id not in reached]
    if not rows:
        return [Reply(said.text("Every unit has somebody linked.") if intent.unlinked else said.text("The roster is empty."))]
    head = said.plural("{n} unit with nobody linked:", "{n} units with nobody linked:", len(rows))
    if not intent.unlinked:
        head = said.plural("{n} unit:", "{n} units:", len(rows))
    lines = [f"• {unit.name}" for unit in rows[:SHOWN]]
    if len(rows) > SHOWN:
        lines.append(said.plural("… and {n} more", "… and {n} more", len(rows) - SHOWN))
    return [Reply("\n".join([head, *lines]))]

"""People and units: invites with their links, and the units with nobody linked."""

from handlers.desk import Desk
from handlers.intents.everyone import role_name
from handlers.intents.questions import unit_question
from handlers.understanding import intents as i
from storage import events, people, standing, units
from storage.messages import Reply, bold
from storage.models import Unit

SHOWN = 40


def invite(desk: Desk, intent: i.Invite) -> list[Reply]:
    """A one-time code for a unit and role, with a link for every channel. Only an admin may invite coordinators, leaders and admins."""
    said = desk.words
    if intent.role != "officer" and not desk.has("admin"):
        return [Reply(said.text("You have no right to invite somebody in this role."))]
    found = units.Found(desk.session.get(Unit, intent.unit_id)) if intent.unit_id else units.find(desk.session, intent.unit)
    if found.sure is None:
        return [unit_question(desk, intent.unit, found)]
    if not desk.may_see(units.unit_id(found.sure)):
        return [Reply(said.text("You have no right to do this."))]
    code, row = people.invite(desk.session, unit_id=found.sure.id, role=intent.role, now=desk.now, by_id=desk.asker_id)
    events.record(desk.session, "invited", desk.now, person_id=desk.asker_id, unit_id=found.sure.id, after={"role": intent.role})
    lines = [
        said.text("Invite for {unit}, {role}: {code}", unit=found.sure.name, role=role_name(said, intent.role), code=bold(code)),
        *(f"{channel}: {link}" for channel, link in desk.office.invite_links(desk.session, code).items()),
        said.text(
            "It works once, until {day}. Please pass it on in person or by a private message.",
            day=said.date(desk.office.today(row.expires_at)),
        ),
    ]
    return [Reply("\n".join(lines))]


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

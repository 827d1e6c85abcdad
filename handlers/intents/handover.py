"""Handing over: an officer's open work and its history go to a successor, who links by a one-time code."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from handlers.desk import Desk
from handlers.intents.receipts import describe
from handlers.understand import value
from handlers.understanding import intents as i
from handlers.understanding.intents import Intent
from locales import words
from reports.lines import task_line
from storage import duties, events, invites, people, progress
from storage.messages import Choice, Outgoing, Reply, bold
from storage.models import Inbox, Invite, Mark, Person, Request, Unit
from storage.office import Office
from storage.outbox import address_of, queue

SHOWN = 12


def hand_over(desk: Desk, intent: i.HandOver) -> list[Reply]:
    """Asks for the unit where there are several, then whether it is really meant."""
    own = sorted(desk.own_units)
    if len(own) > 1:
        choices = [(Choice(desk.session.get_one(Unit, unit_id).name, value(i.OfUnit(unit_id))),) for unit_id in own]
        return [desk.ask("handover_unit", desk.words.text("Which unit's tasks do you hand over?"), choices, to=intent.to)]
    return [_sure(desk, own[0], intent.to)]


def unit_given(desk: Desk, data: dict[str, Any], intent: Intent) -> list[Reply] | None:
    """The unit was asked for."""
    if not isinstance(intent, i.OfUnit) or intent.unit_id not in desk.all_units:
        return None
    return [_sure(desk, intent.unit_id, str(data["to"]))]


def _sure(desk: Desk, unit_id: int, to: str) -> Reply:
    said = desk.words
    unit = desk.session.get_one(Unit, unit_id)
    text = said.plural(
        "Hand over {n} open task of {unit}? As soon as your successor is linked, the messages go to them and no longer to you.",
        "Hand over {n} open tasks of {unit}? As soon as your successor is linked, the messages go to them and no longer to you.",
        len(duties.open_duties(desk.session, unit_ids={unit_id})),
        unit=unit.name,
    )
    choices = ((Choice(said.text("Yes, hand over"), value(i.Yes())), Choice(said.text("No"), value(i.No()))),)
    return desk.ask("handover", text, choices, of=unit_id, to=to)


def confirmed(desk: Desk, data: dict[str, Any], intent: Intent) -> list[Reply] | None:
    """After a yes: a code for the successor. Until it is used nothing changes."""
    if not isinstance(intent, i.Yes | i.No):
        return None
    desk.answered()
    said = desk.words
    if isinstance(intent, i.No) or data["of"] not in desk.all_units:
        return [Reply(said.text("All right, nothing was handed over."))]
    code, row = invites.invite(desk.session, unit_id=data["of"], role="officer", now=desk.now, name=data["to"], by_id=desk.asker_id)
    desk.session.add(Mark(name=_mark(row), value={"person": desk.asker_id}, at=desk.now))
    events.record(desk.session, "handover_offered", desk.now, person_id=desk.asker_id, unit_id=row.unit_id)
    lines = [
        said.text("Code for your successor: {code}", code=bold(code)),
        *(f"{channel}: {link}" for channel, link in desk.office.invite_links(desk.session, code).items()),
        said.text(
            "It works once, until {day}. Until it is used, nothing changes for you.", day=said.date(desk.office.today(row.expires_at))
        ),
    ]
    return [Reply("\n".join(lines))]


def _mark(invite: Invite) -> str:
    return f"handover:{invite.id}"


def completed(session: Session, inbox: Inbox, successor: Person, invite: Invite, now: datetime, office: Office) -> list[Reply]:
    """Where the redeemed code was for a successor: the predecessor's role ends, open requests go along, both are told. Else nothing."""
    mark = session.get(Mark, _mark(invite))
    predecessor = session.get(Person, mark.value["person"]) if mark is not None else None
    if predecessor is None or predecessor.id == successor.id or invite.unit_id is None:
        return []
    _end_role(session, predecessor, invite.unit_id, now)
    for request in session.exec(select(Request).where(Request.person_id == predecessor.id, Request.state == "asked")):
        duty = duties.duty(session, request.occurrence_id)
        if duty is not None and duty.assignment.unit_id == invite.unit_id:
            request.person_id = successor.id
            session.add(request)
    session.delete(mark)
    events.record(
        session, "handed_over", now, person_id=predecessor.id, inbox_id=inbox.id, unit_id=invite.unit_id, after={"to": successor.id}
    )
    _tell(session, inbox, predecessor, successor, invite.unit_id, now)
    return [_overview(session, successor, predecessor, invite.unit_id, now, office)]


def _end_role(session: Session, predecessor: Person, unit_id: int, now: datetime) -> None:
    for membership in people.memberships(session, predecessor):
        if membership.unit_id == unit_id and membership.role == "officer":
            membership.until_at = now
            session.add(membership)


def _tell(session: Session, inbox: Inbox, predecessor: Person, successor: Person, unit_id: int, now: datetime) -> None:
    chats = people.addresses(session, predecessor.id or 0)
    if not chats:
        return
    text = words(predecessor.language).text(
        "{name} is linked and takes over the tasks of {unit}. Thank you for your work.",
        name=successor.name or "–",
        unit=session.get_one(Unit, unit_id).name,
    )
    message = Outgoing(address_of(chats[0]), text)
    queue(session, message, key=f"handover:{inbox.id}", kind="notice", now=now, address_id=chats[0].id, person_id=predecessor.id)


def _overview(session: Session, successor: Person, predecessor: Person, unit_id: int, now: datetime, office: Office) -> Reply:
    """What the successor takes over: each open task with what was last reported on it."""
    said = words(successor.language)
    held = duties.open_duties(session, unit_ids={unit_id})
    lines = [
        said.plural(
            "You take over {n} open task from {name}:", "You take over {n} open tasks from {name}:", len(held), name=predecessor.name
        )
    ]
    for duty in held[:SHOWN]:
        lines.append(task_line(said, duty, office.today(now)))
        last = progress.latest(session, duty.occurrence.id or 0)
        if last is not None:
            day = said.date(office.today(last.at))
            lines.append("   " + said.text("last report {day}: {understood}", day=day, understood=describe(said, last)))
    if len(held) > SHOWN:
        lines.append(said.plural("… and {n} more", "… and {n} more", len(held) - SHOWN))
    lines.append(said.text("“history #{number}” shows everything that was said about a task.", number=held[0].task.id if held else 27))
    return Reply("\n".join(lines))

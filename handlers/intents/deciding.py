"""Deciding an officer's request in words, and putting one before the leader."""

from handlers.desk import Desk
from handlers.intents import requests
from handlers.intents.acts import actor, held
from handlers.understanding import intents as i
from storage import duties, people, steering
from storage.asked import open_requests
from storage.messages import Reply
from storage.models import Request


def decide(desk: Desk, intent: i.Decide) -> list[Reply]:
    """ "đồng ý gia hạn #27", "từ chối #27 vì …": the newest open request about the task."""
    found, reply = held(desk, intent.task)
    if reply is not None:
        return [reply]
    rows = open_requests(desk.session, [duty.occurrence.id or 0 for duty in found])
    if not rows:
        return [Reply(desk.words.text("Nothing is asked for about #{number}.", number=intent.task))]
    return requests.decided(desk, i.Yes(rows[0].id) if intent.granted else i.No(rows[0].id))


def pass_up(desk: Desk, intent: i.PassUp) -> list[Reply]:
    """Puts an open request before the leaders of its unit; they decide with the same buttons."""
    said = desk.words
    row = desk.session.get(Request, intent.request)
    duty = duties.duty(desk.session, row.occurrence_id) if row is not None else None
    if row is None or duty is None or not desk.may_see(duty.assignment.unit_id):
        return [Reply(said.text("There is no open question to answer."))]
    if row.state != "asked":
        return [Reply(said.text("This request about {code} is no longer open.", code=f"#{duty.task.id}"))]
    leaders = people.coordinators(desk.session, duty.assignment.unit_id, "leader")
    told = sum(requests.put_before(desk, duty, row, leader, may_pass_up=False) for leader in leaders)
    if not told:
        return [Reply(said.text("No leader can be reached here yet. The request stays with you."))]
    steering.note(desk.session, "passed_up", duty, desk.now, actor(desk), row.reason)
    return [Reply(said.plural("Put before {n} leader, who decides.", "Put before {n} leaders, who decide.", told))]

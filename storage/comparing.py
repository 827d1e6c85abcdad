"""A draft beside what is in force: the same work of the same unit, with the same deadline or another; a corrected letter."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from rapidfuzz import fuzz
from sqlmodel import Session, col, select

from storage import duties, events, steering, units
from storage.directives import label, tasks_of
from storage.duties import Duty
from storage.models import Assignment, Directive, Event, Task
from storage.steering import Actor
from storage.text import fold

SAME_WORK = 86
"""How alike (of 100) two tasks of one unit must read, deadlines aside, to be taken for the same work."""
_DAYS = re.compile(r"\b(?:truoc |xong |hoan thanh |cham nhat )?(?:ngay )?\d{1,2} \d{1,2}(?: \d{4})?\b|\b(?:thang|quy|nam) \d{1,4}\b")
DECIDED = "letter_compared"


@dataclass(frozen=True, slots=True)
class Match:
    """A drafted task and the task in force that is the same work. `moved` is whether their deadlines differ."""

    draft: Task
    standing: Task

    @property
    def moved(self) -> bool:
        """Whether the deadlines differ."""
        return (self.draft.due_on, self.draft.due_time, self.draft.rrule) != (
            self.standing.due_on,
            self.standing.due_time,
            self.standing.rrule,
        )


def corrects(session: Session, row: Directive) -> Directive | None:
    """The letter in force that a draft of the same number and issuer corrects; None where there is none."""
    if not row.number:
        return None
    query = select(Directive).where(Directive.number == row.number, Directive.state == "in_force", Directive.id != row.id)
    same = [one for one in session.exec(query.order_by(col(Directive.id).desc())) if fold(one.issuer) == fold(row.issuer)]
    return same[0] if same else None


def matches(session: Session, row: Directive, today: date) -> list[Match]:
    """The drafted tasks that stand in force already, each beside the one that reads most like it."""
    found: list[Match] = []
    taken: set[int | None] = set()
    for draft in tasks_of(session, row.id or 0):
        lead = [units.unit_id(unit) for unit in units.resolve(session, draft.lead_names, draft.communes, today).units]
        rivals = [(_alike(draft, one), one) for one in _held_by(session, lead) if one.id not in taken and one.directive_id != row.id]
        best = max(rivals, key=lambda rival: rival[0], default=None)
        if best is not None and best[0] >= SAME_WORK:
            taken.add(best[1].id)
            found.append(Match(draft, best[1]))
    return found


def _held_by(session: Session, unit_ids: Iterable[int]) -> list[Task]:
    # No DISTINCT over whole tasks: they hold lists, which PostgreSQL cannot compare.
    held = select(Assignment.task_id).where(
        Assignment.part == "lead", col(Assignment.ended_at).is_(None), col(Assignment.unit_id).in_(list(unit_ids))
    )
    return list(session.exec(select(Task).where(Task.state == "active", col(Task.id).in_(held)).order_by(col(Task.id))))


def _alike(one: Task, other: Task) -> float:
    return fuzz.token_sort_ratio(_work(one), _work(other))


def _work(task: Task) -> str:
    """What is to be done, without the words of its deadline."""
    return " ".join(_DAYS.sub(" ", fold(task.text)).split())


def decision(session: Session, row: Directive) -> str | None:
    """What the coordinator decided: "update" (the work in force follows the new letter), "both", "drop"; None = not yet."""
    query = select(Event).where(Event.directive_id == row.id, Event.kind == DECIDED).order_by(col(Event.id).desc())
    event = session.exec(query).first()
    return str(event.after["choice"]) if event is not None else None


def decide(session: Session, row: Directive, choice: str, now: datetime, today: date, actor: Actor) -> None:
    """Keeps the decision. "drop" leaves the drafted twins out; "update" those of them that would change nothing."""
    for match in matches(session, row, today):
        if choice == "drop" or (choice == "update" and not match.moved):
            match.draft.state = "dropped"
            session.add(match.draft)
    after = {"choice": choice}
    events.record(session, DECIDED, now, person_id=actor.person_id, inbox_id=actor.inbox_id, directive_id=row.id, after=after)


@dataclass(frozen=True, slots=True)
class Carried:
    """What a letter changed of what was in force: duties with another deadline, and duties that it no longer holds (cancelled)."""

    moved: tuple[Duty, ...] = ()
    ended: tuple[Duty, ...] = ()


def carry_over(session: Session, row: Directive, now: datetime, today: date, actor: Actor) -> Carried:
    """Lets what is in force follow a draft that is about to be, in the caller's transaction. Nothing to do without the decision "update".

    1. The same work keeps its code, its reports and its units; its clause and its deadline are the new letter's. 2. The drafted twin is
    left out. 3. Of a corrected letter what the new one no longer holds is cancelled, and the old letter is replaced.
    """
    if decision(session, row) != "update":
        return Carried()
    older = corrects(session, row)
    kept: set[int | None] = {one.standing.id for one in matches(session, row, today)} | _unchanged(session, row)
    moved = [duty for match in matches(session, row, today) for duty in _follow(session, match, row, now, actor)]
    ended: list[Duty] = []
    if older is not None:
        for task in tasks_of(session, older.id or 0):
            if task.state == "active" and task.id not in kept:
                ended += duties.open_duties(session, task_id=task.id, part="lead")
                steering.cancel_task(session, task, now, actor, label(row))
        older.state, older.ended_at, row.replaces_id = "replaced", now, older.id
        session.add(older)
    session.flush()
    return Carried(tuple(moved), tuple(ended))


def _unchanged(session: Session, row: Directive) -> set[int | None]:
    """The tasks in force that drafts left out as their twins stand for."""
    left_out = session.exec(select(Task).where(Task.directive_id == row.id, Task.state == "dropped"))
    active = list(session.exec(select(Task).where(Task.state == "active", Task.directive_id != row.id)))
    found: set[int | None] = set()
    for draft in left_out:
        found |= {one.id for one in active if one.lead_names == draft.lead_names and _alike(draft, one) >= SAME_WORK}
    return found


def _follow(session: Session, match: Match, row: Directive, now: datetime, actor: Actor) -> list[Duty]:
    draft, task = match.draft, match.standing
    ref = draft.ref
    draft.state, draft.ref = "dropped", f"~{draft.id}"
    session.add(draft)
    session.flush()
    before = {"directive": task.directive_id, "ref": task.ref, "quote": task.quote, "deadline_text": task.deadline_text}
    task.directive_id, task.ref, task.position, task.paragraph, task.page = row.id, ref, draft.position, draft.paragraph, draft.page
    task.text, task.quote, task.deadline_text = draft.text, draft.quote, draft.deadline_text
    task.due_on, task.due_time, task.rrule, task.ongoing = draft.due_on, draft.due_time, draft.rrule, draft.ongoing
    session.add(task)
    events.record(
        session,
        "corrected",
        now,
        person_id=actor.person_id,
        inbox_id=actor.inbox_id,
        directive_id=row.id,
        task_id=task.id,
        before=before,
        after={"directive": row.id, "ref": ref},
        note=label(row),
    )
    changed = [one for one in duties.open_duties(session, task_id=task.id) if one.occurrence.due_on != draft.due_on]
    for duty in changed:
        duties.move_deadline(session, duty, draft.due_on, now, person_id=actor.person_id, inbox_id=actor.inbox_id, why=label(row))
    return [duty for duty in changed if duty.assignment.part == "lead"]

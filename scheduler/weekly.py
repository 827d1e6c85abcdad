"""The weekly cycle: a prompt to units with open work, one nudge to the silent, their own reports, the digest. Every step once a week."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlmodel import Session

from locales import words
from scheduler.compose import longest, units_of
from scheduler.recipients import Recipient, of_units
from scheduler.rules import Rules
from scheduler.week import Cycle, cycle
from scheduler.weekly_wording import prompt
from scheduler.wording import Line
from storage import duties, weeks
from storage.marks import known
from storage.messages import Outgoing
from storage.models import Mark
from storage.office import Office
from storage.outbox import queue

UNITS_A_BEAT = 100
WEEK = timedelta(days=7)
PREVIEW_BEFORE = timedelta(hours=2)
BEGUN = "weekly"


@dataclass(frozen=True, slots=True)
class Beat:
    """What one beat did. `more` is whether another beat should follow at once."""

    queued: int = 0
    more: bool = False


DigestHook = Callable[[Session, Cycle, str, datetime], int]
"""Decides a step of the week's reports: (session, week, "summary" | "preview" | "digest", now) → sendings that wait."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a week: due from `at`, pointless from `until` on."""

    name: str
    week: Cycle
    at: datetime
    until: datetime

    @property
    def mark(self) -> str:
        """The name under which the step is remembered."""
        return f"weekly:{self.week.week}:{self.name}"


def steps(week: Cycle, rules: Rules) -> tuple[Step, ...]:
    """A week's steps in order. A prompt missed that day is left to the nudge; a late digest is sent until the next one takes its place."""
    preview_at = week.digest_at - PREVIEW_BEFORE
    prompt_day_ends = rules.instant(rules.day(week.prompt_at) + timedelta(days=1), time.min)
    return (
        Step("prompt", week, week.prompt_at, min(week.nudge_at, prompt_day_ends)),
        Step("nudge", week, week.nudge_at, week.cutoff_at),
        Step("summary", week, week.cutoff_at, max(week.digest_at, week.cutoff_at + PREVIEW_BEFORE)),
        Step("preview", week, preview_at, week.digest_at),
        Step("digest", week, week.digest_at, week.digest_at + WEEK),
    )


def run_cycle(session: Session, now: datetime, rules: Rules, office: Office, digest: DigestHook | None) -> Beat:
    """Takes the steps that are due at this working moment, last week's late digest included.

    A store that has never seen a week begins with the next step: nothing of the past is caught up.
    """
    due = list(_due_steps(now, rules))
    marks = known(session, [BEGUN, *(step.mark for step in due)])
    begun = BEGUN in marks
    if not begun:
        session.add(Mark(name=BEGUN, at=now))
    queued, more = 0, False
    for step in due:
        mark = marks.get(step.mark)
        if mark is not None and mark.value.get("done", True):
            continue
        if not begun or now >= step.until:
            session.merge(Mark(name=step.mark, value={"done": True, "why": "stale"}, at=now))
            continue
        done = _take(session, step, mark, now, rules, office, digest)
        queued, more = queued + done.queued, more or done.more
    return Beat(queued, more)


def _due_steps(now: datetime, rules: Rules) -> Iterator[Step]:
    today = rules.day(now)
    for day in (today - WEEK, today):
        week = cycle(day, rules)
        if week is not None:
            yield from (step for step in steps(week, rules) if step.at <= now)


def _take(session: Session, step: Step, mark: Mark | None, now: datetime, rules: Rules, office: Office, digest: DigestHook | None) -> Beat:
    """One step, or the next hundred units of it; the mark says how far it is."""
    if step.name in ("summary", "preview", "digest"):
        queued = digest(session, step.week, step.name, now) if digest is not None else 0
        session.merge(Mark(name=step.mark, value={"done": True, "queued": queued}, at=now))
        return Beat(queued)
    before = dict(mark.value) if mark is not None else {"after": 0, "queued": 0}
    monday = rules.instant(step.week.monday, time.min)
    silent_since = monday if step.name == "nudge" else None
    unit_ids = weeks.units_with_open_work(session, before["after"], UNITS_A_BEAT, silent_since)
    queued = _ask(session, step, unit_ids, now, rules, office)
    done = len(unit_ids) < UNITS_A_BEAT
    value = {"done": done, "after": max(unit_ids, default=0), "queued": before["queued"] + queued}
    session.merge(Mark(name=step.mark, value=value, at=now))
    return Beat(queued, more=not done)


def _ask(session: Session, step: Step, unit_ids: Sequence[int], now: datetime, rules: Rules, office: Office) -> int:
    recipients = {to.key: (to, unit_id) for unit_id, told in of_units(session, unit_ids).items() for to in told}
    return sum(_ask_one(session, step, to, unit_id, now, rules, office) for to, unit_id in recipients.values())


def _ask_one(session: Session, step: Step, to: Recipient, unit_id: int, now: datetime, rules: Rules, office: Office) -> int:
    """One message about all of a person's units; a person in several units is asked once."""
    message = weekly_message(session, step.name == "nudge", to, unit_id, step.week, now, rules, office)
    if message is None:
        return 0
    key = f"{step.name}:{step.week.week}:{to.key}"
    row = queue(session, message, key=key, kind="prompt", now=now, address_id=to.address_id, person_id=to.person_id)
    return 0 if row is None else 1


def weekly_message(
    session: Session, nudge: bool, to: Recipient, unit_id: int | None, week: Cycle, now: datetime, rules: Rules, office: Office
) -> Outgoing | None:
    """The prompt as the store stands now; None where no work of theirs is open any more."""
    unit_ids = weeks.officer_units(session, to.person_id) if to.person_id is not None else {unit_id or 0}
    held = duties.open_duties(session, unit_ids=unit_ids, part="lead")
    if not held:
        return None
    units = units_of(session, {duty.assignment.unit_id for duty in held})
    lines = []
    for duty in held:
        unit = units[duty.assignment.unit_id]
        lines.append(Line(duty, "weekly", unit.name, unit.message_detail or office.message_detail))
    said = prompt(
        words(to.language or office.language), lines, rules.local(week.cutoff_at), rules.day(now), longest(to, office), nudge=nudge
    )
    return Outgoing(to.address, said.text, said.choices)

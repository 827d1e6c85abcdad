"""What the beat decided about digests is done here: facts gathered and kept, files rendered, messages queued, each surely and once.

It takes long for a province, so it runs in a worker thread: it reads from a consistent look that holds nobody up, and writes in short
transactions. What stops in the middle is done again at the next beat; the outbox's keys let nothing out twice.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from reports import kept
from reports.facts import WeekFacts
from scheduler.digest import Digests
from scheduler.digest_files import Written, attempt, write_files
from scheduler.digest_message import digest_message, preview_message
from scheduler.digest_readers import Reader, reader
from scheduler.gather import gather
from scheduler.recipients import Recipient
from scheduler.summaries import Draft, drafts, monday_of, summary_message
from scheduler.week import cycle
from storage import digests, events, people
from storage.db import reading, transaction
from storage.digests import DigestWeek, Job
from storage.messages import Abilities, Outgoing
from storage.models import Event, Report
from storage.outbox import queue


def has_work(session: Session) -> bool:
    """Whether `send_waiting` would do anything."""
    return bool(digests.due(session) or digests.jobs(session))


def send_waiting(engine: Engine, how: Digests, now: datetime, goes_on: Callable[[], bool] = lambda: True) -> int:
    """Does all that waits, each week and each reader by itself; returns how many messages it queued.

    `goes_on` is asked before each: what is left when the service stops waits for its next start.
    """
    work = _Work(engine, how, now, goes_on)
    with reading(engine) as session:
        weeks = digests.due(session)
    for week in weeks:
        attempt(f"gathering the digest of {week.week}", partial(work.keep, week))
    with reading(engine) as session:
        jobs = digests.jobs(session)
    return sum(work.take(job) for job in jobs if goes_on())


@dataclass
class _Work:
    """One round of sending. What several readers share is gathered and rendered once."""

    engine: Engine
    how: Digests
    now: datetime
    goes_on: Callable[[], bool]
    facts: dict[tuple[str, str, datetime | None], WeekFacts] = field(default_factory=dict)
    files: dict[tuple[str, str], Written] = field(default_factory=dict)

    def keep(self, week: DigestWeek) -> None:
        """The facts of a week that is due, kept before anything is made of them; from then on every leader's sending waits."""
        with reading(self.engine) as session:
            facts = replace(self._gathered(session, week.week, week.as_of), foreword=week.foreword)
            inputs = _inputs(session)
        past = replace(facts, tasks=(), history=(), difficulties=(), changes=(), steering=(), criteria=(), usage=None)
        row = {"json": kept.to_json(facts), "past": kept.to_json(past), "inputs": inputs}
        with transaction(self.engine) as session:
            if digests.keep(session, week.week, row, kept.fingerprint(facts), self.now):
                for person in people.holders(session, "leader"):
                    digests.add_job(session, "digest", week.week, str(person.id), self.now)
        self.facts[("digest", week.week, None)] = facts

    def take(self, job: Job) -> int:
        """One sending; a failure is counted and tried again, five times in all."""
        queued = attempt(f"sending the {job.kind} of {job.week} to {job.who}", partial(self._sent, job))
        if not self.goes_on():
            return queued or 0  # it may have been cut short, so it stays and is done again
        with transaction(self.engine) as session:
            if queued is not None:
                digests.finish(session, job)
            elif digests.failed(session, job):
                events.record(session, "digest_failed", self.now, after={"kind": job.kind, "week": job.week, "who": job.who})
        return queued or 0

    def _sent(self, job: Job) -> int:
        if job.kind == "summary":
            return self._summaries(job)
        with reading(self.engine) as session:
            to = reader(session, int(job.who), job.kind)
            week = digests.week_named(session, job.week)
            if to is None or (job.kind == "preview" and (week is None or week.state not in digests.WAITING)):
                return 0
            facts = self._seen(session, job, week)
        facts = to.part.of(facts) if to.part is not None else facts
        with_pdf = self.how.with_pdf and job.kind == "digest"
        return self._queued(job, to, facts, self._written(facts, self._language(to.to), with_pdf=with_pdf))

    def _seen(self, session: Session, job: Job, week: DigestWeek | None) -> WeekFacts:
        """What the job shows: a digest what was kept, anything else the week as of the moment it was asked for."""
        at = None if job.kind == "digest" else job.at
        place = (job.kind, job.week, at)
        if place not in self.facts:
            if at is None:
                self.facts[place] = kept.from_json(digests.facts_json(session, monday_of(job.week)) or "")
            else:
                foreword = week.foreword if week is not None else ""
                self.facts[place] = replace(self._gathered(session, job.week, at), foreword=foreword)
        return self.facts[place]

    def _gathered(self, session: Session, week: str, at: datetime) -> WeekFacts:
        return gather(session, monday_of(week), at, self.how.rules, self.how.report_office)

    def _written(self, facts: WeekFacts, language: str, *, with_pdf: bool) -> Written:
        place = (kept.fingerprint(facts), language)
        if place not in self.files:
            self.files[place] = write_files(facts, self.how.office.data_dir, language, with_pdf=with_pdf)
        return self.files[place]

    def _queued(self, job: Job, to: Reader, facts: WeekFacts, written: Written) -> int:
        language, abilities = self._language(to.to), self._abilities(to.to)
        if job.kind == "preview":
            week = cycle(facts.from_on, self.how.rules)
            leaves_at = self.how.rules.local(week.digest_at if week is not None else self.now)
            message = preview_message(facts, to.to.address, language, abilities, written, leaves_at, steers=to.part is None)
        else:
            message = digest_message(facts, to.to.address, language, abilities, written)
        with transaction(self.engine) as session:
            if job.kind == "digest":
                digests.add_files(session, job.week, [file.path for file in written.files])
            told = {"week": job.week, "sha256": kept.fingerprint(facts), "scope": facts.scope, "missing": list(written.missing)}
            return self._queue(session, job, to.to, message, told)

    def _queue(self, session: Session, job: Job, to: Recipient, message: Outgoing, told: dict[str, Any]) -> int:
        """Queues a message under a key made of its facts, and puts into the trail who got what."""
        key = f"{job.kind}:{job.week}:{to.key}"
        if job.kind == "look":
            key = f"{key}:{job.at:%Y%m%dT%H%M%S.%f}"
        kind = {"look": "reply", "summary": "summary"}.get(job.kind, "digest")
        row = queue(session, message, key=key, kind=kind, now=self.now, address_id=to.address_id, person_id=to.person_id)
        if row is None:
            return 0
        events.record(session, f"{job.kind}_queued", self.now, after={**told, "outbox": row.id, "reader": to.key})
        return 1

    def _summaries(self, job: Job) -> int:
        with reading(self.engine) as session:
            facts = self._gathered(session, job.week, job.at)
            waiting = drafts(session, facts)
        told = [attempt(f"the report of {draft.to.key}", partial(self._summary, job, draft)) for draft in waiting if self.goes_on()]
        return sum(queued or 0 for queued in told)

    def _summary(self, job: Job, draft: Draft) -> int:
        folder = self.how.office.data_dir
        message = summary_message(draft, self._language(draft.to), self._abilities(draft.to), folder)
        with transaction(self.engine) as session:
            return self._queue(session, job, draft.to, message, {"week": job.week, "units": [own.name for own in draft.units]})

    def _language(self, to: Recipient) -> str:
        return to.language or self.how.office.language

    def _abilities(self, to: Recipient) -> Abilities:
        return self.how.office.abilities.get(to.address.channel) or Abilities()


def _inputs(session: Session) -> dict[str, int | None]:
    """How far the store had come when the facts were gathered: the last report and the last entry of the trail."""
    return {
        "report": session.exec(select(func.max(col(Report.id)))).one(),
        "event": session.exec(select(func.max(col(Event.id)))).one(),
    }

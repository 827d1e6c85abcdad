"""The weeks whose digests are wanted, kept or put off, the sending that is still to be done, and who got what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from storage.models import KeptDigest, Mark, Outbox, Unit

JOB = "digest-job:"
_BEHIND_JOBS = "digest-job;"  # the sign after the colon: a range that the primary key's index answers
WAITING = ("preview", "put_off")
MOST_TRIES = 5


@dataclass(frozen=True, slots=True)
class DigestWeek:
    """What is known of a week's digest without its facts. `state`: "preview", "put_off", "due" (to be gathered as of `as_of`) or "sent"."""

    week: str
    from_on: date
    as_of: datetime
    state: str
    foreword: str
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Job:
    """One sending that is still to be done. `kind`: "preview", "digest", "look" or "summary"; `who` a person's id, with "summary" "all"."""

    name: str
    kind: str
    week: str
    who: str
    at: datetime
    tries: int


def week_named(session: Session, week: str) -> DigestWeek | None:
    """A week's digest by its ISO name; None where nothing has been said of it yet."""
    columns = (KeptDigest.week, KeptDigest.from_on, KeptDigest.as_of, KeptDigest.state, KeptDigest.introduction, KeptDigest.sent_at)
    found = session.exec(select(*columns).where(KeptDigest.week == week)).first()  # type: ignore[call-overload]
    return DigestWeek(*found) if found is not None else None


def announce(session: Session, week: str, monday: date, now: datetime) -> None:
    """Makes the week's digest known, to be looked at before it leaves. One that is known stays as it is."""
    if week_named(session, week) is None:
        row = KeptDigest(week=week, from_on=monday, to_on=monday + timedelta(days=6), as_of=now, facts_sha256="")
        session.add(row)
        session.flush()


def want(session: Session, week: str, now: datetime, *, put_off_too: bool = False) -> bool:
    """Has a known week's digest gathered as of `now` and sent; False where it is on its way, was sent, or is put off and stays so."""
    states = WAITING if put_off_too else WAITING[:1]
    return _move(session, week, states, state="due", as_of=now)


def put_off(session: Session, week: str) -> bool:
    """Keeps a week's digest back until somebody sends it; False where it has left already."""
    return _move(session, week, WAITING, state="put_off")


def set_foreword(session: Session, week: str, foreword: str) -> bool:
    """The coordinator's first words of a digest; False where it has left already."""
    return _move(session, week, WAITING, introduction=foreword)


def _move(session: Session, week: str, states: Sequence[str], **values: Any) -> bool:
    query = update(KeptDigest).where(col(KeptDigest.week) == week, col(KeptDigest.state).in_(states)).values(**values)
    return bool(session.exec(query).rowcount)


def due(session: Session) -> list[DigestWeek]:
    """Weeks whose digest is to be gathered and sent, the oldest first."""
    names = session.exec(select(KeptDigest.week).where(KeptDigest.state == "due").order_by(col(KeptDigest.from_on))).all()
    return [found for name in names if (found := week_named(session, name)) is not None]


def keep(session: Session, week: str, kept: dict[str, Any], sha256: str, now: datetime) -> bool:
    """Keeps the facts of a week that is due, for ever; False where somebody else did."""
    return _move(session, week, ("due",), facts=kept, facts_sha256=sha256, state="sent", sent_at=now)


def add_files(session: Session, week: str, paths: Iterable[str]) -> None:
    """Remembers which files were written for a week."""
    known = session.exec(select(KeptDigest.files).where(KeptDigest.week == week)).one()
    files = sorted({*known, *paths})
    session.exec(update(KeptDigest).where(col(KeptDigest.week) == week).values(files=files))


def facts_json(session: Session, day: date) -> str | None:
    """The facts that were sent for the week that holds a day, as they were kept; None where no digest of it was."""
    query = select(_kept("json")).where(KeptDigest.from_on <= day, KeptDigest.to_on >= day, KeptDigest.state == "sent")
    return session.exec(query).first()


def _kept(name: str) -> Any:
    """A part of what was kept, picked out by the database: the whole is large."""
    return col(KeptDigest.facts)[name].as_string()


def last_before(session: Session, monday: date) -> date | None:
    """The Monday of the last week before this one that a digest was sent of; None where there is none."""
    query = select(func.max(col(KeptDigest.from_on))).where(KeptDigest.from_on < monday, KeptDigest.state == "sent")
    return session.exec(query).one()


def past_weeks(session: Session, monday: date, limit: int) -> list[str]:
    """What later weeks need of the digests before this one, the oldest first: read without their thousands of tasks."""
    query = select(_kept("past")).where(KeptDigest.from_on < monday, KeptDigest.state == "sent")
    found = session.exec(query.order_by(col(KeptDigest.from_on).desc()).limit(limit)).all()
    return [text for text in reversed(found) if text]


def add_job(session: Session, kind: str, week: str, who: str, now: datetime) -> bool:
    """Leaves a sending to be done after this transaction; False where it waits already."""
    name = f"{JOB}{kind}:{week}:{who}"
    if session.get(Mark, name) is not None:
        return False
    session.add(Mark(name=name, value={"kind": kind, "week": week, "who": who, "tries": 0}, at=now))
    session.flush()
    return True


def jobs(session: Session) -> list[Job]:
    """The sendings that wait, the oldest first."""
    query = select(Mark).where(col(Mark.name) >= JOB, col(Mark.name) < _BEHIND_JOBS).order_by(col(Mark.at), col(Mark.name))
    return [
        Job(row.name, row.value["kind"], row.value["week"], row.value["who"], row.at, row.value["tries"]) for row in session.exec(query)
    ]


def finish(session: Session, job: Job) -> None:
    """The sending is done, or given up."""
    row = session.get(Mark, job.name)
    if row is not None:
        session.delete(row)


def failed(session: Session, job: Job) -> bool:
    """Counts a failure; True where that was the last attempt and the job is gone."""
    row = session.get(Mark, job.name)
    if row is None or job.tries + 1 >= MOST_TRIES:
        finish(session, job)
        return True
    row.value = {**row.value, "tries": job.tries + 1}
    session.add(row)
    return False


def readers(session: Session, week: str) -> list[Outbox]:
    """The messages by which a week's digest went out, each with its state: who got it."""
    first, behind = f"digest:{week}:", f"digest:{week};"
    return list(session.exec(select(Outbox).where(col(Outbox.key) >= first, col(Outbox.key) < behind).order_by(col(Outbox.id))))


def covers_all(session: Session, unit_ids: set[int] | None) -> bool:
    """Whether these units are all that the roster holds; None = all."""
    if unit_ids is None:
        return True
    query = select(Unit.id).where(Unit.kind != "group", col(Unit.merged_into_id).is_(None))
    return set(session.exec(query)) <= unit_ids

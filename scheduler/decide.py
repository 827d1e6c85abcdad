"""What is due now becomes reminder rows and bundled messages, and the next look moves on: all in the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from scheduler import plan
from scheduler.owed import older_versions, owed
from scheduler.queueing import queue_bundles
from scheduler.rules import Rules
from scheduler.slots import next_days_opening, next_working_moment
from scheduler.table import OWN_ACT, Saying, Table, lay_table
from storage import reminders
from storage.duties import Duty
from storage.models import Reminder
from storage.office import Office


def decide(session: Session, duties: Sequence[Duty], now: datetime, rules: Rules, office: Office) -> int:
    """Decides everything due of these duties; returns how many messages were queued.

    1. Each duty says at most its newest stage; what went stale is kept as obsolete with its reason. 2. Everything for one person is one
    message. 3. What is over a person's daily ceiling is put off. 4. Nobody to tell is kept as such. 5. The next look is set.
    """
    table = lay_table(session, duties, now, rules)
    sayings = [saying for duty in duties for saying in _due(table, duty)]
    session.flush()
    queued, put_off_until = queue_bundles(table, sayings, office), next_days_opening(now, rules)
    for saying in sayings:
        if not saying.to:
            saying.row.state = "obsolete" if saying.row.why == OWN_ACT else "nobody"
        elif saying.messages == 0:
            reminders.put_off(session, saying.row, "ceiling", put_off_until, now)
    session.flush()
    return queued


def hold(session: Session, duties: Sequence[Duty], now: datetime, rules: Rules) -> int:
    """Outside working time: what is due is put off until it begins, what is closed or stale is kept as such; 0, for nobody is told."""
    table = lay_table(session, duties, now, rules)
    begins_at = next_working_moment(now, rules)
    for duty in duties:
        for saying in _due(table, duty):
            reminders.put_off(session, saying.row, "quiet", begins_at, now)
    session.flush()
    return 0


def _due(table: Table, duty: Duty) -> list[Saying]:
    """Rows for what one duty decides now, and its next look."""
    row, directive = duty.occurrence, table.directives.get(duty.task.directive_id or 0)
    owing = owed(duty, table.rules, directive)
    known = {(old.stage, old.serial): old for old in table.rows.get(row.id or 0, ()) if old.deadline_version == row.deadline_version}
    if row.deadline_version > 1 and not known:
        _bury_older_versions(table, duty, owing)
    decided = {key for key, old in known.items() if old.state != "put_off"}
    due = plan.due_stage(owing, decided, table.now, table.rules)
    for dropped in due.dropped:
        reminders.make_obsolete(table.session, _row(table, duty, dropped.planned, known), dropped.why, table.now)
    sayings = [_saying(table, duty, owing, planned, known) for planned in (due.unit, due.coordinator) if planned is not None]
    decided |= {one.planned.key for one in due.dropped} | {saying.planned.key for saying in sayings}
    following = plan.next_reminder_at(owing, decided, table.rules)
    row.next_reminder_at = max(following.at, next_working_moment(table.now, table.rules)) if following is not None else None
    table.session.add(row)
    return sayings


def _bury_older_versions(table: Table, duty: Duty, owing: plan.Duty) -> None:
    """On the first look after a deadline moved: what the old ones had planned and not decided is kept as obsolete."""
    row_id = duty.occurrence.id or 0
    known = {(old.deadline_version, old.stage, old.serial): old for old in table.rows.get(row_id, ())}
    moves = reminders.deadline_moves(table.session, [row_id]).get(row_id, [])
    for version, one in older_versions(duty, owing, moves, table.rules):
        for planned in plan.stages(one, table.rules, table.now):
            old = known.get((version, *planned.key))
            if old is None or old.state == "put_off":
                old = old or _new_row(table, duty, version, planned)
                reminders.make_obsolete(table.session, old, "moved", table.now)


def _new_row(table: Table, duty: Duty, version: int, planned: plan.Planned) -> Reminder:
    return Reminder(
        occurrence_id=duty.occurrence.id or 0,
        deadline_version=version,
        stage=planned.stage,
        serial=planned.serial,
        planned_at=planned.at,
        decided_at=table.now,
        state="queued",
    )


def _row(table: Table, duty: Duty, planned: plan.Planned, known: dict[plan.StageKey, Reminder]) -> Reminder:
    """The reminder's row: the one that was put off, or a new one."""
    row = known.get(planned.key) or _new_row(table, duty, duty.occurrence.deadline_version, planned)
    row.decided_at = table.now
    table.session.add(row)
    return row


def _saying(table: Table, duty: Duty, owing: plan.Duty, planned: plan.Planned, known: dict[plan.StageKey, Reminder]) -> Saying:
    row = _row(table, duty, planned, known)
    row.state = "queued"
    told, row.why = table.told(duty, planned)
    return Saying(row, duty, owing, planned, told)

"""What is due now becomes reminder rows and bundled messages, and the next look moves on: all in the caller's transaction."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from hashlib import sha256

from sqlmodel import Session, col, select

from scheduler import plan
from scheduler.bundle import Item, bundles
from scheduler.compose import composed, units_of
from scheduler.owed import older_versions, owed
from scheduler.recipients import Recipient, coordinators_of, of_units
from scheduler.rules import Rules
from scheduler.slots import next_working_moment, opening
from scheduler.workdays import next_working_day
from storage import reminders
from storage.duties import Duty
from storage.models import Directive, Event, Outbox, Reminder, Unit
from storage.office import Office
from storage.outbox import prepared
from storage.sending import started_since

AUDIENCES: dict[plan.Audience, str] = {"unit": "reminder", "coordinator": "escalation"}


@dataclass(slots=True)
class Saying:
    """A reminder to say and to whom."""

    row: Reminder
    duty: Duty
    owed: plan.Duty
    planned: plan.Planned
    to: list[Recipient]
    messages: int = 0


@dataclass(slots=True)
class Table:
    """Everything that one round of deciding has at hand, read in a handful of queries."""

    session: Session
    now: datetime
    rules: Rules
    office: Office
    units: dict[int, Unit]
    officers: dict[int, list[Recipient]]
    directives: dict[int, Directive]
    rows: dict[int, list[Reminder]]
    coordinators: dict[int, list[Recipient]] = field(default_factory=dict)
    givers: dict[int, int | None] = field(default_factory=dict)

    def watchers(self, unit_id: int) -> list[Recipient]:
        """The coordinators of a unit."""
        if unit_id not in self.coordinators:
            self.coordinators[unit_id] = coordinators_of(self.session, unit_id)
        return self.coordinators[unit_id]


def lay_table(session: Session, duties: Sequence[Duty], now: datetime, rules: Rules, office: Office) -> Table:
    """Reads what deciding about these duties needs."""
    unit_ids = {duty.assignment.unit_id for duty in duties}
    directive_ids = {duty.task.directive_id for duty in duties}
    return Table(
        session=session,
        now=now,
        rules=rules,
        office=office,
        units=units_of(session, unit_ids),
        officers=of_units(session, unit_ids),
        directives={row.id or 0: row for row in session.exec(select(Directive).where(col(Directive.id).in_(directive_ids)))},
        rows=reminders.of_occurrences(session, [duty.occurrence.id or 0 for duty in duties]),
    )


def decide(session: Session, duties: Sequence[Duty], now: datetime, rules: Rules, office: Office) -> int:
    """Decides everything due of these duties; returns how many messages were queued.

    1. Each duty says at most its newest stage; what went stale is kept as obsolete with its reason. 2. Everything for one person is one
    message. 3. What is over a person's daily ceiling is put off. 4. Nobody to tell is kept as such. 5. The next look is set.
    """
    table = lay_table(session, duties, now, rules, office)
    sayings = [saying for duty in duties for saying in _due(table, duty)]
    session.flush()
    queued, put_off_until = _queue_bundles(table, sayings), _next_day(now, rules)
    for saying in sayings:
        if not saying.to:
            saying.row.state, saying.row.why = ("obsolete", "own_act") if saying.row.why == "own_act" else ("nobody", "no_address")
        elif saying.messages == 0:
            reminders.put_off(session, saying.row, "ceiling", put_off_until, now)
    session.flush()
    return queued


def hold(session: Session, duties: Sequence[Duty], now: datetime, rules: Rules, office: Office) -> int:
    """Outside working time: what is due is put off until it begins, what is closed or stale is kept as such; 0, for nobody is told."""
    table = lay_table(session, duties, now, rules, office)
    begins_at = next_working_moment(now, rules)
    for duty in duties:
        for saying in _due(table, duty):
            session.flush()
            reminders.put_off(session, saying.row, "quiet", begins_at, now)
    session.flush()
    return 0


def _next_day(now: datetime, rules: Rules) -> datetime:
    return opening(next_working_day(rules.day(now), rules.days), rules)


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
    row.state, row.why = "queued", None
    unit_id = duty.assignment.unit_id
    told = table.watchers(unit_id) if planned.audience == "coordinator" else table.officers.get(unit_id, [])
    if planned.stage == plan.FIRST and told:
        giver = _giver(table, duty.task.directive_id)
        told = [recipient for recipient in told if recipient.person_id is None or recipient.person_id != giver]
        row.why = None if told else "own_act"
    return Saying(row, duty, owing, planned, list(told))


def _giver(table: Table, directive_id: int | None) -> int | None:
    """Who put the directive in force: nobody is told of their own act."""
    if directive_id is not None and directive_id not in table.givers:
        query = select(Event.person_id).where(Event.kind == "directive_in_force", Event.directive_id == directive_id)
        table.givers[directive_id] = table.session.exec(query).first()
    return table.givers.get(directive_id or 0)


def _queue_bundles(table: Table, sayings: Sequence[Saying]) -> int:
    """One message per person and kind; counts on each saying how many messages carry it."""
    persons = {to.key: to for saying in sayings for to in saying.to}
    sent = _started_today(table, persons.values())
    queued = 0
    for audience, kind in AUDIENCES.items():
        items = [
            Item(to.key, saying.owed, replace(saying.planned, at=table.now), number)
            for number, saying in enumerate(sayings)
            for to in saying.to
            if saying.planned.audience == audience
        ]
        messages, _ = bundles(items, table.rules, sent)
        sent.update((message.to, table.rules.day(table.now)) for message in messages)
        carrying = [[sayings[item.number] for item in message.items] for message in messages]
        rows = [_message(table, persons[message.to], carried, kind) for message, carried in zip(messages, carrying, strict=True)]
        _tell_apart(table.session, rows, [carried[0].row for carried in carrying])
        table.session.add_all(rows)
        table.session.flush()
        for row, carried in zip(rows, carrying, strict=True):
            reminders.link(table.session, [saying.row for saying in carried], row.id or 0)
        queued += len(rows)
    table.session.flush()
    return queued


def _started_today(table: Table, persons: Iterable[Recipient]) -> Counter[tuple[str, date]]:
    """Messages already started today, by person."""
    today = table.rules.day(table.now)
    by_address = {address_id: person.key for person in persons for address_id in person.address_ids}
    counts = started_since(table.session, by_address, table.rules.instant(today, time.min))
    sent: Counter[tuple[str, date]] = Counter()
    for address_id, count in counts.items():
        sent[by_address[address_id], today] += count
    return sent


def _message(table: Table, to: Recipient, sayings: Sequence[Saying], kind: str) -> Outbox:
    """One bundle. Its key is made of what it says to whom: the reminder rows, which are unique, so that no message can be written twice."""
    said = [(saying.duty, saying.planned.stage) for saying in sayings]
    message = composed(said, table.units, to, table.rules.day(table.now), table.office)
    facts = ",".join(sorted(f"{s.row.occurrence_id}.{s.row.deadline_version}.{s.row.stage}.{s.row.serial}" for s in sayings))
    key = f"{kind}:{to.key}:{table.now:%Y%m%dT%H%M%S.%f}:{sha256(facts.encode()).hexdigest()[:16]}"
    for saying in sayings:
        saying.messages += 1
    return prepared(message, key=key, kind=kind, now=table.now, address_id=to.address_id, person_id=to.person_id)


def _tell_apart(session: Session, rows: Sequence[Outbox], first_reminders: Sequence[Reminder]) -> None:
    """A bundle put off and, in an hour that a clock set back repeats, decided again gets a key of its own: how many there were before."""
    standing = set(session.exec(select(Outbox.key).where(col(Outbox.key).in_([row.key for row in rows]))))
    for row, reminder in zip(rows, first_reminders, strict=True):
        if row.key in standing:
            row.key += f"~{reminders.messages_so_far(session, reminder)}"

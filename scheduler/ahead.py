"""The coming days if nobody answers: the beat's own decisions played ahead, its bundles and the daily ceiling among them. Pure."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from scheduler import plan
from scheduler.bundle import Item, by_audience
from scheduler.rules import Rules
from scheduler.slots import next_days_opening, next_working_moment
from scheduler.workdays import next_working_day

MORNING = "morning"


@dataclass(slots=True)
class Watched:
    """A duty ahead: what is undecided of its ladder, in order, and when the beat looks at it next (None = never again).

    `told` gives the persons' keys for a reminder; None where it is nobody's to hear. `raised_with` are those who hear one morning that
    nobody of its `unit` is linked, `untold_at` when such a reminder was planned before.
    """

    number: int
    owed: plan.Duty
    pending: list[plan.Planned]
    look_at: datetime | None
    told: Callable[[plan.Planned], Sequence[str] | None]
    unit: int = 0
    raised_with: tuple[str, ...] = ()
    untold_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Extra:
    """Another message that the bot starts by itself to one person about some duties, pointless from `until` on.

    `free` is what the daily ceiling does not hold, though it counts.
    """

    at: datetime
    to: str
    stage: str
    numbers: tuple[int, ...] = ()
    until: datetime | None = None
    free: bool = False


@dataclass(frozen=True, slots=True)
class Going:
    """What goes out at an instant about some duties, by their numbers, to some persons; to none where nobody is linked."""

    at: datetime
    numbers: tuple[int, ...]
    stage: str
    to: tuple[str, ...]


@dataclass(slots=True)
class _Saying:
    duty: Watched
    planned: plan.Planned
    told: Sequence[str]
    carried: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Days:
    """What was started by person and day, and what waits under the ceiling for another day."""

    sent: Counter[tuple[str, date]]
    held: defaultdict[str, list[Extra]] = field(default_factory=lambda: defaultdict(list))

    def counted(self, today: date) -> Counter[tuple[str, date]]:
        """As the beat counts before it bundles: what waits has its place already."""
        return self.sent + Counter({(to, today): len(waiting) for to, waiting in self.held.items()})


@dataclass(slots=True)
class _Agenda:
    """What falls due when: duties to look at, other messages, and the mornings' words.

    The coordinators hear about a unit with nobody linked once, on the working day after a reminder found nobody, `mornings_from` at the
    earliest.
    """

    rules: Rules
    mornings_from: datetime
    times: list[datetime] = field(default_factory=list)
    looking: defaultdict[datetime, list[Watched]] = field(default_factory=lambda: defaultdict(list))
    coming: defaultdict[datetime, list[Extra]] = field(default_factory=lambda: defaultdict(list))
    mornings: defaultdict[datetime, list[Watched]] = field(default_factory=lambda: defaultdict(list))
    raised: set[int] = field(default_factory=set)

    def moments(self, until: datetime) -> Iterator[datetime]:
        """Each moment once, in order, those added meanwhile among them."""
        done = None
        while self.times and (at := heapq.heappop(self.times)) <= until:
            if at != done:
                yield (done := at)

    def look(self, duty: Watched) -> None:
        """A duty is looked at when it wants to be, if ever."""
        if duty.look_at is not None:
            self.looking[duty.look_at].append(duty)
            heapq.heappush(self.times, duty.look_at)

    def untold(self, duty: Watched, planned_at: datetime) -> None:
        """Nobody was told of a duty: its unit is raised in the morning, where it has not been and somebody hears of it."""
        if duty.raised_with and duty.unit not in self.raised:
            morning = self.rules.instant(next_working_day(self.rules.day(planned_at), self.rules.days), self.rules.remind_at)
            at = next_working_moment(max(morning, self.mornings_from), self.rules)
            self.mornings[at].append(duty)
            heapq.heappush(self.times, at)

    def words(self, at: datetime) -> Iterator[Extra]:
        """The words of one morning, one a person."""
        duties = [duty for duty in self.mornings.pop(at, ()) if duty.unit not in self.raised]
        self.raised |= {duty.unit for duty in duties}
        for to in dict.fromkeys(to for duty in duties for to in duty.raised_with):
            yield Extra(at, to, MORNING, tuple(duty.number for duty in duties if to in duty.raised_with))


def look_ahead(
    duties: Sequence[Watched],
    extras: Iterable[Extra],
    sent: Mapping[tuple[str, date], int],
    until: datetime,
    rules: Rules,
    mornings_from: datetime,
) -> Iterator[Going]:
    """All that goes out up to and including `until`, in order.

    `sent` is what each person was sent so far today, `mornings_from` when the coordinators' morning word can be said next.
    """
    agenda, days = _Agenda(rules, mornings_from), _Days(Counter(sent))
    for extra in extras:
        agenda.coming[extra.at].append(extra)
        heapq.heappush(agenda.times, extra.at)
    for duty in duties:
        agenda.look(duty)
        if duty.untold_at is not None:
            agenda.untold(duty, duty.untold_at)
    for at in agenda.moments(until):
        due = sorted(agenda.looking.pop(at, ()), key=lambda duty: duty.number)
        for duty in due:
            duty.look_at = None
        for duty, planned, told in _decide(due, at, days, rules):
            yield Going(at, (duty.number,), planned.stage, told)
            if not told and planned.audience == "unit":
                agenda.untold(duty, planned.at)
        yield from _start([*agenda.words(at), *agenda.coming.pop(at, ())], at, days, rules)
        for duty in due:
            agenda.look(duty)
        if any(days.held.values()):
            heapq.heappush(agenda.times, next_days_opening(at, rules))


def _decide(due: Sequence[Watched], at: datetime, days: _Days, rules: Rules) -> Iterator[tuple[Watched, plan.Planned, tuple[str, ...]]]:
    """What `scheduler.decide` does, without the store: who hears what, what is put off, when each duty's turn comes again."""
    sayings = [saying for duty in due for saying in _sayings(duty, at, rules)]
    items = [Item(to, one.duty.owed, replace(one.planned, at=at), number) for number, one in enumerate(sayings) for to in one.told]
    for _, messages in by_audience(items, rules, days.counted(rules.day(at))):
        for message in messages:
            days.sent[message.to, rules.day(at)] += 1
            for item in message.items:
                sayings[item.number].carried.append(message.to)
    for one in sayings:
        if one.told and not one.carried:
            one.duty.pending.append(one.planned)
            one.duty.pending.sort(key=lambda planned: planned.at)
            one.duty.look_at = next_days_opening(at, rules)
        else:
            yield one.duty, one.planned, tuple(one.carried)
    for duty in due:
        if duty.look_at is None and duty.pending:
            duty.look_at = max(duty.pending[0].at, next_working_moment(at, rules))


def _sayings(duty: Watched, at: datetime, rules: Rules) -> Iterator[_Saying]:
    pending = [planned for planned in duty.pending if planned.at <= at]
    duty.pending = duty.pending[len(pending) :]
    found = plan.newest(duty.owed, pending, at, rules)
    for planned in (found.unit, found.coordinator):
        told = duty.told(planned) if planned is not None else None
        if planned is not None and told is not None:
            yield _Saying(duty, planned, told)


def _start(new: Iterable[Extra], at: datetime, days: _Days, rules: Rules) -> Iterator[Going]:
    """What waits or is new goes out, oldest first, as far as the ceiling lets it; the rest waits for the next working day."""
    for extra in new:
        days.held[extra.to].append(extra)
    today, again_at = rules.day(at), next_days_opening(at, rules)
    for to, waiting in days.held.items():
        alive = [extra for extra in waiting if extra.until is None or at < extra.until]
        left = []
        for extra in alive:
            if extra.free or days.sent[to, today] < rules.daily_ceiling:
                days.sent[to, today] += 1
                yield Going(at, extra.numbers, extra.stage, (to,))
            else:
                left.append(extra)
        days.held[to] = [extra for extra in left if extra.until is None or again_at < extra.until]

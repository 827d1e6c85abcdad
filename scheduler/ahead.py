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


@dataclass(slots=True)
class Watched:
    """A duty ahead: what is undecided of its ladder, in order, and when the beat looks at it next (None = never again).

    `told` gives the persons' keys for a reminder; None where it is nobody's to hear.
    """

    number: int
    owed: plan.Duty
    pending: list[plan.Planned]
    look_at: datetime | None
    told: Callable[[plan.Planned], Sequence[str] | None]


@dataclass(frozen=True, slots=True)
class Extra:
    """Another message that the bot starts by itself to one person, pointless from `until` on. `stage` "" is not listed."""

    at: datetime
    to: str
    stage: str = ""
    numbers: tuple[int, ...] = ()
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Going:
    """A reminder of a duty, by its number, that goes out at an instant to some persons; to none where nobody is linked."""

    at: datetime
    number: int
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


def look_ahead(
    duties: Sequence[Watched], extras: Iterable[Extra], sent: Mapping[tuple[str, date], int], until: datetime, rules: Rules
) -> Iterator[Going]:
    """All that goes out up to and including `until`, in order. `sent` is what each person was sent so far today."""
    coming: defaultdict[datetime, list[Extra]] = defaultdict(list)
    for extra in extras:
        coming[extra.at].append(extra)
    looking: defaultdict[datetime, list[Watched]] = defaultdict(list)
    for duty in duties:
        if duty.look_at is not None:
            looking[duty.look_at].append(duty)
    times = [*coming, *looking]
    heapq.heapify(times)
    days, done = _Days(Counter(sent)), None
    while times and (at := heapq.heappop(times)) <= until:
        if at == done:
            continue
        done = at
        due = sorted(looking.pop(at, ()), key=lambda duty: duty.number)
        for duty in due:
            duty.look_at = None
        yield from _decide(due, at, days, rules)
        yield from _start(coming.pop(at, ()), at, days, rules)
        for duty in due:
            if duty.look_at is not None:
                looking[duty.look_at].append(duty)
                heapq.heappush(times, duty.look_at)
        if any(days.held.values()):
            heapq.heappush(times, next_days_opening(at, rules))


def _decide(due: Sequence[Watched], at: datetime, days: _Days, rules: Rules) -> Iterator[Going]:
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
            yield Going(at, one.duty.number, one.planned.stage, tuple(one.carried))
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
        room = max(rules.daily_ceiling - days.sent[to, today], 0)
        alive = [extra for extra in waiting if extra.until is None or at < extra.until]
        for extra in alive[:room]:
            days.sent[to, today] += 1
            yield from (Going(at, number, extra.stage, (to,)) for number in extra.numbers)
        days.held[to] = [extra for extra in alive[room:] if extra.until is None or again_at < extra.until]

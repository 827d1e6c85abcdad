"""One message per person and slot, nearest deadline first, never more a day than the ceiling. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from scheduler.plan import Audience, Duty, Planned
from scheduler.rules import Rules

AUDIENCES: tuple[Audience, ...] = ("unit", "coordinator")


@dataclass(frozen=True, slots=True)
class Item:
    """One reminder for one person. `to` is that person's (or group chat's) key; `number` is the caller's own, to know it again."""

    to: str
    duty: Duty
    planned: Planned
    number: int = 0


@dataclass(frozen=True, slots=True)
class Bundle:
    """All that one person is told at one instant, nearest deadline first."""

    to: str
    at: datetime
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class PutOff:
    """A reminder that waits for another day. `why` is "ceiling"."""

    item: Item
    why: str


def bundles(items: Iterable[Item], rules: Rules, sent_on: Mapping[tuple[str, date], int]) -> tuple[list[Bundle], list[PutOff]]:
    """The messages in order of time and what goes over the daily ceiling.

    `sent_on` counts the messages already started per person and office date. Within a day the earlier slot goes first.
    """
    grouped: defaultdict[tuple[datetime, str], list[Item]] = defaultdict(list)
    for item in items:
        grouped[item.planned.at, item.to].append(item)
    started = Counter(sent_on)
    messages: list[Bundle] = []
    put_off: list[PutOff] = []
    for (at, to), group in sorted(grouped.items()):
        if started[to, rules.day(at)] >= rules.daily_ceiling:
            put_off += [PutOff(item, "ceiling") for item in sorted(group, key=_nearest)]
            continue
        started[to, rules.day(at)] += 1
        messages.append(Bundle(to, at, tuple(sorted(group, key=_nearest))))
    return messages, put_off


def by_audience(items: Sequence[Item], rules: Rules, sent_on: Mapping[tuple[str, date], int]) -> Iterator[tuple[Audience, list[Bundle]]]:
    """The messages to units, then those to coordinators: whoever is both gets two, and what is for their unit has the first place."""
    started = Counter(sent_on)
    for audience in AUDIENCES:
        messages, _ = bundles([item for item in items if item.planned.audience == audience], rules, started)
        started.update((message.to, rules.day(message.at)) for message in messages)
        yield audience, messages


def _nearest(item: Item) -> tuple[date, int, str]:
    """Nearest deadline first, orders without one last; then by code, shorter numbers first."""
    return item.duty.due_on or date.max, len(item.duty.code), item.duty.code

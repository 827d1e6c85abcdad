"""What the service counts of itself for `/metrics`: nothing in it names a person, a unit or a task."""

from collections.abc import Callable, Iterable
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import Engine
from sqlmodel import col, func, select

from storage.db import transaction
from storage.models import Inbox, Mark, Outbox


class Metrics:
    """The counters of one process, and a look into the store at the moment somebody asks."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self.registry = CollectorRegistry()
        self._sends = self._counter("tiendo_sends", "Messages handed to a channel.", "kind", "outcome")
        self._updates = self._counter("tiendo_updates", "Messages received; not new = delivered before.", "channel", "new")
        self._beats = self._counter("tiendo_beats", "Beats.", "outcome")
        self.registry.register(_Store(engine, now))

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(name, text, labels, registry=self.registry)

    def sent(self, kind: str, outcome: str) -> None:
        """A message was handed over, or could not be."""
        self._sends.labels(kind, outcome).inc()

    def received(self, channel: str, *, new: bool) -> None:
        """An update came in; not new = delivered before."""
        self._updates.labels(channel, "yes" if new else "no").inc()

    def beaten(self, outcome: str) -> None:
        """A beat ended: "ok" or "failed"."""
        self._beats.labels(outcome).inc()


class _Store(Collector):
    """Gauges read from the store: what waits, how old it is, what is unknown."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine, self._now = engine, now

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """Nothing beforehand: the store is read when somebody asks."""
        return []

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """One short transaction."""
        now = self._now()
        with transaction(self._engine) as session:
            due = (Outbox.state == "pending", col(Outbox.not_before) <= now)
            oldest: datetime | None = session.exec(select(func.min(col(Outbox.not_before))).where(*due)).one()
            waiting = session.exec(select(func.count(col(Outbox.id))).where(*due)).one()
            unknown = session.exec(select(func.count(col(Outbox.id))).where(Outbox.state == "unknown")).one()
            work = session.exec(select(func.count(col(Inbox.id))).where(col(Inbox.has_work))).one()
            beat = session.get(Mark, "beat")
        yield _gauge("tiendo_queue_length", "Messages due and not yet sent.", waiting)
        yield _gauge(
            "tiendo_queue_age_seconds", "How long the oldest due message has waited.", (now - oldest).total_seconds() if oldest else 0
        )
        yield _gauge("tiendo_unknown_messages", "Messages of which it is not known whether they arrived.", unknown)
        yield _gauge("tiendo_letters_waiting", "Received files not yet read.", work)
        yield _gauge("tiendo_beat_lag_seconds", "Since the last beat.", (now - beat.at).total_seconds() if beat else -1)


def _gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=value)

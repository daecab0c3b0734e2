"""Counts finished calls for Prometheus as they happen, by line; `ivr stats` counts the ledger."""

from collections import defaultdict

from prometheus_client import Histogram
from prometheus_client.core import CounterMetricFamily, Metric
from prometheus_client.registry import CollectorRegistry

from ivr.calls.live import LiveLine, LiveView
from ivr.store.figures import SHARES, figures
from ivr.store.journal import EventKind, JournalEntry
from ivr.store.record import CallRecord, advance

BUCKETS = (1, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1200)


class CallCounters:
    """Folds the journal of every live call, and counts the record when the call is over."""

    def __init__(self, live: LiveView) -> None:
        self._open: dict[str, CallRecord] = {}
        self._counts: dict[tuple[str, str, str], int] = defaultdict(int)
        registry = CollectorRegistry()
        self._waiting = Histogram(
            "ivr_waiting_seconds",
            "Waited for a person",
            ["line"],
            registry=registry,
            buckets=BUCKETS,
        )
        self._handling = Histogram(
            "ivr_handling_seconds",
            "Talked with an operator",
            ["line"],
            registry=registry,
            buckets=BUCKETS,
        )
        live.listen(self._heard)

    def _heard(self, line: LiveLine) -> None:
        known = self._open.get(line.call)
        if known is None and line.kind is not EventKind.ARRIVED:
            return
        record = advance(known, JournalEntry(line.call, line.at, line.kind, line.data))
        self._open[line.call] = record
        # an outbound call's last entry says what became of its work
        last = EventKind.OUTBOUND_DONE if record.work else EventKind.ENDED
        if line.kind is last:
            del self._open[line.call]
            self._count(record)

    def _count(self, record: CallRecord) -> None:
        row = figures([record])
        line = record.called
        for name in SHARES:
            share = getattr(row, name)
            for part in ("numerator", "denominator", "excluded"):
                self._counts[name, part, line] += getattr(share, part)
        if row.waiting.count:
            self._waiting.labels(line).observe(row.waiting.total)
        if row.handling.count:
            self._handling.labels(line).observe(row.handling.total)

    def collect(self) -> list[Metric]:
        """Every family."""
        families = []
        for part in ("numerator", "denominator", "excluded"):
            family = CounterMetricFamily(
                f"ivr_share_{part}",
                f"The {part} of each share (figure), since the service started",
                labels=["figure", "line"],
            )
            for (name, of, line), count in sorted(self._counts.items()):
                if of == part:
                    family.add_metric([name, line], count)
            families.append(family)
        return [*families, *self._waiting.collect(), *self._handling.collect()]

"""Figures for Prometheus, taken from the parts whenever somebody asks."""

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from ivr.app.call_counters import CallCounters
from ivr.calls.service import CallService
from ivr.speech.service import SpeechService
from ivr.store.ledger import Ledger


class Metrics:
    """A collector of its own registry: what is going on is read, finished calls are counted."""

    def __init__(self, ledger: Ledger, calls: CallService, speech: SpeechService) -> None:
        self._ledger = ledger
        self._calls = calls
        self._speech = speech
        self._counters = CallCounters(calls.live)
        self._registry = CollectorRegistry()
        self._registry.register(self)

    def text(self) -> str:
        """The exposition format."""
        return generate_latest(self._registry).decode()

    def collect(self) -> list[Metric]:
        """Called by the registry."""
        picture = self._calls.live.picture()
        health = self._ledger.health
        speech = self._speech.stats()
        disk = self._calls.recording_disk
        return [
            _gauge("ivr_calls", "Calls going on", len(picture["calls"])),
            _gauge("ivr_waiting", "Callers waiting for an operator", picture["waiting"]),
            _gauge(
                "ivr_operators_free",
                "Operators who can take a call",
                sum(1 for operator in picture["operators"] if operator["free"]),
            ),
            _gauge("ivr_outbound_due", "Citizens to be rung", len(picture["outbound"])),
            _gauge("ivr_ledger_ok", "1 while the ledger is written", int(health.ok)),
            _gauge("ivr_ledger_pending", "Entries waiting for the disk", health.pending),
            _counter("ivr_ledger_lost", "Entries given up", health.lost),
            _gauge("ivr_speech_streams", "Callers being listened to", speech.streams),
            _counter("ivr_speech_finals", "Utterances recognised", speech.finals),
            _counter("ivr_speech_partials_shed", "Partial results left out", speech.partials_shed),
            _counter("ivr_speech_worker_restarts", "Recogniser deaths", speech.worker_restarts),
            _gauge("ivr_recordings_behind", "1 while the disk is too slow", int(disk.behind)),
            _counter("ivr_recordings_lost_seconds", "Sound not recorded", disk.lost_seconds),
            *self._counters.collect(),
        ]


def _gauge(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(name, what, value=value)


def _counter(name: str, what: str, value: float) -> Metric:
    return CounterMetricFamily(name, what, value=value)

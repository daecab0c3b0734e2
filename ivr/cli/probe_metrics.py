"""`/metrics` of the dial test, on a small port of its own."""

import threading
from wsgiref.simple_server import WSGIRequestHandler, make_server

from prometheus_client import CollectorRegistry, Counter, Gauge, make_wsgi_app

from ivr.phone.verdict import CheckName, Verdict


class ProbeMetrics:
    """The last verdict and the count of all; `serve` until `close`."""

    def __init__(self, host: str, port: int) -> None:
        registry = CollectorRegistry()
        self._up = Gauge("ivr_probe_up", "1: the last call passed every check", registry=registry)
        self._checks = Gauge(
            "ivr_probe_check", "1: passed in the last call", ["check"], registry=registry
        )
        self._times = Gauge(
            "ivr_probe_seconds", "of the last call: answer, sound", ["part"], registry=registry
        )
        self._likeness = Gauge(
            "ivr_probe_likeness",
            "share of the expected words recognised in the last call",
            ["part"],
            registry=registry,
        )
        self._lost = Gauge(
            "ivr_probe_packets_lost", "packets of sound lost in the last call", registry=registry
        )
        self._at = Gauge("ivr_probe_last_time_seconds", "when it ended", registry=registry)
        self._calls = Counter("ivr_probe_calls", "calls judged", ["result"], registry=registry)
        for result in ("passed", "failed"):
            self._calls.labels(result)
        self._server = make_server(host, port, make_wsgi_app(registry), handler_class=_Quiet)
        self.address = f"http://{host}:{self._server.server_port}/metrics"
        self._thread = threading.Thread(target=self._server.serve_forever, name="probe metrics")
        self._thread.start()

    def take(self, verdict: Verdict) -> None:
        """Show this verdict."""
        self._up.set(verdict.passed)
        self._calls.labels("passed" if verdict.passed else "failed").inc()
        self._at.set_to_current_time()
        self._lost.set(verdict.packets_lost)
        for gauge in (self._checks, self._times, self._likeness):
            gauge.clear()
        for check in verdict.checks:
            self._checks.labels(check.name).set(check.passed)
            if check.value is None:
                continue
            if check.name in (CheckName.ANSWERED, CheckName.SOUND):
                self._times.labels(check.name).set(check.value / 1000)
            else:
                self._likeness.labels(check.name).set(check.value)

    def close(self) -> None:
        """Free the port."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Quiet(WSGIRequestHandler):
    """Says nothing of requests."""

    def log_message(self, format: str, *args: object) -> None:
        pass

"""Settings for every test: this may run on a slow, shared machine, so no test is timed."""

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "shared-machine",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    print_blob=True,
)
settings.register_profile(
    "nightly", parent=settings.get_profile("shared-machine"), max_examples=20_000
)
settings.load_profile("shared-machine")

WITH_REAL_PROGRAMS = {"acceptance", "wire"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What plays in real time is played once more where it fails; the report counts it (rerun)."""
    for item in items:
        if WITH_REAL_PROGRAMS & set(item.path.parts):
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Why a test was played again."""
    for report in terminalreporter.getreports("rerun"):
        terminalreporter.write_sep("_", f"played again: {report.nodeid}")
        terminalreporter.write_line(report.longreprtext)

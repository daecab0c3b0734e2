"""The only place that reads the clock; deciding code is handed `now`."""

import time
from datetime import datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")


def now() -> datetime:
    """Civil time in China, aware."""
    return datetime.now(CHINA)


def monotonic() -> float:
    """Seconds that never run backwards, for durations and timers."""
    return time.monotonic()

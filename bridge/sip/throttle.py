"""How many new calls a second are taken while the machine cannot keep up.

The shell tells how long the oldest datagram has waited. One that waited long is no overload yet:
after a stall of the machine the queue is worked off many times faster than it grew, and nobody is
turned away. Only a queue that stands, one whose head stays old while it is worked on, brings a
limit (RFC 8289 tells a good queue from a bad one like this). Then every tenth of a second with a
long wait lets it fall below what was taken lately, every other lets it grow until there is none.
So accepted calls come through at full load and the others get 503 (RFC 3261 §21.5.4), instead of
everything timing out.
"""

import math
from typing import Final

PERIOD: Final = 0.1
LATE: Final = 0.2  # seconds a datagram may wait: far ends repeat theirs after 0.5 (T1)
LEAST: Final = 20.0
NO_LIMIT: Final = 10_000.0


class Throttle:
    """Multiplicative decrease, multiplicative increase, over a token bucket."""

    def __init__(self) -> None:
        self.limit = NO_LIMIT
        self._tokens = 0.0
        self._taken = 0
        self._taken_per_second = 0.0
        self._period_at = 0.0
        self._refilled_at = 0.0
        self._longest = 0.0  # wait of this period
        self._shortest = math.inf
        self._stood = 0.0  # the shortest of the period before

    def report(self, waited: float, now: float) -> None:
        """How many seconds the oldest datagram waited; 0 when all were read."""
        self._longest = max(self._longest, waited)
        self._shortest = min(self._shortest, waited)
        passed = now - self._period_at
        if passed < PERIOD:
            return
        self._taken_per_second += 0.5 * (self._taken / passed - self._taken_per_second)
        if self._longest <= LATE:
            self.limit = min(NO_LIMIT, 1.1 * self.limit)
        elif self.limit < NO_LIMIT or self._queue_stands(passed):
            self.limit = max(LEAST, 0.8 * min(self.limit, self._taken_per_second))
        self._stood = self._shortest
        self._longest, self._shortest, self._taken, self._period_at = 0.0, math.inf, 0, now

    def _queue_stands(self, passed: float) -> bool:
        """Long waits throughout two periods, and in the second hardly shorter ones."""
        return min(self._stood, self._shortest) > LATE and self._shortest > self._stood - passed

    def take(self, now: float) -> bool:
        """Whether one more new call is taken."""
        if self.limit < NO_LIMIT:
            passed = now - self._refilled_at
            self._tokens = min(max(1.0, self.limit * PERIOD), self._tokens + passed * self.limit)
            self._refilled_at = now
            if self._tokens < 1:
                return False
            self._tokens -= 1
        self._taken += 1
        return True

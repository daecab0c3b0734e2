"""How many new calls a second are taken while the machine cannot keep up.

Every tenth of a second the shell's word is heard: behind, and the limit falls below what was taken
lately; not behind, and it grows until there is none. So accepted calls come through at full load
and the others get 503 (RFC 3261 §21.5.4), instead of everything timing out.
"""

from typing import Final

PERIOD: Final = 0.1
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
        self._behind = False

    def report(self, behind: bool, now: float) -> None:
        """Whether the shell is behind with its messages right now."""
        self._behind = self._behind or behind
        passed = now - self._period_at
        if passed < PERIOD:
            return
        self._taken_per_second += 0.5 * (self._taken / passed - self._taken_per_second)
        if self._behind:
            self.limit = max(LEAST, 0.8 * min(self.limit, self._taken_per_second))
        else:
            self.limit = min(NO_LIMIT, 1.1 * self.limit)
        self._behind, self._taken, self._period_at = False, 0, now

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

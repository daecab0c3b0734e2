"""预计等待 how long a place in the queue lasts, as measured on those who waited just now. Pure."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median

RECENT = timedelta(minutes=30)
MOST = 20
FEWEST = 3  # fewer are an anecdote


@dataclass(slots=True)
class MeasuredWait:
    """Remembers who waited at which place, and how long it took until a phone rang for them."""

    _served: deque[tuple[datetime, float]] = field(default_factory=lambda: deque(maxlen=MOST))

    def served(self, place: int, seconds: float, now: datetime) -> None:
        """Somebody who had joined at this place has an operator."""
        self._served.append((now, seconds / max(place, 1)))

    def of(self, place: int, now: datetime) -> float | None:
        """Seconds to expect at this place; None while too little was measured."""
        recent = [each for at, each in self._served if now - at <= RECENT]
        return place * median(recent) if len(recent) >= FEWEST else None

"""Timers without a clock: a heap of due times, cancelled lazily, O(log n) each."""

import heapq
from collections.abc import Hashable, Iterator
from itertools import count


class Timers:
    """At most one due time a key; setting a key again moves it."""

    def __init__(self) -> None:
        self._due: dict[Hashable, float] = {}
        self._heap: list[tuple[float, int, Hashable]] = []
        self._order = count()

    def __len__(self) -> int:
        return len(self._due)

    def set(self, key: Hashable, at: float) -> None:
        """Let `key` fire at `at`."""
        self._due[key] = at
        heapq.heappush(self._heap, (at, next(self._order), key))
        if len(self._heap) > 64 + 4 * len(self._due):
            self._compact()

    def cancel(self, key: Hashable) -> None:
        """Forget the key; nothing happens when it was not set."""
        self._due.pop(key, None)

    def next_due(self) -> float | None:
        """When the earliest timer fires."""
        while self._heap:
            at, _, key = self._heap[0]
            if self._due.get(key) == at:
                return at
            heapq.heappop(self._heap)
        return None

    def take_due(self, now: float) -> Iterator[Hashable]:
        """Every key that is due, in order; one set while iterating may follow in the same pass."""
        while (at := self.next_due()) is not None and at <= now:
            _, _, key = heapq.heappop(self._heap)
            del self._due[key]
            yield key

    def _compact(self) -> None:
        self._heap = [entry for entry in self._heap if self._due.get(entry[2]) == entry[0]]
        heapq.heapify(self._heap)

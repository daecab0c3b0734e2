"""Timers without a clock: a heap of due times, cancelled lazily, O(log n) each."""

import heapq
from collections.abc import Hashable, Iterator
from itertools import count
from typing import Any

_KEY = 2  # of an entry: due time, order of setting, key (None once it was cancelled or moved)


class Timers:
    """At most one due time a key; setting a key again moves it."""

    def __init__(self) -> None:
        self._entries: dict[Hashable, list[Any]] = {}
        self._heap: list[list[Any]] = []
        self._order = count()

    def __len__(self) -> int:
        return len(self._entries)

    def set(self, key: Hashable, at: float) -> None:
        """Let `key` fire at `at`."""
        self.cancel(key)
        entry = [at, next(self._order), key]
        self._entries[key] = entry
        heapq.heappush(self._heap, entry)
        if len(self._heap) > 64 + 4 * len(self._entries):
            self._compact()

    def cancel(self, key: Hashable) -> None:
        """Forget the key at once; nothing happens when it was not set."""
        entry = self._entries.pop(key, None)
        if entry is not None:
            entry[_KEY] = None

    def next_due(self) -> float | None:
        """When the earliest timer fires."""
        while self._heap and self._heap[0][_KEY] is None:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def take_due(self, now: float) -> Iterator[Hashable]:
        """Every key that is due, in order; one set while iterating may follow in the same pass."""
        while (at := self.next_due()) is not None and at <= now:
            key = heapq.heappop(self._heap)[_KEY]
            del self._entries[key]
            yield key

    def _compact(self) -> None:
        self._heap = [entry for entry in self._heap if entry[_KEY] is not None]
        heapq.heapify(self._heap)

"""Reads clips from disk in a thread of its own: a slow disk never delays a tick."""

import os
import queue
import sys
import threading
from collections.abc import Iterator

from bridge.events import LegId, PlayId
from bridge.media.clips import Clip, ClipCache

_LONGEST_BYTES = 8000 * 3600  # an hour


class ClipLoader:
    """Takes requests, gives clips (None: cannot be read) in the order asked."""

    def __init__(self, cache_bytes: int) -> None:
        self._asked: queue.SimpleQueue[tuple[LegId, PlayId, str]] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[tuple[LegId, PlayId, Clip | None]] = queue.SimpleQueue()
        self._cache = ClipCache(cache_bytes)
        self.errors = 0
        threading.Thread(target=self._run, name="clips", daemon=True).start()

    def load(self, leg: LegId, play: PlayId, path: str) -> None:
        """Ask for a clip."""
        self._asked.put((leg, play, path))

    def done(self) -> Iterator[tuple[LegId, PlayId, Clip | None]]:
        """What was read since the last time."""
        while not self._done.empty():
            yield self._done.get()

    def _run(self) -> None:
        while True:
            leg, play, path = self._asked.get()
            try:
                clip = self._read(path)
            except OSError as error:
                self.errors += 1
                print(f"clip {path}: {error}", file=sys.stderr)  # noqa: T201
                clip = None
            self._done.put((leg, play, clip))

    def _read(self, path: str) -> Clip:
        with open(path, "rb") as file:
            state = os.fstat(file.fileno())
            clip = self._cache.get(path, state.st_mtime_ns, state.st_size)
            if clip is None:
                clip = Clip(file.read(_LONGEST_BYTES))
                self._cache.put(path, state.st_mtime_ns, state.st_size, clip)
            return clip

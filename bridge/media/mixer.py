"""Who hears whom, for all legs in a few matrix operations.

The links (`hearer`, `source`, `gain`) are kept as arrays sorted by hearer. One source at full
gain, the common case, is a copy; several are summed in 32 bits and held at the limits.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from bridge.media.g711 import Pcm

Rows = NDArray[np.intp]


class Mixer:
    """The links between rows."""

    def __init__(self) -> None:
        self._links: dict[int, dict[int, float]] = {}
        self.hearers: Rows = np.empty(0, np.intp)
        self._sources: Rows = np.empty(0, np.intp)
        self._starts: Rows = np.empty(0, np.intp)
        self._gains: NDArray[np.float32] | None = None

    def hear(self, hearer: int, sources: Mapping[int, float]) -> None:
        """Replace whom a row hears."""
        links = {source: gain for source, gain in sources.items() if gain > 0}
        if links == self._links.get(hearer, {}):
            return
        self._links.pop(hearer, None)
        if links:
            self._links[hearer] = links
        self._arrange()

    def remove(self, row: int) -> None:
        """A row is gone: it neither hears nor is heard."""
        self._links.pop(row, None)
        for hearer in [h for h, links in self._links.items() if row in links]:
            del self._links[hearer][row]
            if not self._links[hearer]:
                del self._links[hearer]
        self._arrange()

    def _arrange(self) -> None:
        order = sorted(self._links)
        counts = [len(self._links[h]) for h in order]
        gains = [g for h in order for g in self._links[h].values()]
        self.hearers = np.array(order, np.intp)
        self._sources = np.array([s for h in order for s in self._links[h]], np.intp)
        self._starts = np.concatenate([[0], np.cumsum(counts[:-1])]).astype(np.intp)
        unity = all(gain == 1.0 for gain in gains)
        self._gains = None if unity else np.array(gains, np.float32)[:, None]

    def mix(self, pcm: Pcm) -> Pcm:
        """What each of `hearers` hears, of the sound of all rows."""
        heard: Pcm = pcm[self._sources]
        single = len(self.hearers) == len(self._sources)
        if single and self._gains is None:
            return heard
        if self._gains is None:
            total = np.add.reduceat(heard.astype(np.int32), self._starts, axis=0)
        else:
            scaled = heard * self._gains
            total = scaled if single else np.add.reduceat(scaled, self._starts, axis=0)
        return add(total)


def add(total: NDArray[np.int32] | NDArray[np.float32]) -> Pcm:
    """Hold sums at the limits of 16 bits."""
    limited: Pcm = np.clip(total, -32767, 32767).astype(np.int16)
    return limited

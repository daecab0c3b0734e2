"""Statistics of what is received, for RTCP (RFC 3550 appendices A.3, A.8), for all legs at once."""

import numpy as np
from numpy.typing import NDArray

from bridge.media.rtcp import ReceptionReport

Rows = NDArray[np.intp]
Numbers = NDArray[np.int64]

_LARGEST_CHANGE = 80_000  # ten seconds: more is another clock, not jitter


class ReceptionBank:
    """Sequence numbers, counts and jitter of each row's present source."""

    def __init__(self, capacity: int) -> None:
        self.ssrc = np.full(capacity, -1, np.int64)
        self._first = np.zeros(capacity, np.int64)
        # What every packet touches lies together: one access for all of it
        self._counts = np.zeros((capacity, 4), np.int64)
        (
            self._highest,  # sequence number, extended by the wraps
            self._received,
            self._transit,
            self._jitter,  # in sixteenths
        ) = self._counts.T
        self._reported = np.zeros((capacity, 2), np.int64)  # expected and received, last report

        self._noted: list[tuple[Rows, Numbers, Numbers, Numbers]] = []

    def begin(self, row: int, ssrc: int, sequence: int) -> None:
        """A new source speaks on this row (`ssrc` -1: none yet)."""
        self.settle()
        self.ssrc[row] = ssrc
        self._first[row] = sequence
        self._highest[row] = sequence - 1
        self._received[row] = 0
        self._transit[row] = self._jitter[row] = 0
        self._reported[row] = 0

    def note(self, rows: Rows, sequences: Numbers, timestamps: Numbers, arrivals: Numbers) -> None:
        """One packet for each of these rows, no row twice, arrivals in timestamp units.

        It is counted with the next `settle` or `report`.
        """
        self._noted.append((rows, sequences, timestamps, arrivals))

    def settle(self) -> None:
        """Count what was noted."""
        for noted in self._noted:
            self._count(*noted)
        self._noted.clear()

    def _count(
        self, rows: Rows, sequences: Numbers, timestamps: Numbers, arrivals: Numbers
    ) -> None:
        counts = self._counts[rows]
        highest, received, transit, jitter = counts.T
        step = ((sequences - highest + 0x8000) & 0xFFFF) - 0x8000
        highest += np.maximum(step, 0)
        now = (arrivals - timestamps) & 0xFFFFFFFF
        change = np.abs(((now - transit + 0x80000000) & 0xFFFFFFFF) - 0x80000000)
        change *= received > 0
        jitter += np.minimum(change, _LARGEST_CHANGE) - (jitter + 8 >> 4)  # appendix A.8
        transit[:] = now
        received += 1
        self._counts[rows] = counts

    def last(self, row: int) -> int:
        """The highest sequence number heard."""
        self.settle()
        return int(self._highest[row])

    def report(self, row: int, last_sr: int, since_last_sr: int) -> ReceptionReport | None:
        """What to tell the far end of its stream; None while nothing was heard."""
        self.settle()
        if self.ssrc[row] < 0 or self._received[row] == 0:
            return None
        expected = int(self._highest[row] - self._first[row] + 1)
        received = int(self._received[row])
        due = expected - int(self._reported[row, 0])
        lost = due - (received - int(self._reported[row, 1]))
        self._reported[row] = expected, received
        fraction = min(255, (lost << 8) // due) if due > 0 and lost > 0 else 0
        return ReceptionReport(
            int(self.ssrc[row]),
            fraction,
            expected - received,
            int(self._highest[row]) & 0xFFFFFFFF,
            int(self._jitter[row]) >> 4,
            last_sr,
            since_last_sr,
        )

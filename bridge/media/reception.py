"""Statistics of what is received, for RTCP (RFC 3550 appendices A.3, A.8), for all legs at once."""

import numpy as np
from numpy.typing import NDArray

from bridge.media.rtcp import ReceptionReport

Rows = NDArray[np.intp]
Numbers = NDArray[np.int64]


class ReceptionBank:
    """Sequence numbers, counts and jitter of each row's present source."""

    def __init__(self, capacity: int) -> None:
        self.ssrc = np.full(capacity, -1, np.int64)
        self._first = np.zeros(capacity, np.int64)
        self._highest = np.zeros(capacity, np.int64)  # extended by the wraps
        self._received = np.zeros(capacity, np.int64)
        self._transit = np.zeros(capacity, np.int64)
        self._jitter = np.zeros(capacity, np.float64)
        self._reported = np.zeros((capacity, 2), np.int64)  # expected and received, last report

    def begin(self, row: int, ssrc: int, sequence: int) -> None:
        """A new source speaks on this row (`ssrc` -1: none yet)."""
        self.ssrc[row] = ssrc
        self._first[row] = sequence
        self._highest[row] = sequence - 1
        self._received[row] = 0
        self._transit[row] = self._jitter[row] = 0
        self._reported[row] = 0

    def note(self, rows: Rows, sequences: Numbers, timestamps: Numbers, arrivals: Numbers) -> None:
        """Count one packet for each of these rows, no row twice; arrivals in timestamp units."""
        highest = self._highest[rows]
        step = ((sequences - highest + 0x8000) & 0xFFFF) - 0x8000
        self._highest[rows] = np.maximum(highest, highest + step)
        transit = (arrivals - timestamps) & 0xFFFFFFFF
        change = ((transit - self._transit[rows] + 0x80000000) & 0xFFFFFFFF) - 0x80000000
        change = np.where(self._received[rows] > 0, np.abs(change), 0)
        self._jitter[rows] += (np.minimum(change, 80000) - self._jitter[rows]) / 16
        self._transit[rows] = transit
        self._received[rows] += 1

    def report(self, row: int, last_sr: int, since_last_sr: int) -> ReceptionReport | None:
        """What to tell the far end of its stream; None while nothing was heard."""
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
            int(self._jitter[row]),
            last_sr,
            since_last_sr,
        )

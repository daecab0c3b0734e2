"""Where datagrams are received into: one matrix for a whole tick, no object for a packet."""

from array import array

import numpy as np
from numpy.typing import NDArray

ROW_BYTES = 896  # 100 ms of G.711 with every header; what fills it is too long and not ours
CAPACITY = 8192


class Inbox:
    """The datagrams of one tick, in passes: within a pass no socket comes twice."""

    def __init__(self) -> None:
        # full, not zeros: its memory is there from the beginning, not when a burst comes
        self.matrix: NDArray[np.uint8] = np.full((CAPACITY, ROW_BYTES), 0, np.uint8)
        self.words = self.matrix.view(">u4")
        flat = self.matrix.reshape(-1).data
        self.views = [flat[i * ROW_BYTES : (i + 1) * ROW_BYTES] for i in range(CAPACITY)]
        self.rows = array("q")  # whose datagram it is
        self.lengths = array("q")
        self.passes: list[tuple[int, int]] = []  # where each pass begins, and its time

    def begin_pass(self, timestamp: int) -> None:
        """Another round over the sockets, at this time in RTP timestamp units."""
        self.passes.append((len(self.rows), timestamp))

    def arrivals(self) -> NDArray[np.int64]:
        """The time of each datagram."""
        arrivals = np.zeros(len(self.rows), np.int64)
        for begin, timestamp in self.passes:
            arrivals[begin:] = timestamp
        return arrivals

    def clear(self) -> None:
        """Everything was taken."""
        self.rows, self.lengths = array("q"), array("q")  # those that were may still be looked at
        self.passes.clear()

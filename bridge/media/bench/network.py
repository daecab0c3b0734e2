"""A network in numbers: packets with delays and losses against one row of the jitter bank."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from bridge.media.g711 import FRAME
from bridge.media.jitter import JitterBank

QUIET, LOUD = 100, 5000


@dataclass
class Outcome:
    """What came of it."""

    sent: int
    played: list[tuple[int, float]] = field(default_factory=list)  # frame, delay in ms
    ticks: int = 0
    bank: JitterBank = field(default_factory=lambda: JitterBank(1))

    @property
    def frames(self) -> list[int]:
        """Frames that were heard, in the order they were."""
        return [frame for frame, _ in self.played]

    @property
    def lost_share(self) -> float:
        """Share of the sound that was not heard."""
        return 1 - len(set(self.frames)) / self.sent

    def delay(self, after: int = 0) -> float:
        """Mean time in ms from speaking a frame to hearing it."""
        delays = [delay for frame, delay in self.played if frame >= after]
        return sum(delays) / len(delays)


def samples(frame: int, peak: int) -> np.ndarray:
    """Sound of one frame that no other frame has."""
    rng = np.random.default_rng(frame)
    return rng.integers(-peak, peak, FRAME).astype(np.int16)


def run(
    delays_ms: Sequence[float | None],
    *,
    peak: int = LOUD,
    phase_ms: float = 7.0,
    sender_ms: float = 20.0,
    first_timestamp: int = 0xFFFFF000,
    batch: bool = False,
) -> Outcome:
    """Send a frame every `sender_ms`, each with its delay (None: lost); hear what comes out."""
    outcome = Outcome(len(delays_ms))
    bank = outcome.bank
    bank.reset(0)
    arrivals = sorted(
        (phase_ms + n * sender_ms + delay, n)
        for n, delay in enumerate(delays_ms)
        if delay is not None
    )
    known = {samples(n, peak)[60:].tobytes(): n for n in range(len(delays_ms))}
    row = np.array([0], np.intp)
    now = 0.0
    while arrivals or now < phase_ms + len(delays_ms) * sender_ms + 1000:
        now += 20.0
        while arrivals and arrivals[0][0] <= now:
            n = arrivals.pop(0)[1]
            stamp = (first_timestamp + n * FRAME) & 0xFFFFFFFF
            if batch:
                bank.put_batch(row, np.array([stamp]), samples(n, peak)[None])
            else:
                bank.put(0, stamp, samples(n, peak))
        pcm, _ = bank.take(row)
        outcome.ticks += 1
        n_played = known.get(pcm[0, 60:].tobytes())
        if n_played is not None:
            outcome.played.append((n_played, now - phase_ms - n_played * sender_ms))
    return outcome

"""Clocks that drift: the delay stays where it is, and nobody hears a click."""

import numpy as np
import pytest

from bridge.media.g711 import FRAME
from bridge.media.jitter import JitterBank

PACKETS = 21_000  # seven minutes; at 200 ppm four corrections
HZ, PEAK = 440, 8000


def tone(packet: int) -> np.ndarray:
    """A sine that never pauses: the hardest sound to lengthen and shorten unheard."""
    samples = packet * FRAME + np.arange(FRAME)
    return (PEAK * np.sin(2 * np.pi * HZ * samples / 8000)).astype(np.int16)


@pytest.mark.parametrize("ppm", [200, -200])
def test_a_drifting_sender_is_followed_without_a_click(ppm: int) -> None:
    bank, row = JitterBank(1), np.array([0], np.intp)
    bank.reset(0)
    period = 20.0 * (1 - ppm * 1e-6)
    sent, worst, before = 0, 0.0, np.zeros(2)
    margins = []
    for tick in range(1, PACKETS):
        while 7 + sent * period <= tick * 20:
            bank.put(0, (0xFFFFF000 + sent * FRAME) & 0xFFFFFFFF, tone(sent))
            sent += 1
        pcm, _ = bank.take(row)
        if tick > 10:
            bend = np.diff(np.concatenate([before, pcm[0]]), 2)  # a click is a sharp bend
            worst = max(worst, float(np.abs(bend).max()))
        before = pcm[0, -2:].astype(float)
        margins.append(bank.margin(0))
    own = PEAK * (2 * np.pi * HZ / 8000) ** 2  # the sharpest bend of the tone itself
    assert worst <= 1.1 * own
    assert max(margins) <= 4
    steps = bank.counters["merged"] + bank.counters["turned_back"]
    assert steps >= 3, "the clocks were really met"
    assert bank.counters["lost"] == bank.counters["discarded"] == bank.counters["late"] == 0

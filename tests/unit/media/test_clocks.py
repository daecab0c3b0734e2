"""Clocks that drift, packets that come late: the delay stays small, and nobody hears a click."""

import os

import numpy as np
import pytest

from bridge.media.g711 import FRAME
from bridge.media.jitter import JitterBank

# Ticks: an hour, or with the quick tests seven minutes of it.
LENGTH = 180_000 if os.environ.get("IVR_LONG") else 21_000
DRIFTS = (200, 20, -20, -200)  # parts in a million, a leg each; telephones are told to keep 50
BLOCK = 1000
HZ, PEAK = 440, 8000
BEND = PEAK * (2 * np.pi * HZ / 8000) ** 2  # the sharpest bend of the tone itself

# A sine that never pauses: the hardest sound to lengthen and shorten unheard. It repeats after
# five packets.
TONE = (PEAK * np.sin(2 * np.pi * HZ * np.arange(5 * FRAME) / 8000)).astype(np.int16)
PACKETS = TONE.reshape(5, FRAME)


def sharpest_bend(sound: np.ndarray) -> float:
    """A click is a sharp bend; of sounds one below the other."""
    return float(np.abs(np.diff(sound.astype(float), 2)).max())


def test_an_hour_with_drifting_senders_has_no_click() -> None:
    bank, rows = JitterBank(len(DRIFTS)), np.arange(len(DRIFTS))
    for row in rows:
        bank.reset(row)
    periods = 20.0 * (1 - np.array(DRIFTS) * 1e-6)
    sent = np.zeros(len(DRIFTS), np.int64)
    block = np.zeros((len(DRIFTS), BLOCK * FRAME), np.int16)
    before = np.zeros((len(DRIFTS), 2), np.int16)
    worst, longest = 0.0, 0
    for tick in range(LENGTH):
        while len(due := rows[7 + sent * periods <= (tick + 1) * 20]):
            bank.put_batch(due, 0xFFFFF000 + sent[due] * FRAME & 0xFFFFFFFF, PACKETS[sent[due] % 5])
            sent[due] += 1
        at = tick % BLOCK * FRAME
        block[:, at : at + FRAME] = bank.take(rows)[0]
        if at + FRAME == block.shape[1]:
            if tick >= BLOCK:  # in the first block the tones begin
                worst = max(worst, sharpest_bend(np.hstack([before, block])))
            before = block[:, -2:].copy()
            longest = max(longest, *map(bank.margin, rows))
    assert worst <= 1.1 * BEND
    assert longest <= 4
    frames_off = 2 * LENGTH * 200e-6  # the fastest and the slowest together
    assert bank.counters["merged"] + bank.counters["turned_back"] >= frames_off - 5
    assert bank.counters["lost"] == bank.counters["discarded"] == bank.counters["late"] == 0


def played(bank: JitterBank, late: list[int], ticks: int = 60) -> np.ndarray:
    """A leg for each of `late`: its packets from the 20th to the 23rd come so many ticks late."""
    rows = np.arange(len(late))
    for row in rows:
        bank.reset(row)
    sound = np.zeros((len(late), ticks * FRAME), np.int16)
    for tick in range(ticks):
        for packet in range(max(0, tick - max(late)), tick + 1):
            delay = np.where(20 <= packet <= 23, late, 0)
            now = rows[np.maximum(packet + delay, np.where(packet > 23, 23 + delay, 0)) == tick]
            for row in now:
                bank.put(row, packet * FRAME, PACKETS[packet % 5])
        sound[:, tick * FRAME : (tick + 1) * FRAME] = bank.take(rows)[0]
    return sound


@pytest.mark.parametrize("legs", [[2], [3], [2, 3, 2, 0, 3]])
def test_late_packets_are_heard_without_a_click(legs: list[int]) -> None:
    bank = JitterBank(len(legs))
    sound = played(bank, legs)
    assert bank.counters["turned_back"] == sum(late > 0 for late in legs)
    assert bank.counters["late"] == 0
    assert sharpest_bend(sound[:, 10 * FRAME :]) <= 3.2 * BEND  # not blended: 4.6 and 6.4


def test_legs_with_late_packets_do_not_disturb_each_other() -> None:
    together = played(JitterBank(5), [0, 2, 3, 4, 2])
    for row, late in enumerate([0, 2, 3, 4, 2]):
        assert (together[row] == played(JitterBank(1), [late])[0]).all()

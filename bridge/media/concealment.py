"""What is played where nothing arrived: the last pitch period again, fading to silence.

In the manner of ITU-T G.711 appendix I, simplified: the period is found by correlation over the
40 ms before the loss, repeated, and faded out within 60 ms. All functions work on many legs at
once, one a row, because a stalled network hits all legs in the same tick.
"""

import numpy as np
from numpy.typing import NDArray

from bridge.media.g711 import FRAME, Pcm

HISTORY = 2 * FRAME  # samples before the loss that are looked at
JOIN = 40  # samples over which real sound takes over again
_SHORTEST, _LONGEST = 40, 120  # pitch period: 200 Hz to 66 Hz
_MATCH = FRAME  # samples compared
_FADE = np.array([1.0, 0.7, 0.3, 0.0], np.float32)  # gain at the borders of the made-up frames
LAST = len(_FADE) - 1  # made-up frames in a row; behind them is silence

Numbers = NDArray[np.int64]


def periods(histories: Pcm) -> Numbers:
    """Pitch period in samples of each history: every second one first, then those beside it."""
    sound = histories[:, ::2].astype(np.float32)
    match, shortest, longest = _MATCH // 2, _SHORTEST // 2, _LONGEST // 2
    windows = np.lib.stride_tricks.sliding_window_view(sound, match, axis=1)
    windows = windows[:, match - longest : match - shortest + 1]
    likeness = np.einsum("kij,kj->ki", windows, sound[:, -match:])
    energy = np.concatenate([np.zeros((len(sound), 1)), np.cumsum(sound**2, axis=1)], axis=1)
    energy = energy[:, match:] - energy[:, :-match]
    energy = energy[:, match - longest : match - shortest + 1]
    lags: Numbers = 2 * (longest - np.argmax(likeness / np.sqrt(energy + 1.0), axis=1))
    near = lags[:, None] + np.arange(-1, 2)
    places = HISTORY - _MATCH - near[:, :, None] + np.arange(_MATCH)
    earlier = np.take_along_axis(histories[:, None].astype(np.float32), places, axis=2)
    difference = ((histories[:, None, -_MATCH:] - earlier) ** 2).sum(axis=2)
    lags += np.argmin(difference, axis=1) - 1
    return lags


def conceal(histories: Pcm, lost_before: Numbers | NDArray[np.int16]) -> Pcm:
    """Make the next frame of each; `lost_before` frames were made up already, right before."""
    made_up = np.zeros((len(histories), FRAME), np.int16)
    fading = np.nonzero((lost_before < LAST) & histories.any(axis=1))[0]
    if len(fading):
        step = lost_before[fading]
        lags = periods(histories[fading])[:, None]
        places = HISTORY - lags + np.arange(FRAME) % lags
        repeated = np.take_along_axis(histories[fading], places, axis=1)
        # a history that was made up has its fade in it: only the further fall is applied
        fall = (_FADE[step + 1] / _FADE[step] - 1.0)[:, None]
        made_up[fading] = repeated * (1.0 + fall * np.linspace(0, 1, FRAME, dtype=np.float32))
    return made_up


def join(made_up: Pcm, real: Pcm) -> Pcm:
    """The first JOIN samples of `real`, out of what concealment would have gone on with."""
    ramp = np.linspace(0.0, 1.0, JOIN, dtype=np.float32)
    joined: Pcm = (made_up[:, :JOIN] * (1.0 - ramp) + real[:, :JOIN] * ramp).astype(np.int16)
    return joined


def merge(first: Pcm, second: Pcm) -> Pcm:
    """Two frames in the time of one: 20 ms less delay without a click."""
    ramp = np.linspace(0.0, 1.0, first.shape[-1], dtype=np.float32)
    merged: Pcm = (first * (1.0 - ramp) + second * ramp).astype(np.int16)
    return merged

"""What is played where nothing arrived: the last pitch period again, fading to silence.

In the manner of ITU-T G.711 appendix I, without its cross-fading of several periods: the period
is found by correlation over the 40 ms before the loss, repeated, and faded out within 60 ms.
"""

import numpy as np
from numpy.typing import NDArray

from bridge.media.g711 import FRAME

Pcm = NDArray[np.int16]

HISTORY = 320  # samples before the loss that are looked at
_SHORTEST, _LONGEST = 40, 120  # pitch period: 200 Hz to 66 Hz
_MATCH = 160  # samples compared
_FADE_STEPS = (1.0, 0.7, 0.3, 0.0)  # gain at the borders of the concealed 20 ms frames
JOIN = 40  # samples over which real sound takes over again


def period(history: Pcm) -> int:
    """Pitch period in samples, from the last HISTORY samples."""
    recent = history[-_MATCH:].astype(np.float32)
    lags = np.lib.stride_tricks.sliding_window_view(history.astype(np.float32), _MATCH)
    # window i begins HISTORY - MATCH - i samples before the recent one: that is its lag
    candidates = lags[_MATCH - _LONGEST : _MATCH - _SHORTEST + 1]
    energy = np.einsum("ij,ij->i", candidates, candidates)
    likeness = (candidates @ recent) / np.sqrt(energy + 1.0)
    return _LONGEST - int(likeness.argmax())


def conceal(history: Pcm, lost_before: int, samples: int) -> Pcm:
    """Make the next `samples`; `lost_before` frames were made up already, right before."""
    if samples > FRAME:  # what comes behind goes on from what was made up
        first = conceal(history, lost_before, FRAME)
        later = np.concatenate([history[FRAME:], first])
        return np.concatenate([first, conceal(later, lost_before + 1, samples - FRAME)])
    if lost_before >= len(_FADE_STEPS) - 1 or not history.any():
        return np.zeros(samples, np.int16)
    lag = period(history)
    repeated = np.resize(history[-lag:], samples)
    # A history that was made up has its fade in it already: only the further fall is applied.
    gain_from = 1.0
    gain_to = _FADE_STEPS[lost_before + 1] / _FADE_STEPS[lost_before]
    fade = np.linspace(gain_from, gain_to, samples, dtype=np.float32)
    faded: Pcm = (repeated * fade).astype(np.int16)
    return faded


def join(made_up: Pcm, real: Pcm) -> None:
    """Blend the beginning of `real` (in place) out of what concealment would have gone on with."""
    ramp = np.linspace(0.0, 1.0, JOIN, dtype=np.float32)
    real[:JOIN] = (made_up[:JOIN] * (1.0 - ramp) + real[:JOIN] * ramp).astype(np.int16)


def merge(first: Pcm, second: Pcm) -> Pcm:
    """Two frames in the time of one: 20 ms less delay without a click."""
    ramp = np.linspace(0.0, 1.0, len(first), dtype=np.float32)
    merged: Pcm = (first * (1.0 - ramp) + second * ramp).astype(np.int16)
    return merged

"""Keys as tones in the sound, for a far end that agreed on no telephone events (ITU-T Q.23, Q.24).

100 ms of both frequencies and at least 80 ms of silence: well above the 40 ms that Q.24 lets every
receiver in the world recognise.
"""

from functools import cache

import numpy as np

from bridge.media.g711 import FRAME, Pcm
from bridge.media.keys import KeySender

_ROWS = (697, 770, 852, 941)  # Hz
_COLUMNS = (1209, 1336, 1477, 1633)
_PAD = "123A456B789C*0#D"
_RATE = 8000
_PEAK = 8000  # of each frequency: about -9 dBm0
_EDGE = 40  # samples of fading in and out: no click

TICKS = KeySender.TONE_TICKS


@cache
def tone(key: str) -> Pcm:
    """The frames of one key, a row each."""
    row, column = divmod(_PAD.index(key), 4)
    time = np.arange(TICKS * FRAME) / _RATE
    sound = np.sin(2 * np.pi * _ROWS[row] * time) + np.sin(2 * np.pi * _COLUMNS[column] * time)
    ramp = np.linspace(0, 1, _EDGE)
    sound[:_EDGE] *= ramp
    sound[-_EDGE:] *= ramp[::-1]
    frames: Pcm = (sound * _PEAK).astype(np.int16).reshape(TICKS, FRAME)
    return frames

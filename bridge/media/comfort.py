"""Comfort noise (RFC 3389): what is heard while the far end sends none of its silence.

Of a noise description only the level is used, not the spectrum. We send no comfort noise
ourselves: our own silence goes out as G.711, so that nothing on the way takes a call for dead.
"""

import numpy as np

from bridge.media.g711 import FRAME, Pcm

_LOUDEST = 30  # -dBov; a description that says more is not believed
_TABLE = np.random.default_rng(3389).standard_normal(8000 + FRAME).astype(np.float32)


def amplitude(payload: bytes) -> float:
    """Root mean square of the noise that a packet describes: its first byte is the level, -dBov."""
    if not payload:
        return 0.0
    level = max(payload[0] & 0x7F, _LOUDEST)
    return float(32768 * 10 ** (-level / 20))


def noise(rms: float, tick: int) -> Pcm:
    """20 ms of it; another piece in every tick."""
    start = tick * 1777 % 8000  # does not repeat within seconds, and is never heard as a period
    frame: Pcm = (_TABLE[start : start + FRAME] * rms).clip(-32767, 32767).astype(np.int16)
    return frame

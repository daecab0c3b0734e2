"""G.711: A-law and mu-law as tables, for whole matrices of samples at once.

Built from the formulas of ITU-T G.711 (tables 1 and 2), scaled to 16 bits: an A-law value of 13
bits is shifted by 3, a mu-law value of 14 bits by 2. Polarity: bit 1 (0x80) set is positive.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Pcm = NDArray[np.int16]
Codes = NDArray[np.uint8]

FRAME: Final = 160  # samples and bytes of 20 ms
ALAW_SILENCE: Final = 0xD5  # +8, the smallest positive value
ULAW_SILENCE: Final = 0xFF  # +0
_BIAS: Final = 33  # of mu-law, in 14-bit units
_ULAW_CLIP: Final = 8158


def _decode_alaw() -> Pcm:
    codes = np.arange(256) ^ 0x55  # G.711 §3: even bits are inverted on the line
    exponent, mantissa = (codes >> 4) & 7, codes & 15
    value = np.where(exponent == 0, 2 * mantissa + 1, (2 * mantissa + 33) << (exponent - 1).clip(0))
    return np.where(codes & 0x80, value << 3, -value << 3).astype(np.int16)


def _decode_ulaw() -> Pcm:
    codes = np.arange(256) ^ 0xFF  # G.711 §3: all bits are inverted
    exponent, mantissa = (codes >> 4) & 7, codes & 15
    value = ((2 * mantissa + 33) << exponent) - _BIAS
    return np.where(codes & 0x80, -value << 2, value << 2).astype(np.int16)


def _samples() -> NDArray[np.int64]:
    """Every sample in the order of its 16 bits read as unsigned: the index of an encoding table."""
    return np.arange(65536, dtype=np.uint16).view(np.int16).astype(np.int64)


def _exponent(magnitude: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number of the highest bit that is set, counted from bit 5 (below: 0)."""
    bits = np.arange(6, 13)[:, None]
    exponent: NDArray[np.int64] = (magnitude >> bits > 0).sum(axis=0)
    return exponent


def _encode_alaw() -> Codes:
    sample = _samples() >> 3
    positive = sample >= 0
    magnitude = np.where(positive, sample, -sample - 1)
    exponent = _exponent(magnitude) + (magnitude >= 32)
    mantissa = np.where(exponent < 2, magnitude >> 1, magnitude >> exponent.clip(1)) & 15
    code = (exponent << 4) | mantissa | np.where(positive, 0x80, 0)
    return (code ^ 0x55).astype(np.uint8)


def _encode_ulaw() -> Codes:
    sample = _samples() >> 2
    positive = sample >= 0
    magnitude = np.minimum(np.abs(sample), _ULAW_CLIP) + _BIAS
    exponent = _exponent(magnitude)
    mantissa = (magnitude >> (exponent + 1)) & 15
    code = (exponent << 4) | mantissa | np.where(positive, 0, 0x80)
    codes: Codes = (code ^ 0xFF).astype(np.uint8)
    return codes


ALAW_DECODE: Final = _decode_alaw()
ULAW_DECODE: Final = _decode_ulaw()
ALAW_ENCODE: Final = _encode_alaw()
ULAW_ENCODE: Final = _encode_ulaw()
ALAW_TO_ULAW: Final = ULAW_ENCODE[ALAW_DECODE.view(np.uint16)].tobytes()
"""For `bytes.translate`: a clip in A-law becomes one in mu-law."""


def decode(codes: Codes, ulaw: bool = False) -> Pcm:
    """Samples of these codes, in the same shape."""
    pcm: Pcm = (ULAW_DECODE if ulaw else ALAW_DECODE).take(codes)
    return pcm


def encode(pcm: Pcm, ulaw: bool = False) -> Codes:
    """Codes of these samples, in the same shape."""
    codes: Codes = (ULAW_ENCODE if ulaw else ALAW_ENCODE).take(pcm.view(np.uint16))
    return codes

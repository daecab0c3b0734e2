"""G.711 A-law (ITU-T G.711, table 1a) as two tables."""

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.int16]

SILENCE = 0xD5


def _decode_table() -> Samples:
    """Value of each code word: even bits inverted, sign, 3 bits of segment, 4 of interval."""
    code = np.arange(256, dtype=np.int32) ^ 0x55
    segment = (code >> 4) & 7
    interval = code & 15
    magnitude = np.where(
        segment == 0, (interval << 4) + 8, ((interval << 4) + 0x108) << np.maximum(segment - 1, 0)
    )
    return np.where(code & 0x80, magnitude, -magnitude).astype(np.int16)


def _encode_table() -> NDArray[np.uint8]:
    """Code word of every 13-bit sample (the three lowest of 16 bits carry nothing)."""
    sample = (np.arange(65536, dtype=np.int32) - 32768) >> 3  # arithmetic shift, as in G.191
    positive = sample >= 0
    magnitude = np.where(positive, sample, -sample - 1)  # one's complement
    segment = np.zeros_like(magnitude)
    for bits in range(5, 12):
        segment += magnitude >= (1 << bits)
    shift = np.maximum(segment, 1)
    interval = (magnitude >> shift) & 15
    code = (segment << 4 | interval) | np.where(positive, 0x80, 0)
    return (code ^ 0x55).astype(np.uint8)


_DECODE = _decode_table()
_ENCODE = _encode_table()


def encode(samples: Samples) -> bytes:
    """16-bit samples to A-law."""
    return _ENCODE[samples.astype(np.int32) + 32768].tobytes()


def decode(data: bytes) -> Samples:
    """A-law to 16-bit samples."""
    return _DECODE[np.frombuffer(data, np.uint8)]


def decode_mulaw(data: bytes) -> Samples:
    """Mu-law to 16-bit samples: only to read WAV files that come in it."""
    code = ~np.frombuffer(data, np.uint8).astype(np.int32) & 0xFF
    magnitude = ((((code & 15) << 3) + 0x84) << ((code >> 4) & 7)) - 0x84
    return np.where(code & 0x80, -magnitude, magnitude).astype(np.int16)

"""From speech of any rate to a telephone clip: headerless 8 kHz A-law at an even level."""

import os
import tempfile
from pathlib import Path

import numpy as np

from ivr.speech import g711
from ivr.speech.frames import RATE, SAMPLES
from ivr.speech.wav import Sound, resample, to_pcm

QUIET = 10 ** (-50 / 20)  # under this a sample belongs to the silence around the speech
MARGIN = RATE // 20  # 50 ms kept before and after
PEAK = 10 ** (-3 / 20)


def to_alaw(sound: Sound, rate: int, level: float) -> bytes:
    """Trimmed, speech at `level` dBFS with peaks under -3 dBFS, a whole number of frames."""
    sound = _trim(resample(sound, rate, RATE))
    if not len(sound):
        return b""
    loud = sound[np.abs(sound) > QUIET]
    strength = float(np.sqrt(np.mean(np.square(loud)))) if len(loud) else 0.0
    if strength > 0:
        gain = 10 ** (level / 20) / strength
        sound = sound * min(gain, PEAK / float(np.max(np.abs(sound))))
    rest = -len(sound) % SAMPLES
    return g711.encode(to_pcm(sound)) + bytes([g711.SILENCE]) * rest


def write_atomically(path: Path, data: bytes) -> None:
    """The file is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _trim(sound: Sound) -> Sound:
    loud = np.flatnonzero(np.abs(sound) > QUIET)
    if not len(loud):
        return sound[:0]
    return sound[max(0, int(loud[0]) - MARGIN) : int(loud[-1]) + 1 + MARGIN]

"""等待音 what a waiting caller hears between the sentences.

A soft tune in the queue, and the ringing tone people know (450 Hz, one second on, four off) while
a desk is being rung. Made once, no rights needed; a site's own `hold.al` or `ringing.al` (8 kHz
A-law) in `dialplans/prompts` wins.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ivr.speech import g711
from ivr.speech.clip import write_atomically

RATE = 8000
HOLD, RINGING = "hold", "ringing"
_TUNE = (392.0, 440.0, 523.3, 587.3, 523.3, 440.0, 392.0, 329.6)  # 宫商角徵羽, no semitones
_LEVEL = 0.06  # soft: nobody holds the phone away from the ear

Sound = NDArray[np.float64]


def waiting_sound(name: str, prompts: Path, cache: Path) -> Path | None:
    """The clip's file; None when it cannot be written (then there are only the sentences)."""
    own = prompts / f"{name}.al"
    if own.exists():
        return own
    path = cache / f"{name}.al"
    if not path.exists():
        sound = _tune() if name == HOLD else _ringing()
        pcm = (np.clip(sound, -1, 1) * 32767).astype(np.int16)
        try:
            write_atomically(path, g711.encode(pcm))
        except OSError:
            return None
    return path


def _tune() -> Sound:
    return np.concatenate([_note(pitch, 0.75) for pitch in _TUNE] + [np.zeros(RATE * 2)])


def _note(pitch: float, seconds: float) -> Sound:
    at = np.arange(int(RATE * seconds)) / RATE
    body = np.sin(2 * np.pi * pitch * at) + 0.3 * np.sin(4 * np.pi * pitch * at)
    fade = np.minimum(at / 0.03, 1) * np.exp(-3.0 * at)
    return np.asarray(_LEVEL * body * fade, dtype=np.float64)


def _ringing() -> Sound:
    at = np.arange(RATE) / RATE
    edge = np.minimum(np.minimum(at, 1 - at) / 0.02, 1)
    return np.concatenate([_LEVEL * np.sin(2 * np.pi * 450 * at) * edge, np.zeros(RATE * 4)])

"""Sound files and G.711 for the telephone: audioop, which shares nothing with `bridge`."""

import warnings
import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # gone in 3.13, where audioop-lts brings it
    import audioop

RATE = 8000
FRAME = 160  # samples of 20 ms
SECONDS = FRAME / RATE
SILENCE = bytes(2 * FRAME)

Samples = NDArray[np.int16]


def load_sound(path: Path) -> bytes:
    """8 kHz 16-bit samples of a `.al` clip (headerless A-law) or of a 16-bit WAV of any rate."""
    if path.suffix == ".al":
        return audioop.alaw2lin(path.read_bytes(), 2)
    with wave.open(str(path)) as file:
        if file.getsampwidth() != 2:
            raise ValueError(f"{path}: only 16-bit WAV can be spoken into a call")
        pcm: bytes = file.readframes(file.getnframes())
        if file.getnchannels() == 2:
            pcm = audioop.tomono(pcm, 2, 0.5, 0.5)
        elif file.getnchannels() != 1:
            raise ValueError(f"{path}: mono or stereo, please")
        if file.getframerate() != RATE:
            pcm, _ = audioop.ratecv(pcm, 2, 1, file.getframerate(), RATE, None)
    return pcm


def save_wav(path: Path, pcm: bytes) -> None:
    """Write 8 kHz mono."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(pcm)


def level(pcm: bytes) -> float:
    """dBFS of some sound."""
    strength = audioop.rms(pcm, 2)
    return 20 * float(np.log10(max(strength, 1) / 32768))


def to_mulaw(pcm: bytes) -> bytes:
    """16-bit samples to mu-law."""
    return audioop.lin2ulaw(pcm, 2)


def from_mulaw(data: bytes) -> bytes:
    """Mu-law to 16-bit samples."""
    return audioop.ulaw2lin(data, 2)


def from_alaw(data: bytes) -> bytes:
    """A-law to 16-bit samples."""
    return audioop.alaw2lin(data, 2)

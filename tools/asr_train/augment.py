"""Make clean speech sound as a telephone brings it: room, microphone, noise, level, codec, loss.

All functions take and return float arrays at 8 kHz with full scale 1.0; chance comes in as a numpy
generator, so a shard can be made again exactly.  A-law and mu-law follow ITU-T G.711.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, fftconvolve, lfilter, sosfilt

RATE = 8000
Signal = NDArray[np.float32]


def alaw(signal: Signal) -> Signal:
    """Through G.711 A-law and back: 13 segments, a sign and seven bits."""
    magnitude = np.clip(np.abs(signal), 0, 1) * 4096
    segment = np.clip(np.floor(np.log2(np.maximum(magnitude, 1))) - 4, 1, 7)
    step = np.where(magnitude < 64, 2.0, 2.0**segment)
    decoded = (np.floor(np.minimum(magnitude, 4095) / step) + 0.5) * step / 4096
    return np.asarray(np.sign(signal) * decoded, np.float32)


def mulaw(signal: Signal) -> Signal:
    """Through G.711 mu-law and back."""
    magnitude = np.minimum(np.abs(signal) * 8192, 8158) + 33
    segment = np.floor(np.log2(magnitude)) - 5
    step = 2.0 ** (segment + 1)
    decoded = (np.floor(magnitude / step) + 0.5) * step - 33
    return np.asarray(np.sign(signal) * np.maximum(decoded, 0) / 8192, np.float32)


def band_pass(signal: Signal, low: float, high: float, order: int = 4) -> Signal:
    """The telephone's band."""
    sections = butter(order, (low, high), "bandpass", fs=RATE, output="sos")
    return np.asarray(sosfilt(sections, signal), dtype=np.float32)


def room(signal: Signal, decay: float, direct: float, dice: np.random.Generator) -> Signal:
    """A room of exponentially decaying noise; ``decay`` is the time to fall by 60 dB."""
    length = int(decay * RATE)
    tail = dice.standard_normal(length) * 10 ** (-3 * np.arange(length) / max(length, 1))
    tail[: RATE // 250] = 0
    tail *= direct / max(float(np.sqrt(np.sum(tail**2))), 1e-6)
    tail[0] = 1.0
    return np.asarray(fftconvolve(signal, tail)[: len(signal)], dtype=np.float32)


def coloured_noise(count: int, slope: float, dice: np.random.Generator) -> Signal:
    """Noise whose power falls with frequency to the power ``slope``: 0 white, 1 pink, 2 brown."""
    spectrum = np.fft.rfft(dice.standard_normal(count))
    frequency = np.maximum(np.arange(len(spectrum)) / count * RATE, 30.0)
    return np.fft.irfft(spectrum * frequency ** (-slope / 2), count).astype(np.float32)


def tilt(signal: Signal, amount: float) -> Signal:
    """A brighter (positive) or duller microphone."""
    return np.asarray(lfilter([1.0, -amount], [1.0], signal), dtype=np.float32)


def speech_power(signal: Signal) -> float:
    """Power of the louder half of the 20 ms frames, so that pauses do not count."""
    frames = signal[: len(signal) // 160 * 160].reshape(-1, 160)
    powers = np.sort(np.mean(frames.astype(np.float64) ** 2, axis=1))
    return float(np.mean(powers[len(powers) // 2 :])) if len(powers) else 0.0


def add_noise(signal: Signal, noise: Signal, ratio_db: float) -> Signal:
    """Mix noise in at a signal-to-noise ratio measured over the spoken part."""
    power = float(np.mean(noise.astype(np.float64) ** 2)) or 1e-12
    gain = np.sqrt(speech_power(signal) / power / 10 ** (ratio_db / 10))
    return np.asarray(signal + gain * noise, np.float32)


def lose_frames(signal: Signal, share: float, dice: np.random.Generator) -> Signal:
    """Some 20 ms packets never arrive; the last one is repeated more quietly."""
    result = signal.copy()
    for frame in range(1, len(signal) // 160):
        if dice.random() < share:
            result[frame * 160 : frame * 160 + 160] = 0.6 * result[frame * 160 - 160 : frame * 160]
    return result


@dataclass(frozen=True)
class Babble:
    """Other people's speech to mix in as noise."""

    voices: list[Signal]

    def cut(self, count: int, dice: np.random.Generator) -> Signal:
        """Three to six voices talking over each other."""
        total = np.zeros(count, np.float32)
        for _ in range(int(dice.integers(3, 7))):
            voice = self.voices[int(dice.integers(len(self.voices)))]
            total += np.resize(np.roll(voice, int(dice.integers(len(voice)))), count)
        return total


def _noise(count: int, babble: Babble | None, dice: np.random.Generator) -> Signal:
    if babble is not None and dice.random() < 0.25:
        return babble.cut(count, dice)
    noise = coloured_noise(count, float(dice.uniform(0, 2)), dice)
    if dice.random() < 0.3:
        swell = 1 + 0.8 * np.sin(
            2 * np.pi * dice.uniform(0.2, 4) * np.arange(count) / RATE + dice.uniform(0, 6)
        )
        noise = (noise * swell).astype(np.float32)
    if dice.random() < 0.15:
        hum = np.sin(2 * np.pi * float(dice.choice([50, 100, 150, 400])) * np.arange(count) / RATE)
        noise = (noise / (np.std(noise) + 1e-9) + dice.uniform(0.5, 2) * hum).astype(np.float32)
    return noise


def telephone(signal: Signal, babble: Babble | None, dice: np.random.Generator) -> Signal:
    """One random telephone call's worth of damage."""
    result = signal
    if dice.random() < 0.4:
        result = room(result, float(dice.uniform(0.1, 0.6)), float(dice.uniform(0.1, 0.7)), dice)
    if dice.random() < 0.5:
        result = tilt(result, float(dice.uniform(-0.5, 0.7)))
    ratio = float(dice.uniform(4, 22) if dice.random() < 0.5 else dice.uniform(18, 55))
    result = add_noise(result, _noise(len(result), babble, dice), ratio)
    if dice.random() < 0.7:
        order = int(dice.integers(1, 5))
        low, high = float(dice.uniform(60, 330)), float(dice.uniform(3000, 3850))
        result = band_pass(result, low, high, order)
    peak = float(np.max(np.abs(result))) or 1.0
    loudest = 1.3 if dice.random() < 0.08 else 0.98
    result = np.clip(result / peak * loudest * 10 ** (-dice.uniform(0, 28) / 20), -1, 1)
    if dice.random() < 0.08:
        result = lose_frames(result, float(dice.uniform(0.005, 0.03)), dice)
    lot = dice.random()
    if lot < 0.65:
        return alaw(result)
    return mulaw(result) if lot < 0.85 else np.asarray(result, dtype=np.float32)

"""How many characters the recogniser gets wrong: clips over a telephone line, one after the other.

Each sentence goes through A-law at 8 kHz and, in frames of 20 ms, through the very listener that
hears the calls, end of turn included; the frames are the time, so nothing waits. How long the
first words take is counted in frames, plus what was computed on the last of them.
"""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ivr.speech import g711
from ivr.speech.clip import QUIET
from ivr.speech.config import SpeechConfig
from ivr.speech.decoder import Model
from ivr.speech.frames import BYTES, RATE, Frame
from ivr.speech.listener import Arrival, Listener
from ivr.speech.results import Final, Partial, SpeechResult
from ivr.speech.wav import Sound, to_pcm

BEFORE, AFTER = 0.8, 1.4  # seconds of silence around a sentence
LINE_NOISE = 0.0005  # digital silence does not occur on a telephone line


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What was heard of some sentences."""

    sentences: int
    characters: int
    wrong: int  # characters to insert, delete or replace
    whole: int  # sentences without any error
    first_partials: tuple[
        float, ...
    ]  # of each sentence, seconds after its first sound, or infinite

    @property
    def cer(self) -> float:
        """Character error rate."""
        return self.wrong / max(1, self.characters)


def accuracy(
    spoken: Sequence[tuple[str, Sound]],
    config: SpeechConfig,
    model: Model,
    noise: float | None = None,
) -> Accuracy:
    """Recognise each sound; `noise`: so many dB under the speech lies pink noise."""
    dice = np.random.default_rng(1)
    characters = wrong = whole = 0
    firsts = []
    for text, sound in spoken:
        wanted = bare(text)
        heard, first = _heard(_line(sound, noise, dice), config, model)
        errors = distance(wanted, bare(heard))
        characters += len(wanted)
        wrong += errors
        whole += errors == 0
        firsts.append(first - BEFORE - onset(sound))
    return Accuracy(len(spoken), characters, wrong, whole, tuple(firsts))


def onset(sound: Sound) -> float:
    """Seconds before the first sound that can be heard."""
    return float(np.argmax(np.abs(sound) > QUIET)) / RATE


def _line(sound: Sound, noise: float | None, dice: np.random.Generator) -> bytes:
    """The sound as it leaves the media process: 16-bit samples that were A-law on the way."""
    quiet = [np.zeros(round(seconds * RATE), np.float32) for seconds in (BEFORE, AFTER)]
    line = np.concatenate([quiet[0], sound, quiet[1]])
    line = line + dice.normal(0, LINE_NOISE, len(line)).astype(np.float32)
    if noise is not None:
        line = line + pink_under(sound, noise, len(line), dice)
    pcm = g711.decode(g711.encode(to_pcm(line))).astype("<i2").tobytes()
    return pcm[: len(pcm) - len(pcm) % BYTES]


def pink_under(sound: Sound, ratio: float, count: int, dice: np.random.Generator) -> Sound:
    """Noise so many dB under a sound, weaker by 3 dB an octave, as in rooms and streets."""
    spectrum = np.fft.rfft(dice.normal(size=count))
    spectrum /= np.sqrt(np.arange(1, len(spectrum) + 1))
    pink = np.fft.irfft(spectrum, count).astype(np.float32)
    level = float(np.sqrt(np.mean(sound**2))) * 10 ** (-ratio / 20)
    return pink * np.float32(level / float(np.sqrt(np.mean(pink**2))))


def _heard(pcm: bytes, config: SpeechConfig, model: Model) -> tuple[str, float]:
    """What was understood, and when its first words were there."""
    heard: list[SpeechResult] = []
    listener = Listener(model, 0, config, heard.append, time.monotonic)
    arrivals = [
        Arrival(Frame(0, number, 0, pcm[at : at + BYTES]), 0.0)
        for number, at in enumerate(range(0, len(pcm), BYTES))
    ]
    first = math.inf
    for at in range(0, len(arrivals), config.batch):
        begun = time.perf_counter()
        listener.feed(arrivals[at : at + config.batch], behind=False)
        if math.isinf(first) and any(isinstance(result, Partial) for result in heard):
            first = listener.now + time.perf_counter() - begun
    listener.close()
    return "".join(result.raw for result in heard if isinstance(result, Final)), first


def bare(text: str) -> str:
    """Only what was said: no punctuation, no spaces."""
    return "".join(c for c in text if c.isalnum())


def distance(a: str, b: str) -> int:
    """Characters to insert, delete or replace to make `b` of `a`."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        diagonal, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (x != y))
    return row[-1]

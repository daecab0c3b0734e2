"""Speak the script: clean 8 kHz audio with the exact place of every sound unit.

A shard is a file of some sentences.  A label is the sample at which a unit starts; silence is a
unit too.  A syllable without an initial gives its first two fifths to its onset.
espeak-ng closes a syllable a little before the next one starts; that closure belongs to the next
initial unless a pause follows.
"""

import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soxr
from numpy.typing import NDArray

from . import phones
from .espeak import Espeak, Spoken
from .readings import Table, learn_table, to_pinyin
from .voices import Voice, draw

RATE = 8000
ONSET_SHARE = 0.4


@dataclass(frozen=True)
class Utterance:
    """One spoken sentence at 8 kHz; ``units[i]`` begins at sample ``starts[i]``."""

    audio: NDArray[np.int16]
    units: NDArray[np.int16]
    starts: NDArray[np.int32]


def align(spoken: Spoken, syllables: list[str]) -> list[tuple[str, int]] | None:
    """Unit names with the library sample where each starts; None when the counts disagree."""
    labels: list[tuple[str, int]] = []
    pending: list[int] = []
    index = 0
    closed_at: int | None = None
    for name, sample in spoken.phonemes:
        if name.startswith("_|"):
            if pending and index < len(syllables):
                begin = pending[0] if closed_at is None else closed_at
                labels += _place(syllables[index], begin, pending, sample)
                index += 1
                closed_at = sample
            pending = []
        elif name.startswith("_"):
            labels.append((phones.SILENCE, sample))
            closed_at = None
        elif name:
            pending.append(sample)
    return labels if index == len(syllables) and not pending else None


def _place(syllable: str, begin: int, samples: list[int], end: int) -> list[tuple[str, int]]:
    first, final = phones.split(syllable)
    if first in phones.ONSETS or len(samples) == 1:
        middle = begin + int(ONSET_SHARE * (end - begin))
    else:
        middle = samples[1]
    return [(first, begin), (final, middle)]


def speak(espeak: Espeak, table: Table, text: str, voice: Voice) -> Utterance | None:
    """One sentence in one voice, or None when its labels cannot be trusted."""
    syllables = to_pinyin(espeak.read(text), table)
    if not syllables:
        return None
    espeak.voice(voice.variant, voice.rate, voice.pitch, voice.spread)
    spoken = espeak.say(text)
    labels = align(spoken, syllables)
    if labels is None or len(spoken.audio) < espeak.rate // 5:
        return None
    audio = soxr.resample(spoken.audio, espeak.rate, RATE)
    starts = np.array([sample for _, sample in labels]) * RATE // espeak.rate
    units = np.array([phones.UNIT_INDEX[name] for name, _ in labels], np.int16)
    return Utterance(audio.astype(np.int16), units, starts.astype(np.int32))


def pad(utterance: Utterance, before: int, after: int) -> Utterance:
    """The utterance with silence around it."""
    audio = np.concatenate([np.zeros(before, np.int16), utterance.audio, np.zeros(after, np.int16)])
    return Utterance(
        audio,
        np.concatenate([[0], utterance.units]).astype(np.int16),
        np.concatenate([[0], utterance.starts + before]).astype(np.int32),
    )


def write_shard(sentences: list[str], seed: int, target: Path) -> None:
    """Speak some sentences into one file; those that cannot be aligned are left out."""
    espeak = Espeak()
    espeak.voice("", 175, 50)
    table = learn_table(espeak)
    dice = random.Random(seed)
    kept: list[Utterance] = []
    for text in sentences:
        utterance = speak(espeak, table, text, draw(dice))
        if utterance is not None:
            kept.append(pad(utterance, dice.randint(400, 5600), dice.randint(800, 6400)))
    partial = target.with_suffix(".part.npz")
    np.savez(
        partial,
        audio=np.concatenate([item.audio for item in kept]),
        lengths=np.array([len(item.audio) for item in kept]),
        units=np.concatenate([item.units for item in kept]),
        starts=np.concatenate([item.starts for item in kept]),
        counts=np.array([len(item.units) for item in kept]),
    )
    partial.rename(target)


def read_shard(source: Path) -> list[Utterance]:
    """The utterances of one file."""
    with np.load(source) as data:
        audio = np.split(data["audio"], np.cumsum(data["lengths"])[:-1])
        cuts = np.cumsum(data["counts"])[:-1]
        units, starts = np.split(data["units"], cuts), np.split(data["starts"], cuts)
    return [Utterance(*parts) for parts in zip(audio, units, starts, strict=True)]


def shard_size(source: Path) -> tuple[int, float]:
    """How many sentences and hours a file holds."""
    with np.load(source) as data:
        lengths = data["lengths"]
    return len(lengths), float(lengths.sum()) / RATE / 3600

"""Speak the examination sentences in held-out voices and count what vosk gets wrong."""

import json
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from tqdm import tqdm

from .augment import add_noise, alaw, band_pass, coloured_noise
from .corpus import examination, spoken
from .espeak import Espeak
from .synth import RATE
from .voices import Voice, examination_voices

DEFAULT = Voice("", 200, 50)


@dataclass(frozen=True)
class Score:
    """Figures of one examination: errors per character, whole sentences right, speed."""

    name: str
    sentences: int
    error_rate: float
    whole: float
    real_time: float
    first_partial: float


def telephone_audio(
    espeak: Espeak, text: str, voice: Voice, ratio_db: float | None, seed: int
) -> NDArray[np.int16]:
    """A sentence over a telephone line: 8 kHz, 300-3400 Hz, noise if wanted, A-law and back."""
    import soxr

    dice = np.random.default_rng(seed)
    espeak.voice(voice.variant, voice.rate, voice.pitch, voice.spread)
    clean = soxr.resample(espeak.say(text).audio.astype(np.float32) / 32768, espeak.rate, RATE)
    silence = np.zeros(RATE * 3 // 10, np.float32)
    signal = np.concatenate([silence, clean, silence, silence]).astype(np.float32)
    ratio = 40.0 if ratio_db is None else ratio_db
    signal = add_noise(signal, coloured_noise(len(signal), 1.0, dice), ratio)
    signal = band_pass(signal, 300, 3400)
    signal = signal / max(float(np.max(np.abs(signal))), 1e-6) * 0.5
    return np.asarray(alaw(np.asarray(signal, np.float32)) * 32767, np.int16)


def prepare(
    sentences: list[str], voices: list[Voice], ratio_db: float | None, folder: Path
) -> None:
    """Write one recording a sentence; sentence i is spoken by voice i modulo their number."""
    folder.mkdir(parents=True, exist_ok=True)
    espeak = Espeak()
    for index, text in enumerate(sentences):
        voice = voices[index % len(voices)]
        np.save(folder / f"{index:04}.npy", telephone_audio(espeak, text, voice, ratio_db, index))


def judge(name: str, sentences: list[str], model: Path, folder: Path) -> tuple[Score, list[str]]:
    """Let vosk hear a prepared folder; tells the score and the wrong sentences."""
    command = [sys.executable, "-m", "tools.asr_train.listen", str(model), str(folder)]
    heard = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    wrong, errors, total, right, work, seconds = [], 0, 0, 0, 0.0, 0.0
    firsts = []
    for index, text in enumerate(sentences):
        result, wanted = heard[f"{index:04}"], spoken(text)
        distance = Levenshtein.distance(wanted, result["text"])
        errors, total, right = errors + distance, total + len(wanted), right + (distance == 0)
        work += result["work"]
        seconds += len(np.load(folder / f"{index:04}.npy", mmap_mode="r")) / RATE
        if result["first"] is not None:
            firsts.append(result["first"] - 0.3)
        if distance:
            wrong.append(f"{wanted} -> {result['text']}")
    first = sorted(firsts)[len(firsts) // 2] if firsts else 0.0
    score = Score(
        name, len(sentences), errors / total, right / len(sentences), work / seconds, first
    )
    return score, wrong


def examine(model: Path, exam: Path, work: Path, most: int = 0) -> list[tuple[Score, list[str]]]:
    """All examinations of a model; `most` sentences of each set, 0 for all."""
    sets = examination(exam)
    voices = examination_voices(random.Random(5), 24)
    manners: list[tuple[str, list[Voice], float | None]] = [
        ("default voice", [DEFAULT], None),
        ("held-out voices", voices, None),
        ("default voice, 10 dB", [DEFAULT], 10.0),
        ("held-out voices, 10 dB", voices, 10.0),
    ]
    results = []
    bar = tqdm(total=len(sets) * len(manners), unit="examination")
    for name, sentences in sets.items():
        sentences = sentences[: most or None]
        for title, chosen, ratio in manners:
            folder = work / f"{name}-{title}".replace(" ", "_").replace(",", "")
            prepare(sentences, chosen, ratio, folder)
            results.append(judge(f"{name}, {title}", sentences, model, folder))
            bar.update()
    bar.close()
    return results

"""`ivr bench speech`: errors of the recogniser and what it costs, over A-law in 20 ms frames."""

import argparse
import asyncio
from dataclasses import asdict
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from ivr.app.parts import model_folder
from ivr.errors import UserError
from ivr.settings.model import Settings
from ivr.speech.config import VoiceConfig
from ivr.speech.wav import Sound

# A variant that the shipped model never heard in training, quicker and higher than the default.
HELD_OUT = {"engine_voice": "sit/cmn-latn-pinyin+f3", "rate": 195, "pitch": 55}
NOISE = 10.0  # dB under the speech
TIMED = 8  # sentences in real time, once through bare vosk and once through the service
COUNTED = "after the first sound, in sound heard and time computed, one stream; bar 400"
MEANS = {
    "bare_rtf": "CPU s per s of sound, bare vosk",
    "service_rtf": "the same, the whole service; bar 0.10",
    "overhead": "service_rtf / bare_rtf; bar 1.15",
    "streams_per_core": "1 / service_rtf",
    "started_ms": "SpeechStarted after the first sound, median, real time, all streams",
    "partial_ms": "first Partial after the first sound, the same way; bar 400",
    "partial_p90_ms": "the same, nine of ten",
    "partial_true": "share of first Partials with which the Final begins",
    "final_ms": "Final after the frame that ended the turn, median",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("--sentences", type=Path, metavar="FILE", help="one sentence a line")
    parser.add_argument("--count", type=int, default=40, metavar="N", help="of each file (40)")
    parser.add_argument("--streams", type=int, default=8, metavar="N", help="at once (8)")


def rows(settings: Settings, args: argparse.Namespace) -> list[dict[str, Any]]:
    """Errors of each set, voice and noise; then the costs, timed in one run."""
    from ivr.speech.accuracy import accuracy
    from ivr.speech.bench import bench, milliseconds
    from ivr.speech.decoder import Model

    shipped = settings.base / "tools" / "asr_train" / "eval"
    files = [args.sentences] if args.sentences else [shipped / "domain.txt", shipped / "free.txt"]
    texts = {file.stem: _sentences(file, args.count) for file in files}
    default = settings.tables.voice
    voices = {
        "default voice": default,
        "held-out voice": msgspec.structs.replace(default, **HELD_OUT),
    }
    folder, config = model_folder(settings), settings.tables.speech
    model = Model(folder)
    found: list[dict[str, Any]] = []
    timed: list[Sound] = []
    firsts: dict[float | None, list[float]] = {None: [], NOISE: []}
    for name, voice in voices.items():
        for part, lines in texts.items():
            sounds = asyncio.run(_spoken(voice, lines))
            timed = timed or sounds[:TIMED]
            for noise in (None, NOISE):
                got = accuracy(list(zip(lines, sounds, strict=True)), config, model, noise)
                figure = f"CER {part}, {name}, {_line(noise)}"
                meaning = f"{got.wrong} of {got.characters} characters"
                found.append({"figure": figure, "value": got.cer, "meaning": meaning})
                firsts[noise] += got.first_partials
    for noise, delays in firsts.items():
        for quantile, word in ((0.5, "median"), (0.9, "nine of ten")):
            figure = f"first Partial, {word}, {_line(noise)}, ms"
            value = milliseconds(delays, quantile)
            found.append({"figure": figure, "value": value, "meaning": COUNTED})
    costs = asdict(asyncio.run(bench(timed, config, folder, args.streams)))
    return found + [
        {"figure": name, "value": value, "meaning": MEANS.get(name, "of the costs below")}
        for name, value in costs.items()
    ]


def _line(noise: float | None) -> str:
    return f"{noise:.0f} dB" if noise else "clean"


def _sentences(file: Path, count: int) -> list[str]:
    if not file.is_file():
        raise UserError(f"there is no file {file}; name one by --sentences")
    lines = [line.strip() for line in file.read_text("utf-8").splitlines()]
    texts = [line for line in lines if line and not line.startswith("#")][:count]
    if not texts:
        raise UserError(f"{file}: no sentence in it; write one a line")
    return texts


async def _spoken(config: VoiceConfig, texts: list[str]) -> list[Sound]:
    from ivr.speech.g711 import decode
    from ivr.speech.voice import Voice

    voice = Voice(config)
    await voice.start()
    try:
        clips = [await voice.clip(text) for text in texts]
    finally:
        await voice.stop()
    return [decode(clip.read_bytes()).astype(np.float32) / np.float32(32768) for clip in clips]

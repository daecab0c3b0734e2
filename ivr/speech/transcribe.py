"""`ivr transcribe`: a sound file through the recogniser that also hears the calls."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from ivr.errors import UserError
from ivr.language.names import Names
from ivr.language.numbers import written
from ivr.speech.decoder import Decoder, Model
from ivr.speech.frames import BYTES, RATE
from ivr.speech.hesitation import with_fillers
from ivr.speech.naming import with_names
from ivr.speech.results import Word
from ivr.speech.wav import Sound, read_wav, resample, to_pcm

BATCH = 3 * BYTES  # as the service feeds it
EDGE = 0.25  # seconds of silence before and after: a file may be cut to the first sound
QUIET_PEAK = 0.05  # a softer file is lifted to FULL_PEAK; a telephone's own levels are left alone
FULL_PEAK = 0.5


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was heard in one file."""

    file: str
    text: str  # written form
    raw: str  # the recogniser's characters, no spaces
    words: tuple[Word, ...]


def transcribe(path: Path, model: Path, names: Names | None = None) -> Transcript:
    """Recognise a WAV of any rate, width and number of channels; `UserError` for anything else.

    `names` are put in where their sound was heard, as on a call.
    """
    sound, rate = read_wav(path)
    if not len(sound):
        raise UserError(f"{path}: has no sound")
    loaded = model_of(model.resolve())
    words = recognise(_lifted(resample(sound, rate, loaded.rate)), loaded, loaded.rate)
    raw = "".join(word.text for word in words)
    if names is not None:
        words = with_names(words, names)
    text = written("".join(word.text for word in words))
    return Transcript(str(path), text, raw, with_fillers(words))


def recognise(sound: Sound, model: Model, rate: int = RATE) -> tuple[Word, ...]:
    """The words of some sound, with times from its beginning."""
    edge = np.zeros(round(EDGE * rate), np.float32)
    pcm = to_pcm(np.concatenate([edge, sound, edge])).tobytes()
    decoder = Decoder(model)
    decoder.begin(rate)
    for at in range(0, len(pcm), BATCH):
        decoder.accept(pcm[at : at + BATCH])
    return tuple(
        Word(
            word.text,
            round(max(0.0, word.start - EDGE), 3),
            round(max(0.0, word.end - EDGE), 3),
            word.confidence,
        )
        for word in decoder.finish()
    )


@lru_cache(maxsize=2)
def model_of(folder: Path) -> Model:
    """A loaded model; the two newest are kept."""
    return Model(folder)


def _lifted(sound: Sound) -> Sound:
    peak = float(np.max(np.abs(sound)))
    return sound * np.float32(FULL_PEAK / peak) if 0 < peak < QUIET_PEAK else sound

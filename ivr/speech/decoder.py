"""vosk: one model a process, one recogniser a stream; any model rate is fed from 8 kHz."""

import re
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import soxr
import vosk

from ivr.errors import ModelMissingError
from ivr.speech.frames import RATE
from ivr.speech.results import Word

vosk.SetLogLevel(-1)

DEFAULT_MODEL_RATE = 16000  # what the public models want when their configuration is silent


class _HeardWord(msgspec.Struct):
    word: str
    start: float
    end: float
    conf: float = 1.0


class _Piece(msgspec.Struct):
    text: str = ""
    result: list[_HeardWord] = []


class _Partial(msgspec.Struct):
    partial: str = ""


_decode_piece = msgspec.json.Decoder(_Piece).decode
_decode_partial = msgspec.json.Decoder(_Partial).decode


class Glimpse(NamedTuple):
    """The first characters of a turn, and the least confidence in any of them."""

    text: str
    confidence: float


class Model:
    """A vosk model folder in memory; shared by every recogniser of the process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rate = model_rate(folder)
        self._scouts: list[vosk.KaldiRecognizer] = []  # idle ones; as many as threads, in the end
        try:
            self.handle = vosk.Model(str(folder))
        except Exception as error:  # vosk raises a bare Exception
            raise ModelMissingError(
                f"the speech model in {folder} does not load; see what is wrong with it by "
                f"`ivr models verify {folder.name}`, or bring another one by "
                f"`ivr models fetch vosk-model-small-cn-0.22`"
            ) from error

    def glimpse(self, pcm: bytes, rate: int = RATE) -> Glimpse:
        """The characters of a short stretch, at once and roughly.

        A streaming recogniser answers late: this model needs 0.18 s of what follows and decodes in
        steps of 0.24 s. A second one that is told "this is all" says what it has.
        """
        if rate != self.rate:
            sound = soxr.resample(np.frombuffer(pcm, "<i2"), rate, self.rate, quality="HQ")
            pcm = sound.astype("<i2").tobytes()
        try:
            scout = self._scouts.pop()
        except IndexError:
            scout = vosk.KaldiRecognizer(self.handle, float(self.rate))
            scout.SetWords(True)
        scout.AcceptWaveform(pcm)
        words = _decode_piece(scout.FinalResult()).result
        self._scouts.append(scout)
        return Glimpse(
            "".join(word.word for word in words), min((word.conf for word in words), default=0.0)
        )


def model_rate(folder: Path) -> int:
    """The sampling rate that the model's features were made for."""
    for name in ("conf/mfcc.conf", "mfcc.conf"):
        file = folder / name
        if file.is_file():
            found = re.search(r"--sample-frequency\s*=\s*(\d+)", file.read_text("utf-8"))
            if found:
                return int(found[1])
    return DEFAULT_MODEL_RATE


class Decoder:
    """One recogniser: sound in, words out, with times in seconds since `begin`."""

    def __init__(self, model: Model) -> None:
        self._rate = model.rate
        self._recogniser = vosk.KaldiRecognizer(model.handle, float(model.rate))
        self._recogniser.SetWords(True)
        self._resampler: soxr.ResampleStream | None = None
        self._fed = 0  # samples at the model's rate since the recogniser was made
        self._base = 0.0  # the recogniser's own time at `begin`
        self._words: list[Word] = []
        self._partial = ""

    def begin(self, rate: int = RATE) -> None:
        """Start a turn of sound at this rate."""
        self._base = self._fed / self._rate
        self._words = []
        self._partial = ""
        if rate != self._rate:
            self._resampler = soxr.ResampleStream(rate, self._rate, 1, dtype="int16", quality="HQ")

    def accept(self, pcm: bytes) -> None:
        """Decode some sound: signed 16 bits, little-endian."""
        if self._resampler is not None:
            pcm = self._resampler.resample_chunk(np.frombuffer(pcm, "<i2")).tobytes()
        self._feed(pcm)

    def partial(self) -> str:
        """The characters recognised so far in this turn."""
        open_piece = _decode_partial(self._recogniser.PartialResult()).partial
        return "".join(word.text for word in self._words) + open_piece.replace(" ", "")

    def finish(self) -> tuple[Word, ...]:
        """End the turn and give its words."""
        if self._resampler is not None:
            rest = self._resampler.resample_chunk(np.empty(0, "int16"), last=True)
            self._resampler = None
            self._feed(rest.tobytes())
        self._take(self._recogniser.FinalResult())
        return tuple(self._words)

    def _feed(self, pcm: bytes) -> None:
        if not pcm:
            return
        self._fed += len(pcm) // 2
        if self._recogniser.AcceptWaveform(pcm):  # vosk's own endpoint inside the turn
            self._take(self._recogniser.Result())

    def _take(self, result: str) -> None:
        for heard in _decode_piece(result).result:
            start, end = heard.start - self._base, heard.end - self._base
            self._words.append(Word(heard.word, round(start, 3), round(end, 3), heard.conf))

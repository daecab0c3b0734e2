"""espeak-ng through its C library: speech together with when each sound starts.

The library reports every phoneme's place in the audio, so the training data is aligned exactly
and for nothing.  Reading hanzi needs the voice ``cmn-latn-pinyin``; plain ``cmn`` spells hanzi out
in English.  ``_|`` ends a syllable and ``_:`` or ``_`` is a pause.
"""

import ctypes
import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

VOICE = "cmn-latn-pinyin"
_PHONEME_EVENT = 7
_RATE, _VOLUME, _PITCH, _RANGE = 1, 2, 3, 4
_TONE_DIGIT = {"55": "1", "35": "2", "214": "3", "21": "3", "51": "4", "11": "5", "22": "5"}


class _Id(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user", ctypes.c_void_p),
        ("id", _Id),
    ]


_CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


@dataclass(frozen=True)
class Spoken:
    """Audio at the library's rate and its phonemes with their starting samples."""

    audio: NDArray[np.int16]
    phonemes: list[tuple[str, int]]


@dataclass(frozen=True)
class Syllable:
    """One syllable as espeak-ng writes it: phonemes and a tone digit."""

    phonemes: tuple[str, ...]
    tone: str


class Espeak:
    """The library; one instance a process, because its state is global."""

    def __init__(self) -> None:
        """Load the library and take its audio through a callback instead of a sound card."""
        self._lib = ctypes.CDLL("libespeak-ng.so.1")
        self._lib.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self.rate: int = self._lib.espeak_Initialize(2, 0, None, 1)
        self._audio: list[NDArray[np.int16]] = []
        self._phonemes: list[tuple[str, int]] = []
        self._callback = _CALLBACK(self._take)
        self._lib.espeak_SetSynthCallback(self._callback)

    def _take(self, wave: "ctypes._Pointer[ctypes.c_short]", count: int, events: object) -> int:
        if count > 0 and wave:
            self._audio.append(np.ctypeslib.as_array(wave, (count,)).copy())
        index = 0
        while (event := events[index]).type:  # type: ignore[index]
            if event.type == _PHONEME_EVENT:
                name = bytes(event.id.string).decode("ascii", "replace")
                self._phonemes.append((name, event.sample))
            index += 1
        return 0

    def voice(self, variant: str, rate: int, pitch: int, spread: int = 50) -> None:
        """Choose a voice variant (empty: the plain one), words a minute, pitch and its range."""
        name = VOICE + (f"+{variant}" if variant else "")
        if self._lib.espeak_SetVoiceByName(name.encode()) != 0:
            raise ValueError(f"espeak-ng has no voice {name}")
        for parameter, value in ((_RATE, rate), (_PITCH, pitch), (_RANGE, spread), (_VOLUME, 80)):
            self._lib.espeak_SetParameter(parameter, value, 0)

    def say(self, text: str) -> Spoken:
        """Speak a text."""
        self._audio, self._phonemes = [], []
        data = text.encode()
        self._lib.espeak_Synth(data, len(data) + 1, 0, 0, 0, 1, None, None)
        audio = np.concatenate(self._audio) if self._audio else np.zeros(0, np.int16)
        return Spoken(audio, self._phonemes)

    def read(self, text: str) -> list[Syllable]:
        """How the text would be spoken, without speaking it: one entry a syllable."""
        cursor = ctypes.c_char_p(text.encode())
        pointer = ctypes.pointer(cursor)
        parts: list[str] = []
        while cursor.value:
            answer = self._lib.espeak_TextToPhonemes(pointer, 1, ord(" ") << 8)
            parts.append(answer.decode())
        return parse_reading(" ".join(parts))


def parse_reading(reading: str) -> list[Syllable]:
    """Split ``w 'o214 _|  tS; 'iA55 _|`` into syllables."""
    syllables = []
    for chunk in reading.split("_|"):
        found = re.search(r"\d+", chunk)
        names = tuple(re.sub(r"['\d,%]", "", name) for name in chunk.split())
        names = tuple(name for name in names if name and not name.startswith("_"))
        if names:
            syllables.append(Syllable(names, _TONE_DIGIT.get(found[0] if found else "11", "5")))
    return syllables

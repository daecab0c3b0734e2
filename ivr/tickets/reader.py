"""通读: how a small neural net that reads a matter as a whole judges who, where and when is meant.

Weights of single signs (respondent.py, place_choice.py, time_choice.py) do not follow a story:
不是宏达养猪场，是它后院姓佟的; 我在日本打工，房子在旅顺口区. Here the characters, how they sound
and the words they stand in go through layers that each look a little farther; a stretch is judged
by how its first and last character, all of it and the whole matter were read.
`python -m tools.learn_reader` learns the net with PyTorch; numpy computes it here.

Of a growing text only what the new words may change is read anew. Products are of so few rows that
they stay on one thread, and always of the same rows, so that the same words give the same figures
however they came.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ivr.errors import Fault
from ivr.language.common_words import LONGEST as LONGEST_WORD
from ivr.language.pinyin import syllables
from ivr.language.word_marks import word_marks
from ivr.tickets.kept_weights import Kept, lines_of, read_kept
from ivr.tickets.model import Evidence

FILE = "reader.npz"
DISTANCES = (1, 2, 4, 8, 1, 2)  # how far each layer looks to either side
LONGEST = 1200  # characters of a matter that is read
UNKNOWN = 1  # the number of a character or sound that was not learnt; 0 is none
MARK = 2  # letters of a word's mark that are told apart
_BLANK = "□"
_PLACES, _ALONE = 4, 1  # in a word: alone, first (one more), between, last
_ROWS = 8  # of a product
_KEPT = 8  # matters of which it is remembered how they were read
_BEGINNING = 12  # characters by which a growing matter is known


class Asked(Enum):
    """What is asked of the stretches of a matter."""

    WHO = "who"  # is meant
    PLACE = "place"  # where it is
    TIME = "time"  # when it happened


_OF_ASKED = ("first", "last", "mean", "whole", "told", "worth", "none", "none 0")
_PARTS = frozenset(
    f"w {name}"
    for name in (
        *("char", "sound", "mark", "blank", "heed", "seen", "seen 0"),
        *(f"{asked.value} {part}" for asked in Asked for part in _OF_ASKED),
        *(
            f"{part} {at}"
            for at in range(len(DISTANCES))
            for part in ("norm", "taps", "gated", "gated 0")
        ),
    )
)

Floats = NDArray[np.float32]
Ids = NDArray[np.int16]


class Alphabet:
    """The numbers of characters, sounds and sorts of words."""

    def __init__(self, chars: str, sounds: Sequence[str], marks: Sequence[str]) -> None:
        self.chars, self.sounds, self.marks = chars, sounds, marks
        self._sound = {sound: at for at, sound in enumerate(sounds, UNKNOWN + 1)}
        self._mark = {mark: at for at, mark in enumerate(marks, 1)}
        self._known = {c: (at, self._sound_of(c)) for at, c in enumerate(chars, UNKNOWN + 1)}

    def ids(self, words: str, blanked: str, told: "_Begun | None" = None) -> Ids:
        """Of each character: itself, its sound, where in which sort of word, whether blanked.

        `told`: perhaps how they begin, with their numbers.
        """
        found = np.empty((4, len(words)), np.int16)
        start = _last_word(told, words) if told else 0
        if told:
            found[:3, :start] = told.ids[:3, :start]
        new, known = words[start:], self._known.get
        both = [known(char) or (UNKNOWN, self._sound_of(char)) for char in new]
        found[:2, start:] = np.array(both, np.int16).reshape(-1, 2).T
        found[2, start:] = list(self._places(new))
        found[3] = [char == _BLANK for char in blanked]
        return found

    def _sound_of(self, char: str) -> int:
        return self._sound.get(sound_of(char), UNKNOWN)

    def _places(self, words: str) -> Iterator[int]:
        for word, mark in word_marks(words):
            first = _ALONE + _PLACES * self._mark.get(mark[:MARK], 0)
            if len(word) == 1:
                yield first
            else:
                yield first + 1
                yield from (first + 2 for _ in word[2:])
                yield first + 3


@lru_cache(maxsize=8192)
def sound_of(char: str) -> str:
    """A character's own sound, whatever stands beside it."""
    return syllables(char)[0]


@dataclass(frozen=True)
class _Begun:
    """How a matter was read so far: what went in, and what each layer made of it."""

    words: str
    ids: Ids
    layers: Sequence[Floats]


_NOT_BEGUN = _Begun(
    "",
    np.zeros((4, 0), np.int16),
    [np.zeros((0, 1), np.float32)] * (len(DISTANCES) + 1),
)


class StoryReader:
    """The learnt net; without it nothing is judged."""

    def __init__(
        self, alphabet: Alphabet | None = None, weights: Mapping[str, Floats] | None = None
    ) -> None:
        self._alphabet, self._w = alphabet, weights or {}
        self._begun: dict[str, _Begun] = {}

    @classmethod
    def load(cls, folder: Path) -> "tuple[StoryReader, list[Fault]]":
        """What was learnt; a fault where the file is missing or broken."""
        path = folder / FILE
        learnt = read_kept(path, cls._made_of)
        if learnt is not None:
            return learnt, []
        remedy = "恢复该文件，或运行 python -m tools.learn_reader"
        return cls(), [
            Fault(str(path), None, "没有通读的权重，被反映对象和地点会判得差一些", remedy)
        ]

    @classmethod
    def _made_of(cls, kept: Kept) -> "StoryReader":
        sounds, marks = lines_of(kept, "sounds"), lines_of(kept, "marks")
        weights = {name: kept[name].astype(np.float32) for name in _PARTS}
        return cls(Alphabet(kept["chars"].item(), sounds, marks), weights)

    def worths(
        self, asked: Asked, words: str, blanked: str, spans: Sequence[Evidence]
    ) -> list[float]:
        """How much speaks for each of the stretches being what is asked for, and last for none.

        `blanked` is the words with the names of places and the times blanked, same length.
        """
        if self._alphabet is None or not spans or len(words) > LONGEST:
            return [0.0] * (len(spans) + 1)
        read = self._read(self._alphabet, words, blanked)
        whole = self._whole(read)
        own = {part: self._w[f"w {asked.value} {part}"] for part in _OF_ASKED}
        first = [start for start, _ in spans]
        end = np.array([end for _, end in spans])
        sums = np.concatenate((np.zeros_like(read[:1]), read.cumsum(0, dtype=np.float32)))
        mean = (sums[end] - sums[first]) / (end - first)[:, None]
        told = _times(read[first], own["first"]) + _times(read[end - 1], own["last"])
        told += _times(mean.astype(np.float32), own["mean"]) + (whole @ own["whole"] + own["told"])
        each = (np.maximum(told, 0) * own["worth"]).sum(1)
        return [*each.tolist(), float((whole * own["none"]).sum() + own["none 0"][0])]

    def _read(self, alphabet: Alphabet, words: str, blanked: str) -> Floats:
        """What each character is read as; how it was is remembered, not for long."""
        key = words[:_BEGINNING]
        begun = self._begun.pop(key, _NOT_BEGUN)
        ids = alphabet.ids(words, blanked, begun)
        start = _unchanged(begun.ids, ids) // _ROWS * _ROWS
        read = _joined(begun.layers[0][:start], self._enter(ids[:, start:]))
        layers = [read]
        for at, away in enumerate(DISTANCES):
            start = max(0, start - away) // _ROWS * _ROWS
            read = _joined(begun.layers[at + 1][:start], self._layer(at, read, start))
            layers.append(read)
        while len(self._begun) >= _KEPT:
            self._begun.pop(next(iter(self._begun)), None)
        self._begun[key] = _Begun(words, ids, layers)
        return read

    def _enter(self, ids: Ids) -> Floats:
        w = self._w
        found: Floats = w["w char"][ids[0]] + w["w sound"][ids[1]] + w["w mark"][ids[2]]
        found += ids[3][:, None] * w["w blank"]
        return found

    def _layer(self, at: int, read: Floats, start: int) -> Floats:
        """What the rows from `start` on become, with what stands to either side."""
        w, away = self._w, DISTANCES[at]
        before = min(start, away)
        told = read[start - before :]
        norm = told - told.mean(1, keepdims=True)
        norm /= np.sqrt((norm * norm).mean(1, keepdims=True) + np.float32(1e-5))
        norm = norm * w[f"w norm {at}"][0] + w[f"w norm {at}"][1]
        taps = w[f"w taps {at}"]
        near = norm * taps[1]
        near[away:] += norm[:-away] * taps[0]
        near[:-away] += norm[away:] * taps[2]
        value, gate = np.split(
            _times(near[before:], w[f"w gated {at}"]) + w[f"w gated 0 {at}"], 2, axis=1
        )
        became: Floats = told[before:] + value / (1 + np.exp(-gate))
        return became

    def _whole(self, read: Floats) -> Floats:
        """What the whole matter is read as."""
        w = self._w
        heed = _times(read, w["w heed"])
        heed = np.exp(heed - heed.max(0))
        seen = np.einsum("at,ah->th", heed / heed.sum(0), read)  # by each way of heeding
        most = np.maximum(read.max(0), -10)
        told = np.concatenate((seen, most[None]))[:, None, :] @ w["w seen"]
        whole: Floats = np.maximum(told.sum((0, 1)) + w["w seen 0"], 0)
        return whole


def _last_word(told: _Begun, words: str) -> int:
    """Where the last word begins that is as it was, whatever follows."""
    both = enumerate(zip(told.words, words, strict=False))
    same = next((at for at, (was, now) in both if was != now), min(len(told.words), len(words)))
    places = told.ids[2, : max(0, same - LONGEST_WORD + 1)] % _PLACES
    begin = np.flatnonzero((places == _ALONE) | (places == _ALONE + 1))
    return int(begin[-1]) if len(begin) else 0


def _unchanged(before: Ids, now: Ids) -> int:
    """How many characters from the first on are as they were."""
    both = min(before.shape[1], now.shape[1])
    changed = np.flatnonzero((before[:, :both] != now[:, :both]).any(0))
    return int(changed[0]) if len(changed) else both


def _joined(known: Floats, new: Floats) -> Floats:
    return np.concatenate((known, new)) if len(known) else new


def _times(rows: Floats, weights: Floats) -> Floats:
    """The product, a few rows at a time."""
    count, width = rows.shape
    padded = np.zeros((-(-count // _ROWS), _ROWS, width), np.float32)
    padded.reshape(-1, width)[:count] = rows
    product: Floats = np.matmul(padded, weights).reshape(-1, weights.shape[1])[:count]
    return product

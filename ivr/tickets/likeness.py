"""像不像: how much a text is like the sentences citizens say of each class.

What no list of words foresees is found by resemblance: pairs and triples of characters, single
characters and pairs of sounds (the recogniser writes 公鸡金 for 公积金) speak for the classes whose
sentences hold them. How much each sentence speaks for its own class, and against the classes it is
mistaken for, is learnt beforehand (`learnt.py`); here it is only added up.
"""

import itertools
import math
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from ivr.language.pinyin import fold, syllables

_SOUND = 0.4  # what a pair of sounds counts beside characters
_SHORTEST = 0.8  # a text with less to it than so much of a usual sentence is like nothing much
_NO_WORD = re.compile(r"[^一-鿿A-Za-z0-9]+")
_REMEMBERED = 64
_PIECE = 64  # characters: a growing text is read on from its last whole piece
_LEAD = 2  # characters of the piece before, with which stretches cross the edge

Class = TypeVar("Class", bound=Hashable)
Weights = Iterable[tuple[Class, float]]  # what one sentence says for and against classes
Features = tuple[NDArray[np.int32], NDArray[np.float32]]  # rows, and what each counts


def features(text: str) -> dict[str, float]:
    """The stretches of a text that are compared, with what each counts."""
    found: dict[str, float] = {}
    for part in _NO_WORD.split(text):
        for length in (1, 2, 3):
            for at in range(len(part) - length + 1):
                found[part[at : at + length]] = 1.0
        sounds = [fold(sound) for sound in syllables(part)]
        for left, right in itertools.pairwise(sounds):
            found[f"~{left}{right}"] = _SOUND
    return found


class Vocabulary:
    """What the sentences are made of; a stretch says the more the fewer sentences hold it."""

    def __init__(self, sentences: Sequence[str]) -> None:
        found = [features(text) for text in sentences]
        times = Counter(itertools.chain.from_iterable(found))
        self._row = {name: at for at, name in enumerate(times)}
        often = np.fromiter(times.values(), np.float32, len(times))
        self._rare = np.log((1 + len(sentences)) / (1 + often)).astype(np.float32)
        self._floor = 0.0
        self.size = len(times)
        self.sentences = [self._rows(names) for names in found]
        lengths = [float(np.sqrt(values @ values)) for _, values in self.sentences]
        self.sentences = [_scaled(*read, 0.0) for read in self.sentences]
        self._floor = _SHORTEST * float(np.median(lengths)) if lengths else 0.0

    def scaled(self, square: float) -> float:
        """What a text whose values have that sum of squares is divided by."""
        return max(self._floor, math.sqrt(square)) or 1.0

    def read(self, text: str) -> Features:
        """What of a text is known, not yet scaled."""
        return self._rows(features(text))

    def _rows(self, found: Mapping[str, float]) -> Features:
        rows = [(row, found[name]) for name in found if (row := self._row.get(name)) is not None]
        at = np.fromiter((row for row, _ in rows), np.int32, len(rows))
        counts = np.fromiter((value for _, value in rows), np.float32, len(rows))
        return at, counts * self._rare[at]


def _scaled(rows: NDArray[np.int32], values: NDArray[np.float32], floor: float) -> Features:
    """Long and short texts can be compared."""
    length = max(floor, float(np.sqrt(values @ values)))
    return rows, values / np.float32(length) if length else values


@dataclass(frozen=True, slots=True)
class _Told:
    """What the pieces of a text say together."""

    rows: frozenset[int]
    square: float  # the sum of the squares of their values
    sums: NDArray[np.float32]  # for each class, not yet scaled


class Likeness(Generic[Class]):
    """Classes known by sentences; each sentence says something for or against some of them."""

    def __init__(self, vocabulary: Vocabulary, weights: Sequence[Weights[Class]]) -> None:
        weights = [tuple(each) for each in weights]
        self._vocabulary = vocabulary
        self.classes: Sequence[Class] = tuple(dict.fromkeys(c for each in weights for c, _ in each))
        column = {its: at for at, its in enumerate(self.classes)}
        self._weights = np.zeros((vocabulary.size, len(self.classes)), np.float16)
        for (rows, values), each in zip(vocabulary.sentences, weights, strict=True):
            for its, weight in each:
                self._weights[rows, column[its]] += (weight * values).astype(np.float16)
        self._nothing = _Told(frozenset(), 0.0, np.zeros(len(self.classes), np.float32))
        # Few: what callers say is not kept for longer than it helps.
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._upto)

    def of(self, text: str) -> Mapping[Class, float]:
        """How like each class the text is; nothing when it holds nothing known."""
        told = self._upto(text)
        if not told.rows:
            return {}
        sums = told.sums / np.float32(self._vocabulary.scaled(told.square))
        return dict(zip(self.classes, sums.tolist(), strict=True))

    def _upto(self, text: str) -> _Told:
        """What a text says, counted on from its last whole piece."""
        at = (len(text) - 1) // _PIECE * _PIECE
        before = self._remembered(text[:at]) if at > 0 else self._nothing
        rows, values = self._vocabulary.read(text[max(0, at - _LEAD) :])
        new = np.fromiter((row not in before.rows for row in rows.tolist()), np.bool_, len(rows))
        rows, values = rows[new], values[new]
        return _Told(
            before.rows.union(rows.tolist()),
            before.square + float(values @ values),
            before.sums + values @ self._weights[rows].astype(np.float32),
        )

"""像不像: how much a text is like the sentences citizens say of each class.

What no list of words foresees is found by resemblance: pairs and triples of characters, single
characters and pairs of sounds (the recogniser writes 公鸡金 for 公积金) speak for the classes whose
sentences hold them, and against those they are mistaken for. How much is learnt beforehand
(`learnt.py`); here it is only added up.
"""

import itertools
import math
import re
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
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
_NONE = np.zeros(0, np.float32)
_LEAD = 2  # characters of the piece before, with which stretches cross the edge

Class = TypeVar("Class", bound=Hashable)
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
    """The stretches that are known; each says the more the fewer sentences hold it."""

    def __init__(
        self, names: Sequence[str] = (), rare: NDArray[np.float32] = _NONE, usual: float = 0.0
    ) -> None:
        self._row = {name: at for at, name in enumerate(names)}
        self.rare = rare
        self._floor = _SHORTEST * usual

    @property
    def names(self) -> Sequence[str]:
        return list(self._row)

    @property
    def size(self) -> int:
        return len(self._row)

    def learn(self, sentences: Sequence[str], *, told: int = 0, fewest: int = 1) -> float:
        """Make known what `fewest` of the sentences hold, beside `told` others.

        Returns how much there mostly is to one.
        """
        found = [features(text) for text in sentences]
        times = Counter(name for names in found for name in names if name not in self._row)
        times = Counter({name: n for name, n in times.items() if n >= fewest})
        often = np.fromiter(times.values(), np.float32, len(times))
        rare = np.log((1 + told + len(sentences)) / (1 + often)).astype(np.float32)
        self._row |= {name: at for at, name in enumerate(times, len(self._row))}
        self.rare = np.concatenate([self.rare, rare])
        lengths = [math.sqrt(values @ values) for _, values in map(self._rows, found)]
        usual = float(np.median(lengths)) if lengths else 0.0
        self._floor = self._floor or _SHORTEST * usual
        return usual

    def scaled(self, square: float) -> float:
        """What a text whose values have that sum of squares is divided by."""
        return max(self._floor, math.sqrt(square)) or 1.0

    def read(self, text: str) -> Features:
        """What of a text is known, not yet scaled."""
        return self._rows(features(text))

    def of(self, text: str) -> Features:
        """The same so that long and short texts can be compared."""
        rows, values = self.read(text)
        return rows, values / np.float32(self.scaled(float(values @ values)))

    def _rows(self, found: Mapping[str, float]) -> Features:
        rows = [(row, found[name]) for name in found if (row := self._row.get(name)) is not None]
        at = np.fromiter((row for row, _ in rows), np.int32, len(rows))
        counts = np.fromiter((value for _, value in rows), np.float32, len(rows))
        return at, counts * self.rare[at]


@dataclass(frozen=True, slots=True)
class _Told:
    """What the pieces of a text say together."""

    rows: frozenset[int]
    square: float  # the sum of the squares of their values
    sums: NDArray[np.float32]  # for each class, not yet scaled


class Likeness(Generic[Class]):
    """Classes for and against which stretches speak."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        classes: Sequence[Class],
        weights: NDArray[np.int8],
        worth: NDArray[np.float32],
    ) -> None:
        """`weights` has a row of steps for each stretch, `worth` what one step of the row says."""
        self._vocabulary, self.classes = vocabulary, classes
        self._weights, self._worth = weights, worth
        self._nothing = _Told(frozenset(), 0.0, np.zeros(len(classes), np.float32))
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
            before.sums + (values * self._worth[rows]) @ self._weights[rows].astype(np.float32),
        )

"""像不像: how much a text is like the sentences citizens say of each class.

What no list of words foresees is found by resemblance: pairs and triples of characters, single
characters and pairs of sounds (the recogniser writes 公鸡金 for 公积金) speak for the classes whose
examples hold them, the more the fewer classes they belong to. Nothing is drawn by chance or trained
in turns: the weights are counted once from the tables.
"""

import itertools
import math
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

import numpy as np

from ivr.language.pinyin import fold, syllables

_SINGLE, _SOUND = 0.35, 0.4  # what a single character and a pair of sounds count beside a pair
_SATURATED = 4.0  # a feature said that often by a class counts half of what it ever can
_SIZE = 0.6  # how far classes with many words are held back
_SHORTEST = 16.0  # the square of what some seven characters hold: less is like everything
_NO_WORD = re.compile(r"[^一-鿿A-Za-z0-9]+")

Class = TypeVar("Class", bound=Hashable)


def features(text: str) -> dict[str, float]:
    """The stretches of a text that are compared, with what each counts."""
    found: dict[str, float] = {}
    for part in _NO_WORD.split(text):
        found |= dict.fromkeys(part, _SINGLE)
        for length in (2, 3):
            for at in range(len(part) - length + 1):
                found[part[at : at + length]] = 1.0
        sounds = [fold(sound) for sound in syllables(part)]
        for left, right in itertools.pairwise(sounds):
            found[f"~{left}{right}"] = _SOUND
    return found


class Likeness(Generic[Class]):
    """Classes known by examples, each with how much it weighs."""

    def __init__(self, examples: Iterable[tuple[str, Class, float]]) -> None:
        read = [(features(text), its, weight) for text, its, weight in examples]
        self.classes: Sequence[Class] = tuple(dict.fromkeys(its for _, its, _ in read))
        column = {its: at for at, its in enumerate(self.classes)}
        times = Counter(name for found, _, _ in read for name in found)
        kept = (n for n in times if len(n) != 3 or n[0] == "~" or times[n] > 1)
        self._row: Mapping[str, int] = {name: at for at, name in enumerate(kept)}
        counts = np.zeros((len(self._row), max(1, len(self.classes))), np.float32)
        for found, its, weight in read:
            counts[[self._row[n] for n in found if n in self._row], column[its]] += weight
        rare = np.log(1 + len(self.classes) / np.count_nonzero(counts, axis=1))
        self._weights = (rare[:, None] * counts / (counts + _SATURATED)).astype(np.float32)
        if len(self._row):
            self._weights /= np.sqrt((self._weights**2).sum(0)) ** _SIZE

    def of(self, text: str) -> Mapping[Class, float]:
        """How like each class the text is; long and short texts can be compared."""
        found = features(text)
        rows, values = [], []
        for name, value in found.items():
            if (row := self._row.get(name)) is not None:
                rows.append(row)
                values.append(value)
        if not rows:
            return {}
        length = math.sqrt(max(_SHORTEST, sum(value * value for value in found.values())))
        sums = np.asarray(values, np.float32) @ self._weights[rows] / length
        return dict(zip(self.classes, sums.tolist(), strict=True))
